"""Of which meeting an article says that someone stayed away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from communique.corpus import open_corpus
from communique.corpus.comparing import compare
from communique.corpus.explaining import explain_meeting
from communique.corpus.listing import comparison_lines, meeting_lines
from corpus.made import ANN, BO, CAI, built, record

AWAY = "Cai Telander did not attend."


def stayed_away(folder: Path, sentence: str, **about: Any) -> list[str]:
    """Who stayed away by an article; another has all the people and no such sentence."""
    out, _ = built(
        folder,
        record("a", more=sentence, **about),
        record("b", people=(ANN, BO, CAI), date="2031-02-01"),
    )
    with open_corpus(out) as corpus:
        return [row["quote"] for row in corpus.rows("SELECT quote FROM absences")]


def test_one_says_joined_another_stayed_away(tmp_path: Path) -> None:
    """A contradiction: both claims are disputed, and each has its words."""
    lines = [
        record("a", people=(ANN, BO, CAI)),
        record("b", more=AWAY, filler="b"),
        record("c", date="2031-05-13", people=(ANN, BO), filler="c"),
    ]
    out, _ = built(tmp_path, *lines)
    with open_corpus(out) as corpus:
        found = {
            (one.field, one.value): (one.sources, one.verdict)
            for one in corpus.findings(1)
            if one.field in ("attended", "absent")
        }
        told = list(meeting_lines(corpus, 1))
        comparison = compare(corpus, 2, 1)
        why = list(explain_meeting(corpus, 1))
    assert found == {
        ("attended", "Ann Korvatti"): (2, "agreed"),
        ("attended", "Bo Dostanyk"): (2, "agreed"),
        ("attended", "Cai Telander"): (1, "disputed"),
        ("absent", "Cai Telander"): (1, "disputed"),
    }
    says = "Cai Telander stayed away, says b: “Cai Telander did not attend”"
    assert told[told.index("sources contradict each other:") :] == [
        "sources contradict each other:",
        "  attended: Cai Telander (a)",
        f"  {says}",
    ]
    assert [[one.name for one in away] for away in comparison.absent] == [[], ["Cai Telander"]]
    assert [one.name for one in comparison.new] == ["Cai Telander"]
    assert f"  {says}" in list(comparison_lines(comparison))
    assert why[-1].endswith("“Cai Telander did not attend”")


def test_a_record_that_names_who_stayed_away_is_not_followed(tmp_path: Path) -> None:
    """Where the name stands in the words that deny it; elsewhere the article says both."""
    text = "They held a call. Cai Telander did not attend the call. Cai Telander was late."
    whole = record("a")

    def line(name: str, start: int) -> dict[str, Any]:
        mention = {"start": start, "end": start + 12, "text": "Cai Telander"}
        evidence = [{"start": 0, "end": 16, "text": text[:16]}]
        people = [{"name": "Cai Telander", "country": "AT", "mentions": [mention]}]
        meeting = {"kind": "call", "participants": ["Cai Telander"], "evidence": evidence}
        return {"document_id": name, "text": text, "participants": people, "meetings": [meeting]}

    first, last = text.index("Cai"), text.rindex("Cai")
    for name, start, fields in (("b", first, ["absent"]), ("c", last, ["absent", "attended"])):
        out, _ = built(tmp_path, whole, line(name, start), name=f"{name}.db")
        with open_corpus(out) as corpus:
            found = corpus.rows("SELECT field FROM claims WHERE value LIKE 'Cai%' ORDER BY field")
        assert [field for (field,) in found] == fields


def test_silence_is_no_absence(tmp_path: Path) -> None:
    """And absence that nobody contradicts is no dispute."""
    out, _ = built(tmp_path, record("a", more=AWAY), record("b", people=(BO, CAI), kind="summit"))
    with open_corpus(out) as corpus:
        verdicts = {
            (one.field, one.verdict)
            for meeting in corpus.meetings()
            for one in corpus.findings(meeting.number)
            if one.field in ("attended", "absent")
        }
    assert ("absent", "single") in verdicts
    assert "disputed" not in {verdict for _, verdict in verdicts}


@pytest.mark.parametrize(
    ("sentence", "date", "kind", "is_told"),
    [
        ("Cai Telander did not attend the call.", "2031-05-06", "call", True),
        ("Cai Telander did not attend the call on 6 May.", "2031-05-06", "call", True),
        ("Cai Telander did not attend the call on May 6, 2031.", "XXXX-05-06", "call", False),
        ("Cai Telander did not attend the call on 7 May.", "2031-05-06", "call", False),
        ("Cai Telander did not attend the call in April.", "2031-05-06", "call", False),
        ("Cai Telander did not attend the call in 2030.", "2031-05-06", "call", False),
        ("Cai Telander did not attend the call in May.", None, "call", False),
        ("Cai Telander did not attend the call.", "2031-05-06", "summit", False),
        ("Cai Telander did not attend the summit.", "2031-05-06", "summit", True),
        ("Cai Telander did not attend the summit.", "2031-05-06", "call", False),
        ("Cai Telander did not attend the talks.", "2031-05-06", "call", True),
    ],
)
def test_what_was_missed_is_the_articles_meeting(
    tmp_path: Path, sentence: str, date: str | None, kind: str, is_told: bool
) -> None:
    """By the words for it, and by every day that the sentence names."""
    assert bool(stayed_away(tmp_path, sentence, date=date, kind=kind)) == is_told

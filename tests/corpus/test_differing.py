"""The same words of a speaker, reported differently."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.corpus import open_corpus
from communique.corpus.differing import differing
from communique.corpus.listing import meeting_lines
from communique.corpus.sayings import Spoken, sayings_of
from corpus.made import built, record

SELL = "We will sell the lake to anybody this year"


def pairs(*contents: str, sources: tuple[int, ...] | None = None) -> list[tuple[str, str]]:
    """In what the contents differ, and how, one content an article."""
    said = [
        Spoken(i, i, (sources or range(99))[i], 1, "Ann Korvatti", content)
        for i, content in enumerate(contents)
    ]
    return [pair[2:] for pair in differing(list(sayings_of(said)))]


@pytest.mark.parametrize(
    ("one", "other", "about", "changed"),
    [
        (SELL, SELL.replace("will", "will not"), "negation", "{+not+}"),
        (SELL, f"{SELL}, if they pay", "condition", "{+, if they pay+}"),
        ("We send 40 ships to the north", "We send 50 ships to the north", "number", "{+50+}"),
        ("Talks begin on Friday here again", "Talks begin on Monday here again", "day", "[-Fri"),
        ("We met Norway in the old city", "We met Sweden in the old city", "name", "{+Sweden+}"),
        ("The ships sail daily from the port", "The cars sail daily from the port", "word", "car"),
        ("We support the plan of the isles", "We reject the plan of the isles", "negation", "rej"),
    ],
)  # fmt: skip
def test_two_versions_stand_side_by_side(one: str, other: str, about: str, changed: str) -> None:
    """With what differs, and in what class of words."""
    ((found, difference),) = pairs(one, other)
    assert found == about
    assert changed in difference


def test_other_sayings_are_no_versions() -> None:
    """Of other words, too few, or of one source, which has heard both."""
    assert pairs(SELL, "The harbour was closed in the fog and rain today") == []
    assert pairs("We will sell it", "We will not sell it") == []
    no = SELL.replace("will", "will not")
    assert pairs(SELL, no, sources=(1, 1)) == []
    assert pairs(SELL, no, no, sources=(1, 2, 1)) == []


def test_versions_are_told_of_a_meeting(tmp_path: Path) -> None:
    """Both are disputed; without a difference that counts they are not."""
    ann = "Ann Korvatti"
    out, _ = built(
        tmp_path,
        record("a", said=[(ann, SELL), (ann, "the ships sail daily from the port")]),
        record(
            "b",
            said=[
                (ann, SELL.replace("sell", "not sell")),
                (ann, "the rails sail daily from the port"),
            ],
            filler="b",
        ),
    )
    with open_corpus(out) as corpus:
        verdicts = [one.verdict for one in corpus.sayings(1)]
        told = list(meeting_lines(corpus, 1))
    assert sorted(verdicts) == ["disputed", "disputed", "single", "single"]
    assert told[-3:] == [
        "reported differently:",
        "  Ann Korvatti (negation): We will {+not+} sell the lake to anybody this year",
        "  Ann Korvatti (word): the [-ships-]{+rails+} sail daily from the port",
    ]

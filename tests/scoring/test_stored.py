"""Scores written and read again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from communique.errors import UsageError
from communique.records import ErrorInfo, Issue
from communique.scoring.counts import Counts, Ratio
from communique.scoring.decisions import Check, Decision, RunnerUp, Side
from communique.scoring.documents import DocumentScore, Score
from communique.scoring.participants import ParticipantCounts
from communique.scoring.statements import StatementCounts
from communique.scoring.stored import read_document, read_score

SCORE = Score(
    documents=3,
    failed=1,
    participants=ParticipantCounts(lenient=Counts(4, 1, 2), country=Ratio(3, 4)),
    iou80=StatementCounts(attributed=Counts(1, 2, 3)),
    supported=Ratio(8, 9),
    quotes_not_verbatim=1,
)


def written() -> dict[str, Any]:
    values = json.loads(json.dumps(SCORE.as_dict()))
    assert isinstance(values, dict)
    return values


def test_what_was_written_is_read() -> None:
    """Every count comes back; so does that of nothing at all."""
    assert read_score(written()) == SCORE
    assert read_score(Score().as_dict()) == Score()


def test_keys_that_are_no_counts_are_passed_over() -> None:
    """Rates, and what later versions add."""
    values = written()
    values["later"] = {"more": 1}
    values["participants"]["lenient"]["later"] = 0.5
    assert read_score(values) == SCORE


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (("failed",), None, "scores.failed is missing or no count"),
        (("failed",), True, "scores.failed is missing or no count"),
        (("participants", "lenient", "tp"), -1, "scores.participants.lenient.tp is missing"),
        (("participants", "lenient", "tp"), 0.5, "scores.participants.lenient.tp is missing"),
        (("participants", "country"), 3, "scores.participants.country is missing or not an obj"),
        (("statements",), [], "scores.statements is missing or not an object"),
        (("statements", "iou50"), None, "scores.iou50 is missing or not an object"),
    ],
)
def test_a_count_that_is_not_there_is_not_zero(
    path: tuple[str, ...], value: object, complaint: str
) -> None:
    """The message names it."""
    values = written()
    *above, last = path
    holder = values
    for key in above:
        holder = holder[key]
    holder[last] = value
    with pytest.raises(UsageError, match=complaint):
        read_score(values)


def test_a_missing_count_is_named() -> None:
    """As one that is no number is."""
    values = written()
    del values["quotes_not_verbatim"]
    with pytest.raises(UsageError, match=r"scores\.quotes_not_verbatim"):
        read_score(values)
    with pytest.raises(UsageError, match="scores is missing or not an object"):
        read_score(None)


def test_what_an_earlier_version_did_not_count_is_zero_only_when_asked_for() -> None:
    """So a rate of it is undefined; nothing else changes, and what is broken stays broken."""
    values = written()
    del values["quotes_not_verbatim"], values["statements"]["iou50"], values["supported"]
    read = read_score(values, earlier=True)
    assert read == replace(SCORE, quotes_not_verbatim=0, supported=Ratio())
    assert read.supported.value is None
    nothing = read_score({}, earlier=True)
    assert nothing == Score()
    values["failed"] = "1"
    with pytest.raises(UsageError, match=r"scores\.failed is missing or no count"):
        read_score(values, earlier=True)


DECISION = Decision(
    "statement",
    "matched",
    Side(0, "it rains", (3, 11)),
    Side(2, "it rains now", (3, 15)),
    0.75,
    (Check("speaker", "Ann Lee", None, right=False),),
    error_class="wrong_speaker",
    why="its speaker is not right",
    weight=0.75,
    runners_up=(RunnerUp("predicted", Side(1, "rains"), "it is matched", 0.5, None),),
)
DOCUMENT = DocumentScore(
    "d1",
    SCORE,
    (DECISION, Decision("meeting", "missed", gold=Side(0, "call"), error_class="missed")),
    ErrorInfo(code="timeout", message="late", stage="client"),
    (Issue(code="unsupported", message="not there", path="statements", value={"content": "x"}),),
)


def test_a_document_is_read_with_its_decisions() -> None:
    """All of it, as values of the same types."""
    assert read_document(json.loads(json.dumps(DOCUMENT.as_dict()))) == DOCUMENT


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"decisions": None}, "decisions: "),
        ({"decisions": [3]}, "decisions is missing or not an object"),
        ({"decisions": [{"item": "statement"}]}, "decisions: checks is missing"),
        ({"decisions": [{**DECISION.as_dict(), "verdict": "so so"}]}, r"decisions.0.verdict: "),
        ({"decisions": [{**DECISION.as_dict(), "gold": None, "predicted": None}]}, "neither gold"),
        ({"document_id": 7}, "document_id: "),
        ({"left_out": [{}]}, r"left_out.0.code: "),
        ({"scores": {}}, "scores.statements is missing"),
    ],
)
def test_a_broken_document_is_told(change: dict[str, Any], complaint: str) -> None:
    """With the key that is wrong: one without its class was made by an earlier version."""
    with pytest.raises(UsageError, match=complaint):
        read_document({**DOCUMENT.as_dict(), **change})

"""Scores written and read again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from communique.errors import UsageError
from communique.scoring.counts import Counts, Ratio
from communique.scoring.documents import Score
from communique.scoring.participants import ParticipantCounts
from communique.scoring.statements import StatementCounts
from communique.scoring.stored import read_score

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

"""Meetings that the article plans or denies."""

from __future__ import annotations

import pytest

from communique.llm.answer import read_answer
from llm.made import INFO, answer, claim_meeting, document

TEXT = (
    "The sides did not hold talks on Friday. Vex will meet Dorn on July 9. Rae denied that he had "
    "met Dorn. They won’t be meeting soon. Vex and Rae, who will meet again in May, met in Rome. "
    "Vex hosted Rae, who refused to sign. Talks that were not announced were held in Bern."
)


@pytest.mark.parametrize(
    "report",
    [
        "The sides did not hold talks on Friday",
        "hold talks on Friday",
        "Vex will meet Dorn on July 9",
        "meet Dorn on July 9",
        "Rae denied that he had met Dorn",
        "They won’t be meeting soon",
    ],
)
def test_what_is_planned_or_denied_is_no_meeting(report: str) -> None:
    """Though the words stand in the text, also where they were cut out behind their "not"."""
    claim = claim_meeting(report)
    result = read_answer(document(TEXT), answer(meetings=[claim]), INFO)
    assert result.meetings == ()
    assert [(i.code, i.path, i.value) for i in result.issues] == [("not_held", "meetings", claim)]


@pytest.mark.parametrize(
    "report",
    [
        "Vex and Rae, who will meet again in May, met in Rome",
        "Vex hosted Rae, who refused to sign",
        "Talks that were not announced were held in Bern",
    ],
)
def test_what_else_is_planned_or_denied_takes_no_meeting_away(report: str) -> None:
    """Where other words of the report tell of it, it was held."""
    result = read_answer(document(TEXT), answer(meetings=[claim_meeting(report)]), INFO)
    assert len(result.meetings) == 1
    assert result.issues == ()

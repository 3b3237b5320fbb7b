"""The lists of an answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from communique.errors import AnswerError
from communique.llm.lists import lists_of, spelled

NAMES = ("participants", "statements")
ITEMS = [{"name": "Ada Vex"}, {"name": "Bo Li"}]


@pytest.mark.parametrize(
    "answer",
    [
        {"participants": ITEMS},
        {"Participants": ITEMS},
        {"PARTICIPANTS": ITEMS},
        {"participants": {"1": ITEMS[0], "2": ITEMS[1]}},
        {"participants": json.dumps(ITEMS)},
        {"answer": {"participants": ITEMS}},
        {"note": "see below", "result": {"Participants": {"0": ITEMS[0], "1": ITEMS[1]}}},
        {"Participants": [], "participants": ITEMS},
    ],
    ids=["plain", "title", "upper", "numbered", "string", "wrapped", "all", "exact first"],
)
def test_a_list_is_found_however_it_is_laid_out(answer: dict[str, Any]) -> None:
    """Letters, numbering, strings of JSON and wrappings do not hide it."""
    assert lists_of(answer, NAMES) == {"participants": ITEMS}


@pytest.mark.parametrize(
    "answer",
    [{}, {"summary": "x"}, {"participants": "Ada"}, {"participants": {"name": "Ada"}}, {"a": [1]}],
)
def test_other_values_are_no_lists(answer: dict[str, Any]) -> None:
    """Nothing is made a list that is none; the error names what came instead."""
    with pytest.raises(AnswerError, match=r"the answer holds .* instead of participants, stat"):
        lists_of(answer, NAMES)


def test_keys_in_other_letters_are_those_meant() -> None:
    """An item's keys too; those that mean nothing asked for stay as they are."""
    data = {"Speaker Mention": "She", "speakerKind": 1, "CONTENT": "x", "content": "y"}
    assert spelled(data, ("speaker_mention", "content")) == {
        "speaker_mention": "She",
        "speakerKind": 1,
        "content": "y",
    }

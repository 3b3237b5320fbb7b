"""The complete items of a cut answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.llm.salvage import is_cut, salvage
from llm.made import claim_participant, claim_statement

ANSWER: dict[str, Any] = {
    "participants": [claim_participant("Ada Vex"), claim_participant("Bo “Li” \\ {Ray}")],
    "meetings": [],
    "statements": [claim_statement("that it rained, [twice]"), claim_statement("x\ny")],
}
JSON = json.dumps(ANSWER, ensure_ascii=False)


def test_complete_items_are_kept_and_the_cut_one_is_named() -> None:
    """The item that was being written is the rest, and so is its list."""
    cut = JSON.index("[twice]")
    found = salvage(JSON[:cut])
    assert found is not None
    assert found.answer == {**ANSWER, "statements": []}
    assert found.rest.startswith('{"content": "that it rained')
    assert (found.path, found.items) == ("statements", 2)


@pytest.mark.parametrize("reply", ["", "no", "{", '{"participants": [{"name": "A', "[1, 2", "{]"])
def test_nothing_complete_is_nothing(reply: str) -> None:
    """Half an item is none."""
    assert salvage(reply) is None


def test_what_a_model_was_thinking_is_no_answer() -> None:
    """An answer cut while the model still thought holds nothing."""
    assert salvage(f"<think>Perhaps {JSON[:-2]}") is None
    found = salvage(f"<think>Perhaps {{</think>```json\n{JSON[:-2]}")
    assert found is not None
    assert found.items == 4


def test_blanks_without_end_after_the_object_cut_nothing() -> None:
    """Some constrained servers pad a complete answer up to the token limit."""
    found = salvage(JSON + "\n" * 500)
    assert found is not None
    assert found.answer == ANSWER
    assert found.whole


def test_a_brace_too_few_cuts_nothing() -> None:
    """Where all that was asked for is there and closed, the answer is whole."""
    found = salvage(JSON[:-1], list(ANSWER))
    assert found is not None
    assert found.whole
    assert found.answer == ANSWER
    for cut, keys in ((JSON[:-2], list(ANSWER)), (JSON[:-1], [*ANSWER, "more"]), (JSON[:-1], [])):
        found = salvage(cut, keys)
        assert found is not None
        assert not found.whole


def test_a_number_that_the_cut_may_have_shortened_is_left_out() -> None:
    """12 may be the beginning of 123."""
    found = salvage('{"days": [1, 12')
    assert found is not None
    assert (found.answer, found.rest) == ({"days": [1]}, "12")


@pytest.mark.parametrize(
    ("reply", "cut"),
    [
        (JSON, False),
        (JSON[:-1], True),
        (JSON[:60], True),
        ("I cannot do that", False),
        ('{"participants": [oops], "meetings": []}', False),
        (f'{JSON} I hope that {{"', False),
        ("```json\n" + JSON[:-1] + "\n```", True),
    ],
)
def test_a_cut_answer_is_told_from_a_bad_one(reply: str, cut: bool) -> None:
    """Only what is right as far as it goes, and goes to the end, was cut."""
    assert is_cut(reply) is cut


@given(st.integers(1, len(JSON) - 1))
def test_at_any_cut_items_are_a_beginning_of_the_true_ones(length: int) -> None:
    """Nothing is invented, nothing changed, and what is left out is the rest of the reply."""
    found = salvage(JSON[:length])
    if found is None:
        return
    for name, items in found.answer.items():
        assert items == ANSWER[name][: len(items)]
    assert JSON[:length].endswith(found.rest)
    following = [name for name in ANSWER if name not in found.answer]
    assert list(ANSWER)[len(found.answer) :] == following


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_reply_is_survived(before: str, after: str) -> None:
    """Any text gives items or none."""
    found = salvage(before + JSON[:120] + after)
    assert found is None or found.items or found.whole

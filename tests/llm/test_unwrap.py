"""The JSON object in a reply."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.llm.unwrap import unwrap_object

OBJECT = {"statements": [{"content": "a } brace"}]}
JSON = json.dumps(OBJECT)


@pytest.mark.parametrize(
    "reply",
    [
        JSON,
        f"\n{JSON}\n",
        f"```json\n{JSON}\n```",
        f"Here you are:\n```\n{JSON}\n```\nAnything else?",
        f"Sure! {JSON} Hope this helps {{smile}}.",
        f'<think>Maybe {{"statements": []}}?</think>{JSON}',
        f'maybe {{"statements": []}}</think>\n{JSON}',
        f'First {{"a": 1}}, then {JSON}',
        '{"statements": [{"content": "a } brace",},],}',
        f"[{JSON}]",
        f'<Think>{{"a": 1}}</Think>```JSON\n{JSON}```',
        f'{JSON} I hope that {{"',
        f"```json\n{JSON}",
    ],
    ids=[
        *("bare", "space", "fence", "fence+talk", "talk", "think", "half think", "longest"),
        *("trailing commas", "in a list", "all at once", "stray brace", "open fence"),
    ],
)
def test_the_object_is_found_in_what_stands_around_it(reply: str) -> None:
    """Thinking, fences and chatter do not hide the answer."""
    assert unwrap_object(reply) == OBJECT


@pytest.mark.parametrize(
    "reply", ["", "no", "[1]", "null", JSON[:-1], JSON[:-3], "{" * 100_000, "[" * 100_000]
)
def test_no_complete_object_is_none(reply: str) -> None:
    """Text, other JSON and half an object are not taken for an answer."""
    assert unwrap_object(reply) is None


def test_what_json_files_cannot_hold_is_taken_out() -> None:
    """Infinite numbers become null, half a surrogate pair a question mark."""
    reply = '{"a": NaN, "b": -Infinity, "c": 1e999, "d": "x\\ud83dy", "e": "\\ud83d\\ude00"}'
    found = unwrap_object(reply)
    assert found == {"a": None, "b": None, "c": None, "d": "x?y", "e": "😀"}


def test_lists_of_a_parted_answer_are_one_object_and_items_are_none() -> None:
    """Objects without a key in common are parts of one; others nobody can tell apart."""
    parts = '[{"participants": [1]}, {"statements": [2]}]'
    assert unwrap_object(parts) == {"participants": [1], "statements": [2]}
    assert unwrap_object('[{"name": 1}, {"name": 2}, 3]') in ({"name": 1}, {"name": 2})


def test_an_item_of_a_cut_answer_is_not_the_answer() -> None:
    """Inside an object that stops short, others are complete."""
    assert unwrap_object('{"statements": [{"content": "a"}, {"content": "b"}, {"cont') is None
    assert unwrap_object('A draft: {"a": 1}. {"statements": [{"content": "a"}') is None


def test_line_breaks_and_commas_inside_strings_stay() -> None:
    """Strings are what the article says."""
    reply = r'{"a": "x,]", "b": "\",},",}'.replace(",]", ",\n]")
    assert unwrap_object(reply) == {"a": "x,\n]", "b": '",},'}


@given(st.text(max_size=200))
def test_any_text_is_survived(reply: str) -> None:
    """Any reply gives an object or None."""
    found = unwrap_object(reply)
    assert found is None or isinstance(found, dict)


def test_a_hostile_reply_costs_little() -> None:
    """A hundred thousand openings are not all tried."""
    started = time.perf_counter()
    assert unwrap_object('{"a":' * 50_000) is None
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "piece",
    ["<think>", "<thinking>", '\\"', '{"a": ', '{"a": "', "```json\n", "{", ", ", "</think>"],
)
def test_hostile_reply_costs_linear_time(piece: str) -> None:
    """A megabyte of what opens and never closes is read within seconds."""
    reply = '{"a": [' + piece * (1_000_000 // len(piece)) + "x"
    started = time.perf_counter()
    unwrap_object(reply)
    assert time.perf_counter() - started < 5


def test_thinking_of_one_name_may_mention_the_other() -> None:
    """Only a block's own tag closes it; one that never closes is no block."""
    reply = f"<think>or <reasoning> maybe {{</think>{JSON}"
    assert unwrap_object(reply) == OBJECT
    assert unwrap_object(f"<THINK>a</think><thinking>b {{</thinking>{JSON} <think>") == OBJECT

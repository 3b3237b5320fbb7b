"""Whether a prompt fitted, and was read."""

from __future__ import annotations

import pytest

from communique.errors import PromptCut
from communique.llm.client import Message, Request
from communique.llm.prompts import load_prompt
from communique.llm.schema import ReadoutAnswer
from communique.llm.strict import AnswerSchema
from communique.llm.window import check_read, fewest_tokens
from communique.models import Model
from llm.made import document

SCHEMA = AnswerSchema.of(ReadoutAnswer)


def request(*contents: str) -> Request:
    messages = tuple(Message("user", content) for content in contents)
    return Request(Model("openai/m", base_url="http://127.0.0.1:1/v1"), messages, SCHEMA)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The road must open", 4),
        ("“We won’t wait,” she said.", 7),
        ("on 3 June 2031", 5),
        ("12345678", 3),
        ("-----", 1),
        ('"speaker_mention": null', 4),
        ("", 0),
    ],
)
def test_the_fewest_tokens_are_words_digit_groups_and_runs_of_signs(text: str, count: int) -> None:
    """A word takes one sign before it along, as tokenizers may."""
    assert fewest_tokens((Message("user", text),)) == count


@pytest.mark.parametrize("reported", [400, 0, None, 340])
def test_a_server_that_read_all_or_does_not_tell_is_believed(reported: int | None) -> None:
    """None and 0 are no counts, and a little less is another way of counting."""
    check_read(request("word " * 250, "word " * 150), reported)


def test_a_server_that_read_half_has_cut_the_prompt() -> None:
    """The error tells both numbers and what helps."""
    with pytest.raises(PromptCut, match=r"read 202 tokens of a prompt of at least 400.*larger"):
        check_read(request("word " * 400), 202)


def test_short_prompts_and_texts_without_spaces_raise_no_alarm() -> None:
    """Chat templates outweigh the one, and the other has few words and many tokens."""
    check_read(request("word " * 200), 20)
    check_read(request("协议必须签署" * 2000), 300)


def test_a_usual_request_is_far_above_the_tolerance() -> None:
    """The fewest tokens of our prompt are fewer than any of four tokenizers gave for it."""
    messages = load_prompt("readout.v1").messages(document(), SCHEMA.notes)
    characters = sum(len(message.content) for message in messages)
    assert characters / 6 < fewest_tokens(messages) < characters / 4.5

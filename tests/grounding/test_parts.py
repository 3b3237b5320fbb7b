"""A quote that leaves something out is found in parts, unless that turns what it says."""

import pytest

from communique import ground

TEXT = (
    "“We will, whatever others say, open the port before the winter,” the minister said. “Nobody "
    "shall be turned away. We will never sell the land. It belongs to our children. We will pay "
    "for the road ourselves.” Later he thanked the crews of the harbour and went home."
)


@pytest.mark.parametrize(
    ("quote", "parts"),
    [
        (
            "“We will … open the port before the winter,”",
            ["“We will", "open the port before the winter,”"],
        ),
        ("“We will, […] open the port", ["“We will,", "open the port"]),
        ("…open the port before the winter…", ["open the port before the winter"]),
        (
            "Nobody shall be turned away. ... It belongs to our children. ... We will pay",
            ["Nobody shall be turned away", "It belongs to our children", "We will pay"],
        ),
        ("we will . . . open the  port", ["We will", "open the port"]),
        ("Later he (…) went home", ["Later he", "went home"]),
    ],
)
def test_parts_are_found_in_their_order(quote: str, parts: list[str]) -> None:
    """Each part is a span of the text."""
    grounding = ground(TEXT, quote)
    assert (grounding.status, [span.text for span in grounding.spans]) == ("folded", parts)
    assert all(TEXT[span.start : span.end] == span.text for span in grounding.spans)


@pytest.mark.parametrize(
    "quote",
    [
        "We will … sell the land",  # never
        "Nobody … belongs to our children",  # a part of one word, which denies
        "“We will … pay for the roads ourselves",  # not in the text
        "pay for the road … shall be turned away",  # the other way round
        "We … open the port",  # a part of one word
        "…",
        "… …",
    ],
)
def test_parts_that_would_say_something_else_are_refused(quote: str) -> None:
    """What was left out may not deny, limit or turn the rest."""
    assert ground(TEXT, quote).status == "unsupported"


def test_whole_sentences_may_be_left_out_whatever_they_say() -> None:
    """Only the sentences that the parts stand in are the quote's."""
    text = "We like the lake. We do not like the road. We like the hills a lot."
    assert ground(text, "We like the lake … We like the hills").status == "folded"
    assert ground(text, "We like the lake … like the road").status == "unsupported"


def test_parts_far_apart_are_no_quote() -> None:
    """Nobody leaves out a thousand characters of a sentence."""
    text = f"We like the lake {'of the green valley ' * 60}and the old road."
    assert ground(text, "We like the lake … and the old road").status == "unsupported"


def test_of_several_places_the_one_near_is_meant() -> None:
    """The parts stand together, near where they are expected."""
    text = "We, on the hill, like the lake. " * 3
    spans = [ground(text, "We … like the lake", near=near).spans for near in (0, 30)]
    assert spans == [(), ()]  # one word is no part
    spans = [ground(text, "We, on … like the lake", near=near).spans for near in (0, 30)]
    assert [span[0].start for span in spans] == [0, 32]
    assert [span[1].start for span in spans] == [17, 49]


def test_near_is_where_the_first_part_begins() -> None:
    """However long it is there: the first place ends nearer."""
    text = "We go   on, at noon, by train. We go on, at noon, by train."
    assert ground(text, "We go on … by train", near=20).spans[0].start == 31
    assert ground(text, "We go on … by train", near=10).spans[0].start == 0

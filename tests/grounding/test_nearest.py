"""The passage closest to a quote is shown with what differs."""

import time

import pytest

from communique.grounding import ground, nearest

TEXT = (
    "The envoy praised the crews of the harbour. He said the island would not accept the new "
    "border, and would send 300 guards to the bridge by the end of the week. Nobody answered."
)


def test_the_closest_passage_is_found_with_what_differs() -> None:
    """Whatever the difference does to the meaning: this is for showing, not for proving."""
    found = nearest(TEXT, "the island would accept the new border and would send 500 guards")
    assert found is not None
    assert TEXT[found.span.start : found.span.end] == found.span.text
    assert found.diff == (
        "the island would {+not+} accept the new border{+,+} and would send [-500-]{+300+} guards"
    )
    assert 0.7 < found.similarity < 0.9
    assert found.changes == (("", "not"), ("", ","), ("500", "300"))
    assert found.turns


@pytest.mark.parametrize(
    ("quote", "turns"),
    [
        ("the island would accept the new border", True),
        ("would send 400 guards to the bridge by the end", True),
        ("THE ISLAND WOULD NOT ACCEPT THE OLD BORDER", False),
        ("praised the crews of the lake. He said", False),
        ("praised the crews of the harbour. He said", False),
    ],
)
def test_a_negation_or_a_number_that_differs_turns_it(quote: str, turns: bool) -> None:
    """Other words do not; letter case is none of it."""
    found = nearest(TEXT, quote)
    assert found is not None
    assert found.turns is turns


@pytest.mark.parametrize(
    ("text", "quote", "diff"),
    [
        (
            "The first trams would run in the spring of 2034, they said.",
            "the first trams would run in 2034",
            "the first trams would run in {+the spring of+} 2034",
        ),
        (
            "The first trams would run in the late spring of 2034.",
            "the first trams would run in early 2034",
            "the first trams would run in [-early-]{+the late spring of+} 2034",
        ),
        (
            "So crews of the old northern lake would go home by train.",
            "crews would go home by train",
            "crews {+of the old northern lake+} would go home by train",
        ),
        (  # they never agree again, or in another sentence
            "The first trams would run in the spring. In 2034 they paid.",
            "the first trams would run in 2034",
            "the first trams would run in [-2034-]{+the+}",
        ),
        (  # too far
            "The trams on the line would run in a b c d e f g h i 2034.",
            "the trams on the line would run in 2034",
            "the trams on the line would run in [-2034-]{+a+}",
        ),
        (  # a word that stands everywhere
            "The first trams would run to Norhavn and with it to sea.",
            "the first trams would run to it",
            "the first trams would run to [-it-]{+Norhavn+}",
        ),
    ],
)
def test_what_differs_is_shown_up_to_where_both_agree_again(
    text: str, quote: str, diff: str
) -> None:
    """Else the text seems to lack a word that it has a little further on."""
    found = nearest(text, quote)
    assert found is not None
    assert found.diff == diff
    assert text[found.span.start : found.span.end] == found.span.text
    assert found.turns is ("[-2034" in diff)


def test_of_passages_as_close_the_first_is_meant() -> None:
    """The share of words alike decides before that."""
    text = "They like the old lake. They like the old hill. They like the green lake."
    first, closest = nearest(text, "They like the old road"), nearest(text, "they like the green")
    assert first is not None
    assert closest is not None
    assert (first.span.start, closest.span.start) == (0, 48)
    assert nearest("the lake", "the hill", least=0.5) is not None
    assert nearest("the lake", "the hill", least=0.6) is None


def test_what_is_alike_in_too_little_is_nowhere() -> None:
    """No passage is better than a wrong one."""
    assert nearest(TEXT, "the moon will be leased to the highest bidder next spring") is None
    assert nearest(TEXT, "the crews of the moon were sent home for ever and a day") is None
    assert nearest("", "anything at all") is None
    assert nearest(TEXT, "") is None


def test_a_long_quote_in_a_long_text_takes_milliseconds() -> None:
    """200 words against 100,000 characters: there, with an edit, with a "not"."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [
        f"w{letters[i // 676 % 26]}{letters[i // 26 % 26]}{letters[i % 26]}ord"
        for i in range(14_000)
    ]
    text = " ".join(words)
    there = words[7000:7200]
    quotes = {
        "exact": " ".join(there),
        "edited": " ".join([*there[:100], "the", *there[100:]]),
        "unsupported": " ".join([*there[:100], "not", *there[100:]]),
    }
    ground(text, "warm up the dictionary")
    for status, quote in quotes.items():
        started = time.process_time()
        found = ground(text, quote)
        assert found.status == status
        assert time.process_time() - started < 0.25  # 10 ms on an idle machine

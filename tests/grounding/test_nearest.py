"""The passage closest to a quote is shown with what differs."""

import time

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

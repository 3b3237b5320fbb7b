"""Of several places the nearest is meant; no text takes long."""

import time

import pytest

from communique import ground
from communique.grounding import occurrences


def test_the_nearest_place_counts_however_it_is_written() -> None:
    """Curly, straight, in capitals: ``near`` decides, and of two as near the first."""
    text = "Lee’s talks. Lee's talks. LEE’S TALKS. Lee\u2019s\u00a0talks."
    starts = [ground(text, "Lee's talks", near=near).spans[0].start for near in (0, 13, 26, 39)]
    assert starts == [0, 13, 26, 39]
    assert ground("met; xx met", "met", near=4).spans[0].start == 0


def test_a_headline_is_found_in_small_letters() -> None:
    """The passage is in capitals, whatever comes after it."""
    assert ground("THEY MET US in town", "they met us").status == "folded"
    assert ground("They met US in town", "they met us").status == "unsupported"


def test_all_occurrences_are_whole_words_from_the_left() -> None:
    """Letter by letter; not inside a word, nor where a cut would deny or halve a number."""
    text = "met; unmet, mets, not-met. met met 3.5 met"
    assert list(occurrences(text, "met")) == [(0, 3), (27, 30), (31, 34), (39, 42)]
    assert list(occurrences("so so so so", "so so")) == [(0, 5), (3, 8), (6, 11)]
    assert list(occurrences("1 500 and 500 men", "500")) == [(10, 13)]
    assert list(occurrences("500 million, 500 men", "500")) == [(13, 16)]
    assert list(occurrences(text, "Met")) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("word " * 20_000, "word " * 100 + "not " + "word " * 100),
        ("the cat sat on a mat " * 5_000, "the cat sat on a mat " * 28 + "not a mat"),
        ("a" + "\u0301\u0323" * 50_000, "the talks were going well"),
        ("\u0301" * 20_000 + "a", "\u0301"),
        ("\u00ad" * 20_000 + "a", "\u00ad"),
        ("a short text", "a" + " " * 20_000 + "b"),
        ("a short text", "many words " * 20_000),
        ("so it goes " * 10_000, " … ".join(["it goes"] * 500)),
        ('"' * 50_000, '" "'),
    ],
)
def test_a_text_made_to_take_long_does_not(text: str, quote: str) -> None:
    """Time grows with the length, not with its square."""
    ground("", "warm up")
    started = time.process_time()
    ground(text, quote, near=10)
    assert time.process_time() - started < 2  # under 0.2 s on an idle machine

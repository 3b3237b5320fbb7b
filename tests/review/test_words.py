"""What can be selected can be quoted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import ReviewError
from communique.gold.passage import Passage
from communique.review.words import Words

PIECES = st.sampled_from(
    [
        *("Ada", "said", "“go”", "it’s", "1,000", ".", " ", "\u00a0", "\r\n", "co\u00adop"),
        *("Jose\u0301", "\u05e9\u05e8\u05d4", "\U0001f600"),
        *("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1f3\U0001f1f4\U0001f1e9\U0001f1f0"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=12), st.data())
def test_every_selection_is_widened_to_words_that_a_quote_can_be(
    pieces: list[str], data: st.DataObject
) -> None:
    """It holds the words that were touched, and stands in the text as a quote is looked for."""
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        span = Words.of(text).span(start, end)
    except ReviewError:
        assert not text[start:end].strip()
        return
    assert set(range(start, end)) - set(range(span.start, span.end)) <= {
        i for i in range(start, end) if text[i].isspace()
    }
    assert (span.start, span.end) in Passage.of(text).find(span.text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“Go,” she said.", ["“", "Go", ",", "”", "she", "said", "."]),
        ("Ann\u2019s can\u2019t", ["Ann", "\u2019s", "can\u2019t"]),
        (
            "\U0001f1f3\U0001f1f4\U0001f1e9\U0001f1f0",
            ["\U0001f1f3\U0001f1f4", "\U0001f1e9\U0001f1f0"],
        ),
    ],
)
def test_words_and_marks_stand_apart(text: str, words: list[str]) -> None:
    """A mark can be selected or left off; a picture of several characters is one."""
    found = Words.of(text)
    assert [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == words

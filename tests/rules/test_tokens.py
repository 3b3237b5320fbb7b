"""Tokens keep their offsets and cut words where English does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.rules.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Japan's U.S. envoy", ["Japan", "'s", "U.S.", "envoy"]),
        ("Kim Mun-teo of AT&T", ["Kim", "Mun-teo", "of", "AT&T"]),
        ("Mr. J. Doe Jr. left.", ["Mr.", "J.", "Doe", "Jr.", "left", "."]),
        ("O’Brien’s G20 at 5:30", ["O’Brien", "’s", "G20", "at", "5:30"]),
        ("“No,” he said—twice", ["“", "No", ",", "”", "he", "said", "—", "twice"]),
        ("St. Kitts & Nevis", ["St.", "Kitts", "&", "Nevis"]),
    ],
)
def test_words_are_cut_as_english_cuts_them(text: str, words: list[str]) -> None:
    """Possessives stand alone; initials, abbreviations and hyphened names stay whole."""
    assert [token.text for token in tokenize(text)] == words


@given(st.text(max_size=300))
def test_tokens_stand_where_they_say(text: str) -> None:
    """Every token's text is the text at its offsets; tokens are in order and do not overlap."""
    position = 0
    for token in tokenize(text):
        assert position <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        position = token.end


@given(st.text(max_size=300))
def test_no_letter_is_lost(text: str) -> None:
    """What is not in a token is white space."""
    covered = {i for token in tokenize(text) for i in range(token.start, token.end)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)

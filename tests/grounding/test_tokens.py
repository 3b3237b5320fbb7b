"""Words, numbers and marks of a text, as they are compared and as they are written."""

from __future__ import annotations

import pytest

from communique.grounding.tokens import tokens_of
from communique.text.folding import fold

from .made import tokens


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("The envoy’s 3.5 m", ["the", "envoy's", "3.5", "m"]),
        ("1,500m, then", ["1,500m", ",", "then"]),
        ("so… no. “Yes”", ["so", "...", "no", ".", '"', "yes", '"']),
        ("re-sign a_b", ["re", "-", "sign", "a", "_", "b"]),
        ("", []),
    ],
)
def test_a_text_is_words_numbers_and_marks(text: str, keys: list[str]) -> None:
    """A number keeps its points, a word its apostrophes."""
    assert [token.key for token in tokens(text)] == keys


def test_a_token_knows_how_it_is_written_and_where() -> None:
    """Written as in the raw text; its place is one of the folded text."""
    found = tokens("½ Lee’s\u00a0Bay")
    assert [token.written for token in found][-2:] == ["Lee’s", "Bay"]
    folded = fold("½ Lee’s\u00a0Bay", case=True).text
    assert [folded[token.start : token.end] for token in found] == [token.key for token in found]


def test_of_a_range_the_words_within_are_taken() -> None:
    """One that begins within a word begins with the next; one past the end ends with the text."""
    text = "the envoys met"
    folded = fold(text, case=True)

    def keys(*bounds: int) -> list[str]:
        return [token.key for token in tokens_of(text, folded, *bounds)]

    assert keys(0, 3) == ["the"]
    assert keys(1, 10) == ["envoys"]
    assert keys(3) == keys(4) == ["envoys", "met"]
    assert keys(5, 99) == ["met"]
    assert keys(12, 13) == []

"""Words begin and end where a reader sees them begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.text.words import inside_word


def cuts(text: str) -> str:
    """``text`` with a bar wherever a quote may begin or end."""
    bars = ["" if inside_word(text, at) else "|" for at in range(len(text))]
    return "".join(bar + char for bar, char in zip(bars, text, strict=True))[1:]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("we met", "we| |met"),
        ("cafe\u0301s", "cafe\u0301s"),
        ("no\u00adthing", "no\u00adthing"),
        ("a\u00ad b", "a|\u00ad| |b"),
        ("don't", "don't"),
        ("can’t", "can’t"),
        ("O'Brien", "O'Brien"),
        ("Lee's", "Lee|'s"),
        ("they’re", "they|’re"),
        ("the Lees' boat", "the| |Lees|'| |boat"),
        ("'we met'", "'|we| |met|'"),
        ("3.5 million", "3.5| |million"),
        ("1,500", "1,500"),
        ("May 6,2031", "May| |6|,|2031"),
        ("in 2031.", "in| |2031|."),
        ("on.He", "on|.|He"),
        ("10²", "10²"),
        ("50%", "50|%"),
        ("cease-fire", "cease|-|fire"),
    ],
)
def test_where_a_quote_may_begin_or_end(text: str, cut: str) -> None:
    """Not between a letter and its mark, in a contraction that changes sense, or in a number."""
    assert cuts(text) == cut


@given(st.text(min_size=1), st.text(min_size=1))
def test_white_space_parts_words(left: str, right: str) -> None:
    """Beside white space, and at the ends of the text, no place is inside a word."""
    text = f"{left} {right}"
    for at in (0, len(left), len(left) + 1, len(text)):
        assert not inside_word(text, at)

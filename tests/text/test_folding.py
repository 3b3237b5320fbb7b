"""Folding makes ways of writing equal and keeps the way back to the raw offsets."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.text.folding import fold, fold_string


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("NATO’s “new normal”", 'NATO\'s "new normal"'),
        ("a – b — c ‑ d", "a - b - c - d"),
        ("ten\u00a0per \t\r\n cent", "ten per cent"),
        ("so\u00adft co\u200boperation", "soft cooperation"),
        ("e\u0301clair", "éclair"),
        ("ﬁnance ｆｕｌｌ", "finance full"),
        ("``We'' said", '"We" said'),
    ],
)
def test_ways_of_writing_the_same_words_become_equal(raw: str, folded: str) -> None:
    """Quotes, dashes, white space, invisible characters and compatibility forms fold alike."""
    assert fold(raw).text == folded


def test_case_folds_only_where_asked() -> None:
    """Case is meaning ("US", "us") unless the caller says otherwise."""
    assert fold("NATO Allies").text == "NATO Allies"
    assert fold("NATO Straße", case=True).text == "nato strasse"


@given(st.text())
def test_every_folded_character_maps_to_where_it_came_from(raw: str) -> None:
    """Maps are as long as the text, ordered, inside the raw text, and never empty."""
    folded = fold(raw)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= s < e <= len(raw) for s, e in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@given(st.text())
def test_folding_twice_changes_nothing(raw: str) -> None:
    """Folding is idempotent on text in composed form."""
    once = fold_string(raw, case=True)
    normal = unicodedata.normalize("NFKC", once)
    assert fold_string(normal, case=True) == fold_string(once, case=True)


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N", "P"])))
def test_plain_ascii_stands_for_itself(raw: str) -> None:
    """Without special marks every character maps to itself."""
    raw = raw.replace("`", "").replace("''", "")
    folded = fold(raw)
    assert folded.text == raw
    assert list(folded.starts) == list(range(len(raw)))

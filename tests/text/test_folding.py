"""Folding makes ways of writing equal and keeps the way back to the raw offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.text.folding import fold, fold_string

# The characters that folding changes, and the plain ones beside which it matters.
RESTLESS = st.sampled_from(list("'\"`´’“… \t\n\u00ad\u200b\u0301\u0345ﬁŉ²½㎡①İßΣeEé-–a"))


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("NATO’s “new normal”", 'NATO\'s "new normal"'),
        ("a – b — c ‑ d--e", "a-b-c-d-e"),
        ("to −5 – or 10 –12", "to -5-or 10 -12"),
        ("R&amp;D isn&#8217;t &quot;free&quot;&nbsp;", 'R&D isn\'t "free" '),
        ("a\u200eb\ufe0f \u2067c\u2069", "ab c"),
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


@given(st.one_of(st.text(), st.text(RESTLESS)))
def test_every_folded_character_maps_to_where_it_came_from(raw: str) -> None:
    """Maps are as long as the text, ordered, inside the raw text, and never empty."""
    folded = fold(raw)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= s < e <= len(raw) for s, e in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@pytest.mark.parametrize("raw", ["10² people", "½ a year", "H₂O", "① first", "Ⓐ"])
def test_what_means_something_else_is_not_spelled_out(raw: str) -> None:
    """Raised, lowered, circled characters and fractions are not their plain digits."""
    assert fold(raw).text == raw


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("´´We met``", '"We met"'),
        ("e\u00ad\u0301", "é"),
        ("'\u200b'", '"'),
        ("ŉŉ 'ŉ", "'n'n \"n"),
    ],
)
def test_what_folding_brings_together_folds_too(raw: str, folded: str) -> None:
    """Two accents are two apostrophes are one quotation mark."""
    assert fold(raw).text == folded


@given(st.one_of(st.text(), st.text(RESTLESS)), st.booleans())
def test_folding_twice_changes_nothing(raw: str, case: bool) -> None:
    """Folding is idempotent, whatever the text."""
    once = fold(raw, case=case).text
    assert fold(once, case=case).text == once
    trimmed = fold_string(raw, case=case)
    assert fold_string(trimmed, case=case) == trimmed


@given(st.text(RESTLESS))
def test_only_whole_pieces_are_whole(raw: str) -> None:
    """A part of a folded text is whole when no piece of the raw text reaches across its ends."""
    folded = fold(raw)
    pieces = list(zip(folded.starts, folded.ends, strict=True))
    for end in range(1, len(pieces) + 1):
        cut = end < len(pieces) and pieces[end - 1][1] > pieces[end][0]
        assert folded.is_whole(0, end) is not cut


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N", "P"])))
def test_plain_ascii_stands_for_itself(raw: str) -> None:
    """Without special marks every character maps to itself."""
    for special in ("`", "''", "--", "&"):  # quotation marks, a dash, a character reference
        raw = raw.replace(special, "")
    folded = fold(raw)
    assert folded.text == raw
    assert list(folded.starts) == list(range(len(raw)))

"""A text bears out what it holds, wherever it holds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.evidence import NEAR, check_names, check_parts, check_spans
from communique.values import Span

FAR = " " * 3 * NEAR


@pytest.mark.parametrize("near", [0, NEAR, 4 * NEAR, 10 * NEAR])
@pytest.mark.parametrize("text", ["Ann Lee" + FAR, FAR + "Ann Lee", FAR + "Ann\r\n Lee" + FAR])
def test_a_name_is_found_wherever_it_stands(text: str, near: int) -> None:
    """Where it is expected is only where the search begins."""
    check_names(text, [("a", "Ann Lee", near), ("b", "Ann Lee", 0)])
    with pytest.raises(ValueError, match="b is 'Bo Lee', which does not stand in the text"):
        check_names(text, [("a", "Ann Lee", near), ("b", "Bo Lee", near)])


@given(st.text(), st.text(min_size=1), st.text(), st.integers(0, 10**6))
def test_whatever_stands_in_a_text_is_a_name_of_it(
    before: str, name: str, after: str, near: int
) -> None:
    """No cut of a text is refused, but for white space alone."""
    if name.strip():
        check_names(before + name + after, [("a", name, near)])
    else:
        with pytest.raises(ValueError, match="does not stand"):
            check_names("x", [("a", name, near)])


def test_a_span_elsewhere_is_told_with_both_texts() -> None:
    """The message says what was claimed, where, and what stands there."""
    with pytest.raises(ValueError, match=r"x claims 'met' at \[0, 3\), where the text has 'Ann'"):
        check_spans("Ann met", [("x", Span(start=0, end=3, text="met"))])


def test_a_part_of_no_evidence_is_refused() -> None:
    """What proves a field of a meeting is evidence of the meeting."""
    met, ann = Span(start=4, end=7, text="met"), Span(start=0, end=3, text="Ann")
    check_parts((met, ann), {"organizer": (ann,)})
    with pytest.raises(ValueError, match="evidence of organizer"):
        check_parts((met,), {"organizer": (ann,)})

"""Quotation marks and ends of sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.llm.quotations import Quotations
from communique.records import Span


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("She said “we go” and left.", "“we go”"),
        ('She said "we go" and left.', '"we go"'),
        ("She said ``we go'' and left.", "``we go''"),
        ("She said ‘we don’t go,’ and left.", "‘we don’t go,’"),
        ("“Left open.\n\n“And closed.”", "“Left open.“And closed.”"),
        ("The leaders’ plan isn’t Vex’s.", ""),
        ('An odd " mark.\n\nNothing more.', ""),
    ],
)
def test_what_is_quoted(text: str, quoted: str) -> None:
    """Marks of any kind, nested apostrophes, marks that are forgotten or left open."""
    found = Quotations(text)
    assert "".join(c for i, c in enumerate(text) if found.holds(i)).strip() == quoted or (
        quoted == "".join(c for i, c in enumerate(text) if found.holds(i) and c != "\n")
    )


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("A met B", False),
        ("A left. Then B", True),
        ("A of the U.S. Congress and B", False),
        ("A, Gen. Dorn and B", False),
        ("A on Sept. 11 told B", False),
        ("A said: “No. Never. Not at all.” B", True),
        ("A said “No. Never. Not at all,” to B", False),
        ("A spoke\n\nThe day before B", True),
        ("A spoke\nthe day before B", False),
    ],
)
def test_where_sentences_end(text: str, apart: bool) -> None:
    """Abbreviations and quotations end none, blank lines do."""
    a, b = Span.of(text, 0, 1), Span.of(text, len(text) - 1, len(text))
    assert Quotations(text).apart(a, b) == apart
    assert Quotations(text).apart(b, a) == apart


@given(st.text(alphabet="aA .!?\n\"'“”‘’`«»„", max_size=60))
def test_any_marks_give_ranges_in_order(text: str) -> None:
    """No place is in two quotations, whatever the marks."""
    found = Quotations(text)
    assert all(found.holds(i) in (True, False) for i in range(len(text)))
    if len(text) > 1:
        whole = Span.of(text, 0, len(text))
        assert found.kind(whole, "mixed") in ("direct", "mixed", "indirect")
        assert found.runs_on(whole) in (True, False)

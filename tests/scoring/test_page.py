"""Which spans a text holds, and which stand in boilerplate."""

from __future__ import annotations

from communique.records import Span
from communique.scoring.page import Page

TEXT = "The article. Read more: others. Subscribe now. The end."
FOOTERS = [Span.of(TEXT, 13, 31), Span.of(TEXT, 25, 46)]


def test_a_span_with_other_words_is_not_held() -> None:
    """The words must stand at the offsets."""
    page = Page(TEXT)
    assert page.holds(Span.of(TEXT, 4, 11))
    assert not page.holds(Span(start=4, end=11, text="Article"))


def test_half_of_a_span_in_boilerplate_rejects_it() -> None:
    """Of several spans all must be; regions that overlap count once."""
    page = Page(TEXT, FOOTERS)
    assert page.rejects([Span.of(TEXT, 20, 40)])
    assert page.rejects([Span.of(TEXT, 40, 52)])
    assert not page.rejects([Span.of(TEXT, 40, 53)])
    assert not page.rejects([Span.of(TEXT, 20, 40), Span.of(TEXT, 0, 5)])


def test_regions_apart_count_together() -> None:
    """A quarter at its beginning and one at its end are half of a span."""
    page = Page(TEXT, [Span.of(TEXT, 16, 20), Span.of(TEXT, 4, 8)])
    assert page.rejects([Span.of(TEXT, 4, 20)])
    assert not page.rejects([Span.of(TEXT, 4, 21)])
    assert not page.rejects([Span.of(TEXT, 5, 20)])


def test_no_span_and_no_boilerplate_reject_nothing() -> None:
    """Nothing stands nowhere."""
    assert not Page(TEXT, FOOTERS).rejects([])
    assert not Page(TEXT).rejects([Span.of(TEXT, 20, 40)])

"""Which place of a quote is meant."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from communique.llm.proof import Article, gap
from communique.records import Span

WORDS = st.sampled_from(["he", "said", "it", "he.\n\n", "said\n\n", "it,"])
TEXTS = st.lists(WORDS, min_size=1, max_size=25).map(" ".join)


def places(data: st.DataObject, text: str) -> Span:
    start = data.draw(st.integers(0, len(text) - 1))
    return Span.of(text, start, data.draw(st.integers(start + 1, len(text))))


def paragraph(article: Article, span: Span) -> int:
    """The number of the paragraph in which ``span`` begins, counted anew."""
    return sum(end.end() <= span.start for end in re.finditer(r"\n *\n|(?<=[.,])\n", article.text))


@given(st.data(), TEXTS, st.sampled_from(["he", "said", "it", "said it", "he said"]))
def test_nearest_is_the_nearest_of_all_places(data: st.DataObject, text: str, quote: str) -> None:
    """As found by comparing every place: paragraph first, then distance, then order."""
    article = Article(text)
    to, outside = places(data, text), data.draw(st.none() | st.just(places(data, text)))
    allowed = [
        span
        for span in article.find(quote)
        if outside is None or span.end <= outside.start or span.start >= outside.end
    ]
    expected = min(
        allowed,
        key=lambda span: (
            paragraph(article, span) != paragraph(article, to),
            gap(span, to),
            span.start,
        ),
        default=None,
    )
    assert article.nearest(quote, to, outside=outside) == expected


@given(st.data(), TEXTS, st.sampled_from(["he", "said", "it"]))
def test_beside_is_the_nearest_in_the_same_paragraph(
    data: st.DataObject, text: str, quote: str
) -> None:
    """As found by comparing every pair of places."""
    article = Article(text)
    near = [places(data, text) for _ in range(data.draw(st.integers(0, 4)))]
    pairs = [
        (gap(span, place), span.start, span)
        for place in near
        for span in article.find(quote)
        if paragraph(article, span) == paragraph(article, place)
    ]
    expected = min(pairs, key=lambda pair: pair[:2])[2] if pairs else None
    assert article.beside(quote, near) == expected


def test_ranked_has_the_place_beside_the_other_quotes_first() -> None:
    """Ties stay in text order; places that overlap one another count once."""
    article = Article("unity. unity, he said. unity unity unity")
    assert [span.start for span in article.ranked("unity", "he", "said")] == [7, 23, 0, 29, 35]
    assert [span.start for span in article.ranked("unity")] == [0, 7, 23, 29, 35]
    assert [span.start for span in article.find("unity unity")] == [23]

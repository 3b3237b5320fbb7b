"""Which place of each quote is meant, where the article says the same words more than once.

The quotes of one item stand near one another, and items that are quoted alike have places of their
own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.grounding import ground
from communique.llm.claims import Fields, Items, Leaf, Node
from communique.llm.proof import RANKED, Article, gap
from communique.records import Span

__all__ = ["place"]

Place = tuple[Span, ...]
"""Where one quote stands; several spans where its parts stand apart."""


def place(node: Node, article: Article) -> None:
    """Give every leaf below ``node`` the spans of its quote; () where the article has no such."""
    _place(node, article, None, set())


def _place(node: Node, article: Article, anchor: Span | None, taken: set[Span]) -> None:
    leaves = {leaf: _places(leaf, article) for leaf in _own_leaves(node)}
    standing = {leaf: places for leaf, places in leaves.items() if places}
    if standing:
        # The quote with the fewest places says where the item stands.
        first = min(standing, key=lambda leaf: (len(standing[leaf]), -len(leaf.quote or "")))
        beside = [leaf.quote for leaf in standing if leaf.quote and leaf is not first]
        first.spans = _meant(standing[first], beside, anchor, taken, article)
        anchor = first.spans[0]
        taken.add(anchor)
        for leaf, places in standing.items():
            if leaf is not first:
                leaf.spans = min(places, key=lambda spans: gap(spans[0], anchor))
    _place_lists(node, article, anchor)


def _own_leaves(node: Node) -> Iterator[Leaf]:
    """The leaves of one item: those of its lists belong to items of their own."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Fields):
        for child in node.children.values():
            yield from _own_leaves(child)


def _place_lists(node: Node, article: Article, anchor: Span | None) -> None:
    if isinstance(node, Fields):
        for child in node.children.values():
            _place_lists(child, article, anchor)
    elif isinstance(node, Items):
        taken: set[Span] = set()
        for item in node.children:
            _place(item, article, anchor, taken)


def _places(leaf: Leaf, article: Article) -> list[Place]:
    if leaf.quote is None or not article.find(leaf.quote):
        return []
    parts = ground(article.text, leaf.quote).spans
    return [parts] if len(parts) > 1 else [(span,) for span in article.find(leaf.quote)[:RANKED]]


def _meant(
    places: Sequence[Place],
    beside: Sequence[str],
    anchor: Span | None,
    taken: set[Span],
    article: Article,
) -> Place:
    """Of places not taken, or of all, the one nearest to the quotes ``beside`` and ``anchor``."""
    if len(places) == 1:
        return places[0]

    def distance(spans: Place) -> tuple[bool, int]:
        span = spans[0]
        found = (article.nearest(quote, span) for quote in beside)
        gaps = [len(article.text) if near is None else gap(near, span) for near in found]
        return span in taken, sum(gaps) + (gap(span, anchor) if anchor else 0)

    return min(places, key=distance)

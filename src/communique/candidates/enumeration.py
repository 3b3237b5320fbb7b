"""A document → its candidates, numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import get_args

from communique.candidates.contents import contents_in
from communique.candidates.marking import imitated
from communique.candidates.mentions import mentions_in, titles_in
from communique.candidates.occasions import cues_in, dates_of, occasions_in
from communique.candidates.sentences import cued_sentences
from communique.candidates.values import Candidate, Candidates, Kind
from communique.records import Document, Span
from communique.rules.article import Article, take_apart
from communique.rules.dates import Anchor
from communique.rules.reader import anchor_of
from communique.rules.sentences import Block

__all__ = ["candidates_in"]


def candidates_in(document: Document) -> Candidates:
    """All candidates of ``document``; boilerplate has none. Equal documents have equal ones."""
    article = take_apart(document)
    anchor = anchor_of(article)
    found = [one for block in article.blocks for one in _of_block(article, block, anchor)]
    taken = imitated(document.text)
    items = tuple(one for kind in get_args(Kind) for one in _numbered(found, kind, taken))
    place = None
    if anchor is not None and anchor.start is not None and anchor.end is not None:
        place = Span.of(document.text, anchor.start, anchor.end)
    return Candidates(document.text, items, place)


def _of_block(article: Article, block: Block, anchor: Anchor | None) -> Iterator[Candidate]:
    """The candidates of one paragraph, not numbered yet."""
    cued = cued_sentences(block)
    for tokens, sort in mentions_in(article, block, cued):
        yield Candidate("m", 0, article.span(tokens), sort=sort)
    for tokens in titles_in(block):
        yield Candidate("a", 0, article.span(tokens))
    for tokens in contents_in(article, block, cued):
        yield Candidate("c", 0, article.span(tokens))
    for tokens in cues_in(cued):
        yield Candidate("k", 0, article.span(tokens))
    for occasion in occasions_in(article, block):
        sentence = article.span(occasion.sentence)
        span = article.span(occasion.tokens)
        yield Candidate("t", 0, span, meeting=occasion.kind, sentence=sentence)
    for date, day, anchored in dates_of(article, block, anchor):
        span = Span.of(article.document.text, date.start, date.end)
        yield Candidate("d", 0, span, day=day, anchored=anchored)


def _numbered(found: Iterable[Candidate], kind: Kind, taken: frozenset[str]) -> Iterator[Candidate]:
    """Those of one kind in text order, each place once: what was found first there.

    The ids that are ``taken`` are passed over.
    """
    places: dict[tuple[int, int], Candidate] = {}
    for one in found:
        if one.kind == kind:
            places.setdefault((one.span.start, -one.span.end), one)
    free = (number for number in count(1) if f"{kind}{number}" not in taken)
    for key, number in zip(sorted(places), free, strict=False):
        yield replace(places[key], number=number)

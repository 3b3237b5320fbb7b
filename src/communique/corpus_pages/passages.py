"""What of the articles' texts the page carries: whole ones while they fit, else what proves.

A page that a browser opens from the disk has a size. So whole texts are carried up to a limit, the
first of near-duplicates before their reprints; of the articles beyond it, the sentences that prove
something, and nothing in between.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.corpus import Corpus
from communique.corpus_pages.units import Units, beyond

__all__ = ["WHOLE", "Texts", "read_texts", "sentences"]

WHOLE = 20_000_000
"""Code points of whole texts that a page carries, about half as many bytes of it. The sentences of
news that prove something take two thirds of what the whole texts do."""
_LONG = 600
"""Code points; a paragraph of more is cut at the ends of sentences."""
_LINE_END = re.compile(r"[\r\n\u2028\u2029]+")
# A stop after which a sentence may begin, but not one after an initial or "Mr.".
_STOP = re.compile(r"(?<![\s.(][A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)[.!?…][\"”’')\]]*\s+")

Piece = tuple[int, str]
"""Where it begins in its article, in UTF-16 units, and what stands there."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts that a page carries, and how to count in them."""

    pieces: dict[int, list[Piece]]
    """Of each article its pieces in order; a whole text is one."""
    whole: frozenset[int]
    """The articles whose text is whole."""
    units: Units


def read_texts(corpus: Corpus, limit: int = WHOLE) -> Texts:
    """The texts of a corpus, of which whole ones have no more than ``limit`` code points."""
    lengths: list[tuple[bool, int, int]] = []
    pairs: dict[int, list[int]] = {}
    for article in corpus.articles():
        is_reprint = article.original != article.number
        lengths.append((is_reprint, article.number, len(article.text)))
        if places := beyond(article.text):
            pairs[article.number] = places
    whole = frozenset(_fitting(sorted(lengths), limit))
    units = Units(pairs)
    spans = _spans(corpus, whole)
    pieces: dict[int, list[Piece]] = {}
    for article in corpus.articles():
        number, text = article.number, article.text
        if number in whole:
            pieces[number] = [(0, text)]
        else:
            ranges = sentences(text, spans.get(number, ()))
            pieces[number] = [(units.of(number, start), text[start:end]) for start, end in ranges]
    return Texts(pieces, whole, units)


def sentences(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences (in short paragraphs: the paragraph) around ``spans``, where they meet made
    one, in the order of the text."""
    found: list[tuple[int, int]] = []
    for start, end in sorted({_around(text, *span) for span in spans}):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    first = max((m.end() for m in _LINE_END.finditer(text, max(0, start - 4000), start)), default=0)
    after = _LINE_END.search(text, end)
    last = after.start() if after else len(text)
    if last - first <= _LONG:
        return first, last
    first = max((m.end() for m in _STOP.finditer(text, first, start)), default=first)
    stop = _STOP.search(text, max(start, end - 1), last)
    return max(first, start - 2 * _LONG), min(stop.end() if stop else last, end + 2 * _LONG)


def _fitting(articles: Sequence[tuple[bool, int, int]], limit: int) -> Iterable[int]:
    left = limit
    for _, number, length in articles:
        if length <= left:
            left -= length
            yield number


def _spans(corpus: Corpus, whole: frozenset[int]) -> dict[int, set[tuple[int, int]]]:
    """What has to be seen of each article that is not whole; a speaker's name and the reporting
    word beside the statement too."""
    spans: dict[int, set[tuple[int, int]]] = defaultdict(set)
    query = (
        "SELECT article, span_start, span_end FROM proofs"
        " UNION SELECT article, content_start, content_end FROM statements"
        " UNION SELECT article, cue_start, cue_end FROM statements WHERE cue IS NOT NULL"
        " UNION SELECT article, speaker_mention_start, speaker_mention_end FROM statements"
        " WHERE speaker_mention IS NOT NULL"
    )
    for article, start, end in corpus.rows(query):
        if article not in whole:
            spans[article].add((start, end))
    return spans

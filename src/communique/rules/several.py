"""One sentence, several occasions: "had separate calls with X and Y", "met X on Monday and Y on
Tuesday"."""

from __future__ import annotations

from itertools import pairwise

from communique.rules.article import Article
from communique.rules.dates import DateFound, dates_in
from communique.rules.grammar import MODALS
from communique.rules.sentences import Chunk
from communique.rules.sides import Side
from communique.rules.triggers import Trigger

__all__ = ["apart"]

Chunks = tuple[Chunk, ...]
Met = tuple[tuple[Side, ...], DateFound | None]
"""The sides of one occasion, and its own date where it has one."""

_EACH = frozenset({"separate", "separately", "individually"})


def apart(
    article: Article, chunks: Chunks, triggers: tuple[Trigger, ...], sides: tuple[Side, ...]
) -> list[Met]:
    """The occasions of a sentence that meets several sides apart from each other; ``[]`` where all
    its ``sides`` met at one.

    The subject takes part in each. Either a word says that they were separate, or each of those
    met has a day of his own.
    """
    verbs = [t for t in triggers if not t.is_noun and t.sort in {"with", "hold", "phone"}]
    if not verbs:
        return []
    verb = chunks[verbs[0].at].first
    hosts = [side for side in sides if side.tokens[0] < verb]
    others = [side for side in sides if side.tokens[0] > verb]
    stop = _clause_end(chunks, others[0].tokens[0]) if others else verb
    met = [side for side in others if side.tokens[0] < stop]
    if not hosts or len(met) < 2 or len(hosts) + len(met) < len(sides):
        return []
    days = _days_of(article, chunks, met)
    if len(days) == len(met):
        return [((*hosts, side), day) for side, day in zip(met, days, strict=True)]
    if any(c.word in _EACH and verb - 2 <= c.first < stop for c in chunks):
        return [((*hosts, side), None) for side in met]
    return []


_NEXT_CLAUSE = MODALS | {"to", "who", "which", "after", "before", "while", "where", "when"}


def _clause_end(chunks: Chunks, start: int) -> int:
    """The token before which the clause ends that token ``start`` is in."""
    ends = (c.first for c in chunks if c.first > start and c.word in _NEXT_CLAUSE)
    return next(ends, chunks[-1].stop)


def _days_of(article: Article, chunks: Chunks, met: list[Side]) -> list[DateFound]:
    """The day behind each side and before the next: "X on Monday and Y on Tuesday"."""
    tokens = article.tokens
    starts = [tokens[s.tokens[0]].start for s in met] + [tokens[chunks[-1].stop - 1].end]
    days = []
    for begin, end in pairwise(starts):
        own = dates_in(article.document.text, begin, end)
        if len(own) == 1 and not own[0].future:
            days.append(own[0])
    different = {day[2:] for day in days}
    return days if len(different) == len(days) else []

"""Lists of participants, such as "A, B and C", whose members change places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations
from math import factorial

from communique.metamorphic.rewriting import permuted
from communique.metamorphic.variants import Change, drawn
from communique.records import Readout

__all__ = ["reorderings"]

Slot = tuple[int, int]

_BETWEEN = re.compile(r"\s*,\s+|(?:\s*,)?\s+(?:and|as well as|(?:along|together) with)\s+")
_AFTER = re.compile(r"\s*(?:[.;\"”]|,[\"”]|\s(?:and|as well as)\b|$)")
"""What may follow the last member: a clause about it would come to be about another one."""

MOST_MEMBERS_ALL = 4
"""Up to so many members all orders are tried, of more a draw."""


def reorderings(text: str, record: Readout, most: int) -> Iterator[Change]:
    """The list of each place of the text in other orders; at most so many changes."""
    found = lists_of(text, record)
    each = max(1, most // max(1, len(found)))
    for slots in found:
        for order in _orders(len(slots), each, text[slots[0][0] : slots[-1][1]]):
            names = [text[slots[i][0] : slots[i][1]] for i in order]
            yield Change(detail=", ".join(names), rewriting=permuted(text, slots, order))


def lists_of(text: str, record: Readout) -> list[tuple[Slot, ...]]:
    """The lists, each as the places of its members: title and name, or name alone."""
    members = sorted(set(_members(text, record)))
    runs: list[list[Slot]] = []
    for slot in members:
        between = text[runs[-1][-1][1] : slot[0]] if runs else ""
        if runs and _BETWEEN.fullmatch(between):
            runs[-1].append(slot)
        else:
            runs.append([slot])
    for run in runs:
        if not _AFTER.match(text, run[-1][1]):
            run.pop()
    return [tuple(run) for run in runs if len(run) > 1]


def _members(text: str, record: Readout) -> Iterator[Slot]:
    """Where a participant stands with the title before the name, an article included."""
    for person in record.participants:
        titles = person.evidence.get("title", ())
        for mention in person.mentions:
            starts = [t.start for t in titles if text[t.end : mention.start].isspace()]
            if not starts:
                continue
            article = re.search(r"\bthe\s+$", text[: starts[0]])
            yield (article.start() if article else starts[0]), mention.end


def _orders(size: int, most: int, seed: str) -> list[tuple[int, ...]]:
    """Orders other than the given one, the reverse among them."""
    if size <= MOST_MEMBERS_ALL:
        return drawn(list(permutations(range(size)))[1:], most, seed)
    swaps = [_swapped(size, i, j) for i in range(size) for j in range(i + 1, size)]
    turns = [(*range(i, size), *range(i)) for i in range(1, size)]
    reverse = tuple(reversed(range(size)))
    few = min(most, factorial(size) - 1) - 1
    return [reverse, *drawn([*swaps, *turns], few, seed)] if few > 0 else [reverse]


def _swapped(size: int, i: int, j: int) -> tuple[int, ...]:
    order = list(range(size))
    order[i], order[j] = j, i
    return tuple(order)

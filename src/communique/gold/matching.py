"""Which of the places of the same words in an old text went to which of those in a new one.

Places are compared by what stands around them. All compete: each old place for each new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from communique.grounding.context import shared_after, shared_before

__all__ = ["REACH", "Around", "Context", "Matching"]

LEAST = 40
"""Characters that a stretch and what stands unchanged around it must have together: some seven
words. With fewer, "Holm said that" of a new paragraph would be that of a deleted one."""

REACH = 1_000
"""Characters before and after a stretch that are looked at: paragraphs that repeat are told apart
by what stands before the first and after the last of them."""


class Around(NamedTuple):
    before: str
    after: str


class Context(NamedTuple):
    """What stands around an old place; the first ``line`` characters on a side are of its line."""

    around: Around
    line: tuple[int, int]


class Shared(NamedTuple):
    """Characters of an old place's context around a new one.

    ``inside`` its line, which is there as a ``whole`` or not; ``beyond``, on a side to whose end
    the line is there. ``to_edge``: all to the beginning, or to the end, of both texts.
    """

    inside: int
    beyond: int
    whole: bool
    to_edge: bool

    @property
    def weight(self) -> int:
        """The next paragraph is no evidence for words of this one, beyond what this one gives."""
        return self.inside + (self.beyond if self.whole else min(self.inside, self.beyond))

    def is_clearly_more(self, other: Shared) -> bool:
        least = max(other.weight + 1, min(2 * other.weight, other.weight + LEAST))
        return self.weight >= least


class Undecided(NamedTuple):
    why: Literal["gone", "elsewhere", "unclear"]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Which of the old places of one quote's words went to which of the new, by their numbers."""

    shared: Mapping[tuple[int, int], Shared]
    pairs: Mapping[int, int]
    new: Sequence[int]

    @classmethod
    def of(cls, length: int, old: Sequence[Context], new: Sequence[Around]) -> Matching:
        """``length`` is that of the words, in characters."""
        shared = {
            (o, n): _shared(there, context)
            for n, there in enumerate(new)
            for o, context in enumerate(old)
        }
        pairs: dict[int, int] = {}
        taken: set[int] = set()
        for o, n in sorted(shared, key=lambda pair: (-shared[pair].weight, pair)):
            if o not in pairs and n not in taken and _is_borne_out(shared[o, n], length):
                pairs[o] = n
                taken.add(n)
        return cls(shared, pairs, range(len(new)))

    def went(self, o: int) -> int | Undecided:
        if not self.new:
            return Undecided("gone", ())
        there = self.pairs.get(o)
        if there is None:
            return Undecided("elsewhere", tuple(self.new))
        mine = self.shared[o, there]
        taken = set(self.pairs.values())
        rivals = [
            n for n in self.new if n not in taken and not mine.is_clearly_more(self.shared[o, n])
        ]
        contested = any(
            n == there and p not in self.pairs and not mine.is_clearly_more(shared)
            for (p, n), shared in self.shared.items()
        )
        if rivals or contested:
            return Undecided("unclear", tuple(sorted({there, *rivals})))
        return there


def _shared(there: Around, context: Context) -> Shared:
    runs = (
        shared_before(there.before, context.around.before),
        shared_after(there.after, context.around.after),
    )
    inside = sum(min(run, line) for run, line in zip(runs, context.line, strict=True))
    to_edge = any(
        run == len(old) == len(new) < REACH
        for run, old, new in zip(runs, context.around, there, strict=True)
    )
    whole = inside == sum(context.line)
    return Shared(inside, sum(runs) - inside, whole, to_edge)


def _is_borne_out(shared: Shared, length: int) -> bool:
    """Whether enough stands unchanged in the line; or half of that, or all of a short line, and
    enough beyond it: between the same neighbours, at the beginning or the end of the text.
    """
    inside = shared.inside + length
    if shared.whole:
        return shared.to_edge or inside + shared.beyond >= LEAST
    if inside >= LEAST:
        return True
    return inside >= LEAST // 2 and (shared.to_edge or shared.beyond >= LEAST)

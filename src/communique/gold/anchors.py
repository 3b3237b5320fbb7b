"""Where stretches of a text stand in a later version of it, or why that cannot be told.

A stretch keeps its words (typography aside) and goes where its paragraph went. All places of its
words compete, those of the old text for those of the new one: a place that is better explained as
where another one went is not free, and of two that explain it about as well neither is taken.
Nothing is taken for being nearest, or for being the only one left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from communique.gold.passage import Range
from communique.grounding.context import shared_after, shared_before
from communique.grounding.places import is_whole
from communique.text.folding import Folded, fold

__all__ = ["LEAST", "Lost", "reanchored"]

LEAST = 40
"""Characters that a stretch and what stands unchanged around it must have together: some seven
words. With fewer, "Holm said that" of a new paragraph would be that of a deleted one."""

REACH = 1_000
"""Characters before and after a stretch that are looked at: paragraphs that repeat are told apart
by what stands before the first and after the last of them."""

MOST = 400
"""Places of the same words; what stands more often is not told apart."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A stretch that has no place; ``places`` are those of its words in the new text."""

    why: Literal["gone", "elsewhere", "unclear", "too many"]
    places: tuple[Range, ...] = ()


def reanchored(old: str, new: str, stretches: Iterable[Range]) -> dict[Range, Range | Lost]:
    """The range in ``new`` of each of these ranges of ``old``, none of them empty."""
    before, after = _Text(old, fold(old)), _Text(new, fold(new))
    by_words: dict[str, dict[Range, Range]] = {}
    for raw in stretches:
        place = before.folded_range(raw)
        words = before.folded.text[slice(*place)]
        by_words.setdefault(words, {})[raw] = place
    found: dict[Range, Range | Lost] = {}
    for words, wanted in by_words.items():
        old_places = sorted({*before.places(words), *wanted.values()})
        new_places = list(after.places(words))
        raw_places = [after.folded.raw_range(*place) for place in new_places]
        if max(len(old_places), len(new_places)) > MOST:
            found |= dict.fromkeys(wanted, Lost("too many"))
            continue
        contexts = [before.context(place) for place in old_places]
        matching = _Matching.of(len(words), contexts, [after.around(p) for p in new_places])
        for raw, place in wanted.items():
            went = matching.went(bisect_left(old_places, place))
            found[raw] = (
                raw_places[went]
                if isinstance(went, int)
                else Lost(went.why, tuple(raw_places[n] for n in went.numbers))
            )
    return found


class _Around(NamedTuple):
    before: str
    after: str


class _Context(NamedTuple):
    """What stands around an old place; the first ``line`` characters on a side are of its line."""

    around: _Around
    line: tuple[int, int]


class _Shared(NamedTuple):
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

    def is_clearly_more(self, other: _Shared) -> bool:
        least = max(other.weight + 1, min(2 * other.weight, other.weight + LEAST))
        return self.weight >= least


class _Undecided(NamedTuple):
    why: Literal["gone", "elsewhere", "unclear"]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    raw: str
    folded: Folded

    def folded_range(self, raw: Range) -> Range:
        """The folded range of a raw one, white space at its ends left out."""
        start = bisect_left(self.folded.ends, raw[0] + 1)
        end = bisect_left(self.folded.starts, raw[1])
        words = self.folded.text[start:end]
        return end - len(words.lstrip()), start + len(words.rstrip())

    def places(self, words: str) -> Iterator[Range]:
        """The folded ranges at which the words stand, whole."""
        text = self.folded.text
        start = text.find(words) if words else -1
        while start >= 0:
            end = start + len(words)
            if is_whole(text, start) and is_whole(text, end) and self.folded.is_whole(start, end):
                yield start, end
            start = text.find(words, start + 1)

    def around(self, place: Range) -> _Around:
        start, end = place
        text = self.folded.text
        return _Around(text[max(0, start - REACH) : start], text[end : end + REACH])

    def context(self, place: Range) -> _Context:
        start, end = self.folded.raw_range(*place) if place[0] < place[1] else (0, 0)
        begin = max(self.raw.rfind(mark, 0, start) for mark in "\r\n") + 1
        ends = [at for mark in "\r\n" if (at := self.raw.find(mark, end)) >= 0]
        first = bisect_left(self.folded.starts, begin)
        last = bisect_left(self.folded.starts, min(ends, default=len(self.raw)))
        around = self.around(place)
        sizes = (max(0, place[0] - first), max(0, last - place[1]))
        return _Context(
            around, (min(sizes[0], len(around.before)), min(sizes[1], len(around.after)))
        )


@dataclass(frozen=True, slots=True)
class _Matching:
    """Which of the old places of one quote's words went to which of the new, by their numbers."""

    shared: Mapping[tuple[int, int], _Shared]
    pairs: Mapping[int, int]
    new: Sequence[int]

    @classmethod
    def of(cls, length: int, old: Sequence[_Context], new: Sequence[_Around]) -> _Matching:
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

    def went(self, o: int) -> int | _Undecided:
        if not self.new:
            return _Undecided("gone", ())
        there = self.pairs.get(o)
        if there is None:
            return _Undecided("elsewhere", tuple(self.new))
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
            return _Undecided("unclear", tuple(sorted({there, *rivals})))
        return there


def _shared(there: _Around, context: _Context) -> _Shared:
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
    return _Shared(inside, sum(runs) - inside, whole, to_edge)


def _is_borne_out(shared: _Shared, length: int) -> bool:
    """Whether enough stands unchanged in the line; or half of that, or all of a short line, and
    enough beyond it: between the same neighbours, at the beginning or the end of the text.
    """
    inside = shared.inside + length
    if shared.whole:
        return shared.to_edge or inside + shared.beyond >= LEAST
    if inside >= LEAST:
        return True
    return inside >= LEAST // 2 and (shared.to_edge or shared.beyond >= LEAST)

"""Where stretches of a text stand in a later version of it, or why that cannot be told.

A stretch keeps its words (typography aside) and goes where what stood around it went. All places
of its words compete, those of the old text for those of the new one: a place that is better
explained as where another one went is not free, and of two that explain it about as well neither is
taken. Nothing is taken for being nearest, or for being the only one left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from communique.gold.passage import Range
from communique.grounding.context import shared_context
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

CLEAR = 2
"""How many times as much of the context the place that is taken must share as a rival."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A stretch that has no place; ``places`` are those of its words in the new text."""

    why: Literal["gone", "elsewhere", "unclear", "too many"]
    places: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    folded: Folded

    @classmethod
    def of(cls, raw: str) -> _Text:
        return cls(fold(raw))

    def at(self, raw: Range) -> Range:
        """The folded range of a raw one, white space at its ends left out."""
        start = bisect_left(self.folded.ends, raw[0] + 1)
        end = bisect_left(self.folded.starts, raw[1])
        words = self.folded.text[start:end]
        return end - len(words.lstrip()), start + len(words.rstrip())

    def places(self, words: str) -> Iterator[Range]:
        """The folded ranges at which the words stand, whole."""
        text = self.folded.text
        start = text.find(words)
        while start >= 0:
            end = start + len(words)
            if is_whole(text, start) and is_whole(text, end) and self.folded.is_whole(start, end):
                yield start, end
            start = text.find(words, start + 1)

    def around(self, place: Range) -> tuple[str, str]:
        start, end = place
        text = self.folded.text
        return text[max(0, start - REACH) : start], text[end : end + REACH]


def reanchored(old: str, new: str, stretches: Iterable[Range]) -> dict[Range, Range | Lost]:
    """The range in ``new`` of each of these ranges of ``old``, none of them empty."""
    texts = _Text.of(old), _Text.of(new)
    by_words: dict[str, dict[Range, Range]] = {}
    for raw in stretches:
        place = texts[0].at(raw)
        words = texts[0].folded.text[slice(*place)]
        by_words.setdefault(words, {})[raw] = place
    found: dict[Range, Range | Lost] = {}
    for words, wanted in by_words.items():
        matching = _Matching.of(words, wanted.values(), *texts)
        for raw, place in wanted.items():
            there = matching.verdict(place)
            found[raw] = there if isinstance(there, Lost) else texts[1].folded.raw_range(*there)
    return found


@dataclass(frozen=True, slots=True)
class _Matching:
    """The places of one quote's words in both texts, and which went where.

    ``shared[o, n]`` is how much of the context of the old place ``o`` the new place ``n`` has.
    """

    words: str
    old: Sequence[Range]
    new: Sequence[Range]
    around: Mapping[int, int]
    """How much context each old place has at all."""
    raw: Sequence[Range]
    shared: Mapping[tuple[int, int], int]
    pairs: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, words: str, wanted: Iterable[Range], old: _Text, new: _Text) -> _Matching:
        before = sorted({*old.places(words), *wanted}) if words else sorted(wanted)
        after = list(new.places(words)) if words else []
        raw = [new.folded.raw_range(*place) for place in after]
        if max(len(before), len(after)) > MOST:
            return cls(words, before, after, {}, raw, {})
        contexts = [old.around(place) for place in before]
        shared = {
            (o, n): shared_context(*new.around(place), *context)
            for n, place in enumerate(after)
            for o, context in enumerate(contexts)
        }
        around = {o: sum(map(len, context)) for o, context in enumerate(contexts)}
        matching = cls(words, before, after, around, raw, shared)
        taken: set[int] = set()
        for o, n in sorted(shared, key=lambda pair: (-shared[pair], pair)):
            if o not in matching.pairs and n not in taken and matching._is_borne_out(o, n):
                matching.pairs[o] = n
                taken.add(n)
        return matching

    def verdict(self, place: Range) -> Range | Lost:
        if not self.new:
            return Lost("gone")
        if max(len(self.old), len(self.new)) > MOST:
            return Lost("too many")
        at = bisect_left(self.old, place)
        there = self.pairs.get(at)
        if there is None:
            return Lost("elsewhere", tuple(self.raw))
        if rivals := self._rivals(at, there):
            return Lost("unclear", tuple(self.raw[n] for n in sorted({there, *rivals})))
        return self.new[there]

    def _is_borne_out(self, o: int, n: int) -> bool:
        """Whether enough stands unchanged; of a short text, all of it."""
        return self.shared[o, n] >= min(LEAST - len(self.words), self.around[o])

    def _rivals(self, o: int, n: int) -> list[int]:
        """The new places that are as good for ``o``; ``n`` where another old one is as good."""
        enough = self.shared[o, n] / CLEAR
        taken = set(self.pairs.values())
        others = [m for m in range(len(self.new)) if m not in taken and self.shared[o, m] >= enough]
        left = (p for p in range(len(self.old)) if p not in self.pairs)
        return others + ([n] if any(self.shared[p, n] >= enough for p in left) else [])

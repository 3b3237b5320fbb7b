"""Where stretches of a text stand in a later version of it, or why that cannot be told.

A stretch keeps its words (typography aside) and goes where its paragraph went. All places of its
words compete, those of the old text for those of the new one: a place that is better explained as
where another one went is not free, and of two that explain it about as well neither is taken.
Nothing is taken for being nearest, or for being the only one left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from communique.gold.matching import REACH, Around, Context, Matching
from communique.gold.passage import Range
from communique.grounding.places import is_whole
from communique.text.folding import Folded, fold

__all__ = ["Lost", "reanchored"]

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
        matching = Matching.of(len(words), contexts, [after.around(p) for p in new_places])
        for raw, place in wanted.items():
            went = matching.went(bisect_left(old_places, place))
            found[raw] = (
                raw_places[went]
                if isinstance(went, int)
                else Lost(went.why, tuple(raw_places[n] for n in went.numbers))
            )
    return found


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

    def around(self, place: Range) -> Around:
        start, end = place
        text = self.folded.text
        return Around(text[max(0, start - REACH) : start], text[end : end + REACH])

    def context(self, place: Range) -> Context:
        start, end = self.folded.raw_range(*place) if place[0] < place[1] else (0, 0)
        begin = max(self.raw.rfind(mark, 0, start) for mark in "\r\n") + 1
        ends = [at for mark in "\r\n" if (at := self.raw.find(mark, end)) >= 0]
        first = bisect_left(self.folded.starts, begin)
        last = bisect_left(self.folded.starts, min(ends, default=len(self.raw)))
        around = self.around(place)
        sizes = (max(0, place[0] - first), max(0, last - place[1]))
        return Context(
            around, (min(sizes[0], len(around.before)), min(sizes[1], len(around.after)))
        )

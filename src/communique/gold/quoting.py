"""From a span to the shortest quote that means it: the inverse of ``finding``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.errors import GoldError
from communique.gold.passage import Passage, Range
from communique.gold.source import Quote, Region
from communique.records import Span
from communique.text.spacing import single_spaced
from communique.values import gap

__all__ = ["Quoter"]

MOST_WORDS = 6
"""Words that ``in`` adds to a quote; where more are needed, its occurrences are counted."""

MOST_CHARACTERS = 100
"""Characters of ``in``; a long quote is not written twice."""

LONG = 20
"""Words of a region of which not all are written."""

_TOKEN = re.compile(r"\S+")
_MARKS = re.compile(r"[^\w\s](?=\s)|(?<=\s)[^\w\s]")


@dataclass(frozen=True, slots=True)
class Quoter:
    """Makes quotes for one text; ``path`` is what errors name."""

    passage: Passage
    path: str

    def error(self, name: str, message: str) -> GoldError:
        return GoldError(f"{name}: {message}", path=self.path)

    def can_say(self, span: Span) -> bool:
        """Whether a quote can mean ``span``: it is made of whole words."""
        return (span.start, span.end) in self.passage.find(single_spaced(span.text))

    def one(
        self, span: Span, name: str, scope: Range | None = None, near: Range | None = None
    ) -> Quote:
        """The quote that ``Finder.one`` finds at ``span``, given the same ``scope`` and ``near``.

        It is plain where the words repeat nowhere, else has ``in`` longer words of its line, else
        counts occurrences.

        Raises:
            GoldError: its words are not whole words, or white space stands at their ends.
        """
        at = (span.start, span.end)
        words = single_spaced(span.text)
        places = self.passage.find(words)
        if at not in places:
            raise self.error(name, self._why_not(span))
        local = [] if scope is None else [p for p in places if _within(p, scope)]
        counted = local or places
        if counted == [at]:
            return Quote(words, name, 0)
        if near is not None and min(places, key=lambda p: (gap(p, near), p)) == at:
            return Quote(words, name, 0)
        for outer in self._around(at):
            longer = single_spaced(self.passage.text[slice(*outer)])
            if self.passage.find(longer) == [outer] and _only(at, places, outer):
                return Quote(words, name, 0, within=longer)
        if at in counted:
            return Quote(words, name, 0, occurrence=counted.index(at) + 1)
        # Its paragraph has the words too, and there no occurrence is looked for outside of it.
        return Quote(words, name, 0, within=words, within_occurrence=places.index(at) + 1)

    def stretch(self, span: Span, name: str) -> Quote | Region:
        """The quote of a region; of a long one its first and last words.

        Raises:
            GoldError: it neither begins nor ends with whole words.
        """
        tokens = [
            (t.start() + span.start, t.end() + span.start) for t in _TOKEN.finditer(span.text)
        ]
        if len(tokens) <= LONG:
            return self.one(span, name)
        for number in range(3, len(tokens)):
            region = self._region(span, tokens, number, name)
            if region is not None:
                return region
        return self.one(span, name)

    def _region(self, span: Span, tokens: Sequence[Range], number: int, name: str) -> Region | None:
        """From the first to the last ``number`` words; None where they repeat or are not whole."""
        first, last = (span.start, tokens[number - 1][1]), (tokens[-number][0], span.end)
        text = self.passage.text
        begin, end = (single_spaced(text[slice(*at)]) for at in (first, last))
        if self.passage.find(begin) != [first]:
            return None
        after = [p for p in self.passage.find(end) if p[0] >= first[0] and p[1] >= first[1]]
        if last not in after:
            return None
        number = after.index(last) + 1
        return Region(
            Quote(begin, f"{name}.from", 0),
            Quote(end, f"{name}.to", 0, None if number == 1 else number),
        )

    def _around(self, at: Range) -> Iterator[Range]:
        """Ranges of whole words in the line of ``at`` that hold it, the shortest first."""
        line = self.passage.paragraph(*at)
        begin, end = max(line[0], at[1] - MOST_CHARACTERS), min(line[1], at[0] + MOST_CHARACTERS)
        text = self.passage.text[begin:end]
        tokens = [(t.start() + begin, t.end() + begin) for t in _TOKEN.finditer(text)]
        starts = [at[0], *(s for s in (self._first(t, at) for t in reversed(tokens)) if s < at[0])]
        ends = [at[1], *(e for e in (self._last(t, at) for t in tokens) if e > at[1])]
        found = [
            (left + right + self._marks((start, end), at), left + right, (start, end))
            for left, start in enumerate(starts[: MOST_WORDS + 1])
            for right, end in enumerate(ends[: MOST_WORDS + 1 - left])
            if left + right and end - start <= MOST_CHARACTERS
        ]
        yield from (outer for _, _, outer in sorted(found))

    def _marks(self, outer: Range, at: Range) -> int:
        """Punctuation between the words that ``outer`` adds: it reads worse than another word."""
        text = self.passage.text
        return len(_MARKS.findall(text[outer[0] : at[0]] + " " + text[at[1] : outer[1]]))

    def _first(self, token: Range, at: Range) -> int:
        """Where the letters of a token begin; the end of ``at`` for one without."""
        text = self.passage.text
        return next((i for i in range(*token) if text[i].isalnum()), at[1])

    def _last(self, token: Range, at: Range) -> int:
        text = self.passage.text
        return next((i + 1 for i in reversed(range(*token)) if text[i].isalnum()), at[0])

    def _why_not(self, span: Span) -> str:
        if span.text != span.text.strip():
            return f"{span.text[:60]!r} begins or ends with white space: a quote cannot"
        return f"{span.text[:60]!r} ends inside of a word: a quote is made of whole words"


def _within(inner: Range, outer: Range) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _only(at: Range, places: Sequence[Range], outer: Range) -> bool:
    """Whether ``at`` is the one of ``places`` inside of ``outer``."""
    return [place for place in places if _within(place, outer)] == [at]

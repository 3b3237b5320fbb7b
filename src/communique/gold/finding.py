"""Which occurrence of a quote is meant, and what is said when that cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.errors import GoldError
from communique.gold.passage import Passage, Range, clipped
from communique.gold.source import Quote, Region
from communique.records import Span
from communique.values import gap, place

__all__ = ["Finder", "inside", "not_before"]


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds quotes in one text; what it cannot find goes to ``problems``."""

    passage: Passage
    path: str
    problems: list[GoldError]

    def complain(self, line: int, message: str) -> None:
        self.problems.append(GoldError(message, path=self.path, line=line))

    def one(
        self, quote: Quote, scope: Range | None = None, near: Range | None = None
    ) -> Span | None:
        """The span of ``quote``.

        Args:
            quote: the words and which of their occurrences is meant.
            scope: range searched first; the whole text only if the quote is not in it.
            near: where the quote repeats and no occurrence is given, the nearest to this range.
        """
        places = self._places(quote.text, quote, "")
        where = "in the text"
        if quote.within is not None:
            outer = self.outer(quote)
            if outer is None or not places:
                return None
            places, where = inside(places, outer), "in its `in` quote"
            if not places:
                self.complain(
                    quote.line,
                    f"{quote.name}: {clipped(quote.text)!r} is not in its `in` quote "
                    f"{clipped(quote.within)!r}",
                )
        elif scope is not None and (local := inside(places, scope)):
            places, where = local, "in the statement's paragraph"
        found = self._choose(places, quote, where, near)
        return None if found is None else Span.of(self.passage.text, *found)

    def many(self, quotes: Sequence[Quote], near: Range | None = None) -> tuple[Span, ...]:
        """The spans of several quotes, in text order, each once."""
        spans = {span for quote in quotes if (span := self.one(quote, near=near))}
        return tuple(sorted(spans, key=place))

    def stretch(self, item: Quote | Region) -> Span | None:
        """The span of a quote, or of a region from its first to its last words."""
        if isinstance(item, Quote):
            return self.one(item)
        first = self.one(item.first)
        if first is None:
            return None
        last = self.last(item.last, place(first))
        return None if last is None else Span.of(self.passage.text, first.start, last[1])

    def last(self, quote: Quote, first: Range) -> Range | None:
        """The last words of a region that begins with the words at ``first``."""
        places = not_before(first, self._places(quote.text, quote, ""))
        wanted = quote.occurrence or 1
        if len(places) >= wanted:
            return places[wanted - 1]
        self.complain(
            quote.line,
            f"{quote.name}: {clipped(quote.text)!r} stands {_times(len(places))} "
            f"from {clipped(self.passage.text[slice(*first)])!r} on, not {_times(wanted)}",
        )
        return None

    def outer(self, quote: Quote) -> Range | None:
        """The longer quote that holds the one of ``quote.within``."""
        longer = quote.within or ""
        places = self._places(longer, quote, "`in`: ")
        return self._choose(
            places,
            Quote(longer, f"{quote.name}.in", quote.line, quote.within_occurrence),
            "in the text",
            add="in_occurrence",
        )

    def _places(self, words: str, quote: Quote, prefix: str) -> list[Range]:
        places = self.passage.find(words)
        if not places:
            self.complain(
                quote.line,
                f"{quote.name}: {prefix}{clipped(words)!r} is not in the text; "
                f"{self.passage.nearest(words)}",
            )
        return places

    def _choose(
        self,
        places: Sequence[Range],
        quote: Quote,
        where: str,
        near: Range | None = None,
        add: str = "occurrence",
    ) -> Range | None:
        if not places:
            return None
        if quote.occurrence is not None:
            if quote.occurrence <= len(places):
                return places[quote.occurrence - 1]
            self.complain(
                quote.line,
                f"{quote.name}: {add} {quote.occurrence} of {clipped(quote.text)!r}, which "
                f"stands only {_times(len(places))} {where}",
            )
            return None
        if len(places) == 1:
            return places[0]
        if near is not None:
            return min(places, key=lambda place: (gap(place, near), place))
        lines = ", ".join(str(self.passage.line(start)) for start, _ in places[:8])
        self.complain(
            quote.line,
            f"{quote.name}: {clipped(quote.text)!r} stands {_times(len(places))} {where} "
            f"(text lines {lines}{' …' if len(places) > 8 else ''}); add `{add}: 1` to "
            f"`{len(places)}`{', or `in:` with longer words' if add == 'occurrence' else ''}",
        )
        return None


def inside(places: Sequence[Range], outer: Range) -> list[Range]:
    """Those of ``places`` that lie in ``outer``."""
    return [place for place in places if outer[0] <= place[0] and place[1] <= outer[1]]


def not_before(first: Range, places: Sequence[Range]) -> list[Range]:
    """Those of ``places`` where a region may end that begins with the words at ``first``."""
    return [found for found in places if found[0] >= first[0] and found[1] >= first[1]]


def _times(n: int) -> str:
    return {0: "nowhere", 1: "once", 2: "twice"}.get(n, f"{n} times")

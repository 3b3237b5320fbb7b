"""The quotes of a source in the order in which they are found, and what finding one depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from communique.gold.finding import Finder
from communique.gold.passage import Range
from communique.gold.source import Attribute, Quote, Source
from communique.values import place

__all__ = ["Sought", "quotes_of"]


@dataclass(frozen=True, slots=True)
class Sought:
    """A quote; names of others whose places its own is found by, as in ``resolve``."""

    quote: Quote
    content: str | None = None
    """The content in whose paragraph it is looked for first."""
    mentions: tuple[str, ...] = ()
    """Of its participant: where it repeats, the nearest to the first of them is meant."""
    first: str | None = None
    """The first words of the region of which these are the last."""

    def scope(self, finder: Finder, placed: Mapping[str, Range]) -> Range | None:
        content = None if self.content is None else placed.get(self.content)
        return None if content is None else finder.passage.paragraph(*content)

    def near(self, placed: Mapping[str, Range]) -> Range | None:
        return min((placed[name] for name in self.mentions if name in placed), default=None)

    def found(self, finder: Finder, placed: Mapping[str, Range]) -> Range | None:
        """Where it stands, the quotes before it being at ``placed``; complains where nowhere."""
        if self.first is not None:
            first = placed.get(self.first)
            return None if first is None else finder.last(self.quote, first)
        span = finder.one(self.quote, self.scope(finder, placed), self.near(placed))
        return None if span is None else place(span)


def quotes_of(source: Source) -> Iterator[Sought]:
    """Every quote of the source's labels; those that others are found by come before these."""
    for participant in source.participants:
        mentions = tuple(quote.name for quote in participant.mentions)
        yield from (Sought(quote) for quote in participant.mentions)
        for quote in _proofs(participant.attributes):
            yield Sought(quote, mentions=mentions)
    for meeting in source.meetings:
        yield from (Sought(quote) for quote in _proofs(meeting.attributes))
        yield from (Sought(quote) for quote in meeting.evidence)
    for statement in source.statements:
        yield Sought(statement.content)
        for other in (statement.speaker_mention, statement.cue):
            if other is not None:
                yield Sought(other, content=statement.content.name)
    for item in source.boilerplate:
        if isinstance(item, Quote):
            yield Sought(item)
        else:
            yield Sought(item.first)
            yield Sought(item.last, first=item.first.name)


def _proofs(attributes: Mapping[str, Attribute]) -> Iterator[Quote]:
    for attribute in attributes.values():
        yield from attribute.quotes

"""Candidates: spans of a text that a record may be made of, each with a short id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from communique.records import MeetingKind, Span

__all__ = ["Candidate", "Candidates", "Kind", "Sort"]

Kind = Literal["m", "a", "c", "k", "t", "d"]
"""``m`` mention of somebody or something that could take part, speak or be stood for, or of a
place; ``a`` title; ``c`` content of a statement; ``k`` reporting word (cue); ``t`` word that tells
of a meeting; ``d`` date."""

Sort = Literal["person", "country", "organization", "phrase", ""]
"""What a mention is: a name, a country word, an organisation, or another noun phrase or pronoun."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span with its id: the letter of its kind and a number that counts from 1 in text order."""

    kind: Kind
    number: int
    span: Span
    sort: Sort = ""
    meeting: MeetingKind | None = None
    """Of a word of meeting: the kind it names, None for none."""
    sentence: Span | None = None
    """Of a word of meeting: the sentence it stands in."""
    day: str | None = None
    """Of a date: ISO 8601 or EDTF as far as the text tells, None where nothing tells the day."""
    anchored: bool = False
    """Of a date: the day follows with the article's own date alone."""

    @property
    def id(self) -> str:
        return f"{self.kind}{self.number}"


@dataclass(frozen=True)
class Candidates:
    """All candidates of ``text``, by kind and then in text order."""

    text: str = field(repr=False)
    items: tuple[Candidate, ...]
    anchor: Span | None = None
    """Where the text tells its own date."""

    @cached_property
    def by_id(self) -> dict[str, Candidate]:
        return {one.id: one for one in self.items}

    @cached_property
    def counts(self) -> dict[Kind, int]:
        """How many there are of each kind."""
        return {kind: sum(1 for _ in self.of(kind)) for kind in get_args(Kind)}

    def of(self, kind: Kind) -> Iterator[Candidate]:
        return (one for one in self.items if one.kind == kind)

    def untouched(self, spans: Iterable[Span]) -> tuple[Candidate, ...]:
        """The candidates that none of ``spans`` overlaps by half or more of their characters."""
        taken = [(span.start, span.end) for span in spans]
        return tuple(one for one in self.items if not any(_same(one.span, *t) for t in taken))


def _same(span: Span, start: int, end: int) -> bool:
    common = min(span.end, end) - max(span.start, start)
    return 2 * common >= max(span.end - span.start, end - start)

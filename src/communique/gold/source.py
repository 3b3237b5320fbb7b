"""The hand-edited source of one document's labels, as read: quotes and lines, no offsets.

One YAML file per document, or one per phenomenon of the challenge set; ``gold/README.md`` describes
both. ``loading`` and ``challenge`` read a file into these values, ``resolve`` finds their quotes in
the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.gold.records import GoldEvent, GoldItem, GoldStatus
from communique.records import MeetingKind, StatementKind

__all__ = [
    "Attribute",
    "Quote",
    "Region",
    "Source",
    "SourceMeeting",
    "SourceParticipant",
    "SourceStatement",
]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the text, and which of their occurrences is meant (1-based; None: the only one).

    ``within`` is a longer quote that holds it.
    """

    text: str
    name: str
    line: int
    occurrence: int | None = None
    within: str | None = None
    within_occurrence: int | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A long stretch of text, given by its first and its last words."""

    first: Quote
    last: Quote
    """Its occurrences are counted from the beginning of ``first``; None means the first."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A derived value and the quotes that prove it."""

    value: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class SourceParticipant:
    name: str
    line: int
    mentions: tuple[Quote, ...]
    attributes: dict[str, Attribute]
    """Those of title, country, organization that are not null."""
    aliases: tuple[tuple[str, int], ...]
    """Names with their lines."""
    optional: bool
    found_by: tuple[str, ...] = ()
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class SourceMeeting:
    kind: MeetingKind
    line: int
    attributes: dict[str, Attribute]
    """Those of date, place, organizer that are not null."""
    participants: tuple[tuple[str, int], ...] | None
    """Names with their lines; None for all participants of the document."""
    evidence: tuple[Quote, ...]
    found_by: tuple[str, ...] = ()
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class SourceStatement:
    content: Quote
    line: int
    kind: StatementKind
    speaker: str | None
    speaker_line: int | None
    speaker_mention: Quote | None
    cue: Quote | None
    nested: bool
    core: bool
    found_by: tuple[str, ...] = ()
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One source file, or one passage of a challenge file, as read.

    ``lines`` says where its top-level keys stand.
    """

    path: str
    document_id: str
    text: str
    """Path of the text file, relative to the project folder; of a passage, its file."""
    text_sha256: str | None
    published: str | None
    status: GoldStatus
    participants: tuple[SourceParticipant, ...]
    meetings: tuple[SourceMeeting, ...]
    statements: tuple[SourceStatement, ...]
    boilerplate: tuple[Quote | Region, ...]
    lines: dict[str, int]
    phenomenon: str | None = None
    scores: tuple[GoldItem, ...] | None = None
    """Which items are labeled; None for all."""
    history: tuple[GoldEvent, ...] = ()

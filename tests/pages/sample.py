"""A hand-made record of seed 002, for tests that need one and no extractor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from communique.records import (
    ExtractorInfo,
    Issue,
    Meeting,
    Participant,
    Readout,
    Span,
    Statement,
    StatementKind,
)

At = Callable[..., Span]
"""``at(quote, after)``: where ``quote`` first stands from the first ``after`` on."""

SEED = Path(__file__).parents[2] / "seeds" / "002_747c0f689b1e39e4.txt"

OTHERS = (
    ("Boris Johnson", "Prime Minister", "British", "GB"),
    ("Justin Trudeau", "Prime Minister", "Canadian", "CA"),
    ("Emmanuel Macron", "President", "French", "FR"),
    ("Olaf Scholz", "Chancellor", "German", "DE"),
    ("Mario Draghi", "Prime Minister", "Italian", "IT"),
    ("Andrzej Duda", "President", "Polish", "PL"),
    ("Klaus Iohannis", "President", "Romanian", "RO"),
)


SAID: tuple[tuple[str, str, StatementKind, str, str, str], ...] = (
    ('"The call included', 'Fumio Kishida,"', "direct", "NATO", "NATO said", "said in a"),
    (
        "that at last week",
        "territorial integrity",
        "mixed",
        "Jens Stoltenberg",
        "The NATO Secretary-General",
        "stressed",
    ),
    ('"NATO Allies have', 'financial aid,"', "direct", "NATO", "the statement said", "said.\nStol"),
    (
        "that NATO has already",
        "part of the Alliance",
        "indirect",
        "Jens Stoltenberg",
        "Stoltenberg recalled",
        "recalled",
    ),
    ('"Allies have also', 'use of force,"', "direct", "NATO", "the statement.", "read the"),
    ("their strong unity", "in decades", "indirect", "Leaders", "Leaders", "reaffirmed"),
    (
        "the unprecedented package",
        "aggressive behaviour",
        "indirect",
        "Leaders",
        "The leaders highlighted",
        "highlighted",
    ),
    ('"They agreed', "with Ukraine,", "direct", "NATO", "the statement added", "added"),
)
"""First and last words, kind, speaker, speaker mention and cue (each begun, to tell it apart)."""


def seed_002() -> Readout:
    """Nine participants, one call, nine statements (one nested), one issue."""
    text = SEED.read_bytes().decode("utf-8")

    def at(quote: str, after: str = "") -> Span:
        start = text.index(quote, text.index(after))
        return Span.of(text, start, start + len(quote))

    issue = Issue(
        code="quote_open",
        message="a quotation is opened and never closed",
        path="statements[7].content",
        value='"They agreed',
    )
    return Readout(
        text=text,
        document_id=SEED.stem,
        extractor=ExtractorInfo(model="by hand", version="1"),
        meetings=(_call(at),),
        participants=tuple(_participants(at)),
        statements=tuple(_statements(text, at)),
        issues=(issue,),
    )


def _call(at: At) -> Meeting:
    kind, organizer = at("secure conference call"), at("organized by US President Joe Biden")
    days = (at("Feb 28, 2022"), at("on Monday"))
    return Meeting(
        kind="call",
        date="2022-02-28",
        organizer="Joe Biden",
        participants=("Jens Stoltenberg", "Joe Biden", *(name for name, *_ in OTHERS)),
        evidence=(*days, kind, organizer),
        field_evidence={"kind": (kind,), "date": days, "organizer": (organizer,)},
    )


def _participants(at: At) -> Iterator[Participant]:
    title, nato = at("NATO Secretary-General"), at("NATO", "Brussels")
    later = (at("The NATO Secretary-General"), at("Stoltenberg", "Stoltenberg recalled"))
    yield Participant(
        name="Jens Stoltenberg",
        title="NATO Secretary-General",
        organization="NATO",
        mentions=(at("Jens Stoltenberg"), *later),
        evidence={"title": (title,), "organization": (nato,)},
    )
    yield Participant(
        name="Joe Biden",
        title="President",
        country="US",
        mentions=(at("Biden"), at("Joe Biden")),
        evidence={"title": (at("President"),), "country": (at("US"),)},
    )
    for name, title_words, adjective, country in OTHERS:
        yield Participant(
            name=name,
            title=title_words,
            country=country,
            mentions=(at(name),),
            evidence={"title": (at(title_words, adjective),), "country": (at(adjective),)},
        )


def _statements(text: str, at: At) -> Iterator[Statement]:
    for first, last, kind, speaker, mention, cue in SAID:
        start = at(first).start
        content = Span.of(text, start, at(last, first).end)
        named = at(mention)
        words = mention.removesuffix(" said").removesuffix(" recalled").removesuffix(" added")
        words = words.removesuffix(" highlighted").removesuffix(".")
        verb = cue.split()[0].rstrip(".")
        yield Statement(
            content=content,
            kind=kind,
            speaker=speaker,
            speaker_mention=Span.of(text, named.start, named.start + len(words)),
            cue=Span.of(text, at(cue).start, at(cue).start + len(verb)),
        )
    yield Statement(content=at("the path of dialogue"), kind="indirect", nested=True)

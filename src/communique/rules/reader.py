"""The offline extractor: a document in, a grounded record out. Deterministic, without a model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from communique import __version__
from communique.records import (
    Document,
    ExtractorInfo,
    Issue,
    Meeting,
    Participant,
    Readout,
    Span,
    Statement,
)
from communique.rules.affiliations import affiliations_in
from communique.rules.article import Article, take_apart
from communique.rules.dates import Anchor, dates_in, find_anchor, resolve
from communique.rules.decisions import Found, find_statements
from communique.rules.meetings import Occasion, find_occasions
from communique.rules.people import People, Person, gather_people
from communique.rules.sentences import Block
from communique.rules.sides import Side

__all__ = ["EXTRACTOR", "Reading", "anchor_of", "read", "record_of", "take_in"]

EXTRACTOR = ExtractorInfo(model="regex", version=__version__)

HEAD_PARAGRAPHS = 6
"""A date line stands among the first paragraphs."""

MENU_WORDS = 2
"""A line of so many words without a number may be an entry of a menu."""


class Reading(NamedTuple):
    """A document read by the rules: every decision, before they become a record."""

    article: Article
    people: People
    statements: list[Found]
    occasions: list[Occasion]


def read(document: Document) -> Readout:
    """The record of one document."""
    return record_of(take_in(document))


def take_in(document: Document) -> Reading:
    """Apply the rules to one document."""
    article = take_apart(document)
    people = gather_people(article)
    statements = find_statements(article, people)
    speakers = [
        (s.speaker.person, s.speaker.mention)
        for s in statements
        if s.speaker is not None and s.speaker.person is not None
    ]
    occasions = find_occasions(article, people, speakers)
    return Reading(article, people, statements, occasions)


def record_of(reading: Reading) -> Readout:
    """The record of what was read."""
    article, occasions = reading.article, reading.occasions
    issues: list[Issue] = []
    anchor = anchor_of(article)
    _note_conflict(article, anchor, issues)
    participants, names = _participants(article, occasions, issues)
    meetings = tuple(
        _meeting(article, occasion, anchor, names, f"meetings[{i}]", issues)
        for i, occasion in enumerate(occasions)
    )
    return Readout(
        text=article.document.text,
        document_id=article.document.id,
        extractor=EXTRACTOR,
        meetings=meetings,
        participants=participants,
        statements=tuple(_statement(article, found) for found in reading.statements),
        issues=tuple(issues),
    )


def anchor_of(article: Article) -> Anchor | None:
    """The day on which the article says it was written, else the day of its publication."""
    text = article.document.text
    heads = [(b.paragraph.start, b.paragraph.end) for b in _head_blocks(article)]
    front = [(p.start, p.end) for p in article.boilerplate if p.boilerplate == "front_matter"]
    anchor = find_anchor(text, heads, article.document.published)
    if anchor is None:
        for start, end in front:
            full = [d for d in dates_in(text, start, end) if d.year and d.month and d.day]
            if full:
                day, _ = resolve(full[0], None)
                anchor = find_anchor(text[full[0].start : full[0].end], [(0, 10)], day)
                if anchor is not None:
                    anchor = Anchor(anchor.day, full[0].start, full[0].end)
    return anchor


def _head_blocks(article: Article) -> list[Block]:
    """The first paragraphs; words of a menu ("Home", "Latest News") do not count among them."""
    text = article.document.text
    told = (
        b
        for b in article.blocks
        if len(words := text[b.paragraph.start : b.paragraph.end].split()) > MENU_WORDS
        or any(char.isdigit() for word in words for char in word)
    )
    return list(islice(told, HEAD_PARAGRAPHS))


def _note_conflict(article: Article, anchor: Anchor | None, issues: list[Issue]) -> None:
    """The dateline of the first sentence may name another day than the article's own date."""
    if anchor is None:
        return
    text = article.document.text
    for block in _head_blocks(article):
        # A blank of any width for a blank: as many characters, so that the place stays.
        head = re.sub(r"\s", " ", text[block.paragraph.start : block.paragraph.start + 80])
        colon = max(head.find(" : "), head.find(": "), head.find(" — "), head.find(" - "))
        if block.is_heading or colon < 0:
            continue
        for found in dates_in(text, block.paragraph.start, block.paragraph.start + colon):
            day, _ = resolve(found, anchor)
            if found.month and day != anchor.day.isoformat():
                issues.append(
                    Issue(
                        code="date_conflict",
                        message=f"the dateline says {day}, the article's own date is {anchor.day}",
                        path=None,
                        value=text[found.start : found.end],
                    )
                )
                return


# --- participants ---------------------------------------------------------------------------


def _participants(
    article: Article, occasions: list[Occasion], issues: list[Issue]
) -> tuple[tuple[Participant, ...], dict[int, str]]:
    """The participants in the order of their first mention, and the name of each side."""
    sides: dict[str, Side] = {}
    names: dict[int, str] = {}
    for occasion in occasions:
        for side in occasion.sides:
            if side.person is not None and side.person.spokes:
                continue
            name = side.person.name if side.person else article.words(side.tokens)
            sides.setdefault(name, side)
            names[id(side)] = name
    ordered = sorted(sides.items(), key=lambda item: _first_token(item[1]))
    for i, (name, side) in enumerate(ordered):
        if side.person is not None and side.person.home_inferred and side.person.country:
            issues.append(
                Issue(
                    code="country_inferred",
                    message=f"no country stands with the office of {name}; "
                    "taken from the country the article names most",
                    path=f"participants[{i}].country",
                    value=side.person.country.value,
                )
            )
    return tuple(_participant(article, name, side) for name, side in ordered), names


def _first_token(side: Side) -> int:
    return side.person.first if side.person else side.tokens[0]


def _participant(article: Article, name: str, side: Side) -> Participant:
    person = side.person
    if person is None:
        return _unnamed_participant(article, name, side)
    proofs: dict[str, tuple[Span, ...]] = {}
    title = _best_title(person)
    if title is not None:
        proofs["title"] = (article.span(title),)
    if person.country is not None:
        proofs["country"] = (article.span(person.country.tokens),)
    if person.organization is not None:
        proofs["organization"] = (article.span(person.organization.tokens),)
    return Participant(
        name=person.name,
        title=article.words(title) if title else None,
        country=person.country.value if person.country else None,
        organization=person.organization.value if person.organization else None,
        mentions=tuple(_mention_spans(article, person)),
        evidence=proofs,
    )


def _unnamed_participant(article: Article, name: str, side: Side) -> Participant:
    """A country, organisation or office that takes part without a person's name."""
    country, organization = affiliations_in(article, side.tokens)
    proofs: dict[str, tuple[Span, ...]] = {}
    if country is not None:
        proofs["country"] = (article.span(country.tokens),)
    if organization is not None:
        proofs["organization"] = (article.span(organization.tokens),)
    return Participant(
        name=name,
        country=country.value if country else None,
        organization=organization.value if organization else None,
        mentions=(article.span(side.tokens),),
        evidence=proofs,
    )


def _best_title(person: Person) -> tuple[int, int] | None:
    """The fullest of the titles the text gives with the name; the first of equals."""
    titles = [t for t in person.titles if t[1] > t[0]]
    return max(titles, key=lambda t: (t[1] - t[0], -t[0]), default=None)


def _mention_spans(article: Article, person: Person) -> Iterator[Span]:
    for mention in person.mentions:
        yield article.span(mention.name if mention.has_name else (mention.first, mention.stop))


# --- meetings -------------------------------------------------------------------------------


def _meeting(
    article: Article,
    occasion: Occasion,
    anchor: Anchor | None,
    names: dict[int, str],
    path: str,
    issues: list[Issue],
) -> Meeting:
    fields: dict[str, tuple[Span, ...]] = {}
    date = _date(article, occasion, anchor, path, issues, fields)
    place = organizer = None
    if occasion.place is not None:
        place = article.words(occasion.place)
        fields["place"] = (article.span(occasion.place),)
    if occasion.organizer is not None and occasion.organizer.person is not None:
        organizer = occasion.organizer.person.name
        fields["organizer"] = (article.span(occasion.organizer.tokens),)
    evidence = [article.span(tokens) for tokens in occasion.evidence]
    evidence += [span for spans in fields.values() for span in spans]
    unique = sorted(set(evidence), key=lambda s: (s.start, -s.end))
    return Meeting(
        kind=occasion.kind,
        date=date,
        place=place,
        organizer=organizer,
        participants=tuple(
            dict.fromkeys(names[id(side)] for side in occasion.sides if id(side) in names)
        ),
        evidence=tuple(unique),
        field_evidence=fields,
    )


def _date(
    article: Article,
    occasion: Occasion,
    anchor: Anchor | None,
    path: str,
    issues: list[Issue],
    fields: dict[str, tuple[Span, ...]],
) -> str | None:
    if occasion.date is None:
        return None
    text = article.document.text
    day, anchored = resolve(occasion.date, anchor)
    span = Span.of(text, occasion.date.start, occasion.date.end)
    if not day:
        issues.append(
            Issue(
                code="date_unresolved",
                message=f"{span.text!r} needs the date of publication (published=…)",
                path=f"{path}.date",
                value=span.text,
            )
        )
        return None
    if day.startswith("XXXX"):
        issues.append(
            Issue(
                code="date_year_unknown",
                message=f"nothing tells the year of {span.text!r} (published=… would)",
                path=f"{path}.date",
                value=span.text,
            )
        )
    proof = [span]
    if anchored and anchor is not None and anchor.start is not None and anchor.end is not None:
        proof.append(Span.of(text, anchor.start, anchor.end))
    fields["date"] = tuple(sorted(proof, key=lambda s: s.start))
    return day


# --- statements -----------------------------------------------------------------------------


def _statement(article: Article, found: Found) -> Statement:
    speaker = found.speaker
    return Statement(
        content=article.span(found.content),
        kind=found.kind,
        nested=found.nested,
        speaker=speaker.name if speaker else None,
        speaker_mention=article.span(speaker.mention) if speaker else None,
        cue=article.span(found.cue) if found.cue else None,
    )

"""From quotes to spans: a source and its text become the labels of a document."""

from __future__ import annotations

from communique.errors import GoldError
from communique.gold.consistency import (
    Lined,
    boilerplate_problems,
    mention_problems,
    nesting_problems,
    undecided_problems,
)
from communique.gold.finding import Finder
from communique.gold.passage import Passage
from communique.gold.records import (
    GoldDocument,
    GoldMeeting,
    GoldParticipant,
    GoldStatement,
)
from communique.gold.source import (
    Attribute,
    Source,
    SourceMeeting,
    SourceParticipant,
    SourceStatement,
)
from communique.records import ExtractorInfo, Issue, text_sha256
from communique.values import place

__all__ = ["FORMAT", "resolve_source"]

FORMAT = ExtractorInfo(model="gold", version="1")
"""Who made a gold line: hands, in version 1 of the label format."""


def resolve_source(source: Source, text: str, problems: list[GoldError]) -> GoldDocument:
    """The labels of ``source`` with their spans in ``text``.

    What cannot be resolved is added to ``problems`` and left out: the document is whole only
    when nothing was added. Participants and meetings keep the order of the source; statements,
    mentions and boilerplate stand in text order.
    """
    finder = Finder(Passage.of(text), source.path, problems)
    boilerplate = [span for item in source.boilerplate if (span := finder.stretch(item))]
    participants = [_participant(finder, p) for p in source.participants]
    statements = [(s, p.line) for p in source.statements if (s := _statement(finder, p))]
    document = GoldDocument(
        document_id=source.document_id,
        text_sha256=text_sha256(text),
        extractor=FORMAT,
        participants=tuple(p for p, _ in participants),
        meetings=tuple(_meeting(finder, m, source) for m in source.meetings),
        statements=tuple(sorted((s for s, _ in statements), key=lambda s: place(s.content))),
        issues=_issues(source),
        boilerplate=tuple(sorted(boilerplate, key=place)),
        published=source.published,
        status=source.status,
        phenomenon=source.phenomenon,
        scores=source.scores,
        history=source.history,
        text=text,
    )
    mentions = [lined for _, found in participants for lined in found]
    labeled = [*mentions, *((s.content, line) for s, line in statements)]
    for participant, found in participants:
        problems.extend(mention_problems(source, participant.name, found))
    problems.extend(nesting_problems(source, statements))
    problems.extend(undecided_problems(source))
    problems.extend(boilerplate_problems(source, labeled, boilerplate))
    return document


def _participant(finder: Finder, source: SourceParticipant) -> tuple[GoldParticipant, list[Lined]]:
    """The participant, and its mentions with their lines."""
    lined = [(span, quote.line) for quote in source.mentions if (span := finder.one(quote))]
    mentions = tuple(sorted({span for span, _ in lined}, key=place))
    near = place(mentions[0]) if mentions else None
    attributes = source.attributes
    evidence = {
        field: finder.many(attribute.quotes, near=near) for field, attribute in attributes.items()
    }
    participant = GoldParticipant(
        name=source.name,
        title=_value(attributes, "title"),
        country=_value(attributes, "country"),
        organization=_value(attributes, "organization"),
        mentions=mentions,
        evidence=evidence,
        aliases=tuple(alias for alias, _ in source.aliases),
        optional=source.optional,
        found_by=source.found_by,
        undecided=source.undecided,
    )
    return participant, lined


def _meeting(finder: Finder, meeting: SourceMeeting, source: Source) -> GoldMeeting:
    names = tuple(dict.fromkeys(p.name for p in source.participants))  # versions of one: once
    fields = {
        field: finder.many(attribute.quotes) for field, attribute in meeting.attributes.items()
    }
    spans = {span for found in fields.values() for span in found}
    return GoldMeeting(
        kind=meeting.kind,
        date=_value(meeting.attributes, "date"),
        place=_value(meeting.attributes, "place"),
        organizer=_value(meeting.attributes, "organizer"),
        participants=(
            names
            if meeting.participants is None
            else tuple(name for name, _ in meeting.participants)
        ),
        evidence=tuple(sorted({*finder.many(meeting.evidence), *spans}, key=place)),
        field_evidence=fields,
        found_by=meeting.found_by,
        undecided=meeting.undecided,
    )


def _statement(finder: Finder, source: SourceStatement) -> GoldStatement | None:
    content = finder.one(source.content)
    if content is None:
        return None
    scope = finder.passage.paragraph(content.start, content.end)
    mention, cue = source.speaker_mention, source.cue
    return GoldStatement(
        content=content,
        kind=source.kind,
        nested=source.nested,
        speaker=source.speaker,
        speaker_mention=None if mention is None else finder.one(mention, scope=scope),
        cue=None if cue is None else finder.one(cue, scope=scope),
        core=source.core,
        found_by=source.found_by,
        undecided=source.undecided,
    )


def _issues(source: Source) -> tuple[Issue, ...]:
    return tuple(
        Issue(
            code="date_year_unknown",
            message="the text gives the day, nothing tells the year",
            path=f"meetings[{i}].date",
            value=day.quotes[0].text,
        )
        for i, meeting in enumerate(source.meetings)
        if (day := meeting.attributes.get("date")) and day.value.startswith("XXXX")
    )


def _value(attributes: dict[str, Attribute], field: str) -> str | None:
    attribute = attributes.get(field)
    return None if attribute is None else attribute.value

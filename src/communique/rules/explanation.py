"""Why the rules decided as they did: the rule behind each item, and what was rejected by which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from communique.records import Document, Readout, Span
from communique.rules.absences import find_absences
from communique.rules.cues import Cue, judge_cues
from communique.rules.reader import Reading, record_of, take_in
from communique.rules.statements import candidates_of
from communique.rules.triggers import judge_triggers

__all__ = ["Explanation", "Reason", "explain"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that made an item (``path`` says which), or rejected a candidate (``path`` None).

    ``what`` is the sort of candidate: statement, participant, meeting, cue, trigger, paragraph.
    """

    what: str
    rule: str
    span: Span
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The record of a document with the reasons for its items and for what is not in it."""

    readout: Readout
    made: tuple[Reason, ...]
    rejected: tuple[Reason, ...]

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "document_id": self.readout.document_id,
            "text_sha256": self.readout.text_sha256,
            "made": [_plain(reason) for reason in self.made],
            "rejected": [_plain(reason) for reason in self.rejected],
        }


def _plain(reason: Reason) -> dict[str, Any]:
    return asdict(reason) | {"span": reason.span.model_dump()}


def explain(document: Document) -> Explanation:
    """Read ``document`` and say why: equal input gives the record that ``read`` gives."""
    reading = take_in(document)
    rejected = [*_boilerplate(reading), *_cues(reading), *_triggers(reading), *_people(reading)]
    rejected.sort(key=lambda reason: (reason.span.start, reason.span.end, reason.what))
    return Explanation(record_of(reading), tuple(_made(reading)), tuple(rejected))


def _made(reading: Reading) -> Iterator[Reason]:
    article = reading.article
    for i, occasion in enumerate(reading.occasions):
        for tokens in occasion.evidence:
            yield Reason("meeting", "meeting_sentence", article.span(tokens), f"meetings[{i}]")
        for side in occasion.sides:
            rule = "spokesperson_left_out" if side.person and side.person.spokes else side.rule
            yield Reason("participant", rule, article.span(side.tokens), f"meetings[{i}]")
    for i, found in enumerate(reading.statements):
        yield Reason("statement", found.rule, article.span(found.content), f"statements[{i}]")


def _boilerplate(reading: Reading) -> Iterator[Reason]:
    text = reading.article.document.text
    for paragraph in reading.article.boilerplate:
        span = Span.of(text, paragraph.start, paragraph.end)
        yield Reason("paragraph", f"boilerplate_{paragraph.boilerplate}", span)


def _cues(reading: Reading) -> Iterator[Reason]:
    """Reporting verbs that reported nothing."""
    article = reading.article
    for block in article.blocks:
        for sentence in block.sentences:
            used = {candidate.cue for candidate in candidates_of(sentence)}
            for at, verdict in judge_cues(sentence.chunks):
                chunk = sentence.chunks[at]
                if isinstance(verdict, Cue):
                    whole = (chunk.first, sentence.chunks[verdict.stop - 1].stop)
                    if whole in used and not block.is_heading:
                        continue
                    verdict = "in_a_heading" if block.is_heading else "no_content"
                yield Reason("cue", verdict, article.span((chunk.first, chunk.stop)))


def _triggers(reading: Reading) -> Iterator[Reason]:
    """Words of meeting that reported none as held."""
    article = reading.article
    for block in article.blocks:
        for sentence in block.sentences:
            for trigger, rejected in judge_triggers(sentence.chunks, article.tokens):
                if rejected is not None:
                    chunks = sentence.chunks[trigger.at : trigger.stop]
                    tokens = (chunks[0].first, chunks[-1].stop)
                    yield Reason("trigger", rejected, article.span(tokens))


def _people(reading: Reading) -> Iterator[Reason]:
    """Persons who are no participants."""
    absent = find_absences(reading.article, reading.people).persons
    sides = {id(side.person) for occasion in reading.occasions for side in occasion.sides}
    for person in reading.people.persons:
        if id(person) in sides or not person.is_person:
            continue
        rule = "speaks_for_others" if person.spokes else "only_mentioned"
        if person.former:
            rule = "former_office"
        if person in absent:
            rule = "said_to_be_absent"
        yield Reason("participant", rule, reading.article.span(person.name_tokens))

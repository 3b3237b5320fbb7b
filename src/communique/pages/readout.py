"""The page of records: each article with everything found in it lit, its items beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from communique.pages.article import Mark, article_html
from communique.pages.shell import render_page
from communique.records import Failure, Meeting, Participant, Readout, Span, Statement
from communique.rules.layout import paragraphs

__all__ = ["readout_marks", "readouts_page"]

_ASSETS = ("article.css", "readouts.css", "readouts.js", "article.js")


@dataclass(frozen=True, slots=True)
class _Shown:
    """One document on the page; ``prefix`` begins the element ids of its items."""

    prefix: str
    record: Readout | Failure
    article: Markup | None

    @property
    def participant_ids(self) -> dict[str, str]:
        """For each participant's name, the element id of its item."""
        if isinstance(self.record, Failure):
            return {}
        return {p.name: f"{self.prefix}-p{i}" for i, p in enumerate(self.record.participants, 1)}


def readouts_page(items: Sequence[Readout | Failure], *, title: str = "Readouts") -> str:
    """One self-contained HTML page that shows ``items`` in their order.

    Item ``i`` (from 1) has the permalink ``#d<i>``, and its meetings, participants and statements
    ``#d<i>-m<j>``, ``#d<i>-p<j>`` and ``#d<i>-s<j>``.
    """
    shown = [_show(f"d{i}", record) for i, record in enumerate(items, 1)]
    context = {"title": title, "documents": shown, "failed": _failed(items)}
    return render_page("readouts.html.j2", context, assets=_ASSETS)


def readout_marks(readout: Readout, prefix: str) -> Iterator[Mark]:
    """Every span of ``readout`` as a mark; element ids begin with ``prefix``."""
    for i, participant in enumerate(readout.participants, 1):
        yield from _participant_marks(participant, f"{prefix}-p{i}")
    for i, meeting in enumerate(readout.meetings, 1):
        yield from _meeting_marks(meeting, f"{prefix}-m{i}")
    for i, statement in enumerate(readout.statements, 1):
        yield from _statement_marks(statement, f"{prefix}-s{i}")


def _show(prefix: str, record: Readout | Failure) -> _Shown:
    if isinstance(record, Failure):
        return _Shown(prefix, record, None)
    marks = [*_clutter_marks(record.text), *readout_marks(record, prefix)]
    return _Shown(prefix, record, article_html(record.text, marks))


def _clutter_marks(text: str) -> Iterator[Mark]:
    """Captions, credits, appeals, related links: what the layout rules leave out, shown dimmed."""
    for paragraph in paragraphs(text):
        if paragraph.boilerplate is not None:
            yield Mark(paragraph.start, paragraph.end, "clutter", ())


def _failed(items: Sequence[Readout | Failure]) -> int:
    return sum(isinstance(item, Failure) for item in items)


def _mark(span: Span, layer: str, *items: str, variant: str = "") -> Mark:
    return Mark(span.start, span.end, layer, items, variant)


def _participant_marks(participant: Participant, item: str) -> Iterator[Mark]:
    for span in participant.mentions:
        yield _mark(span, "participant", item)
    for field, spans in participant.evidence.items():
        for span in spans:
            yield _mark(span, "evidence", item, f"{item}-{field}")


def _meeting_marks(meeting: Meeting, item: str) -> Iterator[Mark]:
    for span in meeting.evidence:
        fields = [f"{item}-{field}" for field, s in meeting.field_evidence.items() if span in s]
        yield _mark(span, "meeting", item, *fields, variant="told" if fields else "")


def _statement_marks(statement: Statement, item: str) -> Iterator[Mark]:
    yield _mark(statement.content, "content", item, variant=statement.kind)
    if statement.speaker_mention is not None:
        yield _mark(statement.speaker_mention, "speaker", item)
    if statement.cue is not None:
        yield _mark(statement.cue, "cue", item)

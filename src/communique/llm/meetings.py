"""A meeting of an answer, proven by the article."""

from __future__ import annotations

import re
from collections.abc import Collection

from communique.llm.dates import check_date
from communique.llm.people import full_name
from communique.llm.proof import Article, Doubt, Proven, edited
from communique.llm.schema import MeetingAnswer
from communique.records import Document, Meeting, Span
from communique.text.spacing import squeezed

__all__ = ["prove_meeting"]

_MARKER = r"(?:will|would|shall|not|n[’']t|never|cannot|den(?:y|ies|ied)|refus\w+|declin\w+)"
_PLANNED_BEFORE = re.compile(rf"\b{_MARKER}\s+(?:be\s+)?$", re.IGNORECASE)
_PLANNED = re.compile(rf"\b(?:\w+)?{_MARKER}\b(?:\W+\w+){{0,4}}", re.IGNORECASE)
"""Words that plan or deny, and what they plan or deny: "did not hold talks"."""

_HELD = re.compile(
    r"\b(?:met|meets?|meetings?|talk(?:s|ed)|held|host(?:s|ed)|sp[eo]a?ks?|spoke|call(?:s|ed)?|summits?"
    r"|received|receives|welcom\w+|visit\w*|gather\w+|join\w+|attend\w+|conven\w+|conferred"
    r"|conversations?|discuss\w*|conference)\b",
    re.IGNORECASE,
)


def prove_meeting(
    article: Article, document: Document, claim: MeetingAnswer, people: Collection[str]
) -> Proven[Meeting] | Doubt:
    """The meeting; a Doubt when the text does not report it. ``people``: names of the record."""
    reports = article.find(claim.evidence)[:1]
    doubts: list[Doubt] = []
    if not reports:
        grounding = article.tolerated(claim.evidence)
        reports = grounding.spans
        doubts += edited("evidence", claim.evidence, grounding)
    if not reports:
        return Doubt("unsupported", f"the text does not contain {claim.evidence!r}")
    report = reports[0]
    if not_held := _not_held(article.text, report):
        return Doubt("not_held", f"the text has {not_held!r}: it tells of no meeting that was held")
    proofs: dict[str, tuple[Span, ...]] = {}
    values: dict[str, str] = {}
    for field, quote in (("place", claim.place), ("organizer", claim.organizer)):
        if quote is None:
            continue
        place = article.nearest(quote, report)
        if place is None:
            doubts.append(
                Doubt("unsupported", f"the text does not contain {quote!r}", field, quote)
            )
            continue
        named = squeezed(place.text)
        values[field] = full_name(named, people) if field == "organizer" else named
        proofs[field] = (place,)
    date, spans, date_doubts = _date(article, document, claim, report)
    if date is not None:
        values["date"] = date
        proofs["date"] = spans
    doubts += date_doubts
    names, strangers = _participants(claim, people)
    doubts += strangers
    meeting = Meeting.model_validate(
        {
            "kind": claim.kind,
            "participants": names,
            "evidence": _in_order(
                (*reports, *(span for spans in proofs.values() for span in spans))
            ),
            "field_evidence": proofs,
            **values,
        }
    )
    return Proven(meeting, report.start, tuple(doubts))


def _not_held(text: str, report: Span) -> str | None:
    """The words by which the text plans or denies the meeting, where nothing else tells of it."""
    before = _PLANNED_BEFORE.search(text, max(0, report.start - 40), report.start)
    if before:
        return before[0].strip()
    planned = _PLANNED.search(report.text)
    if planned is None or _HELD.search(_PLANNED.sub(" ", report.text)):
        return None
    return planned[0]


def _date(
    article: Article, document: Document, claim: MeetingAnswer, report: Span
) -> tuple[str | None, tuple[Span, ...], list[Doubt]]:
    if claim.date is None:
        return None, (), []
    found = [article.nearest(quote, report) for quote in claim.date_quotes]
    spans = _in_order(tuple(span for span in found if span is not None))
    quotes = [span.text for span in spans]
    checked = check_date(claim.date, quotes, document.text, document.published)
    if checked.date is None:
        message = f"the words {claim.date_quotes!r} of the text do not tell {claim.date}"
        if not spans:
            message = f"no words of the text were given that tell {claim.date}"
        return None, (), [Doubt("unsupported", message, "date", claim.date)]
    if checked.year_unknown:
        message = "the text tells the day but not the year"
        doubt = Doubt("date_year_unknown", message, "date", " ".join(quotes))
        return checked.date, spans, [doubt]
    return checked.date, spans, []


def _participants(
    claim: MeetingAnswer, people: Collection[str]
) -> tuple[tuple[str, ...], list[Doubt]]:
    names: dict[str, None] = {}
    doubts = []
    for given in claim.participants:
        name = full_name(given, people)
        if name in people:
            names[name] = None
        else:
            message = f"{given!r} is not among the participants of this record"
            doubts.append(Doubt("unsupported", message, "participants", given))
    return tuple(names), doubts


def _in_order(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(sorted(set(spans), key=lambda span: (span.start, span.end)))

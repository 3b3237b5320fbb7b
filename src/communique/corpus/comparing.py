"""Two meetings of a corpus side by side: who was new at the second, who was missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from communique.corpus.database import Corpus
from communique.corpus.values import Claim, Meeting, Proof
from communique.errors import UsageError

__all__ = ["Attendance", "Comparison", "compare", "named", "the_meeting"]


@dataclass(frozen=True, slots=True)
class Attendance:
    """Someone at a meeting, or away from it: in how many of its articles and sources, and where one
    says so."""

    person: int
    name: str
    articles: int
    sources: int
    document_id: str
    proof: Proof | None
    """None where no article that says so has a span for it, as gold may."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who attended which of two meetings. Who is not named may have been there all the same:
    only ``absent`` tells who was not."""

    one: Meeting
    other: Meeting
    new: tuple[Attendance, ...]
    """At ``other`` alone, with the proof from there."""
    missing: tuple[Attendance, ...]
    """At ``one`` alone."""
    both: tuple[Attendance, ...]
    """At both, with the proof from ``other``."""
    absent: tuple[tuple[Attendance, ...], tuple[Attendance, ...]]
    """Who stayed away from ``one``, and from ``other``, by the words of an article."""

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "meetings": [_meeting(self.one), _meeting(self.other)],
            "new": [_attendance(one) for one in self.new],
            "missing": [_attendance(one) for one in self.missing],
            "both": [_attendance(one) for one in self.both],
            "absent": [[_attendance(one) for one in away] for away in self.absent],
        }


def compare(corpus: Corpus, one: int, other: int) -> Comparison:
    """Who attended which of the two meetings.

    Raises:
        UsageError: the corpus has no such meeting.
    """
    meetings = the_meeting(corpus, one), the_meeting(corpus, other)
    first, second = (named(corpus, meeting.number, "attended") for meeting in meetings)
    away = [named(corpus, meeting.number, "absent") for meeting in meetings]
    return Comparison(
        *meetings,
        new=_only(second, second.keys() - first.keys()),
        missing=_only(first, first.keys() - second.keys()),
        both=_only(second, second.keys() & first.keys()),
        absent=(_only(away[0], away[0]), _only(away[1], away[1])),
    )


def the_meeting(corpus: Corpus, number: int) -> Meeting:
    """The meeting of this number.

    Raises:
        UsageError: there is none.
    """
    found = corpus.meeting(number)
    if found is None:
        raise UsageError(f"no meeting {number}: `communique corpus meetings` lists them")
    return found


def _only(attending: dict[int, Attendance], people: Iterable[int]) -> tuple[Attendance, ...]:
    return tuple(sorted((attending[p] for p in people), key=lambda one: one.name))


def named(
    corpus: Corpus, meeting: int, field: Literal["attended", "absent"]
) -> dict[int, Attendance]:
    """Who attended a meeting, or stayed away, by number."""
    claims: dict[int | None, Claim] = {}
    for claim in corpus.claims(meeting):
        if claim.field == field:
            first = claims.setdefault(claim.person, claim)
            if claim.proofs and not first.proofs:
                claims[claim.person] = claim
    found: dict[int, Attendance] = {}
    for finding in corpus.findings(meeting):
        if finding.field == field and finding.person is not None:
            claim = claims[finding.person]
            article = corpus.article(claim.article)
            assert article is not None  # noqa: S101 - a foreign key
            found[finding.person] = Attendance(
                finding.person, finding.value, finding.articles, finding.sources,
                article.document_id, claim.proofs[0] if claim.proofs else None,
            )  # fmt: skip
    return found


def _meeting(one: Meeting) -> dict[str, Any]:
    return {"meeting": one.number, "date": one.date, "kind": one.kind, "place": one.place}


def _attendance(one: Attendance) -> dict[str, Any]:
    proof = one.proof
    span = None if proof is None else {"start": proof.start, "end": proof.end, "text": proof.quote}
    return {
        "person": one.person, "name": one.name, "articles": one.articles, "sources": one.sources,
        "document_id": one.document_id, "span": span,
    }  # fmt: skip

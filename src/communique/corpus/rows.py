"""The rows that one article gives: who is in it, what it claims of each meeting, what was said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.corpus.absences import Absence, absences
from communique.corpus.articles import Reprint
from communique.corpus.belonging import missed, told_with
from communique.corpus.known import Known
from communique.corpus.people import People
from communique.corpus.told import Told
from communique.gold.records import GoldMeeting, GoldParticipant, GoldStatement
from communique.values import Span

__all__ = ["Rows", "kind_proofs"]


@dataclass
class Rows:
    """Rows on their way into the tables, numbered as they come."""

    people: People
    waiting: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    _used: dict[str, int] = field(default_factory=dict)
    _known: Known = field(init=False)

    def __post_init__(self) -> None:
        self._known = Known(self.people)

    def take(
        self, number: int, told: Told, reprint: Reprint, source: int, meetings: Sequence[int]
    ) -> None:
        """The rows of an article.

        Args:
            number: of the article.
            told: what it tells.
            reprint: the group of its near-duplicates.
            source: the first article of its source.
            meetings: the number of each of its meetings, in the record's order.
        """
        self.waiting["articles"].append(
            (
                number, told.document_id, told.text, told.text_sha256, told.published,
                told.outlet, source, reprint.original, reprint.likeness, told.model, told.version,
            )
        )  # fmt: skip
        known: dict[str, GoldParticipant] = {}
        for one in told.participants:
            known.setdefault(one.name, one)
            self._title(number, one, _day(told, one.name))
        who = {name: self.people.number(name, one.country) for name, one in known.items()}
        away = self._away(told, who)
        for nth, merged in enumerate(meetings):
            denied = {person: one.said for (at, person), one in away.items() if at == nth}
            self._meeting((number, merged), told.meetings[nth], known, who, denied)
        for statement in told.statements:
            start = statement.content.start
            of = told_with(told, start, range(len(meetings)))
            self._statement(number, None if of is None else meetings[of], statement, who)
        self._absences(number, meetings, away)

    def _title(self, article: int, one: GoldParticipant, date: str | None) -> None:
        title = self._next("titles")
        person = self.people.number(one.name, one.country)
        about = (one.title, one.country, one.organization)
        self.waiting["titles"].append((title, person, article, date, *about))
        proofs = [span for spans in one.evidence.values() for span in spans]
        self._prove((None, title), article, [*one.mentions[:1], *proofs])

    def _meeting(
        self,
        place: tuple[int, int],
        one: GoldMeeting,
        known: Mapping[str, GoldParticipant],
        who: Mapping[str, int | None],
        denied: Mapping[int, Span],
    ) -> None:
        """The claims of the article ``place[0]`` of the meeting ``place[1]``; ``denied`` is where
        it says that people were not there."""
        article, number = place

        def claim(name: str, value: str, person: int | None, proofs: Iterable[Span]) -> None:
            claim = self._next("claims")
            self.waiting["claims"].append((claim, number, article, name, value, person))
            self._prove((claim, None), article, proofs)

        proofs = one.field_evidence
        claim("kind", one.kind, None, kind_proofs(one))
        for name, value in (("date", one.date), ("place", one.place)):
            if value is not None:
                claim(name, value, None, proofs.get(name) or one.evidence)
        if one.organizer is not None:
            named = one.organizer
            person = who[named] if named in who else self.people.number(named, None)
            claim("organizer", named, person, proofs.get("organizer") or one.evidence)
        for name in dict.fromkeys(one.participants):
            mention = _named_at(known[name], one) if name in known else ()
            if name in known and not _is_within(mention, denied.get(who[name] or 0)):
                claim("attended", name, who[name], mention)

    def _absences(
        self, article: int, meetings: Sequence[int], away: Mapping[tuple[int, int], Absence]
    ) -> None:
        for (nth, person), one in away.items():
            claim = self._next("claims")
            about = (meetings[nth], article, "absent", one.name.text, person)
            self.waiting["claims"].append((claim, *about))
            self._prove((claim, None), article, [one.said])

    def _away(self, told: Told, who: Mapping[str, int | None]) -> Mapping[tuple[int, int], Absence]:
        """Who stayed away from which of the article's meetings, by the first words for it."""
        participants = {number for number in who.values() if number is not None}
        found: dict[tuple[int, int], Absence] = {}
        for one in absences(told.text, self._known, participants) if told.meetings else ():
            nth = missed(told, one)
            if nth is not None:
                found.setdefault((nth, one.person), one)
        return found

    def _statement(
        self,
        article: int,
        meeting: int | None,
        one: GoldStatement,
        who: Mapping[str, int | None],
    ) -> None:
        person = None
        if one.speaker is not None:
            name = one.speaker
            person = who[name] if name in who else self.people.number(name, None)
        spans = (one.content, one.speaker_mention, one.cue)
        places = [p for s in spans for p in ((s.text, s.start, s.end) if s else (None,) * 3)]
        about = (one.speaker, one.kind or "other", one.nested)
        row = (self._next("statements"), article, meeting, person, None, *about, *places)
        self.waiting["statements"].append(row)

    def _prove(
        self, of: tuple[int | None, int | None], article: int, spans: Iterable[Span]
    ) -> None:
        for span in dict.fromkeys(spans):
            self.waiting["proofs"].append((*of, article, span.start, span.end, span.text))

    def _next(self, table: str) -> int:
        self._used[table] = self._used.get(table, 0) + 1
        return self._used[table]


def kind_proofs(one: GoldMeeting) -> Sequence[Span]:
    """The spans that prove of what kind a meeting was, or else that there was one."""
    return one.field_evidence.get("kind") or one.evidence


def _day(told: Told, name: str) -> str | None:
    """When the article says who someone is: the day of their meeting in it, else of publication."""
    dated = [m for m in told.meetings if m.date is not None and m.date[:4] != "XXXX"]
    theirs = [m for m in dated if name in m.participants]
    found = next((m.date for m in (*theirs, *dated)), None)
    return found or told.published


def _is_within(proofs: Sequence[Span], denied: Span | None) -> bool:
    """Whether what proves that someone attended stands in the words that deny it."""
    return denied is not None and all(
        denied.start <= span.start and span.end <= denied.end for span in proofs
    )


def _named_at(one: GoldParticipant, meeting: GoldMeeting) -> Sequence[Span]:
    """The mention nearest to what proves the meeting, else that proof."""
    if not one.mentions:
        return meeting.evidence
    ends = [at for span in meeting.evidence for at in (span.start, span.end)] or [0]

    def distance(span: Span) -> int:
        return min(abs(span.start - at) for at in ends)

    return [min(one.mentions, key=distance)]

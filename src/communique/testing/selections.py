"""What a model would choose that knows a record: ids of candidates, words where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from communique.candidates import Candidate, Candidates, candidates_in
from communique.candidates.values import Kind
from communique.records import Document

__all__ = ["Choices", "candidates_of"]

Json = dict[str, Any]
Place = tuple[int, int]

ENOUGH = 0.5
"""A candidate is a span's if so much of what either covers is common to both."""


@lru_cache(maxsize=512)
def candidates_of(text: str, published: str | None = None) -> Candidates:
    """The candidates of a record's text."""
    return candidates_in(Document(id="record", text=text, published=published))


class Choices:
    """The items of a record among the candidates of its text."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._record = record
        self._candidates = candidates_of(record["text"], record.get("published"))
        self._named: dict[str, str] = {}
        for participant in record.get("participants", ()):
            found = self._mention(participant)
            if found is not None:
                self._named[participant["name"]] = found.id

    def participant(self, participant: Mapping[str, Any]) -> list[str] | None:
        """The ids, None where no candidate is the participant."""
        if participant["name"] not in self._named:
            return None
        proofs = participant.get("evidence") or {}
        return _given(
            self._named[participant["name"]],
            self._id("a", _places(proofs.get("title"))),
            self._id("m", _places(proofs.get("country"))),
            self._id("m", _places(proofs.get("organization"))),
        )

    def meeting(self, meeting: Mapping[str, Any]) -> Json | None:
        """The choice, None where no word of meeting stands in its evidence."""
        evidence = list(_places(meeting.get("evidence")))
        words = [t for t in self._candidates.of("t") if _within(t, evidence)]
        if not words:
            return None
        named = (t for t in words if t.meeting == meeting["kind"])
        proofs = meeting.get("field_evidence") or {}
        dates = list(_places(proofs.get("date")))
        days = [d for d in self._candidates.of("d") if _within(d, dates)]
        # The article's own date goes with a weekday without being named.
        told = [d for d in days if d.anchored] or days
        names = meeting.get("participants", ())
        return {
            "t": next(named, words[0]).id,
            "kind": meeting["kind"],
            "d": [d.id for d in told][:4],
            "at": self._id("m", _places(proofs.get("place"))),
            "by": self._named.get(meeting.get("organizer") or ""),
            "m": [self._named[name] for name in names if name in self._named],
        }

    def statement(self, statement: Mapping[str, Any]) -> list[str] | None:
        """The ids, None where no candidate is the content."""
        content = self._id("c", _places([statement["content"]]))
        if content is None:
            return None
        mention = self._id("m", _places([statement.get("speaker_mention")]))
        cue = self._id("k", _places([statement.get("cue")]))
        speakers = (statement.get("speaker") or "").split("; ")
        return _given(content, cue, mention, *map(self._who, speakers))

    def _mention(self, participant: Mapping[str, Any]) -> Candidate | None:
        """The mention with the whole name, else any that is the participant's."""
        places = list(_places(participant.get("mentions")))
        found = [m for place in places if (m := self._best("m", [place])) is not None]
        whole = (m for m in found if m.span.text == participant["name"])
        return next(whole, max(found, key=lambda m: len(m.span.text), default=None))

    def _who(self, speaker: str) -> str | None:
        if speaker in self._named:
            return self._named[speaker]
        same = (m for m in self._candidates.of("m") if _bare(m.span.text) == _bare(speaker))
        return next((m.id for m in same), None)

    def _id(self, kind: Kind, places: Iterable[Place]) -> str | None:
        found = self._best(kind, places)
        return None if found is None else found.id

    def _best(self, kind: Kind, places: Iterable[Place]) -> Candidate | None:
        """The candidate that is most nearly the first of ``places`` that has one."""
        for place in places:
            shares = [
                (_share((c.span.start, c.span.end), place), c) for c in self._candidates.of(kind)
            ]
            share, found = max(shares, key=lambda one: one[0], default=(0.0, None))
            if share >= ENOUGH:
                return found
        return None


def _given(*ids: str | None) -> list[str]:
    """The ids that are given, each once."""
    return list(dict.fromkeys(id_ for id_ in ids if id_ is not None))


def _places(spans: Sequence[Mapping[str, Any] | None] | None) -> Iterator[Place]:
    return ((span["start"], span["end"]) for span in spans or () if span is not None)


def _within(candidate: Candidate, places: Iterable[Place]) -> bool:
    span = candidate.span
    return any(start <= span.start and span.end <= end for start, end in places)


def _share(a: Place, b: Place) -> float:
    common = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return common / (a[1] - a[0] + b[1] - b[0] - common)


def _bare(name: str) -> str:
    return " ".join(name.split()).casefold().removeprefix("the ")

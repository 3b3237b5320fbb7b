"""An answer in ids → what it claims, in the words of the article, for the proof of ``llm.answer``.

An id that stands for nothing, or for something of another kind, is refused here. All else is
claimed in words and proven as any model's claim is: choosing is not believing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from communique.candidates import Candidate, Candidates, candidates_in
from communique.candidates.values import Kind
from communique.countries import lookup
from communique.llm.answer import read_answers, why
from communique.llm.asking import Answered
from communique.llm.lists import lists_of
from communique.llm.quotations import Quotations
from communique.llm.selection import (
    ADDED,
    MOST_SELECTED,
    MeetingChoice,
    ParticipantChoice,
    StatementChoice,
)
from communique.records import Document, ExtractorInfo, Issue, Readout, Span

__all__ = ["Claimed", "claims_of", "read_selections"]

Json = dict[str, Any]
Choice = TypeVar("Choice", bound=BaseModel)

_PRONOUNS = frozenset("he she they".split())
_DETERMINERS = ("the ", "a ", "an ")


@dataclass(frozen=True, slots=True)
class Claimed:
    """What an answer claims, as one in words would, and what of it could not be read."""

    answer: Mapping[str, Any]
    issues: tuple[Issue, ...]


def read_selections(
    document: Document,
    answers: Sequence[Answered],
    info: ExtractorInfo,
    issues: Iterable[Issue] = (),
    example: str = "",
) -> Readout:
    """The record that ``answers`` in ids give and the text of ``document`` proves.

    As ``read_answers``, which proves what is claimed.

    Raises:
        AnswerError: an answer has none of the lists asked for.
    """
    left_out = list(issues)
    claims = []
    for one in answers:
        shown = document.model_copy(update={"text": one.piece.shown})
        claimed = claims_of(one.answer, candidates_in(shown))
        left_out += claimed.issues
        claims.append(replace(one, answer=claimed.answer))
    return read_answers(document, claims, info, left_out, example)


def claims_of(answer: Mapping[str, Any], candidates: Candidates) -> Claimed:
    """What ``answer`` claims about the text of ``candidates``.

    Raises:
        AnswerError: it has none of the lists asked for.
    """
    return _Reading(candidates, lists_of(answer, MOST_SELECTED)).claimed()


@dataclass
class _Reading:
    """One answer on its way from ids to words."""

    candidates: Candidates
    lists: Mapping[str, Any]
    issues: list[Issue] = field(default_factory=list)

    def claimed(self) -> Claimed:
        chosen: dict[str, list[Json | None]] = {
            "participants": [
                self._participant(one, path)
                for one, path in self._chosen("took_part", ParticipantChoice)
            ],
            "meetings": [
                self._meeting(one, path) for one, path in self._chosen("met", MeetingChoice)
            ],
            "statements": list(self._statements()),
        }
        answer = {
            name: [*(claim for claim in found if claim is not None), *self._items(ADDED[name])]
            for name, found in chosen.items()
        }
        return Claimed(answer, tuple(self.issues))

    def _chosen(self, name: str, shape: type[Choice]) -> Iterator[tuple[Choice, str]]:
        """The items of one list with their paths; what is none is an issue."""
        for number, raw in enumerate(self._items(name)):
            path = f"{name}[{number}]"
            try:
                yield shape.model_validate(raw), path
            except ValidationError as error:
                self.issues.append(
                    Issue(code="invalid_item", message=why(error), path=path, value=raw)
                )

    def _items(self, name: str) -> list[Any]:
        items = self.lists.get(name, [])
        most = MOST_SELECTED[name]
        if not isinstance(items, list):
            message = f"the answer has no list of {name}"
            self.issues.append(
                Issue(code="invalid_answer", message=message, path=name, value=items)
            )
            return []
        message = f"more than the {most} items of {name} asked for: not looked at"
        self.issues += (
            Issue(code="too_many_items", message=message, path=name, value=item)
            for item in items[most:]
        )
        return items[:most]

    def _find(self, id_: str | None, kind: Kind, path: str) -> Candidate | None:
        """The candidate that ``id_`` means; one that means none of ``kind`` is an issue."""
        if id_ is None:
            return None
        found = self.candidates.by_id.get(id_.strip().strip("[]").lower())
        if found is not None and found.kind == kind:
            return found
        message = f"{id_!r} marks nothing in the article"
        if found is not None:
            message = f"{id_!r} marks {found.span.text!r}, which cannot stand here"
        self.issues.append(Issue(code="unknown_id", message=message, path=path, value=id_))
        return None

    def _participant(self, chosen: ParticipantChoice, path: str) -> Json | None:
        mention = self._find(chosen.m, "m", f"{path}.m")
        if mention is None:
            return None
        country = self._find(chosen.n, "m", f"{path}.n")
        known = lookup(country.span.text) if country is not None else None
        if country is not None and known is None:
            message = f"{country.span.text!r} is not known to mean a country"
            self.issues.append(
                Issue(code="unsupported", message=message, path=f"{path}.n", value=chosen.n)
            )
        return {
            "mention": mention.span.text,
            "name": _name(mention),
            "title": _text(self._find(chosen.a, "a", f"{path}.a")),
            "organization": _text(self._find(chosen.o, "m", f"{path}.o")),
            "country_quote": _text(country) if known else None,
            "country": known.code if known else None,
        }

    def _meeting(self, chosen: MeetingChoice, path: str) -> Json | None:
        word = self._find(chosen.t, "t", f"{path}.t")
        if word is None or word.sentence is None:
            return None
        dates = [self._find(one, "d", f"{path}.d") for one in chosen.d]
        told = [date for date in dates if date is not None]
        present = [self._find(one, "m", f"{path}.m") for one in chosen.m]
        place = self._find(chosen.at, "m", f"{path}.at")
        organizer = self._find(chosen.by, "m", f"{path}.by")
        quotes = [date.span.text for date in told]
        if self.candidates.anchor is not None and any(date.anchored for date in told):
            quotes.append(self.candidates.anchor.text)
        return {
            "evidence": word.sentence.text,
            "kind": chosen.kind,
            "date_quotes": list(dict.fromkeys(quotes)),
            "date": next((date.day for date in told if date.day), None),
            "place": _text(place),
            "organizer": _name(organizer) if organizer else None,
            "participants": [_name(one) for one in present if one is not None],
        }

    def _statements(self) -> Iterator[Json]:
        chosen = [
            (content, one, path)
            for one, path in self._chosen("said", StatementChoice)
            if (content := self._find(one.c, "c", f"{path}.c")) is not None
        ]
        outer = _Outermost(content.span for content, _, _ in chosen)
        quotations = Quotations(self.candidates.text)
        for content, one, path in chosen:
            mention = self._find(one.m, "m", f"{path}.m")
            who = self._find(one.who, "m", f"{path}.who") or mention
            span = content.span
            yield {
                "content": span.text,
                "cue": _text(self._find(one.k, "k", f"{path}.k")),
                "speaker_mention": _text(mention),
                "speaker": None if who is None or _is_pronoun(who) else _name(who),
                # Its marks tell the kind; where they are odd, whether it opens with one.
                "kind": quotations.kind(span, "indirect" if span.text[0].isalnum() else "direct"),
                "nested": outer.holds(span),
            }


class _Outermost:
    """The chosen contents that lie in no other."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: list[tuple[int, int]] = []
        end = -1
        for span in sorted(spans, key=lambda one: (one.start, -one.end)):
            if span.end > end:
                self._spans.append((span.start, span.end))
                end = span.end

    def holds(self, span: Span) -> bool:
        """Whether ``span`` lies in another one."""
        own = (span.start, span.end)
        return any(s <= own[0] and own[1] <= e and (s, e) != own for s, e in self._spans)


def _text(candidate: Candidate | None) -> str | None:
    return None if candidate is None else candidate.span.text


def _name(candidate: Candidate) -> str:
    """How a participant or speaker is called: a group without its article."""
    text = candidate.span.text
    if candidate.sort == "phrase":
        for determiner in _DETERMINERS:
            if text.lower().startswith(determiner):
                return text[len(determiner) :]
    return text


def _is_pronoun(candidate: Candidate) -> bool:
    return candidate.span.text.casefold() in _PRONOUNS

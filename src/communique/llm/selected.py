"""An answer in ids → what it claims, in the words of the article, for the proof of ``llm.answer``.

An id that stands for nothing, or for something of another kind, is refused here. All else is
claimed in words and proven as any model's claim is: choosing is not believing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from communique.candidates import Candidate, Candidates, candidates_in
from communique.countries import lookup
from communique.llm.answer import read_answers, why
from communique.llm.asking import Answered
from communique.llm.lists import lists_of, spelled
from communique.llm.pieces import Piece
from communique.llm.quotations import Quotations
from communique.llm.schema import MOST_ITEMS
from communique.llm.selection import CHOSEN, LISTS, MOST_ADDED, MeetingChoice, without_id
from communique.records import Document, ExtractorInfo, Issue, Readout, Span

__all__ = ["Claimed", "claims_of", "read_selections"]

Json = dict[str, Any]

_PRONOUNS = frozenset("he she it they we".split())
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
        candidates = candidates_in(shown)
        claimed = claims_of(one.answer, candidates)
        left_out += (*_unmarked(one.piece, candidates), *claimed.issues)
        claims.append(replace(one, answer=claimed.answer))
    return read_answers(document, claims, info, left_out, example)


def _unmarked(piece: Piece, candidates: Candidates) -> Iterator[Issue]:
    """What was in a piece and could not be chosen, since no id was left for it."""
    beyond = without_id(candidates)
    if beyond:
        message = (
            f"characters {piece.start} to {piece.end} have {sum(beyond.values())} candidates more "
            "than there are ids: these were not marked, and could be added in words alone"
        )
        yield Issue(code="unmarked", message=message, value=beyond)


def claims_of(answer: Mapping[str, Any], candidates: Candidates) -> Claimed:
    """What ``answer`` claims about the text of ``candidates``.

    Raises:
        AnswerError: it has none of the lists asked for.
    """
    return _Reading(candidates, lists_of(answer, LISTS)).claimed()


@dataclass
class _Reading:
    """One answer on its way from ids to words."""

    candidates: Candidates
    lists: Mapping[str, Any]
    issues: list[Issue] = field(default_factory=list)

    def claimed(self) -> Claimed:
        met = [self._meeting(raw) for raw in self._chosen("meetings")]
        chosen = {
            "participants": list(self._participants()),
            "meetings": [claim for claim in met if claim is not None],
            "statements": list(self._statements()),
        }
        answer = {name: [*found, *self._added(name)] for name, found in chosen.items()}
        return Claimed(answer, tuple(self.issues))

    def _chosen(self, name: str) -> list[Any]:
        """The items that were chosen for one list of the record."""
        items = self.lists.get(CHOSEN[name])
        if not isinstance(items, list):
            self._refuse("invalid_answer", f"the answer has no list {CHOSEN[name]!r}", name, items)
            return []
        return self._most(items, MOST_ITEMS[name], name)

    def _added(self, name: str) -> list[Any]:
        """What the model adds in words to one list of the record."""
        added = self.lists.get("added")
        items = spelled(added, MOST_ITEMS).get(name) if isinstance(added, Mapping) else None
        return self._most(items, MOST_ADDED, name) if isinstance(items, list) else []

    def _most(self, items: list[Any], most: int, name: str) -> list[Any]:
        for item in items[most:]:
            message = f"more than the {most} {name} asked for: not looked at"
            self._refuse("too_many_items", message, name, item)
        return items[:most]

    def _refuse(self, code: str, message: str, path: str, value: Any) -> None:
        self.issues.append(Issue(code=code, message=message, path=path, value=value))

    def _marked(self, raw: Any, kinds: str, name: str) -> dict[str, list[Candidate]]:
        """The candidates that an item of ids names, by kind; ids of other kinds are refused, and
        an item without any of the first kind."""
        if isinstance(raw, Mapping):  # a server without constraints may let a model name them
            raw = list(raw.values())
        ids = [id_ for id_ in raw if id_ is not None] if isinstance(raw, list) else [raw]
        found = [self._find(id_, kinds, name) for id_ in ids]
        named = {kind: [one for one in found if one and one.kind == kind] for kind in kinds}
        if not named[kinds[0]] and None not in found:
            self._refuse("invalid_item", f"no {kinds[0]}-id is in it", name, raw)
        return named

    def _find(self, id_: Any, kinds: str, name: str) -> Candidate | None:
        """The candidate that ``id_`` means; one that means none of ``kinds`` is refused."""
        if id_ is None:
            return None
        spelt = id_.strip().strip("[]").lower() if isinstance(id_, str) else ""
        found = self.candidates.by_id.get(spelt)
        if found is not None and found.kind in kinds:
            return found
        message = f"{id_!r} marks nothing in the article"
        if found is not None:
            message = f"{id_!r} marks {found.span.text!r}, which cannot stand here"
        self._refuse("unknown_id", message, name, id_)
        return None

    def _participants(self) -> Iterator[Json]:
        for raw in self._chosen("participants"):
            named = self._marked(raw, "ma", "participants")
            if not named["m"]:
                continue
            mention, *others = named["m"]
            # A country that takes part itself stands for itself.
            country = next((one for one in (*others, mention) if lookup(one.span.text)), None)
            known = lookup(country.span.text) if country else None
            body = next((one for one in others if one is not country), None)
            yield {
                "mention": mention.span.text,
                "name": _name(mention),
                "title": _text(next(iter(named["a"]), None)),
                "organization": _text(body),
                "country_quote": _text(country),
                "country": known.code if known else None,
            }

    def _meeting(self, raw: Any) -> Json | None:
        try:
            chosen = MeetingChoice.model_validate(raw)
        except ValidationError as error:
            self._refuse("invalid_item", why(error), "meetings", raw)
            return None
        word = self._find(chosen.t, "t", "meetings")
        if word is None or word.sentence is None:
            return None
        dates = [self._find(one, "d", "meetings") for one in chosen.d]
        told = [date for date in dates if date is not None]
        present = [self._find(one, "m", "meetings") for one in chosen.m]
        place = self._find(chosen.at, "m", "meetings")
        organizer = self._find(chosen.by, "m", "meetings")
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
        items = [self._marked(raw, "ckm", "statements") for raw in self._chosen("statements")]
        chosen = [(content.span, named) for named in items for content in named["c"]]
        outer = _Outermost(span for span, _ in chosen)
        quotations = Quotations(self.candidates.text)
        for span, named in chosen:
            mention = next(iter(named["m"]), None)
            who = [one for one in named["m"][1:] or named["m"] if not _is_pronoun(one)]
            yield {
                "content": span.text,
                "cue": _text(next(iter(named["k"]), None)),
                "speaker_mention": _text(mention),
                "speaker": "; ".join(map(_name, who)) or None,
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

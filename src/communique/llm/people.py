"""A participant of an answer, proven by the article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from communique.countries import codes_in
from communique.llm.countries import means_country
from communique.llm.proof import RANKED, Article, Doubt, Proven
from communique.llm.schema import ParticipantAnswer
from communique.records import Participant, Span
from communique.text.spacing import squeezed

__all__ = ["Named", "full_name", "prove_participant"]


# What stands between two names that share a title: "Presidents Ada Vex and Bo Rae".
_COORDINATION = re.compile(r"(?:[\s,;&]|\band\b)*")

# What ends the part of a clause that can introduce the name behind it.
_LINK = re.compile(
    r"\b(?:and|with|met|by|from|to|in|at|as|told|saw|on|while|but|that|for|\w+ed)\b|[,.;:\n“”\"(’]"
)
INTRODUCTION = 60
"""Characters before a name in which its country may be told."""


class Named:
    """Where ``article`` names the people of an answer, in full or by their surnames."""

    def __init__(self, article: Article, names: Iterable[str]) -> None:
        owners: dict[str, list[frozenset[str]]] = {}
        for name in dict.fromkeys(names):
            if words := name.split():
                own = frozenset(name.casefold().split())
                for form in dict.fromkeys((name, words[-1])):
                    if form[:1].isupper():
                        owners.setdefault(form, []).append(own)
        self._forms = [(form, form.casefold(), names) for form, names in owners.items()]
        self._places = sorted(
            ((span, form) for form in owners for span in article.find(form)),
            key=lambda place: (place[0].start, place[0].end),
        )

    def others(self, name: str) -> tuple[Span, ...]:
        """The places that name somebody else than ``name``, in text order."""
        own = frozenset(name.casefold().split())
        of_own = {
            form
            for form, folded, names in self._forms
            if folded in own or all(own >= words for words in names)
        }
        return tuple(span for span, form in self._places if form not in of_own)


@dataclass(frozen=True, slots=True)
class _Person:
    """Where a participant is named, and where the other participants of the answer are."""

    near: tuple[Span, ...]
    others: tuple[Span, ...]

    def has(self, text: str, field: Span, named: Span) -> bool:
        """Whether words at ``field`` can be about the person ``named`` beside them.

        They are about another who is named right behind them, or between, unless a list of names
        shares them.
        """
        if not text[named.end : field.start].strip(" ,(") and named.end <= field.start:
            return True
        first, second = (field, named) if field.start <= named.start else (named, field)
        between = self._named_in(first.end, second.start)
        behind = self._named_in(field.end, field.end + 2)
        if second is field and behind:
            return False
        start = first.end
        for other in between:
            if not _COORDINATION.fullmatch(text, start, max(start, other.start)):
                return False
            start = max(start, other.end)
        return not between or (
            first is field and bool(_COORDINATION.fullmatch(text, start, second.start))
        )

    def _named_in(self, start: int, end: int) -> tuple[Span, ...]:
        """The others whose names begin in ``[start, end)``."""
        low = bisect_left(self.others, start, key=_start)
        return self.others[low : bisect_left(self.others, end, lo=low, key=_start)]


def _start(span: Span) -> int:
    return span.start


def prove_participant(
    article: Article, claim: ParticipantAnswer, named: Named
) -> Proven[Participant] | Doubt:
    """The participant with every whole-word mention of the name; a Doubt when the text names none.

    Title, organisation and country must stand in a paragraph that names the participant, and not
    with another one of ``named``, all participants of the answer.
    """
    mentions = article.find(claim.name)
    introduced = article.find(claim.mention)
    for given, places in ((claim.name, mentions), (claim.mention, introduced)):
        if not places:
            return Doubt("unsupported", f"the text does not contain {given!r}")
    surname = claim.name.split()[-1]
    if not set(claim.name.split()) & set(claim.mention.split()):
        introduced = ()  # "the Maltese minister" may be anybody
    near = (*introduced, *mentions, *article.find(surname))
    person = _Person(_each_once(near), named.others(claim.name))
    doubts: list[Doubt] = []
    evidence: dict[str, tuple[Span, ...]] = {}
    values: dict[str, str] = {}
    for field, quote in (("title", claim.title), ("organization", claim.organization)):
        if quote is None:
            continue
        place = _beside(article, quote, person)
        if place is None:
            doubts.append(_not_beside(article, field, quote, claim.name))
        else:
            values[field] = squeezed(place.text)
            evidence[field] = (place,)
    country = _country(article, claim, person)
    if isinstance(country, Doubt):
        doubts.append(country)
    elif country is not None:
        values["country"], place = country
        evidence["country"] = (place,)
    participant = Participant.model_validate(
        {
            "name": squeezed(mentions[0].text),
            "mentions": mentions,
            "evidence": evidence,
            **values,
        }
    )
    return Proven(participant, mentions[0].start, tuple(doubts))


def _each_once(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans of one text, of equal ones the first; ranges hash faster than spans."""
    return tuple({(span.start, span.end): span for span in reversed(tuple(spans))}.values())[::-1]


def _beside(article: Article, quote: str, person: _Person) -> Span | None:
    return article.beside(quote, person.near, lambda span, at: person.has(article.text, span, at))


def _not_beside(article: Article, field: str, quote: str, name: str) -> Doubt:
    where = (
        f"the text has {quote!r}, but nowhere beside {name}"
        if article.find(quote)
        else f"the text does not contain {quote!r}"
    )
    return Doubt("unsupported", where, field, quote)


def _country(
    article: Article, claim: ParticipantAnswer, person: _Person
) -> tuple[str, Span] | Doubt | None:
    if claim.country is None:
        return None
    code = claim.country.strip().upper()
    if claim.country_quote is None:
        return Doubt(
            "unsupported", f"no word of the text was given for {code}", "country", claim.country
        )
    place = article.beside(claim.country_quote, person.near)
    if place is None:
        return _not_beside(article, "country", claim.country_quote, claim.name)
    if not means_country(place.text, code):
        message = f"{claim.country_quote!r} is not known to mean the country {code}"
        return Doubt("unsupported", message, "country", claim.country)
    told = _introduced_with(article, claim.name, person)
    if told and code not in told:
        message = f"the text introduces {claim.name} with {', '.join(sorted(told))}"
        return Doubt("unsupported", message, "country", claim.country)
    return code, place


def _introduced_with(article: Article, name: str, person: _Person) -> set[str]:
    """The countries of the words right before the name: "Maltese Foreign Minister Bo Rae"."""
    found: set[str] = set()
    for mention in article.find(name)[:RANKED]:
        start = max(0, mention.start - INTRODUCTION)
        at = bisect_left(person.others, mention.start, key=_start)
        start = max([start, *(other.end for other in person.others[max(0, at - 2) : at])])
        words = re.split(r"[\s,.;:“”\"]+", _LINK.split(article.text[start : mention.start])[-1])
        found.update(codes_in(" ".join(words[1:])))
    return found


def full_name(name: str, known: Iterable[str]) -> str:
    """The one participant whose name ends in ``name`` ("Solvang"), else ``name`` itself."""
    spaced = squeezed(name)
    folded = spaced.casefold()
    ending = [other for other in known if other.casefold().endswith(folded)]
    same = [other for other in ending if other.casefold() == folded]
    found = same or [other for other in ending if other.casefold().endswith(f" {folded}")]
    return found[0] if len(found) == 1 else spaced

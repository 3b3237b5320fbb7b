"""A participant of an answer, proven by the article."""

from __future__ import annotations

from collections.abc import Iterable

from communique.llm.countries import means_country
from communique.llm.proof import Article, Doubt, Proven, single_spaced
from communique.llm.schema import ParticipantAnswer
from communique.records import Participant, Span

__all__ = ["full_name", "prove_participant"]


def prove_participant(article: Article, claim: ParticipantAnswer) -> Proven[Participant] | Doubt:
    """The participant with every whole-word mention of the name; a Doubt when the text names none.

    Title, organisation and country must stand in a paragraph that names the participant.
    """
    mentions = article.find(claim.name)
    introduced = article.find(claim.mention)
    for given, places in ((claim.name, mentions), (claim.mention, introduced)):
        if not places:
            return Doubt("unsupported", f"the text does not contain {given!r}")
    surname = claim.name.split()[-1]
    near = (*introduced, *mentions, *article.find(surname))
    doubts: list[Doubt] = []
    evidence: dict[str, tuple[Span, ...]] = {}
    values: dict[str, str] = {}
    for field, quote in (("title", claim.title), ("organization", claim.organization)):
        if quote is None:
            continue
        place = article.beside(quote, near)
        if place is None:
            doubts.append(_not_beside(article, field, quote, claim.name))
        else:
            values[field] = single_spaced(place.text)
            evidence[field] = (place,)
    country = _country(article, claim, near)
    if isinstance(country, Doubt):
        doubts.append(country)
    elif country is not None:
        values["country"], place = country
        evidence["country"] = (place,)
    participant = Participant.model_validate(
        {
            "name": single_spaced(mentions[0].text),
            "mentions": mentions,
            "evidence": evidence,
            **values,
        }
    )
    return Proven(participant, mentions[0].start, tuple(doubts))


def _not_beside(article: Article, field: str, quote: str, name: str) -> Doubt:
    where = (
        f"the text has {quote!r}, but in no paragraph that names {name}"
        if article.find(quote)
        else f"the text does not contain {quote!r}"
    )
    return Doubt("unsupported", where, field, quote)


def _country(
    article: Article, claim: ParticipantAnswer, near: Iterable[Span]
) -> tuple[str, Span] | Doubt | None:
    if claim.country is None:
        return None
    code = claim.country.strip().upper()
    if claim.country_quote is None:
        return Doubt(
            "unsupported", f"no word of the text was given for {code}", "country", claim.country
        )
    place = article.beside(claim.country_quote, near)
    if place is None:
        return _not_beside(article, "country", claim.country_quote, claim.name)
    if not means_country(place.text, code):
        message = f"{claim.country_quote!r} is not known to mean the country {code}"
        return Doubt("unsupported", message, "country", claim.country)
    return code, place


def full_name(name: str, known: Iterable[str]) -> str:
    """The one participant whose name ends in ``name`` ("Solvang"), else ``name`` itself."""
    spaced = single_spaced(name)
    folded = spaced.casefold()
    same = [other for other in known if other.casefold() == folded]
    longer = [other for other in known if other.casefold().endswith(f" {folded}")]
    found = same or longer
    return found[0] if len(found) == 1 else spaced

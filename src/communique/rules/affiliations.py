"""Whom a person stands for: the country or organisation that titles and appositions name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from communique.countries import lookup
from communique.rules import lexicon
from communique.rules.article import Article
from communique.rules.mentions import Mention
from communique.rules.tokens import Range
from communique.rules.units import Unit

__all__ = ["Affiliation", "affiliations_in", "affiliations_of", "home_country"]


class Affiliation(NamedTuple):
    """A country code or organisation name, and the tokens that say so."""

    value: str
    tokens: Range


def affiliations_of(
    article: Article, mentions: list[Mention]
) -> tuple[Affiliation | None, Affiliation | None]:
    """Country and organisation of one whom ``mentions`` name: the first that any of them gives."""
    country = organization = None
    for mention in mentions:
        for tokens in (mention.title, mention.affiliation):
            if tokens[1] > tokens[0]:
                c, o = affiliations_in(article, tokens)
                country, organization = country or c, organization or o
    return country, organization


def affiliations_in(
    article: Article, tokens: Range
) -> tuple[Affiliation | None, Affiliation | None]:
    """The country and the organisation that a title's words name; an organisation's office stands
    for no country, an organ of a country for that country."""
    words = [token.text for token in article.tokens[tokens[0] : tokens[1]]]
    country: Affiliation | None = None
    organization: Affiliation | None = None
    i = 0
    while i < len(words):
        length = 1
        for n in range(min(8, len(words) - i), 0, -1):
            found = " ".join(words[i : i + n]).replace("’", "'")
            place = (tokens[0] + i, tokens[0] + i + n)
            known = lookup(found)
            if found in lexicon.organizations():
                organ_of = lexicon.organizations()[found]
                if organ_of is not None:
                    country = country or Affiliation(organ_of, place)
                else:
                    organization = organization or Affiliation(article.words(place), place)
                length = n
                break
            if known is not None:
                country = country or Affiliation(known.code, place)
                length = n
                break
        i += length
    return (None, organization) if organization else (country, None)


_SPOKEN_OF = frozenset("for against on in to toward towards with about over".split())

MIN_HOME_WORDS = 2
"""A country is taken for the article's own when the article names it at least so often."""

PASSING = 4
"""A country of which others are named so many times more is named in passing: it is no home."""


def home_country(article: Article, claimed: set[str]) -> tuple[str, list[Range]] | None:
    """The country the article names most, those in ``claimed`` left out, with all its places.

    English-language reporting leaves out the country of offices at home ("the president", "Prime
    Minister Lee"). None when no country is named at least ``MIN_HOME_WORDS`` times.
    """
    places: dict[str, list[Range]] = {}
    spoken_of: dict[str, int] = {}
    for code, tokens in _country_words(article):
        places.setdefault(code, []).append(tokens)
        before = article.tokens[tokens[0] - 1].lower if tokens[0] else ""
        spoken_of[code] = spoken_of.get(code, 0) + (before in _SPOKEN_OF)
    # Home acts; what stands after "for" or "against" is often only spoken of and counts half.
    weight = {code: 2 * len(found) - spoken_of[code] for code, found in places.items()}
    # Mostly spoken of: the topic ("the war in Syria", "aid for Syria").
    free = [c for c in places if c not in claimed and 2 * spoken_of[c] <= len(places[c])]
    home = max(free, key=lambda c: (weight[c], len(places[c]), -places[c][0][0]), default=None)
    if home is None or len(places[home]) < MIN_HOME_WORDS:
        return None
    if weight[home] * PASSING < max(weight.values()):
        return None
    return home, places[home]


def _compound(article: Article, unit: Unit) -> Iterator[tuple[str, Range]]:
    """ "U.S.-led", "Israeli-Palestinian": the country words of a compound."""
    token = article.tokens[unit.first]
    if "-" in token.text and token.text[0].isupper():
        for part in token.text.split("-"):
            known = lookup(part)
            if known is not None:
                yield known.code, (unit.first, unit.first + 1)


def _country_words(article: Article) -> Iterator[tuple[str, Range]]:
    """Country words and names of a country's organs, with their tokens, in text order."""
    organizations = lexicon.organizations()
    for block in article.blocks:
        for unit in block.units:
            if unit.tag not in "CAO":
                yield from _compound(article, unit)
                continue
            word = article.words((unit.first, unit.stop)).replace("’", "'")
            known = None if unit.tag == "O" else lookup(word)
            code = known.code if known else organizations.get(word)
            if code:
                yield code, (unit.first, unit.stop)

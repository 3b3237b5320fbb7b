"""Countries exchanged, or one put in another's place: names and adjectives, articles before them.

Only countries whose words can be changed without hurting the English are taken: of "Georgia" or
"Jordan" nobody knows without reading whether it is the country.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from communique.countries import country_words
from communique.metamorphic.rewriting import Edit

__all__ = ["STRANGERS", "Forms", "countries_of", "exchanging", "forms"]

STRANGERS = ("KE", "NO", "CL", "PE", "UY", "GH", "BO", "ZM", "EE", "MN", "SI", "AO")
"""Countries with a short name and an adjective that takes an s: what articles' own become."""

_OTHER_THINGS = frozenset({"GE", "JO", "TD", "GG", "JE", "CG", "CD", "KP", "KR", "PR", "GN", "DM"})
"""Countries whose words mean other things too, or two countries."""

_WITH_THE = re.compile(
    r"U\.?[SK]\.?|U\.?S\.?A\.?|U\.?A\.?E\.?|PRC|DPRK|ROK|Netherlands|Philippines|Bahamas|Maldives|Gambia"
    r"|Comoros|Seychelles|.*(?:States|Kingdom|Emirates|Republic|Federation|Islands|Territory).*"
)
"""Names that a sentence puts "the" before."""
_ATTRIBUTE = frozenset("US U.S. UK U.K. UAE".split())
"""Names that stand before a noun like adjectives: "US President"."""
_NOUNS = (
    r"(?:President|Prime|Vice|Secretary|Foreign|Defen[cs]e|Deputy|State|Treasury|Ambassador|Minister"
    r"|Senator|Chancellor|[Gg]overnment|[Dd]elegation|[Aa]dministration|[Ll]eader|[Oo]fficials?"
    r"|president|secretary|minister|counterpart|side|troops|forces|embassy|ambassador|diplomats?)"
)
_PARTS = frozenset("New North South East West Northern Southern Eastern Western Central".split())
_PEOPLE = {
    "GB": "Brit|Briton|Englishm[ae]n|Scot|Welshm[ae]n|Downing Street",
    "FR": "Frenchm[ae]n|Frenchwom[ae]n", "IE": "Irishm[ae]n", "NL": "Dutchm[ae]n",
    "ES": "Spaniard", "TR": "Turk", "PL": "Pole", "DK": "Dane", "SE": "Swede", "FI": "Finn",
    "PH": "Filipin[oa]",
}  # fmt: skip
"""Words for a country's people that an adjective cannot replace."""


class Forms(NamedTuple):
    name: str
    adjective: str


@cache
def forms(code: str) -> Forms | None:
    """The name and adjective to write for a country; None for one that has none that will do."""
    words = country_words()
    names = [w for w, meant in words.items() if meant == (code, False)]
    adjectives = [w for w, meant in words.items() if meant == (code, True)]
    plain = [w for w in names if not w.lower().startswith("the ") and not _WITH_THE.fullmatch(w)]
    if not plain or not adjectives or code in _OTHER_THINGS:
        return None
    return Forms(plain[0], adjectives[0])


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(country_words(), key=len, reverse=True)
    plain = (w for w in longest_first if not w.startswith(("the ", "The ")))
    words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in plain)
    return re.compile(rf"(?<![\w.])(?:({words}))(?P<plural>s?)(?![\w])")


def countries_of(text: str) -> list[str]:
    """Codes of the countries in the text that can be exchanged, in the order of their places."""
    found: dict[str, bool] = {}
    for match in _pattern().finditer(text):
        meant = country_words()[" ".join(match[1].split())]
        before = text[: match.start()].rpartition("\n")[2].split()
        fits = meant.code not in _OTHER_THINGS and not (before and before[-1] in _PARTS)
        found[meant.code] = found.get(meant.code, True) and fits
    return [code for code, fits in found.items() if fits and not _has_people(text, code)]


def _has_people(text: str, code: str) -> bool:
    return code in _PEOPLE and re.search(rf"\b(?:{_PEOPLE[code]})s?\b", text) is not None


def needs_the(text: str, code: str) -> bool:
    """Whether a name that takes an article stands for the country, so that none may replace it."""
    words = {" ".join(m[1].split()) for m in _pattern().finditer(text)}
    return any(country_words()[w].code == code and _WITH_THE.fullmatch(w) for w in words)


def exchanging(codes: Mapping[str, str]) -> Callable[[str], Iterator[Edit]]:
    """What finds the edits that put each country's value in its key's place."""

    def find(text: str) -> Iterator[Edit]:
        for match in _pattern().finditer(text):
            word = " ".join(match[1].split())
            meant = country_words()[word]
            new = forms(codes[meant.code]) if meant.code in codes else None
            if new is None:
                continue
            rest = text[match.end() :]
            attribute = word in _ATTRIBUTE and re.match(rf"\s+{_NOUNS}\b", rest) is not None
            is_adjective = meant.is_adjective or attribute
            written = new.adjective if is_adjective else new.name
            article = re.search(r"(?<!\w)(the|The|an?|An?)\s+$", text[: match.start()])
            if article is not None and article[1] in ("the", "The"):
                if not is_adjective and _WITH_THE.fullmatch(word):
                    yield Edit(article.start(), article.end(), "")
            elif article is not None:
                an = article[1][0] + ("n" if written[0] in "AEIO" else "")
                if an != article[1]:
                    yield Edit(article.start(1), article.end(1), an)
            yield Edit(match.start(1), match.end(1), written)
            if word.endswith("s") and re.match(r"['’](?!\w)", rest):  # the Philippines' → Chile's
                yield Edit(match.end() + 1, match.end() + 1, "s")

    return find

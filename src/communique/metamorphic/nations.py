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

_WITH_THE = frozenset(
    "US U.S. USA U.S.A. UK U.K. UAE U.A.E. Netherlands Philippines Emirates".split()
) | {"United States", "United States of America", "United Kingdom", "United Arab Emirates",
     "Czech Republic", "Russian Federation", "Dominican Republic", "Bahamas", "Maldives"}  # fmt: skip
_ATTRIBUTE = frozenset("US U.S. UK U.K. UAE".split())
"""Names that stand before a noun like adjectives: "US President"."""
_NOUNS = (
    r"(?:President|Prime|Vice|Secretary|Foreign|Defen[cs]e|Deputy|State|Treasury|Ambassador|Minister"
    r"|Senator|Chancellor|[Gg]overnment|[Dd]elegation|[Aa]dministration|[Ll]eader|[Oo]fficials?"
    r"|president|secretary|minister|counterpart|side|troops|forces|embassy|ambassador|diplomats?)"
)
_PARTS = frozenset("New North South East West Northern Southern Eastern Western Central".split())
_PEOPLE = re.compile(
    r"\b(?:Briton|Englishm[ae]n|Frenchm[ae]n|Frenchwom[ae]n|Irishm[ae]n|Dutchm[ae]n|Spaniard|Turk"
    r"|Pole|Dane|Swede|Finn|Scot|Welshm[ae]n|Kremlin|White House|Briton|Brit)s?\b"
)


class Forms(NamedTuple):
    name: str
    adjective: str


@cache
def forms(code: str) -> Forms | None:
    """The name and adjective to write for a country; None for one that has none that will do."""
    words = country_words()
    names = [w for w, meant in words.items() if meant == (code, False) and w not in _WITH_THE]
    adjectives = [w for w, meant in words.items() if meant == (code, True)]
    plain = [name for name in names if not name.startswith(("the ", "The "))]
    if not plain or not adjectives or code in _OTHER_THINGS:
        return None
    return Forms(plain[0], adjectives[0])


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(country_words(), key=len, reverse=True)
    words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in longest_first)
    return re.compile(rf"(?<![\w.])(?:({words}))(?P<plural>s?)(?![\w])")


def countries_of(text: str) -> list[str]:
    """Codes of the countries in the text that can be exchanged, in the order of their places."""
    found: dict[str, bool] = {}
    for match in _pattern().finditer(text):
        meant = country_words()[" ".join(match[1].split())]
        before = text[: match.start()].rpartition("\n")[2].split()
        fits = meant.code not in _OTHER_THINGS and not (before and before[-1] in _PARTS)
        found[meant.code] = found.get(meant.code, True) and fits
    if _PEOPLE.search(text):  # words for a country's people, or for its government, that stay
        found = dict.fromkeys(found, False)
    return [code for code, fits in found.items() if fits]


def needs_the(text: str, code: str) -> bool:
    """Whether a name that takes an article stands for the country, so that none may replace it."""
    return any(
        country_words()[" ".join(m[1].split())].code == code and " ".join(m[1].split()) in _WITH_THE
        for m in _pattern().finditer(text)
    )


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
                if not is_adjective and word in _WITH_THE:
                    yield Edit(article.start(), article.end(), "")
            elif article is not None:
                an = article[1][0] + ("n" if written[0] in "AEIO" else "")
                if an != article[1]:
                    yield Edit(article.start(1), article.end(1), an)
            yield Edit(match.start(1), match.end(1), written)

    return find

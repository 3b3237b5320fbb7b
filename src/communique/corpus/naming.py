"""Names and offices as they are compared: words, folded; and what makes two names one person's.

Similar letters alone are no evidence (Martin Falk, Martin Falke); with the same country and office
they are, for that is how a name from another script comes to be written in several ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from communique.countries import lookup
from communique.scoring.names import Key, is_group, person_key, words_key

__all__ = [
    "Office",
    "is_group",
    "name_words",
    "names_country",
    "office_of",
    "same_by_form",
    "same_by_spelling",
]

Office = tuple[str, str]
"""Country or organisation, and the title without the words for these: ("FR", "president")."""

_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
_PARTICLES = frozenset(
    "al bin da de del della den der di dos du el ibn la le ten ter van von und".split()
)
_SMALL = frozenset("the a an of for and in to its his her acting interim new us eu un".split())
_TITLE_WORD = re.compile(r"[\w'’]+(?:-\w+)*")
_LIKE = 0.75
"""Of two spellings of a word: Zelensky, Zelenskyy (.89); Erdogan, Erdoğan fold to the same."""
_SHORTENED = 0.4
"""Of two forms of a given name: Joe and Joseph (.5), Vladimir and Volodymyr (.56)."""
_MOST_WORDS, _MOST_LETTERS = 16, 40
"""Of a name that are compared: an article may have a word of a million letters."""
_LEAST = 4
"""Letters of a word that may be spelled in several ways."""


@lru_cache(maxsize=65536)
def name_words(name: str) -> Key:
    """The words of a name that tell people apart: folded, without titles, particles and "Jr"."""
    key = person_key(name)
    plain = {*key} - _PARTICLES - _SUFFIXES
    # A single letter is an initial here, be it "A.", which elsewhere is an article.
    words = tuple(word for word in words_key(name) if len(word) == 1 or word in plain)
    return tuple(word[:_MOST_LETTERS] for word in (words if plain else key)[:_MOST_WORDS])


@lru_cache(maxsize=65536)
def office_of(title: str | None, country: str | None, organization: str | None) -> Office | None:
    """The office that a title names; None where it says nothing, or not where."""
    where = country or (organization and " ".join(words_key(organization)))
    if not title or not where:
        return None
    kept = [word for word in _TITLE_WORD.findall(title) if lookup(word) is None]
    own = set(words_key(organization)) if organization else set()
    words = [word for part in kept for word in words_key(part)]
    words = [word for word in words if word not in _SMALL and word not in own]
    return (where, " ".join(words)) if words else None


@lru_cache(maxsize=65536)
def names_country(title: str | None, country: str) -> bool:
    """Whether a word of the title is for the country: of "US President" it is US."""
    found = map(lookup, _TITLE_WORD.findall(title or ""))
    return any(one is not None and one.code == country for one in found)


def same_by_form(one: Key, other: Key) -> str | None:
    """By which rule two names of two words or more are forms of one; None by none.

    ``order``: the same words in another order. ``blanks``: the same letters. ``shorter form``: one
    lacks words in the middle, or at an end; at least two words are common to both, and where each
    has a word that the other lacks, they part.
    """
    if sorted(one) == sorted(other):
        return "order"
    if "".join(one) == "".join(other):
        return "blanks"
    few, many = sorted((one, other), key=len)
    if len(few) < 2:
        return None
    at = 0
    for word in few:
        place = next((i for i in range(at, len(many)) if _stands_for(word, many[i])), None)
        if place is None:
            return None
        at = place + 1
    whole = [word for word in few if len(word) > 1]
    return "shorter form" if len(few) < len(many) and len(whole) >= 2 else None


def same_by_spelling(one: Key, other: Key) -> tuple[str, float] | None:
    """By which rule, and how alike, two names could be of one holder of an office; None by none.

    ``initial``: "J. Falk". ``spelling``: each word like its counterpart in letters. ``given name``:
    the same surname, and given names of one letter that are alike, "Joe" and "Joseph".
    """
    if len(one) < 2 or len(other) < 2:
        return None
    (first, *_, last), (other_first, *_, other_last) = one, other
    if last == other_last and first[0] == other_first[0]:
        if 1 in (len(first), len(other_first)):
            return "initial", 1.0
        alike = OSA.normalized_similarity(first, other_first)
        short = first.startswith(other_first) or other_first.startswith(first)
        return ("given name", alike) if short or alike >= _SHORTENED else None
    if len(one) != len(other):
        return None
    alike = _alike(zip(one, other, strict=True))
    return ("spelling", alike) if alike >= _LIKE else None


def _stands_for(short: str, word: str) -> bool:
    return short == word or (len(short) == 1 and word[0] == short)


def _alike(pairs: Iterable[tuple[str, str]]) -> float:
    """The similarity of the least similar pair; 0 where a short word differs."""
    return min(
        (
            1.0
            if a == b
            else 0.0
            if min(len(a), len(b)) < _LEAST
            else OSA.normalized_similarity(a, b)
        )
        for a, b in pairs
    )

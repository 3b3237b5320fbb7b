"""Does a word of the text mean the country that a model says it means?"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["means_country"]

LONGEST_NAME = 6
"""Words in the longest phrase looked up, such as "the Democratic Republic of the Congo"."""

_NOT_COUNTRIES = {"EU", "UN", "SU", "YU"}
"""Codes that the name list knows and ISO 3166-1 does not assign (any more)."""


def means_country(quote: str, code: str) -> bool:
    """Whether ``quote`` ("British", "US President") names the country with ISO code ``code``."""
    return code not in _NOT_COUNTRIES and code in _countries_in(quote)


@lru_cache(maxsize=4096)
def _countries_in(quote: str) -> frozenset[str]:
    """The countries that the longest phrases of ``quote`` name, from the left."""
    words = [word.strip(",;:()'\"“”‘’") for word in quote.split()]
    words = [word.removesuffix("'s").removesuffix("’s") for word in words]
    found: set[str] = set()
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + LONGEST_NAME), start, -1):
            code = _code(" ".join(words[start:end]))
            if code is not None:
                found.add(code)
                start = end
                break
        else:
            start += 1
    return frozenset(found)


def _code(name: str) -> str | None:
    from countrynames import to_code  # its name list takes a while to load

    letters = name.replace(".", "")
    # "us" and "it" are words; the codes US and IT are written in capitals.
    if len(letters) <= 3 and not letters.isupper():
        return None
    return to_code(name) or to_code(letters)

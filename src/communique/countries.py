"""Country words of English and the ISO 3166-1 codes they mean.

``countries.tsv`` holds them: names ("Japan", "the UK") and adjectives ("Japanese", "British").
Lookup is exact but for the kind of apostrophe, runs of white space and a leading "the"; there is
no fuzzy search, which would take "Niger" for "Nigeria".
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["CountryWord", "code_in", "codes", "codes_in", "country_words", "lookup"]

LONGEST_WORD = 8
"""Words in the longest country name, "the Democratic Republic of the Congo" and the like."""


class CountryWord(NamedTuple):
    """What a word means: ISO 3166-1 alpha-2 code, and whether the word is an adjective."""

    code: str
    is_adjective: bool


@cache
def country_words() -> dict[str, CountryWord]:
    """Every country word as written, with what it means."""
    found: dict[str, CountryWord] = {}
    text = files("communique").joinpath("countries.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, names, *adjectives = line.split("\t")
            for name in names.split("|"):
                found[name] = CountryWord(code, is_adjective=False)
            for adjective in adjectives[0].split("|") if adjectives else ():
                found.setdefault(adjective, CountryWord(code, is_adjective=True))
    return found


@cache
def codes() -> frozenset[str]:
    """All codes that some word means."""
    return frozenset(word.code for word in country_words().values())


def lookup(words: str) -> CountryWord | None:
    """What exactly these words mean; None when they are no country word."""
    plain = " ".join(words.replace("’", "'").split())
    known = country_words()
    return known.get(plain) or known.get(plain.removeprefix("the "))


def codes_in(quote: str) -> tuple[str, ...]:
    """The codes of the country words in ``quote``, longest first at each place, from the left."""
    words = [word.strip(",;:()'\"“”‘’") for word in quote.split()]
    words = [word.removesuffix("'s").removesuffix("’s") for word in words]
    found: list[str] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + LONGEST_WORD), start, -1):
            known = lookup(" ".join(words[start:end]))
            if known is not None:
                found.append(known.code)
                start = end
                break
        else:
            start += 1
    return tuple(found)


def code_in(quote: str) -> str | None:
    """The code that ``quote`` means, when it means exactly one country."""
    found = set(codes_in(quote))
    return found.pop() if len(found) == 1 else None

"""Tokens into tagged units: country words, organisations, offices, name words and the rest.

Each unit has a one-letter tag, so that the grammar of names and titles can be written as regular
expressions over strings of tags (see ``mentions``). Several tokens may make one unit ("Saudi
Arabia", "prime minister", "European Commission").
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from communique.countries import country_words, lookup
from communique.rules import lexicon
from communique.rules.tokens import Token, is_capitalised
from communique.text.calendar import MONTHS, WEEKDAYS

__all__ = ["Unit", "tag_string", "units_of"]


class Unit(NamedTuple):
    """A half-open range of token numbers and its tag.

    Tags: ``C`` country, ``A`` country adjective, ``O`` organisation, ``T`` head of a title, ``W``
    weak head of a title, ``K`` head of a title that speaks for others, ``M`` modifier of a title,
    ``H`` honorific, ``N`` name word, ``x`` institution word, ``I`` initial, ``p`` name particle,
    ``j`` junior, ``S`` possessive, ``D`` determiner, ``o`` of or for, ``&`` and, ``d`` date word,
    ``#`` number, ``q`` quotation mark, ``w`` other word; marks stand for themselves (``.`` for
    any that ends a sentence, ``,``, ``(``, ``)``, ``-`` a dash, ``:`` for the rest).
    """

    first: int
    stop: int
    tag: str


_DETERMINERS = frozenset(
    "the a an his her their its our my your this that these those both two three".split()
)
_MONTH_CONTEXT = frozenset(
    "in last next this since by until of late early mid through during from on".split()
)
_JUNIOR = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_MARKS = {
    ".": ".",
    "?": ".",
    "!": ".",
    "…": ".",
    ";": ";",
    ",": ",",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "-": "-",
    "–": "-",
    "—": "-",
    "--": "-",
    "―": "-",
}


@cache
def _country_index() -> lexicon.PhraseIndex:
    return lexicon.phrases(iter(country_words()))


@cache
def _organization_index() -> lexicon.PhraseIndex:
    return lexicon.phrases(iter(lexicon.organizations()))


@cache
def _office_index() -> lexicon.PhraseIndex:
    plural = (head + "s" for head in lexicon.offices() if not head.endswith((".", "s", "y")))
    return lexicon.phrases(iter((*lexicon.offices(), *plural)))


def office_of(words: str) -> lexicon.Office | None:
    """The office that ``words`` (small letters) head, singular or plural."""
    offices = lexicon.offices()
    return offices.get(words) or offices.get(words.removesuffix("s"))


def units_of(tokens: list[Token], first: int, stop: int, common: frozenset[str]) -> list[Unit]:
    """The units of ``tokens[first:stop]``.

    ``common`` are words the article also writes small: with a capital they stand at the beginning
    of a sentence and are no names.
    """
    words = [token.text for token in tokens[first:stop]]
    small = [token.lower for token in tokens[first:stop]]
    units: list[Unit] = []
    i = 0
    n = stop - first
    begins_phrase, small_tags = _phrase_words(), _small_tags()
    while i < n:
        length, tag = 0, ""
        if small[i] in begins_phrase:
            length, tag = _phrase_at(words, small, i, tokens[first + i])
        if not length:
            length = 1
            # Most words are written small: their tag needs no closer look.
            plain = (
                tokens[first + i].kind == "w"
                and "a" <= words[i][0] <= "z"
                and "-" not in words[i]
                and not is_capitalised(tokens[first + i])  # "d'Oro"
            )
            if plain:
                tag = small_tags.get(small[i], "w")
            else:
                tag = _tag_of(tokens, first, stop, first + i, units, common)
        # As Unit(…), in half the time: there is one for each word.
        units.append(tuple.__new__(Unit, (first + i, first + i + length, tag)))
        i += length
    return units


@cache
def _phrase_words() -> frozenset[str]:
    """First words, in small letters, of all phrases that make one unit."""
    indexes = (_office_index(), _organization_index(), _country_index())
    return frozenset(word.lower() for index in indexes for word in index.first_words())


def _phrase_at(words: list[str], small: list[str], i: int, token: Token) -> tuple[int, str]:
    """Length and tag of the longest lexicon phrase at ``i``; length 0 for none."""
    office = _office_index().longest_at(small, i)
    if is_capitalised(token):
        organization = _organization_index().longest_at(words, i)
        country = _country_index().longest_at(words, i)
        if organization and organization >= max(country, office):
            return organization, "O"
        if country and country >= office:
            known = lookup(" ".join(words[i : i + country]))
            return country, "A" if known and known.is_adjective else "C"
    if office:
        found = office_of(" ".join(small[i : i + office]))
        if found is not None:
            return office, "K" if found.spokes else "W" if found.weak else "T"
    return 0, ""


_CONTRACTED = frozenset("he she it that there here who what where how let".split())


def _is_plural_owner(before: Token, mark: Token) -> bool:
    """ "the leaders' call": an apostrophe right after a word in -s."""
    return before.kind == "w" and before.end == mark.start and before.lower.endswith("s")


_PLAIN_TAGS = {"s": "S", "q": "q", "n": "#"}


def _tag_of(
    tokens: list[Token], first: int, stop: int, i: int, units: list[Unit], common: frozenset[str]
) -> str:
    token = tokens[i]
    if token.text in {"'", "’"} and i > first and _is_plural_owner(tokens[i - 1], token):
        return "S"
    if token.kind == "s" and i > first and tokens[i - 1].lower in _CONTRACTED:
        return "w"  # "he's": the verb
    if token.kind != "w":
        plain = _PLAIN_TAGS.get(token.kind) or _MARKS.get(token.text)
        return plain or ("." if token.text.startswith("..") else ":")
    if not is_capitalised(token):
        return _small_tags().get(token.lower, "w")
    if token.lower.rstrip(".") in MONTHS:
        return _month_tag(tokens, first, stop, i)
    return _capital_tag(token, units, common, last=i + 1 == stop)


@cache
def _small_tags() -> dict[str, str]:
    """Tags of words written small; a word not among them is ``w``."""
    tags = dict.fromkeys(lexicon.word_set("title_modifiers.txt"), "M")
    tags |= dict.fromkeys(lexicon.word_set("name_particles.txt"), "p")
    tags |= {h: "H" for h in lexicon.word_set("honorifics.txt") if h.endswith(".")}
    tags |= {"and": "&", "&": "&", "of": "o", "for": "o", "to": "o"}
    return tags | dict.fromkeys(_DETERMINERS, "D")


@cache
def _capital_tags() -> dict[str, str]:
    """Tags of words that a capital does not make name words, wherever they stand."""
    tags = dict.fromkeys(lexicon.word_set("title_modifiers.txt") - {"new"}, "M")
    tags |= dict.fromkeys(_JUNIOR, "j")
    tags |= dict.fromkeys(lexicon.word_set("honorifics.txt"), "H")
    return tags | dict.fromkeys(WEEKDAYS, "d")


def _capital_tag(token: Token, units: list[Unit], common: frozenset[str], *, last: bool) -> str:
    """The tag of a word with a capital, which may be due to its place alone."""
    small = token.lower
    fixed = _capital_tags().get(small)
    if fixed is not None and not (fixed == "M" and last):
        return fixed
    if len(token.text) == 2 and token.text.endswith("."):
        return "I"
    begins = not units or units[-1].tag in ".q:-("
    if small in _DETERMINERS and (begins or small in {"the", "a", "an"}):
        return "D"
    function_word = small in lexicon.word_set("function_words.txt")
    if begins and (function_word or small in common):
        return _small_tags().get(small, "w")
    if function_word and not token.text.isupper():
        return "w"
    return "x" if small in lexicon.word_set("institution_words.txt") else "N"


def _month_tag(tokens: list[Token], first: int, stop: int, i: int) -> str:
    """A month is a date word beside a number or after "in", "last" …; "May" may be a name."""
    beside_number = (i + 1 < stop and tokens[i + 1].kind == "n") or (
        i > first and tokens[i - 1].kind == "n"
    )
    may_be_name = tokens[i].lower in {"may", "april", "june", "august", "march", "jan", "jun"}
    if beside_number or not may_be_name:
        return "d"
    return "d" if i > first and tokens[i - 1].lower in _MONTH_CONTEXT else "N"


def tag_string(units: list[Unit]) -> str:
    """The tags of ``units``, one letter each."""
    return "".join(unit.tag for unit in units)

"""Whom a draft means by a name: the same person or body under another of its names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from communique.countries import codes_in, lookup
from communique.rules import lexicon
from communique.scoring.names import words_key
from communique.scoring.speakers import speaker_names_agree

__all__ = ["PRONOUNS", "Voice", "is_a_body", "is_named_in", "is_of", "name_words", "names_nobody"]

_ARTICLES = frozenset({"the", "a", "an", "of", "for", "s"})
PRONOUNS = frozenset("he she they it we i you who".split())
_SYNONYMS = {
    "premier": "prime minister",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
}
"""Offices that reports call by either word."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker by name, with the other words that the source has for the same."""

    name: str
    aliases: tuple[str, ...] = ()
    """Titles with the name or alone, as the source has them."""
    offices: frozenset[str] = frozenset()
    """Heads of the titles, small letters, singular: "minister"."""
    sure: bool = True
    """A reporting word ties the words to this person or body; else it is the likeliest of several.
    What is known neither as a person nor as a body may not speak at all."""
    is_person: bool = False


def is_of(speaker: str, voices: Iterable[Voice]) -> bool:
    """Whether ``speaker``, as a draft names one, may be one of ``voices``.

    By name, by acronym ("MFA"), or by the office: "the Irish prime minister" may be Ann Lee. Not by
    the country or body alone, for which others speak too.
    """
    return any(_may_be(speaker, voice) for voice in voices)


def names_nobody(speaker: str) -> bool:
    """Whether a speaker is given by a pronoun, or is a document: it may be anybody's."""
    words = set(words_key(speaker))
    return words <= PRONOUNS or bool(words & lexicon.word_set("documents.txt"))


def _may_be(speaker: str, voice: Voice) -> bool:
    if speaker_names_agree(speaker, voice.name) or _abbreviates(speaker, voice.name):
        return True
    words = name_words(speaker)
    if words == name_words(voice.name):
        return True
    return bool(words & voice.offices) and any(
        words <= name_words(alias) for alias in voice.aliases
    )


def is_a_body(name: str) -> bool:
    """Whether ``name`` is that of a group or institution, not of an office someone holds."""
    if words_key(name)[-1:] and words_key(name)[-1] in lexicon.offices():
        return False
    return bool(set(words_key(name)) & _bodies()) or name.casefold() in _organizations()


@cache
def _organizations() -> frozenset[str]:
    return frozenset(name.casefold() for name in lexicon.organizations())


@cache
def _bodies() -> frozenset[str]:
    """Words for groups and institutions, as the rules have them."""
    return lexicon.word_set("collectives.txt") | lexicon.word_set("institution_words.txt")


def name_words(name: str) -> frozenset[str]:
    """The words of a name; of its countries the codes, "Indian" and "of India" alike."""
    name = " ".join(_SYNONYMS.get(word.casefold(), word) for word in name.split())
    whole = lookup(name.removeprefix("the ").removeprefix("The "))
    if whole is not None:
        return frozenset({whole.code})
    codes = codes_in(name)
    known = {word for word in name.split() if codes_in(word)}
    words = words_key(" ".join(word for word in name.split() if word not in known))
    return frozenset([*words, *codes]) - _ARTICLES


def _abbreviates(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    initials = "".join(word[0] for word in long.split() if word[0].isupper())
    return len(short) > 1 and short.isupper() and initials.endswith(short)


def is_named_in(words: str, voices: Iterable[Voice]) -> bool:
    """Whether ``words`` name one of ``voices``: a person by the surname, a body by the whole."""
    said = words_key(words)
    return any(
        _stands_in(key, said)
        for voice in voices
        for name in (voice.name, *voice.aliases)
        if (key := words_key(name)[-1:] if voice.is_person else words_key(name))
        and not set(key) <= PRONOUNS
    )


def _stands_in(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))

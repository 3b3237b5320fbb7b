"""The lexicons: data files of English reporting, read once.

Each file in ``lexicons/`` says at its head what it holds and where it comes from. To add a title,
a cue, a country word or a boilerplate form, add a line there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Office", "PhraseIndex", "ReportingVerb", "lines", "phrases", "word_set"]


def lines(name: str) -> Iterator[list[str]]:
    """The tab-separated fields of each line of a lexicon file, comments left out."""
    text = files(__package__).joinpath("lexicons", name).read_text("utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.rstrip().split("\t")


@cache
def word_set(name: str) -> frozenset[str]:
    """All entries of a one-word-a-line lexicon, small letters."""
    return frozenset(fields[0].lower() for fields in lines(name))


class Office(NamedTuple):
    """The head of a title."""

    head: str
    weak: bool
    """Names an office only beside a country, organisation or name."""
    spokes: bool
    """Speaks for or about others: never takes part in a meeting by title alone."""


@cache
def offices() -> dict[str, Office]:
    """Heads of titles by their small-letter form."""
    found = {}
    for head, *flags in lines("offices.txt"):
        found[head] = Office(head, "weak" in flags, "spokes" in flags)
    return found


@cache
def organizations() -> dict[str, str | None]:
    """Organisation as written → code of the country it is an organ of, or None."""
    found = {}
    for name, *flags in lines("organizations.txt"):
        code = next((flag[8:] for flag in flags if flag.startswith("country=")), None)
        found[name] = code
    return found


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """A reporting verb's lemma, its frames, and a word that must follow, if any."""

    lemma: str
    frames: frozenset[str]
    only: str | None

    def takes(self, frame: str) -> bool:
        return frame in self.frames


class VerbForm(NamedTuple):
    """One inflected form: ``past``, ``third`` (person), ``base``, ``ing`` or ``participle``."""

    verb: ReportingVerb
    form: str


@cache
def reporting_verbs() -> dict[str, tuple[VerbForm, ...]]:
    """Inflected form → the verbs and forms it may be."""
    found: dict[str, tuple[VerbForm, ...]] = {}

    def put(word: str, entry: VerbForm) -> None:
        found[word] = (*found.get(word, ()), entry)

    for lemma, frames, *rest in lines("reporting_verbs.tsv"):
        frame_set = frozenset(f for f in frames.split() if not f.startswith("only="))
        only = next((f[5:] for f in frames.split() if f.startswith("only=")), None)
        verb = ReportingVerb(lemma, frame_set, only)
        irregular = (rest[0].split(",") if rest else []) + [""] * 3
        past = irregular[0] or _regular_past(lemma)
        put(past, VerbForm(verb, "past"))
        if irregular[1] and irregular[1] != past:
            put(irregular[1], VerbForm(verb, "participle"))
        put(irregular[2] or _third_person(lemma), VerbForm(verb, "third"))
        put(lemma, VerbForm(verb, "base"))
        put(_gerund(lemma), VerbForm(verb, "ing"))
    return found


def inflect(lemma: str, irregular: list[str]) -> Iterator[tuple[str, str]]:
    """The forms of a verb with their names; ``irregular`` holds past and participle, if any."""
    past = irregular[0] if irregular else _regular_past(lemma)
    yield past, "past"
    if len(irregular) > 1:
        yield irregular[1], "participle"
    yield _third_person(lemma), "third"
    yield lemma, "base"
    yield _gerund(lemma), "ing"


def _regular_past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if re.search(r"[^aeiou]y$", lemma):
        return lemma[:-1] + "ied"
    return lemma + "ed"


def _third_person(lemma: str) -> str:
    if re.search(r"[^aeiou]y$", lemma):
        return lemma[:-1] + "ies"
    return lemma + ("es" if re.search(r"(?:s|sh|ch|x|z|o)$", lemma) else "s")


_DOUBLING = frozenset("beg brag commit regret slam admit set sit confer quip dub refer".split())


def _gerund(lemma: str) -> str:
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    if lemma in _DOUBLING:
        return lemma + lemma[-1] + "ing"
    return lemma + "ing"


class PhraseIndex:
    """Finds the longest of many phrases that begins at a token, in time of the phrase's length."""

    __slots__ = ("_by_first",)

    def __init__(self, phrases: Iterator[tuple[str, ...]]) -> None:
        by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            by_first.setdefault(phrase[0], []).append(phrase)
        self._by_first = {
            first: tuple(sorted(set(found), key=len, reverse=True))
            for first, found in by_first.items()
        }

    def first_words(self) -> Iterable[str]:
        return self._by_first.keys()

    def longest_at(self, words: list[str], position: int) -> int:
        """How many of ``words`` from ``position`` the longest phrase covers; 0 for none."""
        for phrase in self._by_first.get(words[position], ()):
            if tuple(words[position : position + len(phrase)]) == phrase:
                return len(phrase)
        return 0


_PHRASE_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_][\w'’-]*\.?|\d+|&")


def phrases(entries: Iterator[str]) -> PhraseIndex:
    """An index of ``entries`` cut into words as the tokenizer cuts them."""
    return PhraseIndex(tuple(_PHRASE_WORD.findall(entry)) for entry in entries)

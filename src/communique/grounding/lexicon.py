"""Which words carry the meaning of a claim, and which are words at all."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

__all__ = ["is_english", "near_protected", "negates", "protection"]


@cache
def _protected() -> Mapping[str, frozenset[str]]:
    """Word (case-folded) → its classes, from ``protected.txt``."""
    classes: dict[str, set[str]] = {}
    for line in (files(__package__) / "protected.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, _, words = line.partition("\t")
        for word in words.split():
            classes.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in classes.items()}


def protection(word: str) -> frozenset[str]:
    """The classes of a case-folded word ("negation", "modal", …); empty when nothing protects it.

    A word with a digit in it is a number; one with "n't" at its end a negation.
    """
    if any(char.isdigit() for char in word):
        return frozenset({"number"})
    if word.endswith("n't"):
        return frozenset({"negation"})
    return _protected().get(word.partition("'")[0], frozenset())


def near_protected(word: str) -> bool:
    """Whether one slip of the pen may have made ``word`` of a protected word."""
    return any(
        abs(len(word) - len(other)) < 2 and OSA.distance(word, other, score_cutoff=1) < 2
        for other in _protected()
    )


def negates(word: str) -> bool:
    """Whether ``word``, as written, denies what comes after it: "not", "never", "don’t"."""
    return "negation" in protection(word.casefold().replace("’", "'"))


_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=1024)
def is_english(word: str) -> bool:
    """Whether the dictionary has ``word`` (in lower-case letters); True for what is no such word.

    The list is that of ``pyspellchecker`` (English, American spelling). Its bytes are searched as
    they are: building the library's checker takes ten times as long, and one edit needs one word.
    """
    return _WORD.fullmatch(word) is None or b'"%s":' % word.encode() in _dictionary()


@cache
def _dictionary() -> bytes:
    packed = files("spellchecker") / "resources" / "en.json.gz"
    return gzip.decompress(packed.read_bytes())

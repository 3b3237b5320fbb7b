"""When one name may stand for another: of a person, a collective, an organisation.

Similar letters are no evidence: they would make one person of Martin Falk and Martin Falke. What
counts is words: the surname must be the same, and nothing before it may part the two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

__all__ = [
    "Key",
    "is_group",
    "may_stand_for",
    "offered_buckets",
    "person_key",
    "person_labels",
    "surname_counts",
    "wanted_buckets",
    "words_key",
]

Key = tuple[str, ...]
"""Words of a name, folded."""

# These two lists are those of the scorers by which others measure the same records: figures can be
# compared only if a title, or a group, is one to both. To change a word changes what counts.
_TITLES = frozenset(
    re.findall(
        r"\w+",
        "the a an mr mrs ms dr sir hon h e he excellency president prime minister chancellor king "
        "queen secretary general",
    )
)
_GROUP = re.compile(
    r"(?i)ministers|officials|countries|leaders|crown prince|coalition|high representative"
)
_POSSESSIVE = re.compile(r"'s\b")
_WORD = re.compile(r"\w+")
# Letters that NFKD leaves whole, as they are written where they are not on the keyboard.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "’": "'"}
)


@lru_cache(maxsize=65536)
def words_key(name: str) -> Key:
    """The words of ``name``: NFKD without marks, case folded, possessives dropped."""
    folded = unicodedata.normalize("NFKD", name).casefold().translate(_PLAIN)
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return tuple(_WORD.findall(_POSSESSIVE.sub("", bare)))


@lru_cache(maxsize=65536)
def person_key(name: str) -> Key:
    """``words_key`` without articles, honorifics and titles; with them if nothing else is left."""
    words = words_key(name)
    return tuple(word for word in words if word not in _TITLES) or words


def is_group(name: str) -> bool:
    """True for people named only together, such as "officials of both coastal countries"."""
    return _GROUP.search(name) is not None


def surname_counts(names: Iterable[str]) -> dict[str, int]:
    """How many of ``names`` end in each last word."""
    counts: dict[str, int] = {}
    for name in names:
        for surname in person_key(name)[-1:]:
            counts[surname] = counts.get(surname, 0) + 1
    return counts


def may_stand_for(gold: str, predicted: str, surnames: dict[str, int]) -> bool:
    """True when ``predicted`` may be another way of writing ``gold``.

    Equal keys will do, be it that only one of them has blanks ("Ji-won", "Jiwon"). Otherwise the
    last word must be common to both, and so must a word before it, or its first letter where one
    side has no more. A bare surname stands for whoever is the only one in the gold to bear it.

    Args:
        gold: a name or alias of the gold.
        predicted: a predicted name.
        surnames: ``surname_counts`` of all gold names of the document.
    """
    ours, theirs = person_key(gold), person_key(predicted)
    if not (ours and theirs):
        return False
    if "".join(ours) == "".join(theirs):
        return True
    *given, surname = ours
    *other_given, other_surname = theirs
    if surname != other_surname:
        return False
    if not (given and other_given):
        return surnames.get(surname) == 1
    return not set(given).isdisjoint(other_given) or _is_initial(given[0], other_given[0])


def offered_buckets(predicted: str) -> set[tuple[str, ...]]:
    """Under which keys a predicted name can be looked up by ``wanted_buckets``."""
    key = person_key(predicted)
    if not key:
        return set()
    *given, surname = key
    buckets: set[tuple[str, ...]] = {("joined", "".join(key)), ("surname", surname)}
    buckets |= {("word", surname, word) for word in given}
    if not given:
        buckets.add(("bare", surname))
    elif len(given[0]) == 1:
        buckets.add(("initial", surname, given[0]))
    else:
        buckets.add(("first", surname, given[0][0]))
    return buckets


def wanted_buckets(gold: str, surnames: dict[str, int]) -> set[tuple[str, ...]]:
    """Where every predicted name is found that ``may_stand_for`` the gold one, and few others.

    A thousand people of one surname are so not compared with each other.
    """
    key = person_key(gold)
    if not key:
        return set()
    *given, surname = key
    buckets: set[tuple[str, ...]] = {("joined", "".join(key))}
    buckets |= {("word", surname, word) for word in given}
    if given:
        buckets.add(("initial", surname, given[0][0]))
    if given and len(given[0]) == 1:
        buckets.add(("first", surname, given[0]))
    if surnames.get(surname) == 1:
        buckets.add(("bare", surname) if given else ("surname", surname))
    return buckets


def _is_initial(a: str, b: str) -> bool:
    return a[0] == b[0] and (len(a) == 1 or len(b) == 1)


def person_labels(names: Iterable[str | None]) -> dict[str | None, Key | None]:
    """One label for all names that may stand for each other; None is labeled None.

    Names with more than a surname are grouped first; a bare surname then joins the only group that
    has it, or stays by itself. A label is the longest key of its group, so that it is the same in
    every document that gives the full name.
    """
    known = sorted({name for name in names if name is not None}, key=_longest_first)
    groups: list[list[str]] = []
    labels: dict[str | None, Key | None] = {None: None}
    for name in known:
        key = person_key(name)
        fitting = [group for group in groups if _fits(name, group)]
        if fitting and (len(key) > 1 or len(fitting) == 1):
            fitting[0].append(name)
        else:
            fitting = [[name]]
            groups += fitting
        labels[name] = person_key(fitting[0][0]) or (name,)
    return labels


def _longest_first(name: str) -> tuple[int, int, str]:
    return -len(person_key(name)), -len(name), name


def _fits(name: str, group: list[str]) -> bool:
    return any(may_stand_for(other, name, surname_counts([other])) for other in group)

"""People who are known in a corpus, found by their names in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from communique.corpus.people import People
from communique.countries import lookup
from communique.scoring.names import Key, words_key

__all__ = ["Known", "Named", "before_title"]

_WORD = re.compile(r"\w+")
_LAST = re.compile(r"([^\W\d_][\w’'-]*)(\.?\s+)$")
_MOST_WORDS = 8
"""Of a name that is looked for, and of titles before it."""

_OFFICES = frozenset(
    "president premier minister chancellor secretary general king queen prince princess mr mrs ms "
    "dr sir head chief leader commissioner ambassador speaker taoiseach deputy chair chairman "
    "chairwoman counterpart secretary-general".split()
)
_OF_TITLES = _OFFICES | frozenset(
    "prime foreign defence defense finance interior crown vice state the his her".split()
)
_SMALL = frozenset(
    "a absent after although and as at because before both but by for from he her however if in "
    "its like neither no nor not of on once only or since so than that their then though to until "
    "was were when where whereas while who with without".split()
)
"""Words with a capital at the beginning of a sentence that are of no name or title."""


class Named(NamedTuple):
    """A known person's name in a text: code points, half-open."""

    start: int
    end: int
    person: int


class Known:
    """Names by which the people of a corpus are found.

    A form of two words or more is found in any article; a surname alone where only one of the
    article's participants bears it, or only one person of the corpus.
    """

    def __init__(self, people: People) -> None:
        self._forms: dict[Key, set[int]] = defaultdict(set)
        self._longest: dict[str, int] = {}
        for number, one in enumerate(people.found, 1):
            if one.role == "group":
                continue
            for name in one.names:
                key = words_key(name)[:_MOST_WORDS]
                for known in {key, key[-1:]}:
                    if known and len(known[-1]) > 1:
                        self._forms[known].add(number)
                        first = known[0]
                        self._longest[first] = max(self._longest.get(first, 0), len(known))

    def in_text(
        self, text: str, start: int, end: int, participants: Collection[int]
    ) -> Iterator[Named]:
        """Names in ``text[start:end]`` from left to right, of overlapping ones the longest.

        Args:
            participants: the people of the article by number: who is meant where several bear a
                name.
        """
        words = list(_WORD.finditer(text, start, end))
        keys = ["".join(words_key(word[0])) for word in words]
        at = 0
        while at < len(words):
            found = None
            if words[at][0][0].isupper():
                longest = min(self._longest.get(keys[at], 0), len(words) - at)
                found = next(
                    (
                        (n, person)
                        for n in range(longest, 0, -1)
                        if (person := self._who(tuple(keys[at : at + n]), participants))
                        and _is_whole(text, words[at].start(), words[at + n - 1].end(), n)
                    ),
                    None,
                )
            if found is not None:
                n, person = found
                yield Named(words[at].start(), words[at + n - 1].end(), person)
            at += 1 if found is None else found[0]

    def _who(self, key: Key, participants: Collection[int]) -> int | None:
        holders = self._forms.get(key, set())
        own = holders & set(participants)
        return next(iter(own or holders)) if len(own or holders) == 1 else None


def before_title(text: str, start: int, at: int) -> int:
    """Where the titles, countries and parties begin that stand right before a name at ``at``."""
    for _ in range(_MOST_WORDS):
        found = _LAST.search(text, max(start, at - 80), at)
        if found is None:
            break
        word = found[1].casefold()
        if word == "of":
            office = _LAST.search(text, max(start, found.start() - 40), found.start())
            if office is None or office[1].casefold() not in _OFFICES:
                break
        elif word in _SMALL or not (word in _OF_TITLES or found[1][0].isupper()):
            break
        at = found.start()
    return at


def _is_whole(text: str, start: int, end: int, words: int) -> bool:
    """Whether a name ends and begins here, and is no part of a longer one."""
    if text[end : end + 1] == "-" or text[max(0, start - 1) : start] == "-":
        return False
    before = _LAST.search(text, max(0, start - 40), start)
    if words > 1 or before is None or not before[1][0].isupper():
        return True
    word = before[1].casefold()
    return word in _OFFICES or word in _SMALL or lookup(before[1]) is not None

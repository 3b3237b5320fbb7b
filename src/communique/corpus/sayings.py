"""Statements of several articles that are the same words of one speaker, made one saying."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import fuzz, process

from communique.corpus.values import Verdict
from communique.scoring.names import words_key

__all__ = ["Spoken", "Together", "sayings_of"]

ALIKE = 85.0
"""Of 100: from which similarity (``rapidfuzz.fuzz.ratio`` of the folded words) two contents are the
same words: another tense, a word left out."""

PART = 95.0
"""The same of the shorter one with the best matching part of the longer (``partial_ratio``)."""

PART_WORDS = 6
"""Words that a part must have."""

MOST_CHARACTERS = 2_000
"""Of a content that are compared."""

MOST = 300
"""Sayings of one speaker at one meeting with which a further statement is compared; the contents
that are equal to the letter are found at once, however many."""


class Spoken(NamedTuple):
    """A statement, as far as it tells what was said."""

    statement: int
    article: int
    source: int
    person: int | None
    speaker: str
    content: str


@dataclass
class Together:
    """Statements that are one saying."""

    spoken: list[Spoken] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The longest form; of several the one of the first article."""
        return max(self.spoken, key=lambda one: len(one.content)).content

    @property
    def articles(self) -> int:
        return len({one.article for one in self.spoken})

    @property
    def sources(self) -> int:
        return len({one.source for one in self.spoken})

    def verdict(self, of_meeting: int) -> Verdict:
        """How far ``of_meeting`` sources agree on it: silence is no contradiction."""
        if self.sources == 1:
            return "single"
        return "agreed" if self.sources == of_meeting else "partly"


def sayings_of(spoken: Iterable[Spoken]) -> Iterator[Together]:
    """The sayings among the statements of one meeting, speaker by speaker."""
    by_speaker: dict[int | tuple[str, ...], list[Spoken]] = defaultdict(list)
    for one in spoken:
        by_speaker[one.person or words_key(one.speaker)].append(one)
    for statements in by_speaker.values():
        yield from _of_one_speaker(statements)


def _of_one_speaker(statements: Iterable[Spoken]) -> list[Together]:
    groups: list[Together] = []
    exact: dict[str, int] = {}
    firsts: dict[int, str] = {}
    for one in statements:
        words = " ".join(words_key(one.content[:MOST_CHARACTERS]))
        at = exact.get(words)
        if at is None:
            at = _like(words, firsts)
        if at is None:
            at = len(groups)
            groups.append(Together())
            if len(firsts) < MOST:
                firsts[at] = words
        exact.setdefault(words, at)
        groups[at].spoken.append(one)
    return groups


def _like(words: str, firsts: dict[int, str]) -> int | None:
    best = process.extractOne(words, firsts, scorer=fuzz.ratio, score_cutoff=ALIKE)
    if best is None and words.count(" ") >= PART_WORDS - 1:
        whole = {at: first for at, first in firsts.items() if first.count(" ") >= PART_WORDS - 1}
        best = process.extractOne(words, whole, scorer=fuzz.partial_ratio, score_cutoff=PART)
    return None if best is None else best[2]

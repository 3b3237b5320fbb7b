"""Statements of several articles that are the same words of one speaker, made one saying.

The same are contents between which no word that carries meaning differs (``corpus.wording``); each
form of a saying is the same as every other of it, so that nothing is joined by way of a third.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import fuzz, process

from communique.corpus.values import Verdict
from communique.corpus.wording import folded_words, says_the_same
from communique.scoring.names import words_key

__all__ = [
    "ALIKE",
    "MOST",
    "MOST_CHARACTERS",
    "NEAREST",
    "Spoken",
    "Together",
    "sayings_of",
    "speaker_of",
]

ALIKE = 80.0
"""Of 100: similarity of folded words (``rapidfuzz.fuzz.partial_ratio``) from which two contents are
looked at; alone it proves nothing: "will" and "will not" are alike."""

NEAREST = 10
"""Forms, the likest first, that are looked at for one content."""

MOST_CHARACTERS = 2_000
"""A longer content is the same only where it is equal."""

MOST = 300
"""Forms of one speaker at one meeting with which a further statement is compared; the contents
that are equal are found at once, however many."""


Speaker = int | tuple[str, ...]


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
        """The shortest form, what all of them say; of several that of the first article."""
        return min(self.spoken, key=lambda one: len(one.content)).content

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


def speaker_of(one: Spoken) -> Speaker:
    """Whose statement it is: a person, or those who have the words of a name."""
    return one.person or words_key(one.speaker)


def sayings_of(spoken: Iterable[Spoken]) -> Iterator[Together]:
    """The sayings among the statements of one meeting, speaker by speaker."""
    by_speaker: dict[Speaker, list[Spoken]] = defaultdict(list)
    for one in spoken:
        by_speaker[speaker_of(one)].append(one)
    for statements in by_speaker.values():
        yield from _of_one_speaker(statements)


def _of_one_speaker(statements: Iterable[Spoken]) -> list[Together]:
    groups: list[Together] = []
    group_of: dict[str, int] = {}
    forms: dict[str, str] = {}
    members: list[list[str]] = []
    for one in statements:
        words = folded_words(one.content)
        at = group_of.get(words)
        if at is None:
            at = _like(words, one.content, forms, group_of, members)
            if at is None:
                at = len(groups)
                groups.append(Together())
                members.append([])
            group_of[words] = at
            members[at].append(words)
            if len(forms) < MOST and len(one.content) <= MOST_CHARACTERS:
                forms[words] = one.content
        groups[at].spoken.append(one)
    return groups


def _like(
    words: str,
    content: str,
    forms: Mapping[str, str],
    group_of: Mapping[str, int],
    members: Sequence[Sequence[str]],
) -> int | None:
    """The group of which every form says the same as ``content``."""
    if len(content) > MOST_CHARACTERS:
        return None
    scorer = fuzz.partial_ratio
    likest = process.extract(words, forms.keys(), scorer=scorer, score_cutoff=ALIKE, limit=NEAREST)
    for at in dict.fromkeys(group_of[form] for form, *_ in likest):
        if all(form in forms and says_the_same(forms[form], content) for form in members[at]):
            return at
    return None

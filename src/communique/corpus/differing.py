"""Sayings that differ in a few words: the same words of a speaker, reported differently.

What one article has with a negation, a number, a day or a name that another has otherwise, was not
said both ways; ``sayings`` keeps the two apart, here they are put side by side with what differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz import fuzz, process

from communique.corpus.sayings import ALIKE, MOST, MOST_CHARACTERS, NEAREST, Together, speaker_of
from communique.corpus.values import About
from communique.corpus.wording import PART_WORDS, folded_words
from communique.grounding import Nearest, nearest
from communique.grounding.lexicon import protection

__all__ = ["Differing", "differing"]

SHARE = 0.75
"""Of the words of the shorter one, that must be alike."""

SHARE_OF_LONGER = 0.6
"""The same of the longer one, where it has the other whole."""

CHANGES, CHANGED = 2, 4
"""Places in which two may differ, and words in all of them."""

_CLASSES: Mapping[About, frozenset[str]] = {
    "negation": frozenset(["negation", "polarity"]),
    "condition": frozenset(["condition"]),
    "number": frozenset(["number", "quantifier", "unit"]),
    "day": frozenset(["date"]),
}


class Differing(NamedTuple):
    """Two of the sayings by their places, the shorter first; what differs, as wdiff writes it."""

    one: int
    other: int
    about: About
    difference: str


def differing(sayings: Sequence[Together]) -> Iterator[Differing]:
    """The pairs among the sayings of one meeting; of the same speaker, from different sources."""
    by_speaker: dict[object, list[int]] = defaultdict(list)
    for nth, one in enumerate(sayings):
        text = one.text
        if len(text) <= MOST_CHARACTERS and len(text.split()) >= PART_WORDS:
            by_speaker[speaker_of(one.spoken[0])].append(nth)
    for numbers in by_speaker.values():
        words = {nth: folded_words(sayings[nth].text) for nth in numbers[:MOST]}
        for nth in sorted(words):
            later = {other: text for other, text in words.items() if other > nth}
            likest = process.extract(
                words[nth], later, scorer=fuzz.partial_ratio, score_cutoff=ALIKE, limit=NEAREST
            )
            for other in sorted(key for *_, key in likest):
                first, second = sorted((nth, other), key=lambda at: (len(sayings[at].text), at))
                found = _differ(sayings[first], sayings[second])
                if found is not None:
                    yield Differing(first, second, *found)


def _differ(shorter: Together, longer: Together) -> tuple[About, str] | None:
    sources = [{said.source for said in each.spoken} for each in (shorter, longer)]
    if sources[0] & sources[1]:
        return None  # who reports both has heard both
    near = _nearest(shorter.text, longer.text)
    if near is None or not near.changes or len(near.changes) > CHANGES:
        return None
    changed = [word for change in near.changes for side in change for word in side.split()]
    return (_about(changed), near.diff) if len(changed) <= CHANGED else None


def _nearest(shorter: str, longer: str) -> Nearest | None:
    """The shorter one against what in the longer comes closest; where it stands there whole, what
    the longer one has more."""
    near = nearest(longer, shorter, least=SHARE)
    if near is None or near.changes:
        return near
    more = nearest(shorter, longer, least=SHARE_OF_LONGER)
    return more and replace(more, diff=_turned(more.diff))


def _turned(diff: str) -> str:
    """A diff in which the sides of what differs are those of the others."""
    return diff.replace("[-", "{+").replace("-]", "+}")


def _about(changed: Sequence[str]) -> About:
    keys = [word.casefold().replace("’", "'").strip(".,;:") for word in changed]
    for about, classes in _CLASSES.items():
        if any(protection(key) & classes for key in keys):
            return about
    return "name" if any(word[:1].isupper() for word in changed) else "word"

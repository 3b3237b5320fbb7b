"""Where the words of a claim stand in the sources: as they are, or what comes closest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.grounding import Grounding, Nearest, ground, nearest, negates, occurrences
from communique.records import Span
from communique.verification.voices import Source

__all__ = ["LEAST_ALIKE", "VERY_MUCH_ALIKE", "Place", "bare", "closest", "places"]

LEAST_ALIKE = 0.6
"""Share of words alike from which a passage is what the draft's words were made of."""

VERY_MUCH_ALIKE = 0.8
"""The same for reported words with a quotation inside: else they are the draft's own, and the
quotation is looked for by itself."""

REPEATS = 50
"""Places of one quote that are looked at in one source."""

_OUTER = "\"'“”„«»‘’‹›`"
_TRAILING = ".,;:!?…—–- "
_BRACKETS = re.compile(r"\[([^\]\n]{0,80})\]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim's words stand in a source: one span, or one for each part."""

    source: Source
    spans: tuple[Span, ...]


def bare(words: str) -> str:
    """``words`` without the quotation marks around them and the punctuation at their end.

    Writers move commas and full stops into a quotation; they are nobody's words.
    """
    previous = ""
    while words != previous:
        previous = words
        words = words.strip().lstrip(_OUTER + "….").rstrip(_OUTER + _TRAILING)
    return words


def places(words: str, sources: Sequence[Source], *, direct: bool) -> list[Place]:
    """Every place where ``words`` stand in the sources, as they are given.

    ``direct`` words may only be folded; others may have edits that change nothing.
    """
    found = []
    for source in sources:
        grounding = _grounded(source.document.text, words, direct=direct)
        if grounding is None:
            continue
        found.append(Place(source, grounding.spans))
        if len(grounding.spans) == 1:
            found += _repeats(source, grounding.spans[0])
    return found


def _grounded(text: str, words: str, *, direct: bool) -> Grounding | None:
    for variant in _variants(words):
        grounding = ground(text, variant, direct=direct)
        if grounding.spans:
            return grounding
    return None


def _variants(words: str) -> Iterator[str]:
    """``words`` as written; without what the writer put in brackets; with that left out for
    other words of the source: "we [the allies] agree", "[W]e agree", "[they] agree to go"."""
    yield words
    inserted = _BRACKETS.findall(words)
    if inserted and not any(negates(word) for part in inserted for word in part.split()):
        yield _BRACKETS.sub(r"\1", words)
        yield " ".join(_BRACKETS.sub(" ", words).split())
        yield bare(_BRACKETS.sub("…", words))


def _repeats(source: Source, first: Span) -> Iterator[Place]:
    text = source.document.text
    for number, (start, end) in enumerate(occurrences(text, first.text)):
        if number >= REPEATS:
            break
        if start != first.start:
            yield Place(source, (Span.of(text, start, end),))


def closest(words: str, sources: Sequence[Source], least: float) -> tuple[Source, Nearest] | None:
    """The passage that ``words`` were most likely made of; None where none is alike by ``least``,
    a share of words."""
    found = [
        (source, near)
        for source in sources
        if (near := nearest(source.document.text, words, least=least)) is not None
    ]
    return max(found, key=lambda pair: pair[1].similarity, default=None)

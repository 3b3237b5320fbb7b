"""Where the words of a claim stand in the sources: as they are, or what comes closest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.grounding import Grounding, Nearest, ground, nearest, negates, occurrences
from communique.records import Span
from communique.verification.unmarked import has_marks
from communique.verification.voices import Source

__all__ = ["Place", "bare", "closest", "places"]

LEAST_ALIKE = 0.6
"""Share of words alike from which a passage is what the draft's words were made of."""

REPEATS = 50
"""Places of one quote that are looked at in one source."""

_OUTER = "\"'“”„«»‘’‹›`"
_TRAILING = ".,;:!?…—–- "
_SINGLE = re.compile(r"(?<!\w)[‘'](?=\w)([^‘'\n]+(?:(?<=\w)'\w[^‘'\n]*)*?)[’'](?!\w)")
_DOUBLE = re.compile(r"[“\"]([^“”\"\n]+)[”\"]")
_QUOTED_LINE = re.compile(r"\n[ \t]*>[> \t]*")
_LETTER = re.compile(r"\[(\w)\](?=\w)")
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
    previous, words = "", _QUOTED_LINE.sub(" ", words)
    while words != previous:
        previous = words
        words = words.strip().lstrip(_OUTER + "….").rstrip(_OUTER + _TRAILING)
    return words


def places(words: str, sources: Sequence[Source], *, direct: bool) -> list[Place]:
    """Every place where ``words`` stand in the sources, as they are given.

    ``direct`` words may only be folded; others may have edits that change nothing, or stand there
    partly in quotation marks, if they have none themselves.
    """
    found = []
    unmarked = not direct and not has_marks(words)
    for source in sources:
        grounding = _grounded(source.document.text, words, direct=direct)
        if grounding is None and unmarked:
            grounding = source.unmarked.ground(words)
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
    """``words`` as written, then as they may stand in a source that a writer quotes by the rules.

    "[W]e" for "we" and the other marks around a quotation within them; then without what the writer
    put in brackets, and with that left out for other words of the source: "we [the allies] agree",
    "[they] agree to go".
    """
    letters = _LETTER.sub(r"\1", words)
    yield from dict.fromkeys((words, letters, *_other_marks(letters)))
    inserted = _BRACKETS.findall(letters)
    if inserted and not any(negates(word) for part in inserted for word in part.split()):
        yield _BRACKETS.sub(r"\1", letters)
        yield " ".join(_BRACKETS.sub(" ", letters).split())
        yield bare(_BRACKETS.sub("…", letters))


def _other_marks(words: str) -> Iterator[str]:
    """A quotation within a quotation has single marks, and double ones where it stands alone."""
    if _SINGLE.search(words):
        yield _SINGLE.sub(r'"\1"', words)
    if _DOUBLE.search(words):
        yield _DOUBLE.sub(r"'\1'", words)


def _repeats(source: Source, first: Span) -> Iterator[Place]:
    text = source.document.text
    for number, (start, end) in enumerate(occurrences(text, first.text)):
        if number >= REPEATS:
            break
        if start != first.start:
            yield Place(source, (Span.of(text, start, end),))


def closest(
    words: str, sources: Sequence[Source], *, direct: bool
) -> tuple[Source, Nearest] | None:
    """The passage that ``words`` were most likely made of; None where nothing is alike.

    Of ``direct`` words the quotation marks count as words do, of others only if they have some.
    """
    unmarked = not direct and not has_marks(words)
    found = []
    for source in sources:
        near = (
            source.unmarked.nearest(words, LEAST_ALIKE)
            if unmarked
            else nearest(source.document.text, words, least=LEAST_ALIKE)
        )
        if near is not None:
            found.append((source, near))
    return max(found, key=lambda pair: pair[1].similarity, default=None)

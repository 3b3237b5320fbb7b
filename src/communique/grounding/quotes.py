"""Where in the text a claimed quote stands, or that it stands nowhere.

A quote is *exact* when it stands in the text letter by letter, *folded* when it does so after
folding (see ``text.folding``), *edited* when it differs in nothing that carries meaning (see
``grounding.edits``), else *unsupported*. It must begin and end where words do (see
``text.words``): "he" does not stand in "the", nor "5 million" in "3.5 million".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from communique.grounding.alignment import Alignment, Passages
from communique.grounding.diffs import side_by_side, word_diff
from communique.grounding.edits import harmless, same_case
from communique.grounding.marks import inside_quotation
from communique.grounding.parts import FARTHEST, may_be_left_out, parts_of
from communique.grounding.tokens import tokens_of
from communique.text.folding import Folded, fold, fold_string
from communique.text.words import inside_word
from communique.values import Span, utf8

__all__ = ["Grounding", "folded_text", "ground", "occurrences"]

Status = Literal["exact", "folded", "edited", "unsupported"]
Range = tuple[int, int]

MIN_CASE_FOLDED_LETTERS = 4
"""A quote with fewer letters must agree in case: "us" is not "US", "it" is not "IT"."""

WORDS_PER_EDIT = 5
MOST_EDITS = 6
"""A quote may differ in one place for every five words, never in more than six."""

TOKENS_PER_EDIT = 3
"""Words and marks that may differ in one place: "cease-fire" for "ceasefire"."""

SHORTEST_PART = 2
"""Words of each part of a quote that leaves something out."""

PLACES = 200
"""Places of one part that are tried."""


@dataclass(frozen=True, slots=True)
class Grounding:
    """The place of a quote in a text.

    ``status`` is how it was found, ``spans`` where: one, or one for each part of a quote such as
    "A … B", or none when it is unsupported. ``diff`` tells what differs between the quote and the
    text there, for people to read (empty when nothing does).
    """

    status: Status
    spans: tuple[Span, ...] = ()
    diff: str = ""


UNSUPPORTED = Grounding("unsupported")


def ground(text: str, quote: str, near: int | None = None, *, direct: bool = False) -> Grounding:
    """Find ``quote`` in ``text``.

    Args:
        text: the raw text.
        quote: what is claimed to stand in it.
        near: where the quote should stand, as a code-point offset: of several places the nearest
            is taken (without it, the first).
        direct: the quote is somebody's own words, of which none may be edited.

    Raises:
        InputError: the text holds half a surrogate pair, which no span could.
    """
    utf8(text)
    wanted = quote.strip()
    if not wanted:
        return UNSUPPORTED
    found = _as_it_stands(text, wanted, near)
    if found is not None:
        return found
    parts = parts_of(wanted)
    if parts and parts != [wanted]:
        return _in_parts(text, parts, near)
    return UNSUPPORTED if direct else _edited(text, wanted, near)


def _as_it_stands(text: str, wanted: str, near: int | None) -> Grounding | None:
    candidates: list[tuple[Status, Range]] = []
    for number, (status, places) in enumerate(_places(text, wanted)):
        found = _nearest(places, near)
        if found is not None:
            candidates.append((status, found))
        # Another way of writing may be nearer; another letter case is a last resort.
        if candidates and (near is None or number):
            break
    if not candidates:
        return None
    status, found = min(candidates, key=lambda one: 0 if near is None else abs(one[1][0] - near))
    span = Span.of(text, *found)
    return Grounding(status, (span,), "" if status == "exact" else side_by_side(wanted, span.text))


def _places(text: str, wanted: str) -> Iterator[tuple[Status, Iterator[Range]]]:
    """Where ``wanted`` stands letter by letter, then where it does after folding."""
    yield "exact", occurrences(text, wanted)
    for case in (False, True):
        if case and sum(char.isalpha() for char in wanted) < MIN_CASE_FOLDED_LETTERS:
            return
        needle = fold_string(wanted, case=case)
        if not needle:
            return
        yield "folded", _folded_places(text, wanted, needle, case=case)


def _folded_places(text: str, wanted: str, needle: str, *, case: bool) -> Iterator[Range]:
    folded = folded_text(text, case=case)
    for start, end in occurrences(folded.text, needle):
        if not folded.is_whole(start, end):
            continue
        if case and not _same_case(text, folded, wanted, (start, end)):
            continue
        yield folded.raw_range(start, end)


def _same_case(text: str, folded: Folded, wanted: str, found: Range) -> bool:
    quote = tokens_of(wanted, fold(wanted, case=True))
    passage = tokens_of(text, folded, *found)
    return same_case(quote, passage, ((i, i) for i in range(min(len(quote), len(passage)))))


def occurrences(text: str, quote: str) -> Iterator[Range]:
    """The half-open ranges at which ``quote`` stands in ``text`` as whole words, from the left."""
    position = text.find(quote)
    while position >= 0:
        end = position + len(quote)
        if not inside_word(text, position) and not inside_word(text, end):
            yield position, end
        position = text.find(quote, position + 1)


def _nearest(ranges: Iterator[Range], near: int | None) -> Range | None:
    if near is None:
        return next(ranges, None)
    return min(ranges, key=lambda found: (abs(found[0] - near), found[0]), default=None)


def _in_parts(text: str, parts: list[str], near: int | None) -> Grounding:
    """The parts in their order, with nothing left out between them that turns what they say."""
    if len(parts) > 1 and any(len(part.split()) < SHORTEST_PART for part in parts):
        return UNSUPPORTED
    chains: list[tuple[Status, tuple[Range, ...]]] = []
    for status, places in _places(text, parts[0]):
        for place, _ in zip(places, range(PLACES), strict=False):
            chain = _followed(text, parts[1:], (place,))
            if chain is not None:
                chains.append((status, chain))
    if not chains:
        return UNSUPPORTED
    _, ranges = min(
        chains, key=lambda one: (0 if near is None else abs(one[1][0][0] - near), one[1])
    )
    spans = tuple(Span.of(text, *found) for found in ranges)
    return Grounding("folded", spans, side_by_side(" … ".join(parts), _shown(spans)))


def _followed(text: str, parts: list[str], chain: tuple[Range, ...]) -> tuple[Range, ...] | None:
    """``chain`` gone on with the nearest places of ``parts`` after it."""
    for part in parts:
        end = chain[-1][1]
        reach = text[end : end + FARTHEST + len(part) * 2]
        found = None
        for _, places in _places(reach, part):
            found = next((place for place in places if place[0] <= FARTHEST), None)
            if found is not None:
                break
        if found is None or not may_be_left_out(reach[: found[0]]):
            return None
        chain = (*chain, (end + found[0], end + found[1]))
    return chain


def _shown(spans: tuple[Span, ...]) -> str:
    return " … ".join(span.text for span in spans)


def _edited(text: str, wanted: str, near: int | None) -> Grounding:
    folded = folded_text(text, case=True)
    passages = Passages(text, folded, wanted, fold(wanted, case=True))
    edits = min(MOST_EDITS, passages.words // WORDS_PER_EDIT)
    if not edits:
        return UNSUPPORTED
    found = [
        aligned
        for aligned in passages.within(edits, edits * TOKENS_PER_EDIT)
        if _means_the_same(text, folded, aligned, edits)
    ]
    if not found:
        return UNSUPPORTED
    best = found[0]
    if near is not None:
        best = min(found, key=lambda one: abs(folded.raw_range(one.start, one.end)[0] - near))
    span = Span.of(text, *folded.raw_range(best.start, best.end))
    return Grounding("edited", (span,), word_diff(best))


def _means_the_same(text: str, folded: Folded, aligned: Alignment, edits: int) -> bool:
    start, end = folded.raw_range(aligned.start, aligned.end)
    differences = list(aligned.differences())
    if len(differences) > edits or not folded.is_whole(aligned.start, aligned.end):
        return False
    if inside_word(text, start) or inside_word(text, end):
        return False
    quoted = inside_quotation(text, start)
    return same_case(aligned.quote, aligned.text, aligned.pairs()) and all(
        harmless(difference, quoted=quoted) for difference in differences
    )


@lru_cache(maxsize=4)
def folded_text(text: str, *, case: bool) -> Folded:
    """Items of one answer are grounded one after another in the same text: fold it once."""
    return fold(text, case=case)

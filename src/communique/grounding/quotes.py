"""Where in the text a claimed quote stands, or that it stands nowhere.

A quote is *exact* when it stands in the text letter by letter, *folded* when it does so after
folding (see ``text.folding``) or with other marks around it (``grounding.edges``), *edited* when it
differs in nothing that carries meaning (``grounding.edits``), else *unsupported*. It must begin and
end where words do (``text.words``), and where that leaves no word without what denies it or number
without its rest (``grounding.cuts``): "he" does not stand in "the", nor "5 million" in "3.5
million", nor "binding" in "non-binding".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from communique.grounding.alignment import Alignment, Passages
from communique.grounding.capitals import same_case
from communique.grounding.cuts import cuts_sense
from communique.grounding.diffs import side_by_side, word_diff
from communique.grounding.edges import Trimmed, initials_unbracketed, trimmed
from communique.grounding.edits import harmless
from communique.grounding.marks import inside_quotation
from communique.grounding.parts import chained, parts_of
from communique.grounding.places import Range, folded_text, is_whole, searches
from communique.text.folding import Folded, fold
from communique.values import Span, utf8

__all__ = ["Grounding", "ground"]

Status = Literal["exact", "folded", "edited", "unsupported"]

WORDS_PER_EDIT = 5
MOST_EDITS = 6
"""A quote may differ in one place for every five words, never in more than six."""

TOKENS_PER_EDIT = 4
"""Words and marks that may differ in one place: "U.S." for "US"."""


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
    quote = quote.strip()
    if not quote:
        return UNSUPPORTED
    for wanted in dict.fromkeys((quote, initials_unbracketed(quote))):
        found = _standing(text, wanted, near)
        if found is not None:
            status, place = found
            return _grounding(text, quote, place, "folded" if wanted != quote else status)
    quote = initials_unbracketed(quote)
    parts = parts_of(quote)
    if len(parts) > 1:
        return _in_parts(text, parts, near)
    trim = trimmed(quote)
    if trim is not None:
        return _without_edges(text, quote, trim, near, direct=direct)
    return UNSUPPORTED if direct else _edited(text, quote, None, near)


def _grounding(text: str, quote: str, place: Range, status: Status) -> Grounding:
    span = Span.of(text, *place)
    return Grounding(status, (span,), "" if status == "exact" else side_by_side(quote, span.text))


def _standing(text: str, wanted: str, near: int | None) -> tuple[Status, Range] | None:
    """The place of ``wanted``, exact or folded.

    Without ``near`` an exact place comes before a folded one; with it the nearest counts, however
    it is written.
    """
    best: tuple[Status, Range] | None = None
    for search in searches(text, wanted):
        if near is None:
            place = next(search.ranges(), None)
            if place is not None:
                return search.status, place
            continue
        place = search.nearest(near)
        if place is not None and (best is None or abs(place[0] - near) < abs(best[1][0] - near)):
            best = search.status, place
    return best


def _without_edges(
    text: str, quote: str, trim: Trimmed, near: int | None, *, direct: bool
) -> Grounding:
    found = _standing(text, trim.core, near)
    if found is None:
        return UNSUPPORTED if direct else _edited(text, trim.core, trim, near)
    place = trim.widened(text, *found[1])
    if not trim.allows(text, found[1][1]):
        return UNSUPPORTED
    if direct and trim.quoted and place == found[1] and not inside_quotation(text, place[0]):
        return UNSUPPORTED  # marks around words that are in none
    return _grounding(text, quote, place, "folded")


def _in_parts(text: str, parts: list[str], near: int | None) -> Grounding:
    ranges = chained(text, parts, near)
    if ranges is None:
        return UNSUPPORTED
    spans = tuple(Span.of(text, *found) for found in ranges)
    shown = " … ".join(span.text for span in spans)
    return Grounding("folded", spans, side_by_side(" … ".join(parts), shown))


def _edited(text: str, wanted: str, trim: Trimmed | None, near: int | None) -> Grounding:
    if len(wanted) > 2 * len(text) + TOKENS_PER_EDIT:
        return UNSUPPORTED
    folded = folded_text(text, case=True)
    passages = Passages(text, folded, wanted, fold(wanted, case=True))
    edits = min(MOST_EDITS, passages.words // WORDS_PER_EDIT)
    if not edits:
        return UNSUPPORTED
    found = passages.within(edits, edits * TOKENS_PER_EDIT)
    if near is not None:
        found.sort(key=lambda one: abs(folded.raw_range(one.start, one.end)[0] - near))
    best = next((one for one in found if _means_the_same(text, folded, one, edits, trim)), None)
    if best is None:
        return UNSUPPORTED
    span = Span.of(text, *folded.raw_range(best.start, best.end))
    return Grounding("edited", (span,), word_diff(best))


def _means_the_same(
    text: str, folded: Folded, aligned: Alignment, edits: int, trim: Trimmed | None
) -> bool:
    place = folded.raw_range(aligned.start, aligned.end)
    differences = list(aligned.differences())
    if len(differences) > edits or not folded.is_whole(aligned.start, aligned.end):
        return False
    if any(not is_whole(text, at) or cuts_sense(text, at) for at in place):
        return False
    if trim is not None and not trim.allows(text, place[1]):
        return False
    quoted = inside_quotation(text, place[0])
    return all(harmless(difference, quoted=quoted) for difference in differences) and same_case(
        aligned.quote, aligned.text, aligned.pairs()
    )

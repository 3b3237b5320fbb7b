"""Where the places that a tool's file claims stand in the text, or that they cannot be placed.

A quote at its offsets is taken at once where the text is the one that the offsets were made on; and
where that is not known, if all of the document's quotes stand at theirs. Otherwise a quote must be
the only one of its words, or the only one with its context (W3C TextQuoteSelector: prefix, suffix),
or lie as far from its offset as its neighbours that were found so. Nothing is taken for being
nearest.
(https://www.w3.org/TR/annotation-model/#text-quote-selector)
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from communique.exchange.counting import Range, by_offsets
from communique.exchange.items import Claim
from communique.grounding.context import shared_context
from communique.text.spacing import single_spaced
from communique.values import Span

__all__ = ["CONTEXT", "anchored", "context_of"]

CONTEXT = 32
"""Characters of prefix and suffix."""

MOST = 1_000
"""Places of one quote that are looked at: one that stands more often is not told apart."""

_SPACES = re.compile(r"\s+")


def context_of(text: str, claim: Claim) -> Range:
    """Where prefix begins and suffix ends, of a claim whose offsets are code points."""
    start, end = claim.start or 0, claim.end or 0
    return max(0, start - CONTEXT), min(len(text), end + CONTEXT)


def anchored(text: str, claims: Sequence[Claim], *, same_text: bool | None) -> list[Span | None]:
    """The span of each claim, None for one that cannot be placed.

    Args:
        text: what is searched.
        claims: all of one document.
        same_text: whether ``text`` is the one that the claims were made on; None: not known.
    """
    places, all_met = by_offsets(text, claims)
    if not (same_text or (same_text is None and all_met)):
        places = [None] * len(claims)
    search = _Search(text)
    options = {i: search.options(c) for i, c in enumerate(claims) if places[i] is None}
    for i, found in options.items():
        if len(found) == 1:
            places[i] = found[0]
    known = sorted(
        (start, place[0] - start)
        for claim, place in zip(claims, places, strict=True)
        if place is not None and (start := claim.start) is not None
    )
    for i, found in options.items():
        if len(found) > 1:
            places[i] = _as_neighbours(claims[i], found, known)
    return [None if place is None else Span.of(text, *place) for place in places]


def _as_neighbours(
    claim: Claim, options: Sequence[Range], known: Sequence[tuple[int, int]]
) -> Range | None:
    """The one option that moved as far as what was found before and after the claim's offset."""
    if claim.start is None or not known:
        return None
    at = bisect_left(known, (claim.start, 0))
    shifts = {shift for _, shift in known[max(0, at - 1) : at + 1]}
    moved = [place for place in options if place[0] - claim.start in shifts]
    return moved[0] if len(moved) == 1 else None


@dataclass(slots=True)
class _Search:
    text: str
    seen: dict[str, list[Range]] = field(default_factory=dict)

    def options(self, claim: Claim) -> list[Range]:
        """The places that the claim may mean: those that share most of its context."""
        places = self.seen.get(claim.exact)
        if places is None:
            places = self.seen[claim.exact] = self._places(claim.exact)
        if not (claim.prefix.strip() or claim.suffix.strip()):
            return [place for place in places if self._whole(place)]
        shared = [(self._shared(place, claim), place) for place in places]
        most = max((number for number, _ in shared), default=0)
        if most == 0:
            return [place for place in places if self._whole(place)]
        return [place for number, place in shared if number == most]

    def _places(self, quote: str) -> list[Range]:
        """Letter by letter, else whatever the white space between the words."""
        if not quote.strip():
            return []
        places: list[Range] = []
        start = self.text.find(quote)
        while start >= 0 and len(places) <= MOST:
            places.append((start, start + len(quote)))
            start = self.text.find(quote, start + 1)
        if not places and _SPACES.search(quote):
            words = re.compile(r"\s+".join(map(re.escape, quote.split())))
            places = [match.span() for match in islice(words.finditer(self.text), MOST + 1)]
        return places if len(places) <= MOST else []

    def _whole(self, place: Range) -> bool:
        """Whether it begins and ends where words do."""
        text = self.text
        return not any(
            0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in place
        )

    def _shared(self, place: Range, claim: Claim) -> int:
        """How many characters of the claim's context stand around it, white space made single."""
        start, end = place
        before = self.text[max(0, start - 4 * len(claim.prefix)) : start]
        after = self.text[end : end + 4 * len(claim.suffix)]
        return shared_context(*map(single_spaced, (before, after, claim.prefix, claim.suffix)))

"""Where the text says it: the evidence of both sides overlaps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from communique.comparators.base import Around, Compared, Said
from communique.errors import UsageError
from communique.scoring.overlap import reaches

__all__ = ["Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """Right when the letters and digits of both sides' evidence overlap so far (intersection over
    union). A side without evidence stands wherever the text has its value, blanks apart."""

    iou: float

    @property
    def name(self) -> str:
        return f"span ≥ {self.iou:g} overlap"

    def compare(self, gold: Said, predicted: Said, around: Around) -> Compared:
        """
        Raises:
            UsageError: the text is not known.
        """
        if around.text is None:
            raise UsageError(
                "a field compared by its span needs the text: score Records, or give text="
            )
        ours, theirs = (_alternatives(said, around.text) for said in (gold, predicted))
        best = max((_iou(a, b) for a in ours for b in theirs), default=0.0)
        why = f"overlap {best:.2f}"
        if not (ours and theirs):
            why = f"the text does not have {'the prediction' if ours else 'the gold'}"
        return Compared(reaches(best, self.iou), why, best)


def _alternatives(said: Said, text: str) -> list[frozenset[int]]:
    """The letters of the evidence; without evidence, those of each place of the value."""
    if said.spans:
        letters = _letters(text, ((span.start, span.end) for span in said.spans))
        return [letters] if letters else []
    words = str(said.value).split()
    pattern = r"\s+".join(map(re.escape, words))
    places = [match.span() for match in re.finditer(pattern, text)] if words else []
    return [letters for place in places if (letters := _letters(text, [place]))]


def _letters(text: str, places: Iterable[tuple[int, int]]) -> frozenset[int]:
    before = _letters_before(text)
    return frozenset(
        letter
        for start, end in places
        for letter in range(before[min(start, len(text))], before[min(end, len(text))])
    )


@lru_cache(maxsize=4)
def _letters_before(text: str) -> list[int]:
    """How many letters and digits stand before each offset."""
    return list(accumulate(map(str.isalnum, text), initial=0))


def _iou(ours: frozenset[int], theirs: frozenset[int]) -> float:
    return len(ours & theirs) / len(ours | theirs)

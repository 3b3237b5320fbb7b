"""Texts, equal once ways of writing are folded, or similar by their letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from communique.comparators.base import Around, Compared, Said
from communique.text.folding import fold_string

__all__ = ["Text", "folded"]

_ARTICLE = re.compile(r"(?:the|an?) (?=.)")
_EDGES = " .,;:!?\"'()[]"


@dataclass(frozen=True, slots=True)
class Text:
    """Right when the folded texts are at least so similar; at 1, when they are equal.

    Similarity is 2 × letters in common, in order / letters of both (rapidfuzz's ``ratio``). It is
    no measure of meaning: "Donald Tusk" and "Donald Trump" have 0.78 in common.
    """

    similarity: float

    @property
    def name(self) -> str:
        return "text" if self.similarity == 1 else f"text ≥ {self.similarity:g} similar"

    def compare(self, gold: Said, predicted: Said, around: Around) -> Compared:
        ours, theirs = folded(str(gold.value)), folded(str(predicted.value))
        if ours == theirs:
            return Compared(True, "equal, ways of writing apart", 1.0)
        from rapidfuzz.fuzz import ratio

        similar = ratio(ours, theirs) / 100
        return Compared(similar >= self.similarity, f"similarity {similar:.2f}", similar)


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Letter case, kinds of quotes, dashes and blanks, marks at the ends and a leading article
    folded; text of nothing else stays as it is."""
    plain = fold_string(text, case=True)
    bare = plain.strip(_EDGES)
    return _ARTICLE.sub("", bare, count=1) if _ARTICLE.match(bare) else bare or plain

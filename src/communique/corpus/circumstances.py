"""What an article's words tell of a meeting beside its record: of how many parties it was, and
whether it was held on the sidelines of another.

Such words tell talks at a summit from the summit, where the day, the place and some of the people
are the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.corpus.sentences import sentence_at
from communique.values import Span

__all__ = ["is_aside", "parties"]

_PARTIES = {
    3: re.compile(r"\b(?:tri(?:lateral|partite)|three-(?:way|party))\b", re.IGNORECASE),
    4: re.compile(r"\b(?:quadri(?:lateral|partite)|four-(?:way|party))\b", re.IGNORECASE),
}
_ASIDE = re.compile(
    r"\bon\s+the\s+(?:sidelines?|side-?lines|margins?|fringes?)\s+of\b|\bin\s+the\s+margins\s+of\b",
    re.IGNORECASE,
)


def parties(text: str, proofs: Sequence[Span]) -> int | None:
    """How many the sentence of the first proof says that they were: 3 of a trilateral meeting."""
    said = _said(text, proofs)
    found = {number for number, words in _PARTIES.items() if words.search(said)}
    return found.pop() if len(found) == 1 else None


def is_aside(text: str, kind: str, proofs: Sequence[Span]) -> bool:
    """Whether that sentence puts the meeting on another's sidelines; a summit is on nobody's, its
    sentence may tell of such talks."""
    return kind != "summit" and _ASIDE.search(_said(text, proofs)) is not None


def _said(text: str, proofs: Sequence[Span]) -> str:
    if not proofs:
        return ""
    start, end = sentence_at(text, min(span.start for span in proofs))
    return text[start:end]

"""The passage of a text that comes closest to a quote, however much differs."""

from __future__ import annotations

from dataclasses import dataclass

from communique.grounding.alignment import Alignment, Passages
from communique.grounding.diffs import changed_words, word_diff
from communique.grounding.lexicon import protection
from communique.grounding.places import folded_text
from communique.text.folding import fold
from communique.values import Span

__all__ = ["Nearest", "nearest"]


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage, the share of its words that are the quote's (0 to 1), and what differs.

    ``changes`` are the words of the quote and those of the text at each place that differs, either
    of them "" where the other side has words more; ``diff`` is the same in one line, for people.
    ``turns`` is whether a negation or a number is part of that.
    """

    span: Span
    similarity: float
    diff: str
    changes: tuple[tuple[str, str], ...]
    turns: bool


def nearest(text: str, quote: str, *, least: float = 0.5) -> Nearest | None:
    """The passage of ``text`` closest to ``quote``; None when none is alike by ``least``.

    ``least`` is the share of words alike below which nothing is looked for.
    """
    folded = folded_text(text, case=True)
    passages = Passages(text, folded, quote, fold(quote, case=True))
    edits = int(passages.words * (1 - least)) + 1
    found = passages.within(edits, edits)
    if not found or found[0].similarity < least:
        return None
    best = max(found, key=lambda one: (one.similarity, -one.start))
    span = Span.of(text, *folded.raw_range(best.start, best.end))
    return Nearest(span, best.similarity, word_diff(best), changed_words(best), _turns(best))


def _turns(aligned: Alignment) -> bool:
    changed = (
        token
        for difference in aligned.differences()
        for token in (*difference.claimed, *difference.found)
    )
    return any(protection(token.key) & {"negation", "number"} for token in changed)

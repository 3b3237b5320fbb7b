"""The passage of a text that comes closest to a quote, however much differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from communique.grounding.alignment import Alignment, Passages
from communique.grounding.diffs import changed_words, word_diff
from communique.grounding.lexicon import protection
from communique.grounding.places import folded_text
from communique.grounding.tokens import Token, tokens_of
from communique.text.folding import Folded, fold
from communique.values import Span

__all__ = ["Nearest", "nearest"]

REACH = 8
"""Words and marks beyond a passage among which the quote's first or last word is looked for."""

SHORTEST_MET = 4
"""Letters of a word, if no number, at which the two agree again: "of" stands everywhere."""

LONGEST_WORD = 30
"""Characters, with the blank, that are looked at for each of them."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage, the share of its words that are the quote's (0 to 1), and what differs.

    ``changes`` are the words of the quote and those of the text at each place that differs, either
    of them "" where the other side has words more; ``diff`` is the same in one line, for people.
    ``turns`` is whether a negation or a number is part of that. Where the closest passage breaks
    off in a difference, all but ``similarity`` are of it up to where both agree again.
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
    shown = _until_both_agree(text, folded, best)
    span = Span.of(text, *folded.raw_range(shown.start, shown.end))
    return Nearest(span, best.similarity, word_diff(shown), changed_words(shown), _turns(shown))


def _until_both_agree(text: str, folded: Folded, best: Alignment) -> Alignment:
    """``best`` with the words of the text on either side up to the quote's first and last."""
    differences = list(best.differences())
    if not differences:
        return best
    margin = REACH * LONGEST_WORD
    around = tokens_of(text, folded, max(0, best.start - margin), best.end + margin)
    before = [token for token in around if token.end <= best.start][::-1]
    after = [token for token in around if token.start >= best.end]
    first, last = differences[0], differences[-1]
    passage = best.text
    if last.claimed and last.b == len(best.quote):
        passage = (*passage, *_up_to(best.quote[-1], after))
    if first.claimed and first.a == 0:
        passage = (*_up_to(best.quote[0], before)[::-1], *passage)
    keys = ([token.key for token in tokens] for tokens in (best.quote, passage))
    return Alignment(best.quote, passage, Levenshtein.distance(*keys))


def _up_to(word: Token, tokens: Sequence[Token]) -> Sequence[Token]:
    """``tokens`` up to the first that is ``word``; none where their sentence ends before it."""
    if not (word.key[0].isdigit() or len(word.key) >= SHORTEST_MET):
        return ()
    for i, token in enumerate(tokens[:REACH]):
        if token.key == word.key:
            return tokens[: i + 1]
        if token.key in {".", "!", "?"}:
            break
    return ()


def _turns(aligned: Alignment) -> bool:
    changed = (
        token
        for difference in aligned.differences()
        for token in (*difference.claimed, *difference.found)
    )
    return any(protection(token.key) & {"negation", "number"} for token in changed)

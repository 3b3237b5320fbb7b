"""A sentence taken over from a source with its quotation, but with another word in it."""

from __future__ import annotations

from dataclasses import replace

from communique.grounding import Nearest, nearest, negates
from communique.records import Span
from communique.rules import lexicon
from communique.scoring.names import words_key
from communique.verification.naming import PRONOUNS, is_of
from communique.verification.voices import Source

__all__ = ["taken_over"]

TAKEN_OVER = 0.8
"""Share of words alike from which a draft's sentence is a source's, and not the draft's own."""

LONGEST_CHANGE = 3
"""Words on either side of what differs; more of them are a writer's own."""


def taken_over(sentence: Span, source: Source, place: Span) -> Nearest | None:
    """The sentence of ``source`` around ``place`` that ``sentence`` has with one word changed.

    None where the two are not alike, or say the same in their own ways: words left out, somebody
    named otherwise, another word for "said".
    """
    start, end = source.paragraph(place)
    near = nearest(source.document.text[start:end], sentence.text, least=TAKEN_OVER)
    if near is None:
        return None
    span = Span(start=near.span.start + start, end=near.span.end + start, text=near.span.text)
    if not span.start <= place.start < span.end:
        return None
    if len(near.changes) != 1 or not _turns(near.changes[0], source, span):
        return None
    return replace(near, span=span)


def _turns(change: tuple[str, str], source: Source, span: Span) -> bool:
    """Whether what differs makes another statement of the sentence."""
    claimed, found = map(words_key, change)
    if any(negates(word) for word in (*claimed, *found)):
        return True
    if not claimed or not found or max(len(claimed), len(found)) > LONGEST_CHANGE:
        return False
    if any(word.isdigit() for word in (*claimed, *found)):
        return True
    if {*claimed, *found} & (PRONOUNS | _reporting_words()):
        return False
    voices = source.voices_at(span)
    return not any(is_of(words, voices) for words in change)


def _reporting_words() -> frozenset[str]:
    return frozenset(lexicon.reporting_verbs())

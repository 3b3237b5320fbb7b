"""A sentence taken over from a source with its quotation, but with another word in it."""

from __future__ import annotations

import re

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

_CHANGE = re.compile(
    r"\[-(?P<claimed>.*?)-\](?:\{\+(?P<found>.*?)\+\})?|\{\+(?P<only>.*?)\+\}", re.S
)


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
    changes = list(_CHANGE.finditer(near.diff))
    if len(changes) != 1 or not _turns(changes[0], source, span):
        return None
    return Nearest(span, near.similarity, near.diff, near.turns)


def _turns(change: re.Match[str], source: Source, span: Span) -> bool:
    """Whether what differs makes another statement of the sentence."""
    claimed = words_key(change["claimed"] or "")
    found = words_key(change["found"] or change["only"] or "")
    if any(negates(word) for word in (*claimed, *found)):
        return True
    if not claimed or not found or max(len(claimed), len(found)) > LONGEST_CHANGE:
        return False
    if any(word.isdigit() for word in (*claimed, *found)):
        return True
    if {*claimed, *found} & (PRONOUNS | _reporting_words()):
        return False
    voices = source.voices_at(span)
    return not (is_of(change["claimed"], voices) or is_of(change["found"], voices))


def _reporting_words() -> frozenset[str]:
    return frozenset(lexicon.reporting_verbs())

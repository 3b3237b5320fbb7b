"""Whether two contents say the same: no word that carries meaning differs between them."""

from __future__ import annotations

import re

from communique.grounding import ground
from communique.grounding.lexicon import protection
from communique.text.folding import fold

__all__ = ["folded_words", "says_the_same"]

PART_WORDS = 6
"""Words that a part must have to be the same saying as the whole."""

_AROUND = " \t\r\n\"'.,;:"
_QUOTES = " \t\r\n\"'“”‘’"
_SENTENCE_END = re.compile(r"[.!?]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_TURNING = frozenset(
    ["negation", "condition", "quantifier", "modal", "polarity", "attribution", "intention"]
)
"""Classes of which a word may turn what stands before it: "…, if they pay", "…, she hopes"."""


def folded_words(content: str) -> str:
    """``content`` as it is compared: folded, without the marks around it."""
    return fold(content, case=True).text.strip(_AROUND)


def says_the_same(one: str, other: str) -> bool:
    """Whether one content stands in the other, whole, with nothing different that carries meaning.

    What is a harmless difference is ``grounding``'s notion. A part, of ``PART_WORDS`` words or
    more, must begin where a sentence does, and the rest of its sentence may hold no word that can
    turn it. Where the rules cannot tell, the answer is no.
    """
    shorter, longer = sorted((one, other), key=len)
    return _stands_in(shorter, longer) or _stands_in(longer, shorter)


def _stands_in(quote: str, text: str) -> bool:
    spans = ground(text, quote).spans
    if len(spans) != 1:
        return False
    before, after = text[: spans[0].start].rstrip(_QUOTES), text[spans[0].end :]
    if not _WORD.search(before) and not _WORD.search(after):
        return True
    if len(_WORD.findall(quote)) < PART_WORDS or (before and before[-1] not in ".!?"):
        return False
    rest = _SENTENCE_END.split(after, maxsplit=1)[0]
    return not any(
        protection(word.casefold().replace("’", "'")) & _TURNING for word in _WORD.findall(rest)
    )

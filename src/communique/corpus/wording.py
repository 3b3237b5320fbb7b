"""Whether two contents say the same: no word that carries meaning differs between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from communique.grounding import ground
from communique.grounding.lexicon import protection
from communique.text.folding import fold

__all__ = ["folded_words", "says_the_same"]

PART_WORDS = 6
"""Words that a part must have to be the same saying as the whole."""

PHRASE_WORDS = 12
"""Words that a phrase between commas may have to be left out; of a list each is one."""

MOST_COMMAS = 20
"""Of a content, between which phrases are looked for."""

_AROUND = " \t\r\n\"'.,;:"
_QUOTES = " \t\r\n\"'“”‘’"
_CLAUSE = re.compile(
    r"(?:[,;:—–]|\band|\b(?:glad|pleased|happy|delighted|proud|grateful|sure|certain|confident|"
    r"convinced|clear|agreed)\s+that|,?\s+and\s+that)$",
    re.IGNORECASE,
)
"""Before a clause that says the same without what leads to it."""
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
    more, must begin where a sentence or a clause does, and the rest of its sentence may hold no
    word that can turn it; nor may what the longer one has more between two commas. Where the rules
    cannot tell, the answer is no.
    """
    shorter, longer = sorted((one, other), key=len)
    return (
        _stands_in(shorter, longer)
        or _stands_in(longer, shorter)
        or any(_stands_in(shorter, left) for left in _without_a_phrase(longer))
    )


def _stands_in(quote: str, text: str) -> bool:
    spans = ground(text, quote).spans
    if len(spans) != 1:
        return False
    before, after = text[: spans[0].start].rstrip(_QUOTES), text[spans[0].end :]
    if not _WORD.search(before) and not _WORD.search(after):
        return True
    if len(_WORD.findall(quote)) < PART_WORDS or not _begins_a_clause(before):
        return False
    rest = _SENTENCE_END.split(after, maxsplit=1)[0]
    return not after[len(rest) :].startswith("?") and not _turns(rest)


def _begins_a_clause(before: str) -> bool:
    """Whether a clause that means the same by itself may begin after ``before``."""
    lead = _SENTENCE_END.split(before)[-1]
    return not _WORD.search(lead) or (_CLAUSE.search(lead) is not None and not _turns(lead))


def _without_a_phrase(content: str) -> Iterator[str]:
    """``content`` without each of the phrases between two commas that turn nothing."""
    commas = [match.start() for match in islice(re.finditer(",", content), MOST_COMMAS)]
    for start, end in pairwise(commas):
        phrase = content[start:end]
        if len(_WORD.findall(phrase)) <= PHRASE_WORDS and not _turns(phrase):
            yield content[:start] + content[end + 1 :]


def _turns(words: str) -> bool:
    return any(
        protection(word.casefold().replace("’", "'")) & _TURNING for word in _WORD.findall(words)
    )

"""Which differences between a quote and a text leave its meaning alone.

What may differ is listed; everything else is refused: an article, "that" or "also" more or less, a
comma, a misspelling that is no word, British and American spelling, a hyphen. And even that is
refused where it touches a word that carries the claim (``protected.txt``), a name, a sign with a
meaning, or words inside quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from communique.grounding.lexicon import is_english, protection
from communique.grounding.tokens import Token

__all__ = ["Difference", "harmless", "same_case"]

_LIGHT_WORDS = frozenset({"a", "an", "the", "that", "also"})
_LIGHT_MARKS = frozenset(",;:-\"'()[]")
_CLINGING = frozenset({"negation", "quantifier", "number", "unit"})
"""Classes beside which an article or comma counts: "a few" is not "few"."""

SHORTEST_MISSPELLED = 5
LONG_WORD = 10
"""Letters from which two slips of the pen may be in one word."""

SHORTEST_PART = 3
"""Letters of each part of a word written together or with a hyphen: "re-sign" is not "resign"."""

# British and American spellings, each to one form.
_SPELLINGS = (
    (re.compile(r"is(e|ed|es|ing|ation|ations|er|ers)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|es|ing|er|ers)$"), r"yz\1"),
    (re.compile(r"(?<=[a-z]{2})our"), "or"),
    (re.compile(r"(?<=[a-z]{3})re(s|d)?$"), r"er\1"),
    (re.compile(r"(?<=[a-z]{3})ence(s|less)?$"), r"ense\1"),
    (re.compile(r"(?<=[aeiou])ll(?=(?:ed|ing|er|ers)$)"), "l"),
    (re.compile(r"ogue(s|d)?$"), r"og\1"),
    (re.compile(r"mme(s|d)?$"), r"m\1"),
)
_ALIKE_FROM = 6
"""Letters of a word that may have two spellings: "four" is not "for"."""

# Capitals tell these apart from ordinary words.
_CAPITALS = frozenset("us it who aids am un".split())
_CAPITALIZED = frozenset("may march august turkey china polish jordan chad mali bush".split())


@dataclass(frozen=True, slots=True)
class Difference:
    """Tokens ``quote[a:b]`` of a quote that stand as ``text[c:d]`` in a text; either may be ()."""

    quote: Sequence[Token]
    text: Sequence[Token]
    a: int
    b: int
    c: int
    d: int

    @property
    def claimed(self) -> Sequence[Token]:
        return self.quote[self.a : self.b]

    @property
    def found(self) -> Sequence[Token]:
        return self.text[self.c : self.d]

    def beside(self) -> list[Token]:
        """The tokens before and after, on either side."""
        edges = (self.quote, self.a, self.b), (self.text, self.c, self.d)
        return [
            tokens[at]
            for tokens, start, end in edges
            for at in (start - 1, end)
            if 0 <= at < len(tokens)
        ]


def harmless(difference: Difference, *, quoted: bool = False) -> bool:
    """Whether the quote means the same with this difference as without it.

    ``quoted`` is whether the text's tokens begin inside quotation marks.
    """
    changed = [*difference.claimed, *difference.found]
    if any(_carries_meaning(token, difference) for token in changed):
        return False
    marks = sum(token.key == '"' for token in difference.text[: difference.c])
    if (marks + quoted) % 2:
        return False  # inside quotation marks the words are somebody's own
    claimed, found = (_weighty(side) for side in (difference.claimed, difference.found))
    light = len(claimed) + len(found) < len(changed)
    if light and any(protection(token.key) & _CLINGING for token in difference.beside()):
        return False
    if not claimed and not found:
        return True
    return (
        _written_together(claimed, found)
        or _written_twice(claimed, found, difference)
        or (len(claimed) == len(found) and all(map(_same_word, claimed, found)))
    )


def _carries_meaning(token: Token, difference: Difference) -> bool:
    if token.key in _LIGHT_WORDS or token.key in _LIGHT_MARKS:
        return False
    if not token.is_word:
        # The quote's own last full stop is the sentence's, not the text's.
        return not (token.key == "." and difference.b == len(difference.quote) > difference.a)
    return bool(protection(token.key)) or any(char.isupper() for char in token.written)


def _weighty(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.is_word and token.key not in _LIGHT_WORDS]


def _written_together(claimed: Sequence[Token], found: Sequence[Token]) -> bool:
    """ "cease-fire", "cease fire" and "ceasefire"."""
    if len(claimed) == len(found) or not claimed or not found:
        return False
    parts = [token.key for token in max(claimed, found, key=len)]
    return min(map(len, parts)) >= SHORTEST_PART and (
        "".join(token.key for token in claimed) == "".join(token.key for token in found)
    )


def _written_twice(
    claimed: Sequence[Token], found: Sequence[Token], difference: Difference
) -> bool:
    """ "the talks talks"."""
    longer = claimed or found
    return (not claimed or not found) and (
        len(longer) == 1 and any(token.key == longer[0].key for token in difference.beside())
    )


def _same_word(claimed: Token, found: Token) -> bool:
    a, b = claimed.key, found.key
    if a == b or (min(len(a), len(b)) >= _ALIKE_FROM and _one_spelling(a) == _one_spelling(b)):
        return True
    return _misspelled(a, b)


def _one_spelling(word: str) -> str:
    for pattern, form in _SPELLINGS:
        word = pattern.sub(form, word)
    return word


def _misspelled(a: str, b: str) -> bool:
    """Whether one is a slip of the pen for the other: the same beginning, and not two words."""
    if min(len(a), len(b)) < SHORTEST_MISSPELLED or a[0] != b[0] or not (a + b).isalpha():
        return False
    slips = 2 if min(len(a), len(b)) >= LONG_WORD else 1
    if OSA.distance(a, b, score_cutoff=slips) > slips:
        return False
    return not (is_english(a) and is_english(b))


def same_case(
    quote: Sequence[Token], text: Sequence[Token], pairs: Iterable[tuple[int, int]]
) -> bool:
    """False when capitals make another word of one: "with us", "with US"; "it may", "in May".

    ``pairs`` are the indices of tokens with the same key. A word that begins a quote or a sentence
    may begin with a capital, and words that all stand in capitals tell nothing.
    """
    if _shouted(quote) or _shouted(text):
        return True
    for i, j in pairs:
        a, b = quote[i].written, text[j].written
        if quote[i].key in _CAPITALS and a.isupper() != b.isupper():
            return False
        begins = not i or not j or not quote[i - 1].is_word or not text[j - 1].is_word
        if quote[i].key in _CAPITALIZED and not begins and a[0].isupper() != b[0].isupper():
            return False
    return True


def _shouted(tokens: Sequence[Token]) -> bool:
    words = [token.written for token in tokens if token.is_word]
    return len(words) > 2 and all(word.upper() == word for word in words)

"""Capitals that make another word of one: "us" and "US", "may" and "May"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from communique.grounding.tokens import Token

__all__ = ["same_case"]

_BEGINNING = frozenset(".!?:\"'")
# Capitals tell these apart from ordinary words.
_CAPITALS = frozenset("us it who aids un ice start salt swift".split())
_CAPITALIZED = frozenset(
    """may march august turkey china polish jordan chad mali guinea japan bush brown rice will mark
    bill rose hope grant frank grace rob sue drew gene reading nice bath cork mobile labour labor
    liberal liberals conservative conservatives democrat democrats democratic republican republicans
    green greens""".split()
)


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
        begins = not i or not j or quote[i - 1].key in _BEGINNING or text[j - 1].key in _BEGINNING
        if quote[i].key in _CAPITALIZED and not begins and a[0].isupper() != b[0].isupper():
            return False
    return True


def _shouted(tokens: Sequence[Token]) -> bool:
    words = [token.written for token in tokens if token.is_word]
    return len(words) > 2 and all(word.upper() == word for word in words)

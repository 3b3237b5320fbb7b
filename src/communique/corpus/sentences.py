"""Sentences of an article, as far as rules about words need them."""

from __future__ import annotations

import re

__all__ = ["sentence_at"]

# A stop ends one before white space, but not after an initial or "Mr."; a line always does.
_SENTENCE = re.compile(
    r"(?:[^\n.!?…]|(?<=\b[A-Z])\.|(?<=\bMr)\.|(?<=\bMrs)\.|(?<=\bMs)\.|(?<=\bDr)\.|"
    r"[.!?…](?![\"”’)\]]*(?:\s|$)))+[.!?…]?[\"”’)\]]*"
)


def sentence_at(text: str, at: int, since: int = 0) -> tuple[int, int]:
    """Where the sentence around ``text[at]`` begins and ends; none begins before ``since``."""
    line = max(since, text.rfind("\n", since, at) + 1)
    for sentence in _SENTENCE.finditer(text, line):
        if sentence.end() > at:
            return sentence.span()
    return at, len(text)

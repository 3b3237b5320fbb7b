"""Where words begin and end."""

from __future__ import annotations

import re
import unicodedata

from communique.text.folding import INVISIBLE

__all__ = ["inside_word"]

_APOSTROPHES = "'\u2019\u02bc"
# What an apostrophe parts from a word without being part of it: Lee's, they're, we'll, I'd, I'm.
# Not so the "t" of "can't", which means the contrary without it, or the "Brien" of "O'Brien".
_CLITIC = re.compile(r"(?:s|re|ve|ll|d|m)(?!\w)", re.IGNORECASE)
_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])")

LONGEST_RUN = 64
"""Marks and invisible characters in a row that are looked past; no word has more of them."""


def inside_word(text: str, at: int) -> bool:
    """True when the place before ``text[at]`` lies within a word or number, or within a character.

    A combining mark belongs to the character before it, invisible characters (soft hyphens,
    joiners) part nothing, and neither does an apostrophe between letters, a point between digits
    or a comma before three of them.
    """
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    if left.isascii() and right.isascii():  # nearly always: no look further is needed
        if left.isspace() or right.isspace():
            return False
        if left.isalnum() == right.isalnum():
            return left.isalnum()
    after = _first_visible(text, at)
    if after < len(text) and _is_mark(text[after]):
        return not text[at - 1].isspace()
    before = _last_visible(text, at)
    if before < 0 or after >= len(text):
        return False
    left, right = text[before], text[after]
    if left.isalnum() and right.isalnum():
        return True
    if left.isalnum():
        return _joins(text, before, after) and not (
            right in _APOSTROPHES and _CLITIC.match(text, after + 1)
        )
    return right.isalnum() and _joins(text, _last_visible(text, before), before)


def _joins(text: str, before: int, sign: int) -> bool:
    """Whether ``text[sign]`` keeps the characters on its two sides in one word or number."""
    if before < 0 or sign + 1 >= len(text):
        return False
    left, between, right = text[before], text[sign], text[sign + 1]
    if between in _APOSTROPHES:
        return left.isalnum() and right.isalnum()
    if not (left.isdecimal() and right.isdecimal()):
        return False
    return between == "." or (between == "," and bool(_THOUSANDS.match(text, sign + 1)))


def _is_mark(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char).startswith("M")


def _last_visible(text: str, at: int) -> int:
    """The index of the last base character before ``at``, -1 when there is none."""
    at -= 1
    least = max(-1, at - LONGEST_RUN)
    while at > least and (text[at] in INVISIBLE or _is_mark(text[at])):
        at -= 1
    return at


def _first_visible(text: str, at: int) -> int:
    most = min(len(text), at + LONGEST_RUN)
    while at < most and text[at] in INVISIBLE:
        at += 1
    return at

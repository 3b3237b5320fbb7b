"""Text into tokens: words, numbers, quotation marks, other marks, with their offsets."""

from __future__ import annotations

import re
from typing import NamedTuple

from communique.rules.lexicon import word_set

__all__ = ["OPENERS", "Range", "Token", "is_capitalised", "tokenize"]

Range = tuple[int, int]
"""Positions in a sequence of tokens, units or chunks, half-open."""

OPENERS = frozenset("“„«‹‘‚")

_TOKEN = re.compile(
    r"""
      (?P<abbreviation> (?:[^\W\d_]\.){2,} )        # U.S., H.E., p.m.
    | (?P<possessive> ['’]s\b )                     # cut off: Japan | 's
    | (?P<word> [^\W\d_][\w\u00ad]*                 # letters, then letters and digits: G20
        (?: (?:['’](?!s\b)|[-‐‑.&](?=[^\W_])(?![^\W\d_]\.\s)) [\w\u00ad]+ )* )  # O'Brien, AT&T
    | (?P<number> \d+ (?:[.,:]\d+)* (?:st|nd|rd|th|[^\W\d_]{1,2}\b)? (?:-[^\W\d_]\w*)* )
    | (?P<quote> ``|''|["“”„«»‹›‘’‚'] )
    | (?P<mark> \.{2,} | --+ | [^\s\w] | _ )
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A token: half-open code-point offsets, its text, the text in small letters (without soft
    hyphens, apostrophes straight), its kind (``w`` word, ``n`` number, ``q`` quotation mark, ``p``
    other mark, ``s`` possessive 's)."""

    start: int
    end: int
    text: str
    lower: str
    kind: str


_KINDS = {"abbreviation": "w", "word": "w", "number": "n", "quote": "q", "mark": "p"}


Words = dict[str, tuple[str, str]]
"""Words met so far with their small-letter form: a word that comes again is kept once."""


def tokenize(
    text: str, start: int = 0, end: int | None = None, known: Words | None = None
) -> list[Token]:
    """The tokens of ``text[start:end]``, with offsets into ``text``.

    ``known`` is filled; give the same one for all paragraphs of a text to save time and memory.
    """
    known = {} if known is None else known
    tokens: list[Token] = []
    new = tuple.__new__  # as Token(…), in half the time: there is one for each word
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        found = match.group()
        first, last = match.span()
        kind = match.lastgroup
        if kind == "word":
            pair = known.get(found)
            if pair is None:
                # As the lexicons have it: "won't", and no soft hyphens, which nobody sees.
                lower = found.lower().replace("\u00ad", "").replace("’", "'")
                pair = known[found] = (found, lower)
            tokens.append(new(Token, (first, last, *pair, "w")))
        elif kind == "possessive":
            tokens.append(Token(first, last, found, "'s", "s"))
        elif found == "." and tokens and tokens[-1].end == first and _takes_stop(tokens[-1]):
            before = tokens.pop()
            whole = before.text + "."
            tokens.append(Token(before.start, last, whole, whole.lower(), "w"))
        else:
            kind = _KINDS[kind or "mark"]
            tokens.append(new(Token, (first, last, found, found.lower(), kind)))
    return tokens


def _takes_stop(token: Token) -> bool:
    """Whether a full stop right after the word belongs to it: an abbreviation or an initial."""
    return token.kind == "w" and (
        _is_initial(token.text) or token.lower in word_set("abbreviations.txt")
    )


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper() and word != "I"


_ELIDED = frozenset({"d'", "d’", "l'", "l’"})


def is_capitalised(token: Token) -> bool:
    """Whether a word begins with a capital (``al-Rae`` counts: a small article before one)."""
    text = token.text
    if token.kind != "w":
        return False
    if text[0].isupper():
        return True
    small = 3 if text[:3] in {"al-", "el-"} else 2 if text[:2] in _ELIDED else 0
    return small > 0 and text[small : small + 1].isupper()

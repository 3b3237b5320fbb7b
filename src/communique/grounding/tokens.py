"""Words, numbers and marks of a folded text: what alignments and edits are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.text.folding import Folded

__all__ = ["Token", "tokens_of"]

# A number keeps its points and commas, a word its apostrophes; every other sign stands alone.
_TOKEN = re.compile(
    r"""
      \d+ (?: [.,] \d+ )* [^\W_]*
    | [^\W_]+ (?: ' [^\W_]+ )*
    | \.\.\.
    | \S
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark as it is compared (letter case folded), and as it is written.

    ``start`` and ``end`` are offsets into the folded text that it was found in.
    """

    key: str
    written: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.key[0].isalnum()


def tokens_of(raw: str, folded: Folded, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``folded.text[start:end]``; ``folded`` is ``raw`` with its letter case folded.

    A range that begins within a word begins with the next one.
    """
    text = folded.text
    stop = len(text) if end is None else min(end, len(text))
    while 0 < start < stop and not text[start - 1].isspace() and not text[start].isspace():
        start += 1
    return [
        Token(match[0], raw[slice(*folded.raw_range(*match.span()))], *match.span())
        for match in _TOKEN.finditer(text, start, stop)
    ]

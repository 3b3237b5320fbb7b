"""What differs between a quote and the text, for people to read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.grounding.alignment import Alignment
from communique.grounding.tokens import Token

__all__ = ["changed_words", "side_by_side", "word_diff"]


def side_by_side(quote: str, found: str) -> str:
    """The quote and the text side by side, white space made visible only where it differs."""
    if re.sub(r"\s+", " ", quote) == re.sub(r"\s+", " ", found):
        return "white space"
    return f"{quote!r} -> {found!r}"


def word_diff(alignment: Alignment) -> str:
    """The quote as wdiff would write it: ``[-what the text lacks-]{+what it has instead+}``."""
    parts: list[str] = []
    at = 0
    for difference in alignment.differences():
        parts += [_written(alignment.quote, at, difference.a)]
        claimed = _written(alignment.quote, difference.a, difference.b)
        found = _written(alignment.text, difference.c, difference.d)
        blank = " " if (claimed or found).startswith(" ") else ""
        parts.append(blank)
        parts += [f"[-{claimed.strip()}-]"] if claimed else []
        parts += [f"{{+{found.strip()}+}}"] if found else []
        at = difference.b
        follows = (
            _written(alignment.quote, at, at + 1),
            _written(alignment.text, difference.d, difference.d + 1),
        )
        if found and not follows[0].startswith(" ") and follows[1].startswith(" "):
            parts.append(" ")
    parts.append(_written(alignment.quote, at, len(alignment.quote)))
    return "".join(parts).strip()


def changed_words(alignment: Alignment) -> tuple[tuple[str, str], ...]:
    """At each place that differs, what the quote has and what the text has."""
    return tuple(
        (
            _written(alignment.quote, difference.a, difference.b).strip(),
            _written(alignment.text, difference.c, difference.d).strip(),
        )
        for difference in alignment.differences()
    )


def _written(tokens: Sequence[Token], start: int, end: int) -> str:
    """``tokens[start:end]`` as written, each after a blank where one stands before it."""
    return "".join(
        (" " if i and tokens[i - 1].end < tokens[i].start else "") + tokens[i].written
        for i in range(start, min(end, len(tokens)))
    )

"""What several tests of grounding make."""

from __future__ import annotations

from communique.grounding.tokens import Token, tokens_of
from communique.text.folding import fold


def tokens(text: str) -> list[Token]:
    """All tokens of ``text``."""
    return tokens_of(text, fold(text, case=True))


def word(text: str) -> Token:
    """``text`` as one token."""
    (found,) = tokens(text)
    return found

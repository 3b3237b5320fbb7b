"""White space made single: as names and quotes are compared, and as people write them."""

from __future__ import annotations

import re

__all__ = ["single_spaced", "squeezed"]

_SPACES = re.compile(r"\s+")


def squeezed(text: str) -> str:
    """The words of ``text`` with one blank between two, and nothing around them."""
    return " ".join(text.split())


def single_spaced(text: str) -> str:
    """``text`` with each run of white space as one blank, at its ends too."""
    return _SPACES.sub(" ", text)

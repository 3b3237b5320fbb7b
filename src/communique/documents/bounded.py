"""How much is read of what may have no end: a device, a pipe, a line, a packed file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from communique.given import MOST_CHARACTERS

__all__ = ["MOST_BYTES", "lines_of", "read_all"]

MOST_BYTES = 4 * MOST_CHARACTERS
"""Of a text, or of a line of JSON: as many as the longest text can have in UTF-8."""

_STEP = 1 << 20


def read_all(stream: BinaryIO) -> bytes:
    """The rest of ``stream``.

    Raises:
        ValueError: it is longer than ``MOST_BYTES``.
    """
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(f"longer than {MOST_BYTES} bytes: cut it into its articles")
    return data


def lines_of(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of ``stream``, None for one that is longer than ``MOST_BYTES``."""
    while line := stream.readline(MOST_BYTES + 1):
        if len(line) <= MOST_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_STEP)
        yield None

"""Bytes made from bytes: cut, doubled, swapped, and with what readers stumble over put in."""

from __future__ import annotations

import random
from collections.abc import Sequence

__all__ = ["mutated"]

TRAPS: Sequence[bytes] = (
    b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\n", b"\x1b[2J", b'"', b"'", b"\\",
    b"{", b"}", b"[", b"]", b",", b":", b"-", b"null", b"true", b"NaN", b"-1", b"1e999",
    b"9" * 5000,
    b"[" * 3000, b'{"a":' * 3000, b"\\ud800", b"\\u0000", b"&a ", b"*a ",
    b"!!python/name:os.system ",
    b"<<: *a\n", b"<think>", b"</think>", b"```", "“".encode(), "”".encode(), "’".encode(),
    "\u202e".encode(), "İ".encode(), "ﬁ".encode(), "e\u0301".encode(), "\U0001f600".encode(),
    b"\xc2\xa0", b" " * 2000, b"A" * 2000, b'"' * 500, b"(" * 500, b". " * 500, b"said " * 200,
)  # fmt: skip


def mutated(data: bytes, other: bytes, seed: int) -> bytes:
    """``data`` with one to eight changes, some of them taken from ``other``."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 8)):
        start, end = sorted(chance.randint(0, len(data)) for _ in range(2))
        end = min(end, start + chance.choice((1, 4, 64, 4096)))
        piece = data[start:end]
        kind = chance.randrange(6)
        if kind == 0:
            piece = b""
        elif kind == 1:
            piece *= chance.randint(2, 5)
        elif kind == 2 and piece:
            at = chance.randrange(len(piece))
            piece = piece[:at] + bytes([piece[at] ^ 1 << chance.randrange(8)]) + piece[at + 1 :]
        elif kind == 3:
            at = chance.randint(0, len(other))
            piece = other[at : at + len(piece) + 8]
        elif kind == 4:
            piece += chance.choice(TRAPS)
        else:
            piece = chance.choice(TRAPS)
        data = data[:start] + piece + data[end:]
    return data[:200_000]

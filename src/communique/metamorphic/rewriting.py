"""A text rewritten piece by piece, with the way from every old place to the new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

__all__ = ["GONE", "Edit", "Gone", "Piece", "Rewriting", "edited", "permuted"]


class Gone:
    """What became of a place whose text was taken out."""


GONE: Final = Gone()


class Edit(NamedTuple):
    """``[start, end)`` of the old text becomes ``new``; with ``start == end`` an insertion."""

    start: int
    end: int
    new: str


class Piece(NamedTuple):
    """``[start, end)`` of the old text, as it stands in the new one."""

    start: int
    end: int
    text: str
    kept: bool
    """Whether it is as it was, so that places inside it stay places."""


@dataclass(frozen=True)
class Rewriting:
    pieces: tuple[Piece, ...]
    """In the order of the new text; together they cover the old one, each character once."""

    @cached_property
    def new(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def _located(self) -> tuple[tuple[Piece, int], ...]:
        """Each piece with its offset in the new text."""
        found, at = [], 0
        for piece in self.pieces:
            found.append((piece, at))
            at += len(piece.text)
        return tuple(found)

    def place(self, start: int, end: int) -> tuple[int, int] | Gone | None:
        """Where ``[start, end)`` of the old text stands in the new one.

        GONE where all of it was taken out; None where it has no one place: it begins or ends inside
        a change, or its parts were put asunder.
        """
        found: list[tuple[int, int]] = []
        for piece, at in self._located:
            low, high = max(start, piece.start), min(end, piece.end)
            if low >= high:
                continue
            if piece.kept:
                found.append((at + low - piece.start, at + high - piece.start))
            elif (low, high) != (piece.start, piece.end):
                if piece.text or (low, high) != (start, end):
                    return None
            elif piece.text:
                found.append((at, at + len(piece.text)))
        if not found:
            return GONE
        first, last = min(found)[0], max(stop for _, stop in found)
        if any(self._strangers(start, end, first, last)):
            return None
        return first, last

    def _strangers(self, start: int, end: int, first: int, last: int) -> Iterator[bool]:
        """Whether each piece within the new place comes from outside the old one."""
        for piece, at in self._located:
            if piece.text and at < last and at + len(piece.text) > first:
                inserted = piece.start == piece.end and start < piece.start < end
                yield not inserted and (piece.end <= start or piece.start >= end)


def edited(text: str, edits: Iterable[Edit]) -> Rewriting:
    """``text`` with the edits made.

    Raises:
        ValueError: two of them overlap.
    """
    pieces: list[Piece] = []
    at = 0
    for start, end, new in sorted(edits):
        if start < at:
            raise ValueError(f"two edits of [{start}, {at})")
        if start > at:
            pieces.append(Piece(at, start, text[at:start], kept=True))
        pieces.append(Piece(start, end, new, kept=False))
        at = end
    if at < len(text):
        pieces.append(Piece(at, len(text), text[at:], kept=True))
    return Rewriting(tuple(pieces))


def permuted(text: str, slots: Sequence[tuple[int, int]], order: Sequence[int]) -> Rewriting:
    """``text`` with what stands in slot ``order[i]`` put into slot ``i``; slots in text order."""
    pieces: list[Piece] = []
    at = 0
    for (start, end), taken in zip(slots, order, strict=True):
        low, high = slots[taken]
        pieces.append(Piece(at, start, text[at:start], kept=True))
        pieces.append(Piece(low, high, text[low:high], kept=True))
        at = end
    pieces.append(Piece(at, len(text), text[at:], kept=True))
    return Rewriting(tuple(piece for piece in pieces if piece.text))

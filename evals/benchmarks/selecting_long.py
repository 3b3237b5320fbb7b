"""A very long article in `select` mode: asked about whole, where ids run out, and in pieces.

Part of ``selecting.py``, which prints it. The articles of a file, joined into one, again and again
until it has ``TIMES`` as many mentions as the largest schema has ids for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle

from communique.candidates import candidates_in
from communique.candidates.values import Kind
from communique.gold.records import GoldDocument
from communique.llm.pieces import Piece
from communique.llm.selection import SIZES, limits_of, without_id
from communique.records import Document
from communique.scoring.overlap import letter_ranges, overlapping

__all__ = ["long_lines"]

TIMES = 2
BETWEEN = "\n\n"
ENOUGH = 0.5

Places = list[tuple[int, int]]
Items = Callable[[GoldDocument], Iterator[tuple[str, Kind, list[Places]]]]


def long_lines(gold: Sequence[GoldDocument], items: Items) -> Iterator[str]:
    """Coverage of core participants and statements by candidates that have an id."""
    text, wanted = _joined(gold, items)
    whole = Piece.whole(text)
    pieces = list(_parted(whole))
    yield f"  all joined {TIMES} times the ids long: {len(text)} characters"
    for name, asked in (("whole", [whole]), (f"{len(pieces)} pieces", pieces)):
        found = {kind: [p for piece in asked for p in _with_id(piece, kind)] for kind in ("m", "c")}
        told = []
        for what, (kind, places) in wanted.items():
            there = letter_ranges(text, found[kind])
            covered = sum(
                bool(overlapping(letter_ranges(text, one), there, ENOUGH)) for one in places
            )
            rate = f"{covered / len(places):.3f}" if places else "-"
            told.append(f"{what} covered {rate} ({covered}/{len(places)})")
        yield f"    asked about in {name}: {', '.join(told)}"


def _joined(
    gold: Sequence[GoldDocument], items: Items
) -> tuple[str, dict[str, tuple[Kind, list[Places]]]]:
    text, mentions = "", 0
    wanted: dict[str, tuple[Kind, list[Places]]] = {}
    for labels in cycle(gold):
        start = len(text)
        for what, kind, found in items(labels):
            if what in {"participants", "statements"}:
                shifted = [[(s + start, e + start) for s, e in places] for places in found]
                wanted.setdefault(what, (kind, []))[1].extend(shifted)
        text += labels.text + BETWEEN
        mentions += candidates_in(Document(id="a", text=labels.text)).counts["m"]
        if mentions > TIMES * limits_of(SIZES[-1])["m"]:
            return text, wanted
    raise ValueError("no gold")


def _parted(piece: Piece) -> Iterator[Piece]:
    """As the extractor parts an article."""
    halves = piece.halves()
    if halves is None or not without_id(candidates_in(Document(id="a", text=piece.shown))):
        yield piece
        return
    for half in halves:
        yield from _parted(half)


def _with_id(piece: Piece, kind: Kind) -> Places:
    most = limits_of(SIZES[-1])[kind]
    candidates = candidates_in(Document(id="a", text=piece.shown)).of(kind)
    spans = (piece.span(one.span) for one in candidates if one.number <= most)
    return [(span.start, span.end) for span in spans if span is not None]

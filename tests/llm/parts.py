"""A perfect reader of pieces: what one who sees a piece alone can say of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from communique.llm.pieces import Piece
from communique.testing import Play

Json = dict[str, Any]


def pieces_of(text: str, depth: int = 6) -> list[Piece]:
    """The pieces of ``text`` after ``depth`` rounds of halving."""
    return _halved(Piece.whole(text), depth)


def _halved(piece: Piece, depth: int) -> list[Piece]:
    halves = piece.halves() if depth else None
    return [piece] if halves is None else [p for half in halves for p in _halved(half, depth - 1)]


def read_piece(record: Mapping[str, Any], piece: Piece) -> Json:
    """The answer of a perfect reader who was shown ``piece`` of the record's text alone."""
    return dict(Play()(record_of(record, piece)))


def record_of(record: Mapping[str, Any], piece: Piece) -> Json:
    """The part of ``record`` that can be told from ``piece``, with what was shown as its text."""
    seen = _Seen(piece)
    people = [seen.participant(one) for one in record["participants"]]
    return {
        "text": piece.shown,
        "participants": [one for one in people if one is not None],
        "meetings": [
            seen.meeting(one) for one in record["meetings"] if seen.holds(_report(one)) is not None
        ],
        "statements": [
            seen.statement(one) for one in record["statements"] if seen.holds(one["content"])
        ],
    }


def _report(meeting: Mapping[str, Any]) -> Json:
    return max(meeting["evidence"], key=lambda span: len(span["text"]))  # type: ignore[no-any-return]


class _Seen:
    def __init__(self, piece: Piece) -> None:
        self._piece = piece
        self._text = " ".join(piece.shown.split())

    def holds(self, span: Mapping[str, Any] | None) -> Json | None:
        if span is None:
            return None
        piece = self._piece
        inside = piece.start <= span["start"] and span["end"] <= piece.end
        return dict(span) if inside or (piece.start and span["end"] <= piece.lead) else None

    def all_of(self, spans: Any) -> list[Json]:
        return [span for span in map(self.holds, spans or ()) if span is not None]

    def name(self, name: str | None) -> str | None:
        """The longest form of ``name`` that stands in what was shown."""
        words = (name or "").split()
        forms = (" ".join(words[i:]) for i in range(len(words)))
        return next((f for f in forms if re.search(rf"\b{re.escape(f)}\b", self._text)), None)

    def participant(self, one: Mapping[str, Any]) -> Json | None:
        name = self.name(one["name"])
        if name is None:
            return None
        found: Json = {"name": name, "mentions": self.all_of(one["mentions"]), "evidence": {}}
        for field in ("title", "country", "organization"):
            proof = self.all_of(one["evidence"].get(field))
            found[field] = one.get(field) if proof else None
            found["evidence"][field] = proof
        return found

    def meeting(self, one: Mapping[str, Any]) -> Json:
        proofs = {
            field: self.all_of(spans) for field, spans in one.get("field_evidence", {}).items()
        }
        named = [self.name(name) for name in one["participants"]]
        return {
            **one,
            "evidence": self.all_of(one["evidence"]),
            "field_evidence": proofs,
            "participants": [name for name in named if name is not None],
            "organizer": self.name(one.get("organizer")),
            "date": one.get("date") if proofs.get("date") else None,
            "place": one.get("place") if proofs.get("place") else None,
        }

    def statement(self, one: Mapping[str, Any]) -> Json:
        return {**one, "speaker": self.name(one.get("speaker"))}

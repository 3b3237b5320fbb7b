"""What one article tells: its record and text, checked against each other before they come here."""

from __future__ import annotations

from typing import Any

from communique.exchange.items import Labeled
from communique.gold.records import GoldMeeting, GoldParticipant, GoldStatement
from communique.values import Day, Value

__all__ = ["Told"]


class Told(Value):
    """Of a record or gold line what a corpus keeps. Nothing in it is checked a second time."""

    document_id: str
    text: str
    text_sha256: str
    published: Day | None
    outlet: str | None
    model: str | None
    version: str | None
    participants: tuple[GoldParticipant, ...]
    meetings: tuple[GoldMeeting, ...]
    statements: tuple[GoldStatement, ...]

    @classmethod
    def of(cls, document: Labeled, published: str | None, outlet: str | None) -> Told:
        """``published`` is of the text's source; a gold line may have its own."""
        made = document.extractor
        line: dict[str, Any] = document.model_dump(
            mode="json",
            include={"document_id", "text_sha256", "participants", "meetings", "statements"},
        )
        line["text"] = document.text
        line["published"] = published or getattr(document, "published", None)
        line["outlet"] = outlet
        line["model"], line["version"] = (made.model, made.version) if made else (None, None)
        return cls.model_validate(line)

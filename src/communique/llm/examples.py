"""Whether the example in a prompt would pass as an answer about its own article."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, Field

from communique import __version__
from communique.errors import AnswerError
from communique.llm.answer import read_answer
from communique.llm.asking import Answered
from communique.llm.pieces import Piece
from communique.llm.record_answer import read_record
from communique.llm.selected import read_selections
from communique.records import Document, ExtractorInfo, Issue

__all__ = ["BuildingWorks", "complaint_about"]


class Pier(BaseModel):
    name: str
    ships: int | None = Field(description="How many ships it takes.")
    begins: dt.date | None = Field(description="The day on which work begins.")


class BuildingWorks(BaseModel):
    """Building works that an article announces."""

    builder: str = Field(description="Who has them done.")
    announced: dt.date | None = Field(description="The day of the announcement.")
    cost: float | None
    currency: Literal["crown", "mark"] | None
    paid_by: str | None = Field(description="Who pays, where that is not the builder.")
    piers: list[Pier] = Field(description="Each pier that is built on.")


@lru_cache(maxsize=16)
def complaint_about(prompt: str, article: str, answer: str) -> str | None:
    """What is wrong with the example of the prompt called ``prompt`` (``readout``, ``record``,
    ``select``).

    None where it is grounded; a prompt of another name has no answer of a known shape.
    """
    if prompt not in ("readout", "record", "select"):
        return None
    try:
        said: Any = json.loads(answer)
    except (ValueError, RecursionError) as error:
        return f"its answer is not JSON: {error}"
    if not isinstance(said, dict):
        return "its answer is no JSON object"
    try:
        issues = _issues(prompt, Document(id="example", text=article), said)
    except AnswerError as error:
        return error.message
    return f"{issues[0].path or 'its answer'}: {issues[0].message}" if issues else None


def _issues(prompt: str, article: Document, answer: dict[str, Any]) -> tuple[Issue, ...]:
    info = ExtractorInfo(model="example", version=__version__)
    if prompt == "readout":
        return read_answer(article, answer, info).issues
    if prompt == "select":
        return read_selections(article, [Answered(Piece.whole(article.text), answer)], info).issues
    return read_record(BuildingWorks, article, answer, info).issues

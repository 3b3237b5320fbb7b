"""The shape in which a model answers in ``select`` mode: ids of candidates, in a few fixed sizes.

Every id is one of an enumeration, so that a server compiles a schema once for each size. What no
candidate covers may be added in the words of the article, in the shape of ``llm.schema``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, get_args

from pydantic import BaseModel, Field

from communique.candidates import Candidates
from communique.candidates.values import Kind
from communique.llm.schema import (
    MOST_ITEMS,
    Item,
    KindOfMeeting,
    MaybeQuote,
    MeetingAnswer,
    ParticipantAnswer,
    StatementAnswer,
)
from communique.llm.strict import AnswerSchema, strict_schema

__all__ = [
    "ADDED",
    "MOST_SELECTED",
    "SIZES",
    "MeetingChoice",
    "ParticipantChoice",
    "StatementChoice",
    "limits_of",
    "schema_of",
    "size_for",
]

SIZES = (64, 128, 256, 512, 1024)
"""Up to which number the ids of a schema go; an article takes the smallest that will do."""

_SHARE: Mapping[Kind, int] = {"m": 1, "a": 2, "c": 1, "k": 2, "t": 4, "d": 4}
"""Of a kind that articles have less of, a half or a quarter as many ids."""

MOST_ADDED = 40
"""Items of each list that a model may add in words."""


class ParticipantChoice(Item):
    absent: ClassVar[dict[str, Any]] = {"a": None, "o": None, "n": None}

    m: str = Field(description="id of the fullest mention")
    a: MaybeQuote = Field(description="id of the title, if any")
    o: MaybeQuote = Field(description="m-id of the organisation spoken for, if any")
    n: MaybeQuote = Field(
        description="m-id of the word for the country represented ('Norwegian'); null for an "
        "office of an international organisation"
    )


class MeetingChoice(Item):
    absent: ClassVar[dict[str, Any]] = {"d": [], "at": None, "by": None, "m": []}

    t: str = Field(description="id of the word that tells of it")
    kind: KindOfMeeting
    d: list[str] = Field(max_length=4, description="ids of the dates that tell its day")
    at: MaybeQuote = Field(description="m-id of the place, if said")
    by: MaybeQuote = Field(description="m-id of the host or organizer, if said")
    m: list[str] = Field(max_length=100, description="m-ids of who took part, as in `took_part`")


class StatementChoice(Item):
    absent: ClassVar[dict[str, Any]] = {"k": None, "m": None, "who": None}

    c: str = Field(description="id of the content")
    k: MaybeQuote = Field(description="id of the reporting word, if any")
    m: MaybeQuote = Field(description="id of the mention that stands for the speaker beside it")
    who: MaybeQuote = Field(
        description="m-id of the fullest mention of the one that `m` means; null where `m` is it"
    )


class _Selection(BaseModel):
    took_part: list[ParticipantChoice] = Field(max_length=MOST_ITEMS["participants"])
    met: list[MeetingChoice] = Field(max_length=MOST_ITEMS["meetings"])
    said: list[StatementChoice] = Field(max_length=MOST_ITEMS["statements"])
    added_participants: list[ParticipantAnswer] = Field(max_length=MOST_ADDED)
    added_meetings: list[MeetingAnswer] = Field(max_length=MOST_ADDED)
    added_statements: list[StatementAnswer] = Field(max_length=MOST_ADDED)


ADDED = {name: f"added_{name}" for name in MOST_ITEMS}
"""Where an answer adds items in words, by the list of ``MOST_ITEMS`` that they belong to."""

MOST_SELECTED = {
    "took_part": MOST_ITEMS["participants"],
    "met": MOST_ITEMS["meetings"],
    "said": MOST_ITEMS["statements"],
    **dict.fromkeys(ADDED.values(), MOST_ADDED),
}
"""Items of each list of an answer; what a server without constraints gives beyond is not read."""

_KINDS: Mapping[str, Mapping[str, Kind]] = {
    "ParticipantChoice": {"m": "m", "a": "a", "o": "m", "n": "m"},
    "MeetingChoice": {"t": "t", "d": "d", "at": "m", "by": "m", "m": "m"},
    "StatementChoice": {"c": "c", "k": "k", "m": "m", "who": "m"},
}
"""Which kind of id each field holds."""


def limits_of(size: int) -> dict[Kind, int]:
    """The highest number of an id of each kind where the largest are ``size``."""
    return {kind: size // _SHARE[kind] for kind in get_args(Kind)}


def size_for(candidates: Candidates) -> int:
    """The smallest of ``SIZES`` that has an id for each of ``candidates``, else the largest."""
    needed = max((one.number * _SHARE[one.kind] for one in candidates.items), default=0)
    return next((size for size in SIZES if size >= needed), SIZES[-1])


@cache
def schema_of(size: int) -> AnswerSchema:
    """The schema with ids up to ``size``; equal sizes give the same object."""
    schema = strict_schema(_Selection)
    schema["title"] = name = "Selection"
    told = strict_schema(_Selection)
    for definition, kinds in _KINDS.items():
        fields = schema["$defs"][definition]["properties"]
        for field, kind in kinds.items():
            fields[field] = _with_ids(fields[field], kind)
    for kind, most in limits_of(size).items():
        ids = [f"{kind}{number}" for number in range(1, most + 1)]
        schema["$defs"][kind] = {"type": "string", "enum": ids}
    for answer in (ParticipantAnswer, MeetingAnswer, StatementAnswer):
        for field in told["$defs"][answer.__name__]["properties"].values():
            field.pop("description", None)
    return AnswerSchema(name, schema, told)


def _with_ids(field: dict[str, Any], kind: Kind) -> dict[str, Any]:
    """``field`` with ids of ``kind`` where it has a text."""
    ids: dict[str, Any] = {"$ref": f"#/$defs/{kind}"}
    if field.get("type") == "array":
        return {**field, "items": ids}
    said = {key: value for key, value in field.items() if key == "description"}
    options = [{"type": "null"}] if "anyOf" in field else []
    return {"anyOf": [ids, *options], **said}

"""The shape in which a model answers in ``select`` mode: ids of candidates, in a few fixed sizes.

Ids are patterns: a server compiles a schema once for each size, and one that is shown the schema
does not read a thousand ids. What no candidate covers may be added in the words of the article, in
the shape of ``llm.schema``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, get_args

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
    "CHOSEN",
    "LISTS",
    "MOST_ADDED",
    "SIZES",
    "Added",
    "MeetingChoice",
    "limits_of",
    "schema_of",
    "size_for",
    "without_id",
]

SIZES = (64, 128, 256, 512, 1024)
"""Up to which number the ids of a schema go; an article takes the smallest that will do."""

_SHARE: Mapping[Kind, int] = {"m": 1, "a": 2, "c": 1, "k": 2, "t": 4, "d": 4}
"""Of a kind that articles have less of, a half or a quarter as many ids."""

MOST_ADDED = 40
"""Items of each list that a model may add in words."""


class MeetingChoice(Item):
    absent: ClassVar[dict[str, Any]] = {"d": [], "at": None, "by": None, "m": []}

    t: str = Field(description="id of the word that tells of it")
    kind: KindOfMeeting
    d: list[str] = Field(max_length=4, description="ids of the dates that tell its day")
    at: MaybeQuote = Field(description="m-id of the place, if said")
    by: MaybeQuote = Field(description="m-id of the host or organizer, if said")
    m: list[str] = Field(max_length=100, description="m-ids of who took part, as in `took_part`")


class Added(Item):
    """What ought to be reported but has no mark, in words copied from the article."""

    absent: ClassVar[dict[str, Any]] = {"participants": [], "meetings": [], "statements": []}

    participants: list[ParticipantAnswer] = Field(max_length=MOST_ADDED)
    meetings: list[MeetingAnswer] = Field(max_length=MOST_ADDED)
    statements: list[StatementAnswer] = Field(max_length=MOST_ADDED)


Ids = Annotated[list[str], Field(max_length=16)]


class _Selection(BaseModel):
    took_part: list[Ids] = Field(
        max_length=MOST_ITEMS["participants"],
        description="for each the id of the mention with the longest name, then, where there are "
        "any, of the title, of the word for the country ('Norwegian'; not for an office of an "
        "international organisation), of the organisation spoken for",
    )
    met: list[MeetingChoice] = Field(max_length=MOST_ITEMS["meetings"])
    said: list[Ids] = Field(
        max_length=MOST_ITEMS["statements"],
        description="for each the id of the content, then, where there are any, of the reporting "
        "word, of the mention that stands for the speaker beside it ('She'), and of the longest "
        "name of each that is meant by it, where that is another mention",
    )
    added: Added | None


CHOSEN = {"participants": "took_part", "meetings": "met", "statements": "said"}
"""Where an answer chooses the items of each list of a record."""

LISTS = (*CHOSEN.values(), "added")
"""What an answer holds."""

_MARKED: Mapping[str, tuple[Kind, ...]] = {"took_part": ("m", "a"), "said": ("c", "k", "m")}
"""Which kinds of ids an item of each list may hold."""

_FIELDS: Mapping[str, Kind] = {"t": "t", "d": "d", "at": "m", "by": "m", "m": "m"}
"""Which kind of id each field of a meeting holds."""


def limits_of(size: int) -> dict[Kind, int]:
    """The highest number of an id of each kind where the largest are ``size``."""
    return {kind: size // _SHARE[kind] for kind in get_args(Kind)}


def size_for(candidates: Candidates) -> int:
    """The smallest of ``SIZES`` that has an id for each of ``candidates``, else the largest."""
    needed = max((one.number * _SHARE[one.kind] for one in candidates.items), default=0)
    return next((size for size in SIZES if size >= needed), SIZES[-1])


def without_id(candidates: Candidates) -> dict[Kind, int]:
    """How many of each kind have no id in the largest size, of the kinds that have any such."""
    most = limits_of(SIZES[-1])
    beyond = Counter(one.kind for one in candidates.items if one.number > most[one.kind])
    return dict(beyond)


@cache
def schema_of(size: int) -> AnswerSchema:
    """The schema with ids up to ``size``; equal sizes give the same object."""
    schema = strict_schema(_Selection)
    schema["title"] = "Selection"
    told = strict_schema(_Selection)
    for name, kinds in _MARKED.items():
        ids = {"anyOf": [{"$ref": f"#/$defs/{kind}"} for kind in kinds]}
        schema["properties"][name]["items"]["items"] = ids
    fields = schema["$defs"][MeetingChoice.__name__]["properties"]
    for name, kind in _FIELDS.items():
        fields[name] = _with_ids(fields[name], kind)
    for kind, most in limits_of(size).items():
        schema["$defs"][kind] = {"type": "string", "pattern": f"^{kind}({_up_to(most)})$"}
    for answer in (ParticipantAnswer, MeetingAnswer, StatementAnswer):  # rare: their names will do
        for each in (schema, told):
            for field in each["$defs"][answer.__name__]["properties"].values():
                field.pop("description", None)
    return AnswerSchema("Selection", schema, told)


def _up_to(most: int) -> str:
    """The numbers from 1 to ``most`` as a regular expression of the kind that grammars know."""
    digits = str(most)
    options = ["[1-9]" + "[0-9]" * more for more in range(len(digits) - 1)]
    for at, digit in enumerate(digits):
        least = 0 if at else 1
        if int(digit) > least:
            rest = "[0-9]" * (len(digits) - at - 1)
            options.append(f"{digits[:at]}[{least}-{int(digit) - 1}]{rest}")
    return "|".join([*options, digits])


def _with_ids(field: dict[str, Any], kind: Kind) -> dict[str, Any]:
    """``field`` with ids of ``kind`` where it has a text."""
    ids: dict[str, Any] = {"$ref": f"#/$defs/{kind}"}
    if field.get("type") == "array":
        return {**field, "items": ids}
    said = {key: value for key, value in field.items() if key == "description"}
    options = [{"type": "null"}] if "anyOf" in field else []
    return {"anyOf": [ids, *options], **said}

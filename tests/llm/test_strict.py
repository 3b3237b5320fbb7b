"""Strict schemas and field notes."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from communique.errors import UsageError
from communique.llm.schema import ReadoutAnswer
from communique.llm.strict import MAX_ITEMS, AnswerSchema, strict_schema


class Colour(enum.StrEnum):
    RED = "red"


class Inner(BaseModel):
    quote: str = Field(description="Copied.", max_length=20_000)
    colour: Colour = Colour.RED


class Cat(BaseModel):
    sort: Literal["cat"]


class Dog(BaseModel):
    sort: Literal["dog"]


class Outer(BaseModel):
    """What is wanted."""

    day: dt.date | None = None
    inner: Inner = Field(description="One of them.")
    many: list[Inner] = []
    few: list[str] = Field(max_length=3)
    pet: Cat | Dog = Field(discriminator="sort")


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


@pytest.mark.parametrize("model", [Outer, ReadoutAnswer])
def test_every_key_is_required_and_no_other_allowed(model: type[BaseModel]) -> None:
    """A model must give every key, so it cannot skip one."""
    found = list(objects(strict_schema(model)))
    assert len(found) >= 4
    for node in found:
        assert node["required"] == list(node["properties"])
        assert node["additionalProperties"] is False


def test_optional_fields_may_be_null_and_lists_end() -> None:
    """What pydantic fills in is null on the wire; arrays have an upper bound."""
    properties = strict_schema(Outer)["properties"]
    assert {"type": "null"} in properties["day"]["anyOf"]
    assert {"type": "null"} in properties["many"]["anyOf"]
    assert properties["many"]["anyOf"][0]["maxItems"] == MAX_ITEMS
    assert properties["few"]["maxItems"] == 3


def test_no_keyword_that_strict_servers_refuse_is_left() -> None:
    """Defaults, lengths, oneOf and siblings of $ref are gone."""
    text = str(strict_schema(Outer))
    for keyword in ("'default'", "'maxLength'", "'oneOf'", "'discriminator'"):
        assert keyword not in text

    def references(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            if "$ref" in node:
                yield node
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    assert all(len(node) == 1 for node in references(strict_schema(Outer)))


def test_free_form_object_is_refused_by_name() -> None:
    """A dict cannot be described strictly, and the error says which field it is."""

    class Bag(BaseModel):
        things: dict[str, str]

    with pytest.raises(UsageError, match=r"Bag\.things is a free-form object"):
        strict_schema(Bag)


def test_quotes_come_before_what_is_derived_from_them() -> None:
    """A model that writes from left to right copies first."""
    definitions = strict_schema(ReadoutAnswer)["$defs"]
    participant = list(definitions["ParticipantAnswer"]["properties"])
    assert participant.index("country_quote") < participant.index("country")
    assert next(iter(definitions["MeetingAnswer"]["properties"])) == "evidence"
    meeting = list(definitions["MeetingAnswer"]["properties"])
    assert meeting.index("date_quotes") < meeting.index("date")
    assert next(iter(definitions["StatementAnswer"]["properties"])) == "content"


def test_notes_hold_every_description() -> None:
    """The descriptions are in the notes, since servers do not show the schema to the model."""
    notes = AnswerSchema.of(Outer).notes
    assert "- `inner` (object): One of them." in notes
    assert "  - `quote` (string): Copied." in notes
    assert '`colour` ("red")' in notes
    assert '  either Dog:\n  - `sort` ("dog")' in notes
    assert "`day` (date, YYYY-MM-DD or null)" in notes
    assert "`few` (list of string, at most 3)" in notes
    for definition in strict_schema(ReadoutAnswer)["$defs"].values():
        for field in definition["properties"].values():
            assert " ".join(field["description"].split()) in AnswerSchema.of(ReadoutAnswer).notes


def test_a_model_that_refers_to_itself_ends() -> None:
    """Recursive models give a schema and finite notes."""

    class Tree(BaseModel):
        children: list[Tree]

    schema = AnswerSchema.of(Tree)
    assert schema.notes == "- `children` (list of object, at most 200): (fields as above)"
    assert schema.json["type"] == "object"
    assert AnswerSchema.of(Tree) is schema

"""The answer asked for when a user brings a schema."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from pydantic import AnyUrl, BaseModel, Field, RootModel

from communique.errors import UsageError
from communique.llm.quoted import asked_for


class Side(enum.StrEnum):
    LEFT = "left"
    RIGHT = "right"


class Names(RootModel[list[str]]):
    pass


class Leafy(BaseModel):
    """Something with leaves."""

    kind: Literal["leafy"] = "leafy"
    side: Side = Field(description="Which side.")
    day: dt.date | None = None
    either: int | str
    code: str = Field(pattern="^A", max_length=9)
    names: Names | None = None
    twigs: list[Leafy] = Field(default=[], max_length=7, description="What grows on it.")
    matrix: list[list[float]] = []


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def test_the_schema_is_strict_through_and_through() -> None:
    """All keys required, no others, arrays that end, and nothing that grammars do not know."""
    schema = asked_for(Leafy).json
    found = list(nodes(schema))
    objects = [node for node in found if node.get("type") == "object"]
    assert len(objects) >= 8
    for node in objects:
        assert node["required"] == list(node["properties"])
        assert node["additionalProperties"] is False
    assert all("maxItems" in node for node in found if node.get("type") == "array")
    assert all(len(node) == 1 for node in found if "$ref" in node)
    assert not {"pattern", "maxLength", "default", "oneOf"} & {
        key for node in found for key in node
    }
    assert schema["type"] == "object"


def test_leaves_are_quoted_wherever_they_stand() -> None:
    """In fields, lists, lists of lists and named lists; choices keep their values, formats too."""
    fields = asked_for(Leafy).json["properties"]
    assert fields["kind"] == {"const": "leafy", "type": "string"}
    assert fields["side"]["properties"]["value"]["anyOf"][0]["enum"] == ["left", "right"]
    assert fields["side"]["description"] == "Which side."
    assert fields["day"]["properties"]["value"]["anyOf"] == [
        {"type": "string", "format": "date"}, {"type": "null"},
    ]  # fmt: skip
    assert len(fields["either"]["properties"]["value"]["anyOf"]) == 3
    assert "quote" in fields["matrix"]["anyOf"][0]["items"]["items"]["properties"]
    assert "quote" in fields["names"]["anyOf"][0]["items"]["properties"]
    assert fields["twigs"]["anyOf"][0]["items"] == {"$ref": "#/$defs/Leafy"}
    assert fields["twigs"]["anyOf"][0]["maxItems"] == 7


def test_notes_tell_the_users_own_fields() -> None:
    """Without quote and value, which the prompt explains once."""
    notes = asked_for(Leafy).notes
    assert '- `side` ("left" | "right"): Which side.' in notes
    assert "`day` (date, YYYY-MM-DD or null)" in notes
    assert "What grows on it. (fields as above)" in notes
    assert "quote" not in notes


def test_equal_schemas_are_one() -> None:
    """Made once, so that clients can keep what they derive from it."""
    assert asked_for(Leafy) is asked_for(Leafy)
    json.dumps(asked_for(Leafy).json)


class Rooted(RootModel[list[int]]):
    pass


class Odd(BaseModel, arbitrary_types_allowed=True):
    thing: Iterator[int] | object


class Site(BaseModel):
    url: AnyUrl


class Endless(RootModel[list["Endless"]]):
    pass


class Nest(BaseModel):
    endless: Endless


@pytest.mark.parametrize(
    ("model", "complaint"),
    [
        (Rooted, "Rooted is no object"),
        (Odd, "Odd"),
        (Nest, r"Nest\.endless.* nests without end"),
    ],
)
def test_model_that_has_no_such_schema_is_refused(model: type[BaseModel], complaint: str) -> None:
    """By its name, before anything is asked."""
    with pytest.raises(UsageError, match=complaint):
        asked_for(model)


def test_urls_are_texts() -> None:
    """Formats that only pydantic checks are left to it."""
    value = asked_for(Site).json["properties"]["url"]["properties"]["value"]["anyOf"][0]
    assert value["type"] == "string"
    assert "minLength" not in value

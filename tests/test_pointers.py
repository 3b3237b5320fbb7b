"""JSON pointers."""

from __future__ import annotations

import enum
from typing import Literal

from pydantic import BaseModel

from communique.pointers import constants_of, leaves_of, pointer


def test_pointers_are_those_of_the_rfc() -> None:
    """The examples of RFC 6901, section 5: "~" and "/" in a key are escaped."""
    document = {"foo": ["bar", "baz"], "": 0, "a/b": 1, "m~n": 8, " ": 7}
    assert dict(leaves_of(document)) == {
        "/foo/0": "bar", "/foo/1": "baz", "/": 0, "/a~1b": 1, "/m~0n": 8, "/ ": 7,
    }  # fmt: skip
    assert pointer(()) == ""


def test_empty_lists_and_objects_have_no_leaves() -> None:
    """Null is a leaf, nothing is none."""
    assert dict(leaves_of({"a": [], "b": {}, "c": None, "d": [[True]]})) == {
        "/c": None,
        "/d/0/0": True,
    }


class Only(enum.Enum):
    ONE = "one"


class Cat(BaseModel):
    sort: Literal["cat"]
    mood: Literal["calm", "wild"]
    only: Only


class Dog(BaseModel):
    sort: Literal["dog"]


class House(BaseModel):
    pets: list[Cat | Dog]
    first: Cat | None
    sealed: Literal["yes"] | None


def test_constants_are_what_a_schema_fixes() -> None:
    """A literal of one value, also in one of several models; not one that may be null."""
    cat = {"sort": "cat", "mood": "calm", "only": "one"}
    house = {"pets": [cat, {"sort": "dog"}], "first": cat, "sealed": "yes"}
    assert constants_of(house, House.model_json_schema()) == {
        "/pets/0/sort", "/pets/0/only", "/pets/1/sort", "/first/sort", "/first/only",
    }  # fmt: skip

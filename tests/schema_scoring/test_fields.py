"""What a model's types mean for its score."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from decimal import Decimal
from typing import Annotated, Any, Literal, NewType, NotRequired, Optional

import pytest
from pydantic import BaseModel, Field, RootModel
from typing_extensions import TypedDict

from communique.comparators import Compare
from communique.errors import UsageError
from communique.llm.quoted import asked_for
from communique.schema_scoring.fields import check_schema, comparators_of

Code = NewType("Code", str)


class Side(enum.StrEnum):
    LEFT = "left"
    RIGHT = "right"


class Size(TypedDict):
    width: float
    depth: NotRequired[int]


@dataclasses.dataclass
class Place:
    town: str
    country: Annotated[str, Compare.country()]


class Names(RootModel[list[Annotated[str, Compare.name()]]]):
    pass


class Left(BaseModel):
    kind: Literal["left"]
    who: Annotated[str, Compare.name()]


class Right(BaseModel):
    kind: Literal["right"]
    who: str


class Everything(BaseModel):
    version: Literal[1] = 1
    text: str
    code: Code
    whole: int | None = None
    number: float
    exact_number: Decimal
    flag: bool
    side: Side
    choice: Literal["a", "b"]
    day: dt.date
    moment: Optional[dt.datetime] = None  # noqa: UP045 - both ways of writing it
    either: int | str
    texts: list[str]
    tags: Annotated[set[str], Compare.as_set(key=True)]
    people: Names
    size: Size
    place: Place | None = None
    about: Annotated[Left | Right, Field(discriminator="kind")]
    children: list[Everything] = []
    noise: Annotated[list[Place], Compare.ignore()] = []


def test_defaults_by_type() -> None:
    """The table of evals/README.md: what a field is compared by that declares nothing."""
    assert comparators_of(Everything) == {
        "/text": "text",
        "/code": "text",
        "/whole": "exact",
        "/number": "number ±0.0001 %",
        "/exact_number": "number ±0.0001 %",
        "/flag": "exact",
        "/side": "exact",
        "/choice": "exact",
        "/day": "date",
        "/moment": "date",
        "/either": "exact or text",
        "/texts/*": "text",
        "/tags": "set of text, key",
        "/people/*": "name",
        "/size/width": "number ±0.0001 %",
        "/size/depth": "exact",
        "/place/town": "text",
        "/place/country": "country",
        "/about/kind": "exact",
        "/about/who": "name or text",
        "/noise": "ignored",
    }


def test_what_is_declared_changes_nothing_for_the_model_that_is_asked() -> None:
    """The JSON schemas, the strict one too, are those of the model without comparators."""

    class Plain(BaseModel):
        donor: str
        amount: float | None = None
        tags: list[str]

    class Declared(BaseModel):
        donor: Annotated[str, Compare.name(key=True)]
        amount: Annotated[float | None, Compare.number(relative=0.1)] = None
        tags: Annotated[list[Annotated[str, Compare.text(0.5)]], Compare.as_set()]

    Declared.__name__ = Plain.__name__
    Declared.model_rebuild(force=True)
    plain, declared = asked_for(Plain), asked_for(Declared)
    assert (declared.sha256, declared.notes) == (plain.sha256, plain.notes)
    assert Declared.model_json_schema() == Plain.model_json_schema()


def test_the_field_has_the_last_word() -> None:
    """A type that declares its own comparator may be used otherwise."""
    named = Annotated[str, Compare.name()]

    class Mine(BaseModel):
        one: named  # type: ignore[valid-type]
        other: Annotated[named, Compare.exact()]  # type: ignore[valid-type]
        maybe: Annotated[named | None, Compare.key()] = None  # type: ignore[valid-type]

    found = comparators_of(Mine)
    assert found == {"/one": "name", "/other": "exact", "/maybe": "name, key"}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (dict[str, int], "free-form"),
        (dict, "free-form"),
        (Any, "may hold anything"),
        (list, "may hold anything"),
        (list[Any], "may hold anything"),
        (tuple[int, str], "fields without names"),
        (Annotated[Left, Compare.name()], "declare how its fields are compared"),
        (Annotated[str, Compare.as_set()], "is no list"),
        (Annotated[list[Left], Compare.as_set()], "one kind of scalar"),
        (Annotated[list[str], Compare.key()], "is a list"),
    ],
)
def test_what_cannot_be_scored_is_named(kind: Any, said: str) -> None:
    """With the field, wherever it is."""

    class Mine(BaseModel):
        field: kind

    class Around(BaseModel):
        mine: list[Mine] = []

    with pytest.raises(UsageError, match=said) as found:
        check_schema(Around)
    assert "Mine.field" in str(found.value)

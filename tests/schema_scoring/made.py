"""Invented schemas and values, by which scores are worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from communique.comparators import Compare


class Pledge(BaseModel):
    donor: Annotated[str, Compare.text(key=True)]
    amount: float | None = None
    day: dt.date | None = None


class Aid(BaseModel):
    pledges: list[Pledge] = []
    targets: list[str] = []
    headline: str | None = None


class Sale(BaseModel):
    """Without key fields: four leaves, two of which must be right."""

    seller: str | None = None
    buyer: str | None = None
    what: str | None = None
    price: int | None = None


class Sales(BaseModel):
    sales: list[Sale]


class Boat(BaseModel):
    kind: Literal["boat"]
    name: str
    crew: list[str] = []


class Plane(BaseModel):
    kind: Literal["plane"]
    name: str
    seats: int | None = None


class Fleet(BaseModel):
    owner: str
    craft: list[Annotated[Boat | Plane, Field(discriminator="kind")]]


class Part(BaseModel):
    """A model inside itself."""

    name: Annotated[str, Compare.exact(key=True)]
    weight: int | None = None
    parts: list[Part] = []

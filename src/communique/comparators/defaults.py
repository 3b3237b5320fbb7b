"""How a field is compared that declares nothing, by its type."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Any

from communique.comparators.base import Comparator
from communique.comparators.dates import Date
from communique.comparators.exact import Exact
from communique.comparators.numbers import Number
from communique.comparators.words import Text

__all__ = ["SAME_NUMBER", "default_for"]

SAME_NUMBER = 1e-6
"""Relative: as much as writing a number in decimals, or in 32 bits, may change it."""


def default_for(kind: Any) -> Comparator:
    """The comparator of a scalar type: text folded, numbers that are not whole within
    ``SAME_NUMBER``, dates and times by what they say, all else exact."""
    if not isinstance(kind, type) or issubclass(kind, enum.Enum):
        return Exact()
    if issubclass(kind, str):
        return Text(similarity=1)
    if issubclass(kind, float | Decimal):
        return Number(relative=SAME_NUMBER, absolute=0)
    if issubclass(kind, dt.date | dt.time):
        return Date(precision=None)
    return Exact()

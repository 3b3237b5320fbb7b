"""What a caller writes beside a field's type to say how it is scored."""

from __future__ import annotations

from dataclasses import dataclass

from communique.comparators.base import Comparator
from communique.comparators.countries import Country
from communique.comparators.dates import Date, Precision
from communique.comparators.exact import Exact
from communique.comparators.names import Name
from communique.comparators.numbers import Number
from communique.comparators.places import Place
from communique.comparators.words import Text
from communique.errors import UsageError

__all__ = ["Compare"]


@dataclass(frozen=True, slots=True)
class Compare:
    """Made by one of the methods: ``donor: Annotated[str, Compare.text(key=True)]``.

    On a list it is said of each item, but for ``as_set`` and ``ignore``. Fields with ``key=True``
    are those by which an item of a list is known: a predicted item can only be the gold's if it
    agrees in all of them, also in not having them.
    """

    comparator: Comparator | None = None
    """None: by the type (``defaults``)."""
    is_key: bool = False
    is_set: bool = False
    is_ignored: bool = False

    @classmethod
    def key(cls) -> Compare:
        """By its type, and a key field."""
        return cls(is_key=True)

    @classmethod
    def exact(cls, *, key: bool = False) -> Compare:
        """Equal to the letter."""
        return cls(Exact(), key)

    @classmethod
    def text(cls, similarity: float = 1, *, key: bool = False) -> Compare:
        """Equal once ways of writing are folded; or so similar, from 0 to 1."""
        return cls(Text(_share("similarity", similarity)), key)

    @classmethod
    def number(cls, *, relative: float = 0, absolute: float = 0, key: bool = False) -> Compare:
        """At most so far apart: ``relative=0.01`` is one hundredth of the larger number."""
        if relative < 0 or absolute < 0:
            raise UsageError("Compare.number: a tolerance is not negative")
        return cls(Number(relative, absolute), key)

    @classmethod
    def date(cls, precision: Precision | None = None, *, key: bool = False) -> Compare:
        """The same date, equally exact; with ``precision`` nothing finer is looked at."""
        if precision not in (None, "year", "month", "day"):
            raise UsageError(f"Compare.date: precision is {precision!r}, not year, month or day")
        return cls(Date(precision), key)

    @classmethod
    def name(cls, *, key: bool = False) -> Compare:
        """A person's name, in any way of writing it."""
        return cls(Name(), key)

    @classmethod
    def country(cls, *, key: bool = False) -> Compare:
        """The same country, by code or word."""
        return cls(Country(), key)

    @classmethod
    def span(cls, iou: float = 0.5, *, key: bool = False) -> Compare:
        """Said at the same place: evidence that overlaps by ``iou``, whatever the values are."""
        return cls(Place(_share("iou", iou)), key)

    @classmethod
    def as_set(cls, *, key: bool = False) -> Compare:
        """A list of scalars as one value, right when it has the same members."""
        return cls(is_set=True, is_key=key)

    @classmethod
    def ignore(cls) -> Compare:
        """Not scored, nor anything in it."""
        return cls(is_ignored=True)


def _share(setting: str, value: float) -> float:
    if not 0 < value <= 1:
        raise UsageError(f"Compare: {setting} is {value!r}, not above 0 and at most 1")
    return value

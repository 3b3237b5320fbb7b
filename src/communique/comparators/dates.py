"""Dates and times as ISO 8601 or EDTF (ISO 8601-2) writes them, each as exact as it is given."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Literal

from communique.comparators.base import Around, Compared, Said, yes_or_no
from communique.comparators.words import folded

__all__ = ["Date", "Precision"]

Precision = Literal["year", "month", "day"]

_KEPT = {"year": 1, "month": 2, "day": 3}
_DAY = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?")
_QUALIFIERS = str.maketrans("", "", "?~%")
"""EDTF's marks for what is uncertain; the date is meant all the same."""

_Parts = tuple[str, ...]
"""Year, month, day, time of day, as far as they are given."""


@dataclass(frozen=True, slots=True)
class Date:
    """Right when both say the same, and say it equally exactly.

    "2031-09" for a gold "2031-09-04" says less than the gold, and the other way round claims a day
    that the gold does not know: both are wrong. With ``precision`` what is finer is not looked at.
    """

    precision: Precision | None

    @property
    def name(self) -> str:
        return "date" if self.precision is None else f"date to the {self.precision}"

    def compare(self, gold: Said, predicted: Said, around: Around) -> Compared:
        ours, theirs = self._read(gold.value), self._read(predicted.value)
        if ours is None or theirs is None:
            same = folded(str(gold.value)) == folded(str(predicted.value))
            return yes_or_no(same, "equal", "not a date")
        if ours == theirs or (self.precision is None and _one_moment(gold.value, predicted.value)):
            return Compared(True, "the same date", 1.0)
        return Compared(False, _difference(ours, theirs), _shared(ours, theirs))

    def _read(self, value: Any) -> tuple[_Parts, ...] | None:
        """A date, or the two of an interval; None for what is neither."""
        found = [_parts(each) for each in str(value).strip().split("/")]
        if not 1 <= len(found) <= 2:
            return None
        cut = None if self.precision is None else _KEPT[self.precision]
        read = tuple(parts[:cut] for parts in found if parts is not None)
        return read if len(read) == len(found) else None


def _parts(value: str) -> _Parts | None:
    if ":" in value:
        return _instant(value)
    matched = _DAY.fullmatch(value.translate(_QUALIFIERS))
    if matched is None:
        return None
    parts = [part for part in matched.groups() if part is not None]
    while parts and not parts[-1].strip("X"):
        parts.pop()  # "2031-XX" is the year
    return tuple(parts) or None


def _instant(value: str) -> _Parts | None:
    """A date and time, or a time alone."""
    try:
        if "T" not in value and " " not in value:
            return ("", "", "", dt.time.fromisoformat(value).isoformat())
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return None
    return (*moment.date().isoformat().split("-"), moment.timetz().isoformat())


def _one_moment(ours: Any, theirs: Any) -> bool:
    """Whether both are dates and times with offsets from UTC, and the same in UTC."""
    try:
        moments = [dt.datetime.fromisoformat(str(value)) for value in (ours, theirs)]
        return all(m.tzinfo for m in moments) and moments[0] == moments[1]
    except ValueError:
        return False


def _difference(ours: tuple[_Parts, ...], theirs: tuple[_Parts, ...]) -> str:
    if len(ours) == len(theirs):
        pairs = list(zip(ours, theirs, strict=True))
        if all(a[: len(b)] == b for a, b in pairs):
            return "says less than the gold"
        if all(b[: len(a)] == a for a, b in pairs):
            return "claims more than the gold"
    return "another date"


def _shared(ours: tuple[_Parts, ...], theirs: tuple[_Parts, ...]) -> float:
    """The share of leading parts in common, below 1."""
    common = 0
    for a, b in zip(ours[0], theirs[0], strict=False):
        if a != b:
            break
        common += 1
    return common / 5

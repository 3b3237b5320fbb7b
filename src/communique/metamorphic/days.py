"""The dates of an article, all of them moved by the same number of days, weekdays with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from communique.metamorphic.rewriting import Edit, edited
from communique.metamorphic.variants import Change
from communique.records import Document
from communique.text.calendar import MONTH, MONTHS, WEEKDAY, WEEKDAYS

__all__ = ["SHIFTS", "shifted"]

SHIFTS = (1, -1, 2, -2, 3, 5, 7, -7, 10, 14, -20, 30, 60, 91, 180, 364, -364, 728)
"""Days; 364 are a year that keeps its weekdays."""

_LONG = ("may", "june", "july")
_FULL = {number: name for name, number in MONTHS.items() if len(name) > 4 or name in _LONG}
_DAYS = {number: name for name, number in WEEKDAYS.items()}

_DATE = re.compile(
    rf"\b(?:(?P<m1>{MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:\d)(?:,?\s+(?P<y1>(?:19|20)\d\d)\b)?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{MONTH})(?:,?\s+(?P<y2>(?:19|20)\d\d)\b)?"
    rf"|(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)\b"
    rf"|(?P<weekday>{WEEKDAY})s?\b)"
)
_UNCLEAR = re.compile(
    rf"\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b|\d\s*[-–—]\s*\d{{1,2}}\s+{MONTH}"
    rf"|\b{MONTH}\s+\d{{1,2}}(?:\s*[-–—]\s*\d|\s+(?:and|to)\s+\d)|\d\s+(?:and|to)\s+\d{{1,2}}\s+{MONTH}"
    rf"|\d(?:st|nd|rd|th)\b"
)
"""Dates that cannot be moved by changing a word: of numbers alone, or several at once."""


def shifted(document: Document, days: int) -> Change | None:
    """The document with all of its dates moved; None where it has none, or one that is unclear."""
    text = document.text
    year = _year(document)
    if _UNCLEAR.search(text) or not _DATE.search(text):
        return None
    try:
        rewriting = edited(text, _edits(text, days, year))
    except ValueError:  # a date that no calendar has
        return None
    if rewriting.new == text:
        return None
    return Change(
        detail=f"{days:+} days", rewriting=rewriting, date=lambda value: _moved(value, days, year)
    )


def _year(document: Document) -> int:
    """Of dates that tell none: the publication's, else the first of the text, else a common one."""
    if document.published is not None:
        return int(document.published[:4])
    years = [m["y1"] or m["y2"] or m["y3"] for m in _DATE.finditer(document.text)]
    return next((int(year) for year in years if year), 2021)


def _edits(text: str, days: int, year: int) -> Iterator[Edit]:
    for match in _DATE.finditer(text):
        if match["weekday"]:
            new = _DAYS[(WEEKDAYS[match["weekday"].lower()] + days) % 7]
            yield Edit(*match.span("weekday"), new.capitalize())
            continue
        form = next(n for n in "123" if match[f"m{n}"])
        month, told = match[f"m{form}"], match[f"y{form}"]
        number = int(month) if form == "3" else MONTHS[month.rstrip(".").lower()]
        moved = date(int(told or year), number, int(match[f"d{form}"])) + timedelta(days)
        parts = {
            f"m{form}": f"{moved.month:02}" if form == "3" else _named(moved.month, month),
            f"d{form}": f"{moved.day:02}" if form == "3" else str(moved.day),
            f"y{form}": str(moved.year),
        }
        yield from (
            Edit(*match.span(part), new)
            for part, new in parts.items()
            if match[part] and match[part] != new
        )


def _named(month: int, as_in: str) -> str:
    """The month's name, cut to three letters where ``as_in`` is cut."""
    name = _FULL[month].capitalize()
    cut = as_in.rstrip(".").lower() not in _FULL.values()
    if not cut or len(name) < 5:
        return name
    return name[:3] + ("." if as_in.endswith(".") else "")


def _moved(value: str, days: int, year: int) -> str:
    """An ISO day, or an EDTF one without its year, moved; a month or year alone stays."""
    unknown = value.startswith("XXXX")
    if len(value) < 10:
        return value
    day = date.fromisoformat(value.replace("XXXX", str(year)) if unknown else value)
    moved = (day + timedelta(days)).isoformat()
    return f"XXXX{moved[4:]}" if unknown else moved

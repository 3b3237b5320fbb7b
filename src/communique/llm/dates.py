"""Is a date that a model gives borne out by the words it quotes and by the text around them?

Nothing is resolved here: a model resolves, this module checks. A part of a date (day, month, year)
that neither the quoted words, nor a date written in the text, nor the date of publication bears
out does not pass.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from communique.text.calendar import MONTH, MONTHS, WEEKDAY, WEEKDAYS

__all__ = ["Checked", "check_date"]

_MONTH = rf"(?P<month>{MONTH})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"

# Dates with a month in words, or ISO. "24/1" is not read: it is two days in two countries.
_WRITTEN = (
    re.compile(rf"\b{_MONTH}\s{_DAY}(?:,?\s(?P<year>\d{{4}}))?\b", re.IGNORECASE),
    re.compile(rf"\b{_DAY}(?:\sof)?\s{_MONTH}(?:,?\s(?P<year>\d{{4}}))?\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH},?\s(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
)
_DIGIT = re.compile(r"\d")
WIDEST = 40
"""Characters from any digit of a written date to either end of it, and more."""

_YEAR = re.compile(r"\b(1[89]\d{2}|20\d{2})\b")
_WEEKDAY = re.compile(rf"\b{WEEKDAY}\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|this|last|earlier|morning|afternoon|evening)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(r"(?P<year>[0-9]{4}|XXXX)(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")

REACH = dt.timedelta(days=10)
"""How far "on Monday" or "yesterday" may lie from the date it is counted from."""

SAME_YEAR = dt.timedelta(days=183)
"""How far a day without a year may lie from the date of publication to be of the nearest year."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The date as far as it is borne out (None: not at all), and what is missing."""

    date: str | None
    year_unknown: bool = False


@dataclass(frozen=True, slots=True)
class _Written:
    year: int | None
    month: int | None
    day: int | None


def check_date(claim: str, quotes: Sequence[str], text: str, published: str | None) -> Checked:
    """``claim`` (ISO, or XXXX-MM-DD) as far as ``quotes``, which stand in ``text``, bear it out."""
    match = _CLAIM.fullmatch(claim.strip())
    if match is None:
        return Checked(None)
    year = None if match["year"] == "XXXX" else int(match["year"])
    month = int(match["month"]) if match["month"] else None
    day = int(match["day"]) if match["day"] else None
    if not _exists(year, month, day):
        return Checked(None)
    around = _dates_of(text)
    origins = _origins(around, published)
    if not _bears_out(quotes, year, month, day, origins):
        return Checked(None)
    if year is not None and _year_is_told(year, month, day, quotes, around, published):
        return Checked(claim.strip())
    if day is None:
        return Checked(None)
    return Checked(f"XXXX-{month:02d}-{day:02d}", year_unknown=True)


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if year is None and day is None:
        return False
    try:
        dt.date(2000 if year is None else year, month or 1, day or 1)
    except ValueError:
        return False
    return True


def _bears_out(
    quotes: Sequence[str],
    year: int | None,
    month: int | None,
    day: int | None,
    origins: Collection[dt.date],
) -> bool:
    """Whether the quoted words tell the day (or month, or year) and contradict none of it."""
    told = False
    for quote in quotes:
        written = list(_dates_in(quote))
        for date in written:
            if month is not None and day is not None and date.day is None:
                continue  # "May 2031" beside "Tuesday" tells the year, not the day
            if _agrees(date, year, month, day):
                told = True
        if not written and day is None and month is None and year is not None:
            told = told or str(year) in _YEAR.findall(quote)
        if year is not None and month is not None and day is not None and not written:
            told = told or _counted_from(quote, dt.date(year, month, day), origins)
    return told


def _agrees(date: _Written, year: int | None, month: int | None, day: int | None) -> bool:
    """Whether a written date holds all that is claimed, as far as it goes, the year excepted."""
    if date.year is not None and year is not None and date.year != year:
        return False
    if month is not None and date.month != month:
        return False
    return day is None or date.day == day


def _counted_from(quote: str, day: dt.date, origins: Collection[dt.date]) -> bool:
    """Whether "Monday" or "yesterday" can be ``day``, counted from a date known otherwise."""
    weekdays = [WEEKDAYS[name.lower()] for name in _WEEKDAY.findall(quote)]
    if not weekdays and not _RELATIVE.search(quote):
        return False
    if weekdays and day.weekday() not in weekdays:
        return False
    return any(abs(day - origin) <= REACH for origin in origins)


def _year_is_told(
    year: int,
    month: int | None,
    day: int | None,
    quotes: Sequence[str],
    around: Collection[_Written],
    published: str | None,
) -> bool:
    if any(str(year) in _YEAR.findall(quote) for quote in quotes):
        return True
    if any(date.year == year for date in around):
        return True
    if published is None:
        return False
    claimed = dt.date(year, month or 7, day or 1)
    return abs(claimed - dt.date.fromisoformat(published)) <= SAME_YEAR


@lru_cache(maxsize=8)
def _origins(around: Collection[_Written], published: str | None) -> frozenset[dt.date]:
    """Full dates from which the text may count: its own, and that of its publication.

    A dateline without a year ("March 1") takes the years that the other dates tell.
    """
    known = set() if published is None else {dt.date.fromisoformat(published)}
    years = {date.year for date in around if date.year is not None}
    years |= {origin.year for origin in known}
    for date in around:
        if date.month is not None and date.day is not None:
            known.update(
                dt.date(year, date.month, date.day)
                for year in ([date.year] if date.year is not None else sorted(years))
                if _exists(year, date.month, date.day)
            )
    return frozenset(known)


@lru_cache(maxsize=8)
def _dates_of(text: str) -> frozenset[_Written]:
    """The dates written in an article; its meetings are checked one after another."""
    return frozenset(_dates_in(text))


def _dates_in(text: str) -> Iterator[_Written]:
    for start, end in _around_digits(text):
        for pattern in _WRITTEN:
            for match in pattern.finditer(text, start, end):
                parts = match.groupdict()
                month = parts["month"]
                number = int(month) if month.isdigit() else MONTHS[month.lower().rstrip(".")]
                yield _Written(
                    int(parts["year"]) if parts.get("year") else None,
                    number,
                    int(parts["day"]) if parts.get("day") else None,
                )


def _around_digits(text: str) -> Iterator[tuple[int, int]]:
    """The parts of ``text`` that can hold a date: to look for months everywhere takes long."""
    start = end = 0
    for digit in _DIGIT.finditer(text):
        at = digit.start()
        if at - WIDEST > end:
            if end:
                yield start, end
            start = max(0, at - WIDEST)
        end = at + WIDEST
    if end:
        yield start, end

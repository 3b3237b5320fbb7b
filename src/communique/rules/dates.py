"""Dates of meetings, resolved from the text and the date of publication."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from communique.text.calendar import MONTH, MONTHS, WEEKDAY, WEEKDAYS

__all__ = ["Anchor", "DateFound", "dates_in", "find_anchor", "resolve"]

_DATE = re.compile(
    rf"""
      \b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)
        (?:,?\s+(?P<year>(?:19|20)\d\d))?                               # May 5, 2031
    | \b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{MONTH})
        (?:,?\s+(?P<year2>(?:19|20)\d\d))?                              # 5 May 2031
    | \b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b
    | \b(?:(?:last|past)\s+|(?P<next>next|coming)\s+)?(?P<weekday>{WEEKDAY})\b
    | \b(?P<relative>(?i:today|yesterday|tonight|tomorrow
        |this\s+(?:morning|afternoon|evening)|last\s+night
        |(?P<days>a|one|two|three|four|five|six|\d)\s+days?\s+(?:ago|earlier)))\b
    """,
    re.VERBOSE,
)


_DATELINE_END = re.compile(r"[,.]?\s*+(?:(?:\([^)]{1,40}\)|/[^/]{1,30}/)\s*+)?[-–—:]")
"""What closes a dateline: "OSLO, May 5, 2031 (Agency) -"."""


class DateFound(NamedTuple):
    """A date expression: half-open code points, and what it says."""

    start: int
    end: int
    month: int | None = None
    day: int | None = None
    year: int | None = None
    weekday: int | None = None
    shift: int | None = None
    """Days from the date of the article ("yesterday": -1)."""
    future: bool = False


class Anchor(NamedTuple):
    """The day the article was written, and the span of text that says so, if the text does."""

    day: date
    start: int | None = None
    end: int | None = None


_SHIFTS = {"today": 0, "tonight": 0, "yesterday": -1, "last": -1, "this": 0}
"""By the first word of the expression."""
_DAYS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def dates_in(text: str, start: int, end: int) -> list[DateFound]:
    """Date expressions in ``text[start:end]``, from the left."""
    found = []
    for match in _DATE.finditer(text, start, end):
        group = match.groupdict()
        month = group["month"] or group["month2"]
        if month:
            year = group["year"] or group["year2"]
            found.append(
                DateFound(
                    *match.span(),
                    month=MONTHS[month.lower().rstrip(".")],
                    day=int(group["day"] or group["day2"]),
                    year=int(year) if year else None,
                )
            )
        elif group["iso"]:
            y, m, d = (int(part) for part in group["iso"].split("-"))
            found.append(DateFound(*match.span(), month=m, day=d, year=y))
        elif group["weekday"]:
            found.append(
                DateFound(
                    *match.span(),
                    weekday=WEEKDAYS[group["weekday"].lower()],
                    future=bool(group["next"]),
                )
            )
        elif group["days"]:
            days = group["days"].lower()
            found.append(DateFound(*match.span(), shift=-(_DAYS.get(days) or int(days))))
        else:
            shift = _SHIFTS.get(group["relative"].lower().split()[0])
            found.append(DateFound(*match.span(), shift=shift, future=shift is None))
    return [d for d in found if _is_possible(d)]


def _is_possible(found: DateFound) -> bool:
    if found.month is None or found.day is None:
        return True
    try:
        date(found.year or 2000, found.month, found.day)
    except ValueError:
        return False
    return True


LONGEST_DATE_LINE = 120
"""Characters of a line that is little more than a date and a name."""

MOST_DAYS_BETWEEN = 7
"""A text's own date line counts beside ``published`` when it is not older than so many days."""


def _precedes(own: date, published: date) -> bool:
    return 0 <= (published - own).days <= MOST_DAYS_BETWEEN


def find_anchor(text: str, heads: list[tuple[int, int]], published: str | None) -> Anchor | None:
    """The article's own date: a date line of its own, else ``published``.

    ``heads`` are the ranges of its first paragraphs; a date with a year counts when its paragraph
    is little more than that date, or begins with it (a dateline), and, where ``published`` is
    given, lies shortly before it (what an archive says is published may be some days late).
    """
    for start, end in heads:
        for found in dates_in(text, start, end):
            alone = (end - start) <= LONGEST_DATE_LINE and text[end - 1] not in ".!?"
            opens = found.start - start <= 40 and _DATELINE_END.match(text, found.end)
            if found.year and found.month and found.day and (alone or opens):
                own = date(found.year, found.month, found.day)
                if published and not _precedes(own, date.fromisoformat(published)):
                    continue
                return Anchor(own, found.start, found.end)
    return Anchor(date.fromisoformat(published)) if published else None


def resolve(found: DateFound, anchor: Anchor | None) -> tuple[str, bool]:
    """The date as ISO 8601 (or EDTF ``XXXX-MM-DD``), and whether the anchor was needed."""
    if found.month and found.day:
        if found.year:
            return date(found.year, found.month, found.day).isoformat(), False
        if anchor is None:
            return f"XXXX-{found.month:02d}-{found.day:02d}", False
        return _nearest_year(found.month, found.day, anchor.day).isoformat(), True
    if anchor is None:
        return "", True
    if found.weekday is not None:
        back = (anchor.day.weekday() - found.weekday) % 7
        return (anchor.day - timedelta(days=back)).isoformat(), True
    return (anchor.day + timedelta(days=found.shift or 0)).isoformat(), True


def _nearest_year(month: int, day: int, anchor: date) -> date:
    """A day without a year is the one nearest to the article's date."""
    candidates = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            continue
    return min(candidates, key=lambda day_: abs((day_ - anchor).days))

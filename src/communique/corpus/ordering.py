"""Meetings in time: the day of each, and where stands what has no year, or no day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import islice

from communique.corpus.days import nearest_day
from communique.corpus.occasions import Occasion

__all__ = ["first_told", "in_order", "usual_day"]

MOST = 200
"""Meetings of one person that are looked at, so that no list of meetings takes time by the square
of its length."""

LEAP = 4
"""Years within which every day comes, but for those about 1900."""

MIDSUMMER = 7, 2
"""Month and day to which the days of the same year are nearest."""


def in_order(found: Iterable[Occasion]) -> list[Occasion]:
    """The meetings in the order of their days, the undated last."""
    days = {one: usual_day(one) for one in found}
    years = Counter(date.fromordinal(day).year for day in days.values() if day is not None)
    year = min(years, key=lambda y: (-years[y], y), default=2000)
    of_person: dict[int, list[Occasion]] = defaultdict(list)
    for one, day in days.items():
        for person in one.people if day is not None else ():
            of_person[person].append(one)

    def guessed(one: Occasion, yearless: str) -> int | None:
        others = (o for person in one.people for o in islice(of_person.get(person, ()), MOST))
        shared = Counter(others)
        likest = min(shared, key=lambda o: (-shared[o], days[o] or 0, first_told(o)), default=None)
        near = None if likest is None else days[likest]
        return nearest_day(yearless, near or date(year, *MIDSUMMER).toordinal(), within=LEAP)

    def in_time(one: Occasion) -> tuple[bool, int, int, int]:
        day = days[one]
        yearless = min((d for d in one.dates if d.startswith("XXXX")), default=None)
        if day is None and yearless is not None:
            day = guessed(one, yearless)
        return day is None, day or 0, *first_told(one)

    return sorted(days, key=in_time)


def first_told(one: Occasion) -> tuple[int, int]:
    """The first article of a meeting, and which of its meetings it is."""
    return min((told.article, told.nth) for told in one.told)


def usual_day(one: Occasion) -> int | None:
    """The day that most sources have; of several the earliest."""
    sources: dict[int, set[int]] = defaultdict(set)
    for told in one.told:
        if told.day is not None:
            sources[told.day].add(told.source)
    return min(sources, key=lambda day: (-len(sources[day]), day), default=None)

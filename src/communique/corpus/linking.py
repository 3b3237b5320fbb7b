"""The search for the meeting that an article tells of: by day and person, never over all pairs.

Looked up are meetings that share a day and a person, so that time grows with the articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from communique.corpus.occasions import MANY, Fit, Occasion, Told, fit, fullest_first
from communique.corpus.ordering import first_told, usual_day

__all__ = ["Linking", "as_one"]

Key = TypeVar("Key")

MINORITY = 1 / 3
"""A day that at most so many sources have, of those for the day beside it, is a slip; so is a day
that one source has beside a day that one has."""

ALIKE = 0.8
"""How well the only meeting must fit what tells neither its day nor that of its publication."""

MOST = 200
"""Meetings of one day, or of one person where no day is told, with which one is compared: so that
no list of meetings takes time by the square of its length."""

BEFORE = 4
"""Days before its publication within which the meeting lies that an article gives no day for."""

Found = list[tuple[Occasion, Fit]]
"""Meetings that something fits."""

Index = dict[Key, dict[Occasion, None]]
"""Meetings in the order in which they came, by what they must share with what is looked up."""


@dataclass
class Linking:
    """Meetings in the making, and where to look for them."""

    _by_day: Index[tuple[int, int | str]] = field(default_factory=lambda: defaultdict(dict))
    """By day (of what has none, of publication), and person, or place."""
    _by_person: Index[int | str] = field(default_factory=lambda: defaultdict(dict))
    _of: dict[int, list[tuple[Told, Occasion]]] = field(default_factory=lambda: defaultdict(list))
    """Where each article's meetings went."""
    _into: dict[Occasion, Occasion] = field(default_factory=dict)
    _all: list[Occasion] = field(default_factory=list)

    def left(self) -> list[Occasion]:
        return [one for one in self._all if one not in self._into]

    def place(self, told: Told, fitting: Found) -> None:
        """Into the best that fits, else a meeting of its own."""
        if fitting:
            occasion, why = max(fitting, key=lambda found: found[1].score)
        else:
            occasion, why = Occasion(), None
            self._all.append(occasion)
        self._join(told, occasion, why)

    def at(self, told: Told, days: Sequence[int]) -> Found:
        """The meetings of ``days`` that it fits."""
        keys = list(_keys(told))
        near = (one for day in days for key in keys for one in self._by_day.get((day, key), ()))
        return list(self._fitting(told, near))

    def undated(self, told: Told) -> Found:
        """Of the meetings that it fits, those of the last day before its publication; without that,
        the only one, and none where several fit."""
        if told.published is None:
            near = (one for key in _keys(told) for one in self._by_person.get(key, ()))
            fitting = self._fitting(told, (one for one in near if _may_be_on(told, one)))
            sure = (found for found in fitting if told.date or found[1].score >= ALIKE)
            found = list(islice(sure, 2))
            return found if len(found) == 1 else []
        days = range(told.published - BEFORE, told.published + 1)
        found = [(one, why) for one, why in self.at(told, days) if _may_be_on(told, one)]
        latest = max((usual_day(one) or 0 for one, _ in found), default=0)
        return [(one, why) for one, why in found if (usual_day(one) or 0) == latest]

    def reprint(self, told: Told) -> None:
        """Where the article went that it reprints; by itself where that does not tell of it."""
        found = [
            (occasion, Fit(True, "reprint", "a near-duplicate tells the same", 1.0))
            for other, occasion in self._of[told.source]
            if _same(told, other) and told.article not in self._current(occasion).articles
        ]
        if not found:
            found = self.at(told, (told.day,)) if told.day is not None else self.undated(told)
        self.place(told, [(self._current(occasion), why) for occasion, why in found[:1]])

    def join_neighbours(self) -> None:
        """Make one of two on the same day or neighbouring ones, the less attested first.

        On the same day it is what the whole group tells, such as its organizer, that tells more
        than one article of it did.
        """
        days = {one: usual_day(one) for one in self._all}
        for one in sorted(self._all, key=lambda o: (o.sources, days[o] or 0, first_told(o))):
            day = days[one]
            if day is None or one in self._into:
                continue
            probe = as_one(one)
            near = (
                other
                for beside in (day, day - 1, day + 1)
                for key in _keys(probe)
                for other in self._by_day.get((beside, key), ())
            )
            fitting = [
                (other, why)
                for other, why in self._fitting(probe, near)
                if abs((days[other] or 0) - day) <= 1
                and one is not other
                and one.sources <= max(1, MINORITY * other.sources)
                and not one.articles & other.articles
            ]
            if fitting:
                self._merge(one, *max(fitting, key=lambda found: found[1].score))

    def _merge(self, one: Occasion, other: Occasion, why: Fit) -> None:
        self._into[one] = other
        off = usual_day(one) != usual_day(other)
        rule = "neighbouring day" if off else "part of the day's"
        reason = f"{why.reason}, {'a day off' if off else 'told by few sources'}"
        for told in one.told:
            self._join(told, other, why._replace(rule=rule, reason=reason))

    def _join(self, told: Told, occasion: Occasion, why: Fit | None) -> None:
        occasion.add(told, why)
        self._of[told.article].append((told, occasion))
        day = told.published if told.day is None else told.day
        for key in _keys(told):
            if day is not None:
                self._by_day[day, key][occasion] = None
            self._by_person[key][occasion] = None

    def _current(self, occasion: Occasion) -> Occasion:
        while occasion in self._into:
            occasion = self._into[occasion]
        return occasion

    def _fitting(self, told: Told, near: Iterable[Occasion]) -> Iterator[tuple[Occasion, Fit]]:
        """Those of ``near`` that it fits, each once."""
        seen: set[Occasion] = set()
        for one in map(self._current, islice(near, 10 * MOST)):
            if one not in seen and len(seen) < MOST:
                seen.add(one)
                why = fit(told, one)
                if why.fits:
                    yield one, why


def _keys(told: Told) -> Iterator[int | str]:
    """What a meeting is looked up by: who was there, and where a summit was."""
    yield from sorted(told.people)
    if told.kind in MANY and told.place is not None:
        yield told.place


def as_one(one: Occasion) -> Told:
    """A meeting as if one article, none of its own, had told all of it."""
    fullest = min(one.told, key=fullest_first)
    host, place = min(one.organizers, default=None), min(one.places, default=None)
    return fullest._replace(article=0, people=one.core, organizer=host, place=place)


def _may_be_on(told: Told, one: Occasion) -> bool:
    """Whether a day or month without a year, or a month or year, can be the day of ``one``."""
    if told.date is None:
        return True
    pattern = told.date.removeprefix("XXXX")
    return any(
        date.endswith(pattern) if told.date.startswith("XXXX") else date.startswith(pattern)
        for date in one.dates
    )


def _same(told: Told, other: Told) -> bool:
    """Whether a reprint may tell of the same meeting as what it reprints."""
    return told.kind == other.kind and told.people == other.people and told.day == other.day

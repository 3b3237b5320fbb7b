"""When what two articles tell can be one meeting: the rules, apart from the search for pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["MANY", "Fit", "Occasion", "Told", "fit", "fullest_first", "is_remote"]

CONTAINED = 0.7
"""Of the shorter list of participants, the share that the longer one must hold: lists in articles
are partial, and now and then name one who was not there. Of two or three it must hold all."""

ATTESTED = 0.25
"""Of the articles that name the most often named participant, the share that must name another."""

SMALL, LARGE = 2, 4
"""A talk of two is no short list of a meeting of four or more, unless something else says so."""

_REMOTE = frozenset(["call", "video call"])
_IN_PERSON = frozenset(["bilateral meeting", "multilateral meeting", "summit"])
MANY = frozenset(["multilateral meeting", "summit"])


class Told(NamedTuple):
    """What one article tells of a meeting, as far as it tells meetings apart."""

    article: int
    nth: int
    """Which of the article's meetings."""
    source: int
    """The first of its article's near-duplicates."""
    published: int | None
    """Proleptic ordinal of the day (``date.toordinal``)."""
    day: int | None
    """The same of the meeting; None unless the article tells the day and the year."""
    date: str | None
    """As the record has it, also where that is no day."""
    kind: str
    place: str | None
    """Its words, folded."""
    organizer: int | None
    people: frozenset[int]
    """Participants who are persons, by number."""
    parties: int | None = None
    """Of how many the article says that it was: 3 of a trilateral meeting."""
    aside: bool = False
    """Whether it says that it was held on another's sidelines."""


@dataclass(eq=False)
class Occasion:
    """A meeting in the making: what articles that tell of it say, counted."""

    told: list[Told] = field(default_factory=list)
    articles: set[int] = field(default_factory=set)
    people: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    dates: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    organizers: set[int] = field(default_factory=set)
    reasons: list[tuple[Told, Fit | None]] = field(default_factory=list)
    """Why each is here; None of the first."""
    _core: frozenset[int] | None = None

    def add(self, told: Told, why: Fit | None) -> None:
        self.told.append(told)
        self.articles.add(told.article)
        self.people.update(told.people)
        self.kinds[told.kind] += 1
        if told.date is not None:
            self.dates.add(told.date)
        if told.place is not None:
            self.places.add(told.place)
        if told.organizer is not None:
            self.organizers.add(told.organizer)
        self.reasons.append((told, why))
        self._core = None

    @property
    def core(self) -> frozenset[int]:
        """Who was there by a fair share of the articles: names given in error are left out."""
        if self._core is None:
            least = ATTESTED * max(self.people.values(), default=0)
            self._core = frozenset(p for p, number in self.people.items() if number >= least)
        return self._core

    @property
    def sources(self) -> int:
        return len({one.source for one in self.told})


class Fit(NamedTuple):
    """Whether something may be of a meeting, by which rule, why, and how well (0 to 1)."""

    fits: bool
    rule: str
    reason: str
    score: float


def is_remote(kinds: Iterable[str]) -> bool | None:
    """Whether meetings of these kinds are held from afar; None where they do not agree."""
    held = {kind in _REMOTE for kind in kinds if kind in _REMOTE or kind in _IN_PERSON}
    return held.pop() if len(held) == 1 else None


def fit(told: Told, occasion: Occasion) -> Fit:
    """Whether what an article tells may be of ``occasion``, the dates left aside."""
    if told.article in occasion.articles:
        return Fit(False, "same article", "the article itself tells the two apart", 0.0)
    core = occasion.core
    shared = len(told.people & core)
    fewer, more = sorted((len(told.people), len(core)))
    if not shared:
        return _by_place(told, occasion)
    contained, alike = shared / fewer, shared / (fewer + more - shared)
    score = (contained + alike) / 2
    counted = f"{shared} of {fewer} and {more} participants in common"
    if contained < CONTAINED:
        return Fit(False, "participants", f"only {counted}", score)
    ours, theirs = is_remote([told.kind]), is_remote(occasion.kinds)
    if _is_larger(told, occasion):
        return Fit(False, "parties", f"{counted}, but one was of fewer by its name", score)
    if any(one.aside for one in occasion.told) != told.aside and _is_many(told, occasion):
        return Fit(False, "kind", f"{counted}, but one was on the other's sidelines", score)
    if None not in (ours, theirs) and ours != theirs and not (shared > SMALL and contained == 1):
        return Fit(False, "kind", f"{counted}, but one of them was in person", score)
    if fewer < more and _is_other_size(told, occasion):
        return Fit(False, "kind", f"{counted}, but one was on the sidelines", score)
    same = _in_common(told, occasion)
    small = min(len(told.people), _usual_size(occasion)) <= SMALL
    if small and more >= LARGE and not same and told.kind not in MANY:
        return Fit(False, "size", f"{counted}: another talk of fewer, by all that is told", score)
    if fewer == 1 and not same and told.kind not in occasion.kinds:
        return Fit(False, "participants", f"{counted}, and nothing else", score)
    reason = counted + "".join(f", the same {name}" for name in same)
    return Fit(True, "participants", reason, score)


def _in_common(told: Told, occasion: Occasion) -> list[str]:
    found = []
    if told.organizer is not None and told.organizer in occasion.organizers:
        found.append("organizer")
    if _is_there(told, occasion):
        found.append("place")
    return found


def _by_place(told: Told, occasion: Occasion) -> Fit:
    """An article that names none of those whom the others name may still tell of their summit."""
    silent = not told.people or not occasion.people
    if silent and _is_there(told, occasion) and told.kind in occasion.kinds and told.kind in MANY:
        return Fit(True, "place", f"a {told.kind} in the same place, participants not named", 0.1)
    return Fit(False, "participants", "no participant in common", 0.0)


def _is_there(told: Told, occasion: Occasion) -> bool:
    """Whether a place of the one is told by the other, be it with more words: "Geneva" and "Geneva,
    Switzerland"."""
    ours = set((told.place or "").split())
    theirs = [set(place.split()) for place in occasion.places]
    return any(words and (ours <= words or words <= ours) for words in theirs if ours)


def _is_other_size(told: Told, occasion: Occasion) -> bool:
    """Whether by its kind one was a meeting of two, on the sidelines of the other.

    A meeting of three may be told as one of two, by who does not count the third or denies him.
    """
    kinds = {told.kind, min(occasion.kinds, key=lambda kind: (-occasion.kinds[kind], kind))}
    many = "summit" in kinds or max(len(told.people), len(occasion.core)) >= LARGE
    return many and "bilateral meeting" in kinds and bool(kinds & MANY)


def _is_larger(told: Told, occasion: Occasion) -> bool:
    """Whether one is of so many parties by its name, "trilateral", and the other of more."""
    theirs = Counter(one.parties for one in occasion.told if one.parties is not None)
    most = max(theirs, key=lambda number: (theirs[number], number), default=None)
    sizes = (told.parties, len(told.people), len(occasion.core)), (
        most, len(occasion.core), len(told.people)
    )  # fmt: skip
    return any(named is not None and own <= named < other for named, own, other in sizes)


def _is_many(told: Told, occasion: Occasion) -> bool:
    """Whether the one of the two that is on nobody's sidelines is a meeting of many."""
    kinds = occasion.kinds if told.aside else [told.kind]
    return bool(MANY & set(kinds))


def _usual_size(occasion: Occasion) -> int:
    """How many participants an article names, at the middle of the articles."""
    sizes = sorted(len(one.people) for one in occasion.told)
    return sizes[len(sizes) // 2]


def fullest_first(one: Told) -> tuple[int, int, int]:
    """By this what names most people comes first."""
    return -len(one.people), one.article, one.nth

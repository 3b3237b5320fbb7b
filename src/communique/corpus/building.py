"""Records → the file of a corpus: read once, joined, written article by article.

In memory are what tells people and meetings apart, and a sketch of each article; texts, proofs and
statements pass by. The same articles give the same bytes in any order, with the same SQLite.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from sys import intern
from typing import Any

from communique.corpus.articles import Reprint, Sources
from communique.corpus.circumstances import is_aside, parties
from communique.corpus.days import nearest_day
from communique.corpus.findings import place_words
from communique.corpus.meetings import linked
from communique.corpus.occasions import Occasion
from communique.corpus.occasions import Told as Occurrence
from communique.corpus.people import Mentions, People
from communique.corpus.rows import Rows, kind_proofs
from communique.corpus.staging import Staging
from communique.corpus.summing_up import Built, sum_up
from communique.corpus.tables import APPLICATION_ID, FULL_TEXT, INDEXES, TABLES, VERSION
from communique.corpus.told import Told
from communique.scoring.names import is_group
from communique.values import is_day

__all__ = ["Built", "build"]

BATCH = 500
"""Articles whose rows are held."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A meeting of an article, its people not yet known by number."""

    occurrence: Occurrence
    organizer: tuple[str, str | None] | None
    people: tuple[tuple[str, str | None], ...]


def build(staged: Staging, path: Path) -> Built:
    """Write the corpus of ``staged`` to a new file at ``path``.

    Raises:
        OSError: it cannot be written.
    """
    reprints, outlets, mentions, heard = _listen(staged.told())
    sources = _sources(reprints, outlets)
    people = People(mentions)
    occasions = linked(_with_people(heard, people))
    heard.clear()
    merged = {
        (told.article, told.nth): number
        for number, occasion in enumerate(occasions, 1)
        for told in occasion.told
    }
    try:
        with closing(sqlite3.connect(path)) as db:
            db.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
                + TABLES
            )
            names: dict[int, str] = {}
            rows = Rows(people)
            for number, told in enumerate(staged.told(), 1):
                reprint = reprints[number - 1]
                meetings = [merged[number, nth] for nth in range(len(told.meetings))]
                rows.take(number, told, reprint, sources[number - 1], meetings)
                if reprint.original != number:
                    rows.waiting["links"].append(_reprinted(number, told, reprint))
                if number % BATCH == 0:
                    _move(rows.waiting, db)
            _add_links(rows, people, occasions)
            _move(rows.waiting, db)
            names = {number: one.name for number, one in enumerate(people.found, 1)}
            db.executescript(INDEXES)
            built = sum_up(db, people, names)
            db.executescript(FULL_TEXT + "ANALYZE;")
            return built
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def _listen(
    articles: Iterable[Told],
) -> tuple[list[Reprint], list[str | None], Mentions, list[_Heard]]:
    """What is needed of all articles at once: groups of reprints, outlets, names, meetings."""
    sources, mentions = Sources(), Mentions()
    reprints: list[Reprint] = []
    outlets: list[str | None] = []
    heard: list[_Heard] = []
    for number, told in enumerate(articles, 1):
        reprint = sources.take(number, told.text, told.text_sha256)
        reprints.append(reprint)
        outlets.append(None if told.outlet is None else intern(told.outlet))
        known = {one.name: one.country for one in reversed(told.participants)}
        for one in told.participants:
            mentions.add(one.name, one.title, one.country, one.organization)
        named = {s.speaker for s in told.statements} | {m.organizer for m in told.meetings}
        mentions.voices.update(name for name in named if name is not None and name not in known)
        heard += _meetings(number, told, reprint.original, known)
    return reprints, outlets, mentions, heard


def _sources(reprints: Sequence[Reprint], outlets: Sequence[str | None]) -> list[int]:
    """Of each article the first of its source: a reprint is its original's outlet's, and all
    originals of an outlet are one source."""
    firsts: dict[str, int] = {}
    found = []
    for reprint in reprints:
        outlet = outlets[reprint.original - 1]
        key = None if outlet is None else outlet.casefold()
        own = reprint.original
        found.append(own if key is None else firsts.setdefault(key, own))
    return found


def _meetings(
    number: int, told: Told, original: int, known: dict[str, str | None]
) -> Iterator[_Heard]:
    published = None if told.published is None else date.fromisoformat(told.published).toordinal()
    for nth, one in enumerate(told.meetings):
        proofs = kind_proofs(one)
        yield _Heard(
            Occurrence(
                number, nth, original, published, _day(one.date, published), one.date, one.kind,
                None if one.place is None else place_words(one.place), None, frozenset(),
                parties(told.text, proofs), is_aside(told.text, one.kind, proofs),
            ),
            None if one.organizer is None else (one.organizer, known.get(one.organizer)),
            tuple(
                (name, known[name])
                for name in one.participants
                if name in known and not is_group(name)
            ),
        )  # fmt: skip


def _day(told: str | None, published: int | None) -> int | None:
    """The day of a date; of one without a year, the one nearest to the publication."""
    if told is None:
        return None
    if is_day(told):
        return date.fromisoformat(told).toordinal()
    if not told.startswith("XXXX") or published is None:
        return None
    return nearest_day(told, published)


def _with_people(heard: Iterable[_Heard], people: People) -> Iterator[Occurrence]:
    for one in heard:
        who = frozenset(n for name in one.people if (n := people.number(*name)) is not None)
        organizer = None if one.organizer is None else people.number(*one.organizer)
        yield one.occurrence._replace(organizer=organizer, people=who)


def _reprinted(number: int, told: Told, reprint: Reprint) -> tuple[Any, ...]:
    reason = f"{reprint.likeness:.0%} of the shingles of both in common, as estimated"
    return (
        "source", reprint.original, number, told.document_id, "near-duplicate", reason,
        reprint.likeness,
    )  # fmt: skip


def _add_links(rows: Rows, people: People, occasions: Iterable[Occasion]) -> None:
    links = rows.waiting["links"]
    for number, person in enumerate(people.found, 1):
        for one in person.joined:
            links.append(("person", number, None, one.name, one.rule, one.reason, one.score))
    for number, occasion in enumerate(occasions, 1):
        for told, why in occasion.reasons:
            item = f"meetings[{told.nth}]"
            if why is not None:
                about: tuple[Any, ...] = (why.rule, why.reason, why.score)
            else:
                about = ("first", "the others were compared with it", None)
            links.append(("meeting", number, told.article, item, *about))


def _move(waiting: dict[str, list[tuple[Any, ...]]], db: sqlite3.Connection) -> None:
    """Insert the rows, as one transaction."""
    with db:
        for table, rows in waiting.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own
    waiting.clear()

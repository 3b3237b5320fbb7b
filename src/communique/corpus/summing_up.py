"""What comes of all articles together, once their rows stand: people, findings, sayings, meetings.

Meeting by meeting, so that memory does not grow with their number.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count, groupby
from typing import Any

from communique.corpus.differing import differing
from communique.corpus.findings import Said, findings_of, told_date
from communique.corpus.people import People
from communique.corpus.sayings import Spoken, sayings_of
from communique.corpus.values import Finding

__all__ = ["Built", "sum_up"]


@dataclass(frozen=True, slots=True)
class Built:
    """How much a corpus holds."""

    articles: int
    sources: int
    people: int
    meetings: int
    statements: int
    """Each saying once; those of no meeting or speaker, once for an article and its reprints."""


def sum_up(db: sqlite3.Connection, people: People, names: Mapping[int, str]) -> Built:
    """Fill the tables of people, meetings, findings and sayings."""
    with db:
        _people(db, people)
        sources = dict(db.execute("SELECT article, source FROM articles"))
        _meetings(db, sources, names)
        _sayings(db, sources)
    people_, meetings, sayings = (
        _one(db, f"SELECT count(*) FROM {t}")  # noqa: S608 - our own
        for t in ("people", "meetings", "sayings")
    )
    query = (
        "SELECT count(*) FROM statements JOIN articles USING (article)"
        " WHERE saying IS NULL AND original = article"
    )
    statements = sayings + _one(db, query)
    return Built(len(sources), len(set(sources.values())), people_, meetings, statements)


def _people(db: sqlite3.Connection, people: People) -> None:
    query = (
        "SELECT person, count(DISTINCT article) FROM (SELECT person, article FROM titles"
        " UNION ALL SELECT person, article FROM statements"
        " UNION ALL SELECT person, article FROM claims) WHERE person IS NOT NULL GROUP BY person"
    )
    articles = dict(db.execute(query))
    for number, one in enumerate(people.found, 1):
        row = (number, one.name, one.country, one.role, articles.get(number, 0))
        db.execute("INSERT INTO people VALUES (?, ?, ?, ?, ?)", row)
        forms = sorted(one.names.items(), key=lambda form: (-form[1], form[0]))
        db.executemany("INSERT INTO names VALUES (?, ?, ?)", [(number, *form) for form in forms])


def _meetings(db: sqlite3.Connection, sources: Mapping[int, int], names: Mapping[int, str]) -> None:
    numbers = count(1)
    query = "SELECT meeting, article, field, value, person FROM claims ORDER BY meeting, claim"
    for meeting, rows in groupby(db.execute(query), key=lambda row: row[0]):
        said = [Said(article, sources[article], *rest) for _, article, *rest in rows]
        findings = list(findings_of(meeting, said, names))
        articles = {one.article for one in said}
        row = (*_summary(meeting, findings), len(articles), len({sources[a] for a in articles}))
        db.execute("INSERT INTO meetings VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        db.executemany(
            "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    next(numbers), meeting, one.field, one.value, one.person,
                    one.articles, one.sources, one.verdict,
                )
                for one in findings
            ],
        )  # fmt: skip


def _summary(meeting: int, findings: list[Finding]) -> tuple[Any, ...]:
    """Number, date, kind, place and organizer: in each field what most sources say."""
    first: dict[str, Finding] = {}
    for one in findings:
        first.setdefault(one.field, one)
    place, organizer = first.get("place"), first.get("organizer")
    return (
        meeting, told_date(findings), first["kind"].value,
        place and place.value, organizer and organizer.person,
    )  # fmt: skip


def _sayings(db: sqlite3.Connection, sources: Mapping[int, int]) -> None:
    numbers = count(1)
    query = (
        "SELECT statement, article, person, speaker, content FROM statements"
        " WHERE meeting = ? AND speaker IS NOT NULL ORDER BY statement"
    )
    for meeting, of_meeting in db.execute("SELECT meeting, sources FROM meetings").fetchall():
        spoken = (Spoken(s, a, sources[a], *rest) for s, a, *rest in db.execute(query, (meeting,)))
        sayings = list(sayings_of(spoken))
        pairs = list(differing(sayings))
        disputed = {nth for pair in pairs if pair.about != "word" for nth in pair[:2]}
        numbered = [next(numbers) for _ in sayings]
        for nth, one in enumerate(sayings):
            number, first = numbered[nth], one.spoken[0]
            about = (meeting, first.person, first.speaker, one.text, one.articles, one.sources)
            verdict = "disputed" if nth in disputed else one.verdict(of_meeting)
            db.execute(
                "INSERT INTO sayings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (number, *about, verdict)
            )
            db.executemany(
                "UPDATE statements SET saying = ? WHERE statement = ?",
                [(number, each.statement) for each in one.spoken],
            )
        db.executemany(
            "INSERT INTO variants VALUES (?, ?, ?, ?)",
            [(numbered[pair.one], numbered[pair.other], *pair[2:]) for pair in pairs],
        )


def _one(db: sqlite3.Connection, query: str) -> int:
    return int(db.execute(query).fetchone()[0])

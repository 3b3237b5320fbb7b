"""A corpus's file, opened for reading: its rows as values, a few at a time.

What the methods do not give, SQL does: ``Corpus.rows``; ``tables`` explains every column.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Literal

from communique.corpus.checking import check
from communique.corpus.values import (
    Article,
    Claim,
    Finding,
    Link,
    Meeting,
    Name,
    Person,
    Proof,
    Saying,
    Statement,
    Title,
    Variant,
)
from communique.errors import UsageError

__all__ = ["Corpus", "open_corpus"]

Of = Literal["article", "meeting", "person", "saying"]


@contextmanager
def open_corpus(path: Path) -> Iterator[Corpus]:
    """The corpus in the file at ``path``, read only, while the block runs.

    Raises:
        UsageError: there is no such file, or it is none of ``communique corpus build``, or it is
            damaged.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file; make it with `communique corpus build`")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            db.executescript("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")
            check(db, path)
            db.row_factory = sqlite3.Row
            yield Corpus(db)
    except sqlite3.Error as error:
        raise UsageError(f"{path}: cannot be read as a corpus: {error}") from error


class Corpus:
    """The rows of an open corpus. Everything comes in the order of its number."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """The rows of a query of one's own."""
        return self._db.execute(query, values).fetchall()

    def articles(self) -> Iterator[Article]:
        for row in self._db.execute("SELECT * FROM articles ORDER BY article"):
            yield _article(row)

    def article(self, number: int) -> Article | None:
        rows = self.rows("SELECT * FROM articles WHERE article = ?", number)
        return _article(rows[0]) if rows else None

    def article_named(self, document_id: str) -> Article | None:
        rows = self.rows("SELECT * FROM articles WHERE document_id = ?", document_id)
        return _article(rows[0]) if rows else None

    def people(self) -> Iterator[Person]:
        for row in self._db.execute("SELECT * FROM people ORDER BY person"):
            yield self._person(row)

    def person(self, number: int) -> Person | None:
        rows = self.rows("SELECT * FROM people WHERE person = ?", number)
        return self._person(rows[0]) if rows else None

    def meetings(self) -> Iterator[Meeting]:
        for row in self._db.execute("SELECT * FROM meetings ORDER BY meeting"):
            yield self._meeting(row)

    def meeting(self, number: int) -> Meeting | None:
        rows = self.rows("SELECT * FROM meetings WHERE meeting = ?", number)
        return self._meeting(rows[0]) if rows else None

    def claims(self, meeting: int) -> list[Claim]:
        """What each article says of the meeting, article by article."""
        query = "SELECT * FROM claims WHERE meeting = ? ORDER BY claim"
        return [
            Claim(
                row["claim"], row["meeting"], row["article"], row["field"], row["value"],
                row["person"], self._proofs("claim", row["claim"]),
            )
            for row in self.rows(query, meeting)
        ]  # fmt: skip

    def findings(self, meeting: int) -> list[Finding]:
        """What the articles of the meeting say, field by field, best attested first."""
        query = (
            "SELECT meeting, field, value, person, articles, sources, verdict FROM findings"
            " WHERE meeting = ? ORDER BY finding"
        )
        return [Finding(*row) for row in self.rows(query, meeting)]

    def sayings(self, meeting: int) -> list[Saying]:
        query = "SELECT * FROM sayings WHERE meeting = ? ORDER BY saying"
        return [Saying(*row) for row in self.rows(query, meeting)]

    def variants(self, meeting: int) -> list[Variant]:
        """The sayings of the meeting that are reported differently, in pairs."""
        query = (
            "SELECT variants.* FROM variants JOIN sayings USING (saying) WHERE meeting = ?"
            " ORDER BY saying, other"
        )
        return [Variant(*row) for row in self.rows(query, meeting)]

    def statements(self, of: Of, number: int) -> list[Statement]:
        """The statements of an article, a meeting, a person or a saying."""
        column = {"article": "article", "meeting": "meeting", "person": "person"}.get(of, "saying")
        query = f"SELECT * FROM statements WHERE {column} = ? ORDER BY statement"  # noqa: S608
        return [_statement(row) for row in self.rows(query, number)]

    def titles(self, person: int) -> list[Title]:
        """Who articles say that the person is, by date; what has no date comes last."""
        query = "SELECT * FROM titles WHERE person = ? ORDER BY date IS NULL, date, title_claim"
        return [
            Title(
                row["title_claim"], row["person"], row["article"], row["date"], row["title"],
                row["country"], row["organization"],
                self._proofs("title_claim", row["title_claim"]),
            )
            for row in self.rows(query, person)
        ]  # fmt: skip

    def links(self, to: Literal["person", "meeting", "source"], number: int) -> list[Link]:
        """Why things were joined to a person, a meeting, or the first of near-duplicates."""
        query = "SELECT * FROM links WHERE link_to = ? AND number = ? ORDER BY rowid"
        return [Link(*row) for row in self.rows(query, to, number)]

    def _proofs(self, of: str, number: int) -> tuple[Proof, ...]:
        column = "claim" if of == "claim" else "title_claim"
        query = (
            f"SELECT article, span_start, span_end, quote FROM proofs WHERE {column} = ?"  # noqa: S608
            " ORDER BY rowid"
        )
        return tuple(Proof(*row) for row in self.rows(query, number))

    def _person(self, row: sqlite3.Row) -> Person:
        query = "SELECT name, articles FROM names WHERE person = ? ORDER BY rowid"
        names = tuple(Name(*one) for one in self.rows(query, row["person"]))
        return Person(
            row["person"], row["name"], row["country"], row["role"], row["articles"], names
        )

    def _meeting(self, row: sqlite3.Row) -> Meeting:
        number = row["meeting"]
        query = "SELECT person FROM findings WHERE meeting = ? AND field = 'attended' ORDER BY 1"
        people = tuple(person for (person,) in self.rows(query, number))
        query = "SELECT DISTINCT article FROM claims WHERE meeting = ? ORDER BY 1"
        articles = tuple(article for (article,) in self.rows(query, number))
        about = (row["date"], row["kind"], row["place"], row["organizer"])
        return Meeting(number, *about, people, articles, row["sources"])


def _article(row: sqlite3.Row) -> Article:
    return Article(*row)


def _statement(row: sqlite3.Row) -> Statement:
    def proof(part: str) -> Proof | None:
        if row[part] is None:
            return None
        return Proof(row["article"], row[f"{part}_start"], row[f"{part}_end"], row[part])

    content = proof("content")
    assert content is not None  # noqa: S101 - the column is NOT NULL
    return Statement(
        row["statement"], row["article"], row["meeting"], row["person"], row["saying"],
        row["speaker"], row["kind"], bool(row["nested"]),
        content, proof("speaker_mention"), proof("cue"),
    )  # fmt: skip

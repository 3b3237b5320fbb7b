"""Whether a file is a corpus, whole, and its rows fit each other: it may be anybody's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from communique.corpus.tables import APPLICATION_ID, TABLES, VERSION
from communique.errors import UsageError

__all__ = ["check"]

_WRONG = {
    "a likeness or score that is infinite": (
        "SELECT 1 FROM articles WHERE abs(likeness) = 9e999"
        " UNION ALL SELECT 1 FROM links WHERE abs(score) = 9e999"
    ),
    "a meeting without claims": "SELECT meeting FROM meetings EXCEPT SELECT meeting FROM claims",
    "a finding without claims": (
        "SELECT meeting, field, person FROM findings EXCEPT SELECT meeting, field, person"
        " FROM claims"
    ),
    "an article that claims no kind of a meeting it tells of": (
        "SELECT meeting, article FROM claims EXCEPT SELECT meeting, article FROM claims"
        " WHERE field = 'kind'"
    ),
}
"""What is wrong with rows that a query finds, and the others rely on not being there."""


def check(db: sqlite3.Connection, path: Path) -> None:
    """See that the tables are ours, that what is in them is of their types and whole, and that
    what one row says of another holds.

    Raises:
        UsageError: it is no corpus, or one of another version, or damaged.
        sqlite3.Error: it cannot be read.
    """
    if db.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        raise UsageError(f"{path}: no corpus; make it with `communique corpus build`")
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        raise UsageError(
            f"{path}: a corpus of version {version}, this reads {VERSION}: build it anew"
        )
    query = "SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'view')"
    with closing(sqlite3.connect(":memory:")) as ours:
        ours.executescript(TABLES)
        expected = set(ours.execute(query))
    if not expected <= set(db.execute(query)):
        raise UsageError(f"{path}: its tables are not those of a corpus: build it anew")
    wrong = _wrong(db)
    if wrong is not None:
        raise UsageError(f"{path}: damaged ({wrong}): build it anew")


def _wrong(db: sqlite3.Connection) -> str | None:
    (found,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        return str(found)
    pointing = db.execute("PRAGMA foreign_key_check").fetchone()
    if pointing is not None:
        table, row, to, _ = pointing
        return f"row {row} of {table} names a row of {to} that is not there"
    for what, query in _WRONG.items():
        if db.execute(f"{query} LIMIT 1").fetchone() is not None:
            return what
    return None

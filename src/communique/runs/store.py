"""Every attempt that was ever made, by what it was made of, in one crash-safe file.

An attempt's address is the hash of the text, the extractor's fingerprint (model, prompt, schema,
parameters), the date of publication and the repeat. So whoever asks the same thing again, in
another run or under another document id, finds the answer. Failures are kept as well, for the
journal; only successes are found again.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import ValidationError

from communique.errors import InputError, OutputError, UsageError
from communique.record import Record
from communique.records import Document, Failure, Readout, Result, Usage, text_sha256

__all__ = ["FILE_NAME", "Attempt", "AttemptStore", "attempt_key", "remove_store"]

R = TypeVar("R", bound=Result)

FILE_NAME = "attempts.sqlite"
"""What a store is called in the folder of a run."""

_SCHEMA_VERSION = 3
_BUSY_SECONDS = 30.0

_TABLES = """
CREATE TABLE IF NOT EXISTS attempts (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    document_id TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    published TEXT,
    repeat INTEGER NOT NULL,
    model TEXT NOT NULL,
    succeeded INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    requests INTEGER NOT NULL,
    input_tokens INTEGER,
    output_tokens INTEGER,
    seconds REAL NOT NULL,
    started TEXT NOT NULL,
    finished TEXT NOT NULL,
    cost TEXT,
    replies TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS attempts_by_key ON attempts (key, succeeded);
"""
_OBJECTS = {("table", "attempts"), ("index", "attempts_by_key")}
_MIGRATIONS = {
    1: "ALTER TABLE attempts ADD COLUMN cost TEXT",
    2: "ALTER TABLE attempts ADD COLUMN replies TEXT",
}
"""What brings a store of each earlier version to the next one."""

_USAGE = "requests, input_tokens, output_tokens, seconds, cost"
"""The columns that ``_usage`` reads."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at one document; times are ISO 8601 in UTC."""

    document: Document
    fingerprint: str
    repeat: int
    model: str
    outcome: Readout | Record[Any] | Failure
    started: str
    finished: str
    replies: tuple[str, ...] = ()
    """What the server answered, word for word, over all requests."""


def attempt_key(document: Document, fingerprint: str, repeat: int) -> str:
    """The content address of an attempt; the document's id is not part of it."""
    parts = [text_sha256(document.text), fingerprint, document.published, repeat]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class AttemptStore:
    """A SQLite file of attempts, readable by its owner only; safe for threads and processes.

    An attempt that was added survives the crash of the process and of the machine.

    Raises:
        UsageError: the file cannot be made, or is something else than such a store.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make_private(path)
            self._db = _open(path)
        except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
            raise UsageError(f"{path} cannot be used as a store of attempts: {error}") from error

    def find(
        self,
        document: Document,
        fingerprint: str,
        repeat: int = 0,
        makes: type[R] = Readout,  # type: ignore[assignment]  # R is Readout where it is left out
    ) -> R | None:
        """The record an earlier attempt made of the same text, under this document's id.

        ``makes`` is what the extractor of that fingerprint makes; an attempt that is no valid one
        of these any more counts as not there.

        Raises:
            OutputError: the file cannot be read.
        """
        key = attempt_key(document, fingerprint, repeat)
        rows = self._ask(
            f"SELECT outcome, {_USAGE} FROM attempts"  # noqa: S608 - a constant
            " WHERE key = ? AND succeeded = 1 ORDER BY number",
            (key,),
        )
        return next(
            (found for row in rows if (found := _record(row, document, makes)) is not None), None
        )

    def holds(self, fingerprint: str) -> bool:
        """Whether any record in it was made by the extractor of this fingerprint."""
        return bool(
            self._ask(
                "SELECT 1 FROM attempts WHERE fingerprint = ? AND succeeded = 1 LIMIT 1",
                (fingerprint,),
            )
        )

    def add(self, *attempts: Attempt) -> None:
        """Keep ``attempts``, all in one write; when this returns they are on the disk.

        Raises:
            OutputError: they cannot be written.
        """
        rows = [_row(attempt) for attempt in attempts]
        marks = ", ".join("?" * len(rows[0]))
        try:
            with self._lock, self._db:
                self._db.executemany(f"INSERT INTO attempts VALUES (NULL, {marks})", rows)  # noqa: S608
        except sqlite3.Error as error:
            raise OutputError(f"{self.path}: cannot keep an attempt: {error}") from error

    def counts(self) -> tuple[int, int]:
        """How many attempts succeeded, and how many failed."""
        found = dict(self._ask("SELECT succeeded, COUNT(*) FROM attempts GROUP BY succeeded"))
        return found.get(1, 0), found.get(0, 0)

    def usage(self) -> Usage:
        """What all attempts cost together.

        Raises:
            OutputError: the file cannot be read.
        """
        rows = self._ask(f"SELECT {_USAGE} FROM attempts")  # noqa: S608 - a constant
        try:
            return sum(map(_usage, rows), Usage())
        except ValueError as error:
            raise OutputError(f"{self.path}: holds a cost that is no number") from error

    def _ask(self, query: str, values: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise OutputError(f"{self.path}: cannot be read: {error}") from error

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _record(row: tuple[Any, ...], document: Document, makes: type[R]) -> R | None:
    try:
        record = {**json.loads(row[0]), "document_id": document.id, "text": document.text}
        return makes.model_validate(record).with_usage(_usage(row[1:]))
    except (ValueError, TypeError, ValidationError, RecursionError, InputError):
        return None


def _row(attempt: Attempt) -> tuple[Any, ...]:
    """The columns of ``attempt`` after its number."""
    document, usage = attempt.document, attempt.outcome.usage
    return (
        attempt_key(document, attempt.fingerprint, attempt.repeat),
        document.id,
        text_sha256(document.text),
        attempt.fingerprint,
        document.published,
        attempt.repeat,
        attempt.model,
        not isinstance(attempt.outcome, Failure),
        json.dumps(attempt.outcome.model_dump(mode="json")),
        usage.requests,
        usage.input_tokens,
        usage.output_tokens,
        usage.seconds,
        attempt.started,
        attempt.finished,
        None if usage.cost is None else str(usage.cost),
        json.dumps(attempt.replies, ensure_ascii=False) if attempt.replies else None,
    )


def _usage(row: tuple[Any, ...]) -> Usage:
    requests, tokens_in, tokens_out, seconds, cost = row
    return Usage(
        requests=requests,
        input_tokens=tokens_in,
        output_tokens=tokens_out,
        seconds=seconds,
        cost=cost,
    )


def remove_store(folder: Path) -> None:
    """Remove the store in ``folder`` with all its attempts, what is known of the servers that were
    asked, and the folder if it is empty then."""
    for profile in folder.glob("profile-*.json"):
        profile.unlink(missing_ok=True)
    for suffix in ("", "-wal", "-shm", "-journal"):
        (folder / f"{FILE_NAME}{suffix}").unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _make_private(path: Path) -> None:
    """Make the file where it is not there, and let nobody but its owner read it.

    Raises:
        OSError: it is a link, or another user's: what is written would be read there.
    """
    file = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        if hasattr(os, "geteuid"):
            found = os.fstat(file)
            if found.st_uid != os.geteuid():
                raise PermissionError(errno.EPERM, "another user's file")
            if found.st_mode & 0o077:
                os.fchmod(file, 0o600)
    finally:
        os.close(file)


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_BUSY_SECONDS, check_same_thread=False)
    try:
        if (version := _version(db)) > _SCHEMA_VERSION or version < 0:
            raise sqlite3.DatabaseError(
                f"its version is {version}, this program's is {_SCHEMA_VERSION}"
            )
        _check_schema(db)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        if version < _SCHEMA_VERSION:
            _bring_up_to_date(db)
    except BaseException:
        db.close()
        raise
    return db


def _check_schema(db: sqlite3.Connection) -> None:
    """See that a file made elsewhere holds our table and nothing that would run by itself.

    Raises:
        sqlite3.Error: it holds more, or cannot be read.
    """
    db.execute("PRAGMA trusted_schema = OFF")
    found = set(db.execute("SELECT type, name FROM sqlite_schema"))
    strange = sorted(f"{kind} {name}" for kind, name in found - _OBJECTS)
    if strange:
        raise sqlite3.DatabaseError(f"it holds {strange[0][:80]!r}, which is none of a store's")
    if any(hidden for *_, hidden in db.execute("PRAGMA table_xinfo(attempts)")):
        raise sqlite3.DatabaseError("its table has a column that computes itself")


def _version(db: sqlite3.Connection) -> int:
    """Of a store; 0 for a file that was empty."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _bring_up_to_date(db: sqlite3.Connection) -> None:
    """Make the table, or change an earlier version's, as one step that a crash undoes."""
    db.execute("BEGIN IMMEDIATE")
    try:
        version = _version(db)  # another process may have been quicker
        for statement in _TABLES.split(";") if version == 0 else ():
            db.execute(statement)
        for earlier in range(version or _SCHEMA_VERSION, _SCHEMA_VERSION):
            db.execute(_MIGRATIONS[earlier])
        db.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise

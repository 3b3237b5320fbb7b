"""Where articles wait until all are there: a file of its own, read again in order of their ids.

The order in which files name them, and how often, must not matter; and what is read twice is not
held in memory meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkstemp

from pydantic_core import PydanticSerializationError

from communique.corpus.told import Told
from communique.durable import writing
from communique.exchange.rebuilding import failure
from communique.outputs.encodable import encodable
from communique.records import Failure

__all__ = ["Staging", "staging"]


@contextmanager
def staging(out: Path) -> Iterator[Staging]:
    """A new file beside ``out`` while the block runs, under a name that nothing had.

    Raises:
        OutputError: it cannot be written.
    """
    with writing(out):
        descriptor, name = mkstemp(prefix=f".{out.name}.", suffix=".staged", dir=out.parent)
        os.close(descriptor)
    path = Path(name)
    try:
        with writing(path), closing(sqlite3.connect(path)) as db:
            db.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                "CREATE TABLE staged (document_id TEXT NOT NULL, told TEXT NOT NULL) STRICT;"
            )
            yield Staging(db)
    finally:
        path.unlink(missing_ok=True)


class Staging:
    """What the articles tell, kept on the disk."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def take(self, documents: Iterable[Told | Failure]) -> Iterator[Failure]:
        """Keep every document; what is none is handed on, and so are second records of one id.

        Which of two different records of an id is kept is decided by what they hold, not by which
        came first; the same one twice is one.

        Raises:
            OSError: they cannot be written.
        """
        try:
            with self._db:
                for one in documents:
                    kept = one if isinstance(one, Failure) else self._keep(one)
                    if kept is not None:
                        yield kept
            self._db.execute("CREATE INDEX by_id ON staged (document_id)")
        except sqlite3.Error as error:
            raise OSError(str(error)) from error
        query = (
            "SELECT document_id, count(DISTINCT told) AS n FROM staged GROUP BY 1 HAVING n > 1"
            " ORDER BY 1"
        )
        for name, number in self._db.execute(query):
            message = f"{name}: {number} different records of this id: one of them is in the corpus"
            yield failure(name, message)

    def _keep(self, told: Told) -> Failure | None:
        try:
            row = (told.document_id, told.model_dump_json())
        except PydanticSerializationError:
            name = encodable(told.document_id)
            return failure(name, f"{name}: holds half a surrogate pair, which no file can")
        self._db.execute("INSERT INTO staged VALUES (?, ?)", row)
        return None

    def told(self) -> Iterator[Told]:
        """What is kept, one an id, in the order of the ids."""
        query = "SELECT min(told) FROM staged GROUP BY document_id ORDER BY document_id"
        for (line,) in self._db.execute(query):
            yield Told.model_validate_json(line)

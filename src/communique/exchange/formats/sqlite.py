"""A SQLite database: the tables of ``outputs.sqlite``, the texts, what only gold has, full text.

``texts_fts`` and ``statements_fts`` (FTS5) search the articles, and contents with their speakers:
``SELECT document_id FROM texts_fts JOIN documents ON document = texts_fts.rowid WHERE texts_fts
MATCH 'ferry'``. Datasette finds them by itself and shows a search box.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from communique.exchange.formats import ExchangeFormat
from communique.exchange.items import FIELDS, Claim, Found, Item, Labeled, Place
from communique.exchange.json_values import loaded
from communique.exchange.losses import Losses
from communique.exchange.rebuilding import failure
from communique.given import MOST_CHARACTERS
from communique.gold.records import GoldDocument
from communique.outputs.encodable import json_of
from communique.outputs.sqlite import APPLICATION_ID, BATCH, INDEXES, TABLES, Rows
from communique.records import Failure

__all__ = ["FORMAT"]

MORE_TABLES = """
CREATE TABLE texts (
    document INTEGER PRIMARY KEY REFERENCES documents, text TEXT NOT NULL
) STRICT;
CREATE TABLE gold_documents (
    document INTEGER PRIMARY KEY REFERENCES documents,
    published TEXT, status TEXT NOT NULL, phenomenon TEXT, scores TEXT
) STRICT;
CREATE TABLE gold_participants (
    participant INTEGER PRIMARY KEY REFERENCES participants,
    aliases TEXT NOT NULL, optional INTEGER NOT NULL
) STRICT;
CREATE TABLE gold_meetings (
    meeting INTEGER PRIMARY KEY REFERENCES meetings, participants TEXT NOT NULL
) STRICT;
CREATE TABLE gold_statements (
    statement INTEGER PRIMARY KEY REFERENCES statements, core INTEGER NOT NULL
) STRICT;
CREATE TABLE boilerplate (
    document INTEGER NOT NULL REFERENCES documents,
    span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, text TEXT NOT NULL
) STRICT;
"""

FULL_TEXT = """
CREATE INDEX boilerplate_by_document ON boilerplate (document);
CREATE VIRTUAL TABLE texts_fts USING FTS5 (
    text, content="texts", content_rowid="document", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO texts_fts (texts_fts) VALUES ('rebuild');
CREATE VIRTUAL TABLE statements_fts USING FTS5 (
    content, speaker, content="statements", content_rowid="statement",
    tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO statements_fts (statements_fts) VALUES ('rebuild');
"""

READ = (
    "documents", "participants", "mentions", "meetings", "attendances", "statements", "evidence",
    "issues",
)  # fmt: skip
READ_MORE = (
    "texts", "gold_documents", "gold_participants", "gold_meetings", "gold_statements",
    "boilerplate",
)  # fmt: skip
"""What a database of ``communique extract`` does not have."""


def write(documents: Iterable[Labeled], path: Path, losses: Losses) -> None:
    """A new database, filled as the documents come.

    Raises:
        OSError: it cannot be written.
    """
    del losses  # it carries all; what a Readout cannot have, UTF-8 cannot either
    try:
        with closing(sqlite3.connect(path)) as db:
            db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            db.executescript(f"PRAGMA application_id = {APPLICATION_ID}; {TABLES} {MORE_TABLES}")
            rows = Rows()
            for number, document in enumerate(documents, 1):
                before = dict(rows.used)
                rows.take(number, document)
                rows.add("texts", number, document.text)
                if isinstance(document, GoldDocument):
                    _take_gold(rows, number, document, before)
                if number % BATCH == 0:
                    rows.move_to(db)
            rows.move_to(db)
            db.executescript(INDEXES + FULL_TEXT)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def _take_gold(rows: Rows, number: int, document: GoldDocument, used: dict[str, int]) -> None:
    """What only gold has; ``used`` are the numbers that rows had before this document."""
    scores = None if document.scores is None else json_of(document.scores)
    about = (document.published, document.status, document.phenomenon, scores)
    rows.add("gold_documents", number, *about)
    for i, p in enumerate(document.participants, used.get("participants", 0) + 1):
        rows.add("gold_participants", i, json_of(p.aliases), p.optional)
    known = {p.name for p in document.participants}
    for i, m in enumerate(document.meetings, used.get("meetings", 0) + 1):
        if not set(m.participants) <= known:
            rows.add("gold_meetings", i, json_of(m.participants))
    for i, s in enumerate(document.statements, used.get("statements", 0) + 1):
        rows.add("gold_statements", i, s.core)
    for span in document.boilerplate:
        rows.add("boilerplate", number, span.start, span.end, span.text)


def read(path: Path) -> Iterator[Found | Failure]:
    """The documents of a database that ``write`` or ``outputs.sqlite`` wrote, one at a time."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 4 * MOST_CHARACTERS)
            db.execute("PRAGMA trusted_schema = OFF")
            _check(db)
            db.execute("PRAGMA query_only = ON")
            db.row_factory = sqlite3.Row
            for row in db.execute("SELECT * FROM documents ORDER BY document"):
                yield _found(db, row, str(path))
    except (sqlite3.Error, ValueError, OverflowError) as error:
        yield failure(str(path), f"{path}: no database of `communique export`: {error}")


def _check(db: sqlite3.Connection) -> None:
    """See that what is read are tables, not views or whatever else computes; where the database
    has none of those that only an export has, there are empty ones for as long as it is open."""
    if db.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        raise ValueError("made by another program")
    query = "SELECT name FROM sqlite_schema"
    exported = {str(name).lower() for (name,) in db.execute(query)}.intersection(READ_MORE)
    if not exported:
        db.execute("PRAGMA temp_store = MEMORY")
        db.executescript(MORE_TABLES.replace("CREATE TABLE", "CREATE TEMP TABLE"))
    for name in (*READ, *(READ_MORE if exported else ())):
        query = "SELECT type, sql FROM sqlite_schema WHERE name = ?"
        kind, sql = db.execute(query, (name,)).fetchone() or ("", "")
        if kind != "table" or not str(sql).startswith("CREATE TABLE"):
            raise ValueError(f"no table {name}")
        query = "SELECT name FROM pragma_table_xinfo(?) WHERE hidden > 1"
        if computed := db.execute(query, (name,)).fetchone():
            raise ValueError(f"{name}.{computed[0]} is computed")


def _found(db: sqlite3.Connection, row: sqlite3.Row, path: str) -> Found:
    number = row["document"]

    def rows(query: str, of: Any = number) -> list[sqlite3.Row]:
        return db.execute(query, (of,)).fetchall()

    where = f"{path}: document {number}"
    gold = rows("SELECT * FROM gold_documents WHERE document = ?")
    head: dict[str, Any] = {"gold": bool(gold), "document_id": row["document_id"]}
    head["text_sha256"] = row["text_sha256"]
    if row["model"] is not None:
        head["extractor"] = {key: row[key] for key in ("model", "version", "prompt_sha256")}
    for one in gold:
        head |= {key: one[key] for key in ("published", "status", "phenomenon")}
        head["scores"] = loaded(one["scores"])
    query = "SELECT code, message, path, value FROM issues WHERE document = ? ORDER BY rowid"
    head["issues"] = [{**dict(one), "value": loaded(one["value"])} for one in rows(query)]
    items = [*_participants(rows, where), *_meetings(rows, where), *_statements(rows, where)]
    spans = rows("SELECT * FROM boilerplate WHERE document = ? ORDER BY rowid")
    places = [_place("boilerplate", span, where) for span in spans]
    items += [Item("boilerplate", {}, (place,), where) for place in places]
    text = next((one["text"] for one in rows("SELECT text FROM texts WHERE document = ?")), None)
    return Found(head, tuple(items), where, text if isinstance(text, str) else None)


def _participants(rows: Any, where: str) -> Iterator[Item]:
    query = (
        "SELECT p.*, aliases, optional FROM participants p LEFT JOIN gold_participants"
        " USING (participant) WHERE document = ? ORDER BY participant"
    )
    for one in rows(query):
        values = {key: one[key] for key in ("name", "title", "country", "organization")}
        if one["aliases"] is not None:
            values |= {"aliases": loaded(one["aliases"]), "optional": bool(one["optional"])}
        at, mine = f"{where}, participant {one['participant']}", one["participant"]
        mentions = rows("SELECT * FROM mentions WHERE participant = ? ORDER BY rowid", mine)
        proofs = rows("SELECT * FROM evidence WHERE participant = ? ORDER BY rowid", mine)
        places = [_place("mention", span, at) for span in mentions]
        places += [_place(str(span["field"]), span, at) for span in proofs]
        yield Item("participant", values, tuple(places), at)


def _meetings(rows: Any, where: str) -> Iterator[Item]:
    query = (
        "SELECT m.*, g.participants FROM meetings m LEFT JOIN gold_meetings g USING (meeting)"
        " WHERE document = ? ORDER BY meeting"
    )
    attending = (
        "SELECT name FROM attendances JOIN participants USING (participant) WHERE meeting = ?"
        " ORDER BY attendances.rowid"
    )
    for one in rows(query):
        values = {key: one[key] for key in ("kind", "date", "place", "organizer")}
        at, mine = f"{where}, meeting {one['meeting']}", one["meeting"]
        named = loaded(one["participants"])
        values["participants"] = named or [p["name"] for p in rows(attending, mine)]
        places: dict[Place, None] = {}
        proofs: list[Place] = []
        for span in rows("SELECT * FROM evidence WHERE meeting = ? ORDER BY rowid", mine):
            places[_place("evidence", span, at)] = None
            if span["field"] is not None:
                proofs.append(_place(str(span["field"]), span, at))
        order = FIELDS["meeting"]
        proofs.sort(key=lambda p: order.index(p.role) if p.role in order else len(order))
        yield Item("meeting", values, (*places, *proofs), at)


def _statements(rows: Any, where: str) -> Iterator[Item]:
    query = (
        "SELECT s.*, core FROM statements s LEFT JOIN gold_statements USING (statement)"
        " WHERE document = ? ORDER BY statement"
    )
    for one in rows(query):
        values = {"kind": one["kind"], "nested": one["nested"], "speaker": one["speaker"]}
        if one["core"] is not None:
            values["core"] = one["core"]
        at = f"{where}, statement {one['statement']}"
        places = [
            Place(role, Claim.of(one[f"{role}_start"], one[f"{role}_end"], one[role]), at)
            for role in ("content", "speaker_mention", "cue")
            if one[role] is not None
        ]
        yield Item("statement", values, tuple(places), at)


def _place(role: str, row: sqlite3.Row, where: str) -> Place:
    return Place(role, Claim.of(row["span_start"], row["span_end"], row["text"]), where)


FORMAT = ExchangeFormat(write, read)

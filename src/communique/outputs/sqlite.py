"""Records as a SQLite database, for SQL and Datasette: a table for each sort of thing in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.gold.records import GoldDocument, GoldMeeting, GoldParticipant, GoldStatement
from communique.outputs.encodable import encodable, json_of
from communique.records import (
    ExtractorInfo,
    Failure,
    Meeting,
    Participant,
    Readout,
    Span,
    Statement,
)

if TYPE_CHECKING:
    from communique.outputs.formats import Result

__all__ = [
    "APPLICATION_ID",
    "BATCH",
    "INDEXES",
    "TABLES",
    "Rows",
    "maker_in_sqlite",
    "write_sqlite",
]

BATCH = 500
"""Results of a transaction, and rows held here."""

APPLICATION_ID = 0x434D_5143
"""Tells our databases from others ("CMQC")."""

TABLES = """
CREATE TABLE documents (
    document INTEGER PRIMARY KEY, document_id TEXT NOT NULL, text_sha256 TEXT NOT NULL,
    model TEXT, version TEXT, prompt_sha256 TEXT
) STRICT;
CREATE TABLE participants (
    participant INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents,
    name TEXT NOT NULL, title TEXT, country TEXT, organization TEXT
) STRICT;
CREATE TABLE mentions (
    participant INTEGER NOT NULL REFERENCES participants,
    span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE TABLE meetings (
    meeting INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents,
    kind TEXT NOT NULL, date TEXT, place TEXT, organizer TEXT
) STRICT;
CREATE TABLE attendances (
    meeting INTEGER NOT NULL REFERENCES meetings,
    participant INTEGER NOT NULL REFERENCES participants
) STRICT;
CREATE TABLE statements (
    statement INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents,
    kind TEXT, nested INTEGER NOT NULL, speaker TEXT,
    content TEXT NOT NULL, content_start INTEGER NOT NULL, content_end INTEGER NOT NULL,
    speaker_mention TEXT, speaker_mention_start INTEGER, speaker_mention_end INTEGER,
    cue TEXT, cue_start INTEGER, cue_end INTEGER
) STRICT;
CREATE TABLE evidence (
    participant INTEGER REFERENCES participants, meeting INTEGER REFERENCES meetings, field TEXT,
    span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE TABLE issues (
    document INTEGER NOT NULL REFERENCES documents,
    code TEXT NOT NULL, message TEXT NOT NULL, path TEXT, value TEXT
) STRICT;
CREATE TABLE failures (
    document INTEGER PRIMARY KEY, document_id TEXT NOT NULL,
    code TEXT NOT NULL, message TEXT NOT NULL, stage TEXT NOT NULL
) STRICT;
"""

INDEXES = """
CREATE INDEX documents_by_id ON documents (document_id);
CREATE INDEX participants_by_document ON participants (document);
CREATE INDEX participants_by_name ON participants (name);
CREATE INDEX participants_by_country ON participants (country);
CREATE INDEX mentions_by_participant ON mentions (participant);
CREATE INDEX meetings_by_document ON meetings (document);
CREATE INDEX meetings_by_date ON meetings (date);
CREATE INDEX attendances_by_meeting ON attendances (meeting, participant);
CREATE INDEX attendances_by_participant ON attendances (participant);
CREATE INDEX statements_by_document ON statements (document);
CREATE INDEX statements_by_speaker ON statements (speaker);
CREATE INDEX evidence_by_participant ON evidence (participant);
CREATE INDEX evidence_by_meeting ON evidence (meeting);
CREATE INDEX issues_by_document ON issues (document);
CREATE INDEX issues_by_code ON issues (code);
"""


def write_sqlite(results: Iterable[Result], path: Path) -> None:
    """Write ``results`` to a new database at ``path``, failures among them.

    ``document`` numbers the results from 1 in input order, over ``documents`` and ``failures``.
    Offsets are code points of the article, half-open. ``evidence`` has a row for each span and
    field that it proves; a span that proves only that a meeting took place has no field. What an
    issue left out is JSON.

    Raises:
        OSError: it cannot be written.
    """
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as db:
            # What is half written is thrown away in any case, and never looked at.
            db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            db.executescript(f"PRAGMA application_id = {APPLICATION_ID}; {TABLES}")
            rows = Rows()
            for number, result in enumerate(results, 1):
                rows.take(number, result)
                if number % BATCH == 0:
                    rows.move_to(db)
            rows.move_to(db)
            db.executescript(INDEXES)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def maker_in_sqlite(path: Path) -> ExtractorInfo | None:
    """Who made the first record of a database that ``write_sqlite`` wrote; None without any.

    Raises:
        ValueError: it is another file.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            if db.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                raise ValueError("another database")
            query = "SELECT model, version, prompt_sha256 FROM documents LIMIT 1"
            row = db.execute(query).fetchone()
    except sqlite3.Error as error:
        raise ValueError("no database") from error
    if row is None or row[0] is None:
        return None
    return ExtractorInfo(model=row[0], version=row[1], prompt_sha256=row[2])


@dataclass(slots=True)
class Rows:
    """Rows on their way into the tables; of gold those that it shares with records."""

    waiting: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    """The last number given to a row, by table."""

    def take(self, number: int, result: Result | GoldDocument) -> None:
        if isinstance(result, Failure):
            error = result.error
            texts = (result.document_id, error.code, error.message, error.stage)
            self.add("failures", number, *map(encodable, texts))
        elif isinstance(result, Readout | GoldDocument):
            self._take_record(number, result)

    def move_to(self, db: sqlite3.Connection) -> None:
        """Insert the rows, as one transaction."""
        with db:
            for table, rows in self.waiting.items():
                marks = ", ".join("?" * len(rows[0]))
                db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own
        self.waiting.clear()

    def _take_record(self, number: int, record: Readout | GoldDocument) -> None:
        made = record.extractor
        who = (made.model, made.version, made.prompt_sha256) if made else (None,) * 3
        self.add("documents", number, record.document_id, record.text_sha256, *who)
        numbers: dict[str, int] = {}
        for one in record.participants:
            numbers.setdefault(one.name, self._participant(number, one))
        for meeting in record.meetings:
            known = [numbers[name] for name in meeting.participants if name in numbers]
            self._meeting(number, meeting, known)
        for statement in record.statements:
            self.add("statements", self._next("statements"), number, *_statement(statement))
        for issue in record.issues:
            path = None if issue.path is None else encodable(issue.path)
            value = None if issue.value is None else json_of(issue.value)
            self.add("issues", number, issue.code, encodable(issue.message), path, value)

    def _participant(self, document: int, one: Participant | GoldParticipant) -> int:
        number = self._next("participants")
        about = (one.name, one.title, one.country, one.organization)
        self.add("participants", number, document, *about)
        for span in one.mentions:
            self.add("mentions", number, *_span(span))
        for name, spans in one.evidence.items():
            for span in spans:
                self.add("evidence", number, None, name, *_span(span))
        return number

    def _meeting(
        self, document: int, meeting: Meeting | GoldMeeting, participants: Sequence[int]
    ) -> None:
        number = self._next("meetings")
        about = (meeting.kind, meeting.date, meeting.place, meeting.organizer)
        self.add("meetings", number, document, *about)
        for participant in participants:
            self.add("attendances", number, participant)
        for span in meeting.evidence:
            proven = meeting.field_evidence.items()
            fields: list[str | None] = [name for name, spans in proven if span in spans]
            for name in fields or [None]:
                self.add("evidence", None, number, name, *_span(span))

    def add(self, table: str, *row: Any) -> None:
        self.waiting.setdefault(table, []).append(row)

    def _next(self, table: str) -> int:
        self.used[table] = self.used.get(table, 0) + 1
        return self.used[table]


def _statement(one: Statement | GoldStatement) -> Iterator[Any]:
    yield from (one.kind, one.nested, one.speaker)
    for span in (one.content, one.speaker_mention, one.cue):
        yield from (None,) * 3 if span is None else (span.text, span.start, span.end)


def _span(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.text

"""Records as a database: all of them is there, and questions about them are short."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import communique
from communique.outputs import sqlite
from communique.outputs.formats import Result
from communique.outputs.sqlite import write_sqlite
from communique.records import Issue, Span

from .made import FirstWord, documents, read

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
TEXT = (
    "Irish Prime Minister Ann Lee met Maltese President Bo Rae in Oslo on 5 May 2031. "
    "“We go on,” she said."
)


def asked(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(query).fetchall()


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """One article in which two met and one spoke, and one that could not be read."""
    path = tmp_path / "r.db"
    write_sqlite(communique.extract_many([("a", TEXT), ("b", "")]), path)
    return path


def test_who_met_whom_and_when_is_one_question(written: Path) -> None:
    """Meetings, those who attended, and their documents."""
    rows = asked(
        written,
        "SELECT document_id, date, place, name, country FROM meetings"
        " JOIN documents USING (document) JOIN attendances USING (meeting)"
        " JOIN participants USING (participant) ORDER BY name",
    )
    assert rows == [
        ("a", "2031-05-05", "Oslo", "Ann Lee", "IE"),
        ("a", "2031-05-05", "Oslo", "Bo Rae", "MT"),
    ]


def test_what_was_said_is_one_question(written: Path) -> None:
    """Speaker, words, cue, with their places in the article."""
    (row,) = asked(
        written,
        "SELECT speaker, content, content_start, content_end, speaker_mention, cue, kind"
        " FROM statements",
    )
    start = TEXT.index("“")
    assert row == ("Ann Lee", "“We go on,”", start, start + 11, "she", "said", "direct")


def test_failures_have_a_table_in_the_same_numbering(written: Path) -> None:
    """Every document of the call has its number, whichever table it stands in."""
    assert asked(written, "SELECT document, document_id FROM documents") == [(1, "a")]
    assert asked(written, "SELECT document, document_id, code FROM failures") == [
        (2, "b", "unreadable")
    ]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_every_item_and_span_of_a_record_is_in_the_database(tmp_path: Path, seed: Path) -> None:
    """Each where it stands in the record."""
    record = communique.extract(seed.read_bytes().decode())
    path = tmp_path / "r.db"
    write_sqlite([record], path)
    mentions = asked(path, "SELECT span_start, span_end, text FROM mentions")
    assert places(span for p in record.participants for span in p.mentions) == set(mentions)
    proofs = "SELECT field, span_start, span_end, text FROM evidence WHERE participant > 0"
    assert {
        (name, *place)
        for p in record.participants
        for name, found in p.evidence.items()
        for place in places(found)
    } == set(asked(path, proofs))
    held = "SELECT span_start, span_end, text FROM evidence WHERE meeting > 0"
    assert places(span for m in record.meetings for span in m.evidence) == set(asked(path, held))
    said = asked(path, "SELECT kind, nested, speaker, content FROM statements ORDER BY statement")
    assert said == [(s.kind, s.nested, s.speaker, s.content.text) for s in record.statements]
    issues = asked(path, "SELECT code, message, path FROM issues")
    assert issues == [(i.code, i.message, i.path) for i in record.issues]


def places(spans: Iterable[Span]) -> set[tuple[int, int, str]]:
    return {(span.start, span.end, span.text) for span in spans}


def test_values_of_issues_are_json_that_sqlite_reads(tmp_path: Path) -> None:
    """Whatever a model gave, half a surrogate pair too."""
    (document,) = documents("a")
    issue = Issue(code="odd", message="odd \ud83d", value={"name": "\ud83d", "n": [1]})
    path = tmp_path / "r.db"
    write_sqlite([read(document).model_copy(update={"issues": (issue,)})], path)
    found = asked(path, "SELECT message, json_extract(value, '$.n[0]') FROM issues")
    assert found == [("odd \\ud83d", 1)]


def test_database_is_sound_and_its_links_lead_somewhere(tmp_path: Path) -> None:
    """Over several transactions, with failures in between."""
    names = [f"d{i}" for i in range(2 * sqlite.BATCH + 7)]
    results: Iterable[Result] = FirstWord(frozenset(names[5::50]))(documents(*names))
    path = tmp_path / "r.db"
    write_sqlite(results, path)
    assert asked(path, "PRAGMA integrity_check") == [("ok",)]
    assert asked(path, "PRAGMA foreign_key_check") == []
    ((found,),) = asked(path, "SELECT count(*) FROM documents")
    ((failed,),) = asked(path, "SELECT count(*) FROM failures")
    assert (found + failed, failed) == (len(names), len(names[5::50]))
    assert asked(path, "SELECT count(*) FROM participants") == [(found,)]

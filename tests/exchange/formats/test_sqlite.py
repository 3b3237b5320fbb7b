"""A database with full text: SQLite and Datasette open it, and it comes back without loss."""

from __future__ import annotations

import asyncio
import gc
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.exchange.items import Labeled
from communique.gold.reading import load_gold
from communique.records import Failure

from ..made import ROOT, exported, golds, imported, records, there_and_back

SEEDS = load_gold(ROOT / "gold" / "seeds.jsonl")


@settings(max_examples=30, deadline=None)
@given(document=st.one_of(records(), golds()))
def test_any_document_comes_back_the_same(
    document: Labeled, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The format carries all of them."""
    assert there_and_back(document, "sqlite", tmp_path_factory.mktemp("trip")) == document


def test_texts_and_statements_are_searched_by_words(tmp_path: Path) -> None:
    """With FTS5: by any form of case and accents, and only what has the words."""
    out = exported(SEEDS, "sqlite", tmp_path / "gold.db")
    speaker = next(s.speaker for s in SEEDS[1].statements if s.speaker)
    with closing(sqlite3.connect(out)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        query = (
            "SELECT document_id FROM texts_fts JOIN documents ON document = texts_fts.rowid"
            " WHERE texts_fts MATCH ?"
        )
        for seed in SEEDS:
            (word, *_) = re.findall(r"\w{5,}", seed.statements[0].content.text)
            words = word.upper()
            assert (seed.document_id,) in db.execute(query, (words,)).fetchall()
        found = db.execute(
            "SELECT s.speaker, s.content FROM statements_fts f JOIN statements s"
            " ON statement = f.rowid WHERE statements_fts MATCH ?", (f'speaker: "{speaker}"',)
        ).fetchall()  # fmt: skip
    said = [s for seed in SEEDS for s in seed.statements if s.speaker and speaker in s.speaker]
    assert found == [(s.speaker, s.content.text) for s in said]


@pytest.mark.filterwarnings("ignore:unclosed database", "ignore:Exception ignored in")
def test_datasette_opens_it_and_offers_to_search(tmp_path: Path) -> None:
    """Its own client, in this process: the rows, and the search that it found by itself."""
    out = exported(SEEDS, "sqlite", tmp_path / "gold.db")

    async def asked(*paths: str) -> list[Any]:
        from datasette.app import Datasette

        datasette = Datasette([str(out)])
        await datasette.invoke_startup()
        answers = [await datasette.client.get(path) for path in paths]
        assert [answer.status_code for answer in answers] == [200] * len(paths)
        return [answer.json() for answer in answers]

    word = SEEDS[0].statements[0].cue
    assert word is not None
    tables, rows, found = asyncio.run(asked(
        "/gold.json", "/gold/statements.json?_shape=array&_size=max",
        f"/gold/texts.json?_shape=array&_search={word.text}",
    ))  # fmt: skip
    fts = {table["name"]: table["fts_table"] for table in tables["tables"]}
    assert (fts["texts"], fts["statements"]) == ("texts_fts", "statements_fts")
    assert [row["content"] for row in rows] == [
        s.content.text for seed in SEEDS for s in seed.statements
    ]
    assert SEEDS[0].text in [row["text"] for row in found]
    gc.collect()  # Datasette leaves its connections to it, which Python 3.13 warns of


@pytest.mark.parametrize(
    ("put", "said"),
    [
        ("CREATE VIEW boilerplate AS SELECT 1 AS document", "no table boilerplate"),
        ("CREATE TABLE boilerplate (document, text AS (zeroblob(9)))", "boilerplate.text is"),
    ],
)
def test_a_database_that_computes_is_refused(tmp_path: Path, put: str, said: str) -> None:
    """A view, or a column, in the place of a table runs whatever it says."""
    out = exported(SEEDS, "sqlite", tmp_path / "gold.db")
    with closing(sqlite3.connect(out)) as db, db:
        db.executescript(f"DROP TABLE boilerplate; {put};")
    (failure,) = imported("sqlite", out)
    assert isinstance(failure, Failure)
    assert said in failure.error.message

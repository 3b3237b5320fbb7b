"""The tables of a corpus as Parquet files of a folder, for data frames and DuckDB."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from communique.errors import OutputError

__all__ = ["check_folder", "write_parquet"]

BATCH = 5_000
"""Rows held at a time."""


def check_folder(path: Path) -> None:
    """See that the tables can be put there, before any work is done.

    Raises:
        OutputError: there is something already, or no folder for it.
    """
    if path.exists():
        raise OutputError(f"{path}: exists; name another folder, or remove it")
    if not path.parent.is_dir():
        raise OutputError(f"{path}: no such folder: {path.parent}")


def write_parquet(database: Path, folder: Path) -> None:
    """Write each table of the corpus at ``database`` to ``folder/TABLE.parquet``.

    Raises:
        OSError: they cannot be written.
    """
    folder.mkdir()
    with closing(sqlite3.connect(database)) as db:
        query = (
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            " AND name NOT LIKE 'sqlite%'"
        )
        for (table,) in db.execute(query).fetchall():
            _write_table(db, table, folder / f"{table}.parquet")


def _write_table(db: sqlite3.Connection, table: str, path: Path) -> None:
    from pyarrow import Table, field, float64, int64, schema, string
    from pyarrow.parquet import ParquetWriter

    types = {"INTEGER": int64(), "REAL": float64(), "TEXT": string()}
    about = db.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
    columns = schema([field(name, types[kind]) for name, kind in about])
    rows = db.execute(f"SELECT * FROM {table} ORDER BY rowid")  # noqa: S608 - our own tables
    with ParquetWriter(path, columns, compression="zstd") as writer:
        while batch := rows.fetchmany(BATCH):
            values = [dict(zip(columns.names, row, strict=True)) for row in batch]
            writer.write_table(Table.from_pylist(values, schema=columns))

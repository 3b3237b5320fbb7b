"""Records as Parquet: read back they are the records, by whatever reads Parquet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

import communique
from communique.outputs import parquet
from communique.outputs.parquet import write_parquet
from communique.records import Failure, Issue, Readout

from .made import FirstWord, documents

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def seeds() -> list[Readout]:
    texts = [(path.stem, path.read_bytes().decode()) for path in SEEDS]
    found = communique.extract_many(texts)
    return [result for result in found if isinstance(result, Readout)]


def as_record(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the record it was: without the nulls for fields that have no evidence."""
    for items, key in (("participants", "evidence"), ("meetings", "field_evidence")):
        for item in row[items]:
            item[key] = {name: spans for name, spans in item[key].items() if spans is not None}
    for issue in row["issues"]:
        issue["value"] = None if issue["value"] is None else json.loads(issue["value"])
    return row


def test_rows_are_the_records(tmp_path: Path) -> None:
    """All of every record is there, and with its text it is proven as ever."""
    records = seeds()
    odd = records[0].model_copy(
        update={"issues": (Issue(code="odd", message="\ud83d", path="x", value={"a": ["\ud83d"]}),)}
    )
    write_parquet([*records, odd], tmp_path / "r.parquet")
    *rows, last = pyarrow.parquet.read_table(tmp_path / "r.parquet").to_pylist()
    assert [as_record(row) for row in rows] == [r.model_dump(mode="json") for r in records]
    again = Readout.model_validate({**as_record(last), "text": odd.text})
    assert again.issues == (odd.issues[0].model_copy(update={"message": "\\ud83d"}),)


def test_datasets_loads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole and streamed, its columns nested."""
    from datasets import load_dataset

    write_parquet(seeds(), tmp_path / "r.parquet")
    files = str(tmp_path / "r.parquet")
    cache = str(tmp_path / "cache")
    whole = load_dataset("parquet", data_files=files, split="train", cache_dir=cache)
    streamed = load_dataset("parquet", data_files=files, split="train", streaming=True)
    assert list(whole) == list(streamed)
    assert whole[1]["statements"][0]["content"]["text"] == seeds()[1].statements[0].content.text


def test_failures_are_no_rows(tmp_path: Path) -> None:
    """They stand in their own file; a file without any record has the columns all the same."""
    results = list(FirstWord(frozenset("b"))(documents("a", "b", "c")))
    write_parquet(results, tmp_path / "r.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "r.parquet")
    assert table["document_id"].to_pylist() == ["a", "c"]
    write_parquet([r for r in results if isinstance(r, Failure)], tmp_path / "none.parquet")
    none = pyarrow.parquet.read_table(tmp_path / "none.parquet")
    assert (none.num_rows, none.schema) == (0, table.schema)


def test_row_groups_are_of_bounded_size(tmp_path: Path) -> None:
    """No more rows than a group are held at a time, however many there are."""
    number = 2 * parquet.GROUP + 1
    write_parquet(FirstWord()(documents(*map(str, range(number)))), tmp_path / "r.parquet")
    meta = pyarrow.parquet.read_metadata(tmp_path / "r.parquet")
    sizes = [meta.row_group(i).num_rows for i in range(meta.num_row_groups)]
    assert sizes == [parquet.GROUP, parquet.GROUP, 1]

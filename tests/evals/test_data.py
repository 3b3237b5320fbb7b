"""Gold in whatever it is: the same labels from JSONL, Parquet, a saved dataset and brat's pairs."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import datasets
import pytest

from communique.errors import GoldError, UsageError
from communique.evals.data import load_data

Lines = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")


def built(project: Path) -> Path:
    return project / "gold" / "made.jsonl"


@pytest.fixture
def table(lines: Lines) -> datasets.Dataset:
    """As users make one: missing keys become nulls, and there is a column of their own."""
    dated = {**lines[0], "published": "2021-03-05"}
    return datasets.Dataset.from_list([{**row, "outlet": "x"} for row in (dated, *lines[1:])])


def test_jsonl_is_told_by_its_bytes(project: Path) -> None:
    """Documents in order; the hash is what sha256sum says."""
    found = load_data(str(built(project)))
    assert [document.document_id for document in found.documents] == ["made-1", "made-2", "made-3"]
    assert found.sha256 == hashlib.sha256(built(project).read_bytes()).hexdigest()


def test_parquet_saved_dataset_and_folder_hold_the_same_gold(
    project: Path, table: datasets.Dataset, tmp_path: Path
) -> None:
    """Nulls of a table are keys that were left out; other columns are passed over; the hash is
    that of the labels, whatever they are in."""
    table.to_parquet(tmp_path / "one.parquet")
    (tmp_path / "two").mkdir()
    table.select([0, 1]).to_parquet(tmp_path / "two" / "a.parquet")
    table.select([2]).to_parquet(tmp_path / "two" / "b.parquet")
    table.save_to_disk(tmp_path / "saved")
    first, *others = load_data(str(built(project))).documents
    wanted = (first.model_copy(update={"published": "2021-03-05"}), *others)
    names = ("one.parquet", "two", "saved")
    found = [load_data(str(tmp_path / name)) for name in names]
    assert [data.documents for data in found] == [wanted] * 3
    assert len({data.sha256 for data in found}) == 1


def test_a_split_of_a_dataset_can_be_named(table: datasets.Dataset, tmp_path: Path) -> None:
    """hf:NAME:SPLIT, NAME being a folder or a dataset of the Hub; without a split all of them."""
    parts = datasets.DatasetDict({"dev": table.select([0]), "test": table.select([1, 2])})
    parts.save_to_disk(tmp_path / "parts")
    assert len(load_data(f"hf:{tmp_path}/parts:test").documents) == 2
    assert len(load_data(f"{tmp_path}/parts").documents) == 3
    with pytest.raises(GoldError, match="no split 'train'"):
        load_data(f"hf:{tmp_path}/parts:train")


def test_days_may_be_dates_of_the_table(lines: Lines, tmp_path: Path) -> None:
    """A column of dates is the day it says."""
    row = {"document_id": "a", "text": "Rain.", "published": dt.date(2021, 3, 5)}
    datasets.Dataset.from_list([row]).to_parquet(tmp_path / "dated.parquet")
    (document,) = load_data(str(tmp_path / "dated.parquet")).documents
    assert document.published == "2021-03-05"


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([{"id": "a", "words": "x"}], "gold has the columns document_id .or id. and text; here"),
        ([{"id": "a", "text": "Rain.", "statements": [{"start": 0, "end": 9}]}], "wrong.parquet:1"),
        ([{"id": "a", "text": "Rain."}] * 2, "a is there twice"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, rows: list[Any], complaint: str) -> None:
    """File and row, as for a line of JSONL."""
    datasets.Dataset.from_list(rows).to_parquet(tmp_path / "wrong.parquet")
    with pytest.raises((GoldError, UsageError), match=complaint):
        load_data(str(tmp_path / "wrong.parquet"))


def test_pictures_are_not_opened(tmp_path: Path) -> None:
    """A column that names files elsewhere is refused where gold is expected."""
    features = datasets.Features(
        {
            "id": datasets.Value("string"),
            "text": datasets.Value("string"),
            "statements": datasets.List(datasets.Image()),
        }
    )
    rows = {"id": ["a"], "text": ["Rain."], "statements": [[]]}
    datasets.Dataset.from_dict(rows, features=features).save_to_disk(tmp_path / "pictures")
    with pytest.raises(GoldError, match="column 'statements' holds"):
        load_data(str(tmp_path / "pictures"))


def test_what_is_no_gold_is_said_to_be_none(tmp_path: Path) -> None:
    """A missing path, a damaged table, a folder of articles, a text file as brat's."""
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 not a table")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("Rain.")
    (tmp_path / "gold.jsonl.gz").write_bytes(b"\x1f\x8b")
    for name, complaint in [
        ("none.jsonl", "no such file"),
        ("bad.parquet", "no table of gold"),
        ("articles", "gold is JSONL, Parquet"),
        ("gold.jsonl.gz", "gold is JSONL, Parquet"),
    ]:
        with pytest.raises((GoldError, UsageError), match=complaint):
            load_data(str(tmp_path / name))
    with pytest.raises(UsageError, match=r"brat's pairs of \.txt and \.ann stand in a folder"):
        load_data(str(tmp_path / "bad.parquet"), "brat")


def test_flat_rows_are_gold_too(tmp_path: Path) -> None:
    """The shape of published corpora, in a table."""
    said = {"start": 13, "end": 20, "kind": "indirect", "speaker_text": "Ada Vex"}
    row = {"id": "a", "text": "Ada Vex said it rains.", "statements": [said]}
    (tmp_path / "flat.jsonl").write_text(json.dumps(row) + "\n")
    datasets.Dataset.from_list([row]).to_parquet(tmp_path / "flat.parquet")
    one, other = (load_data(str(tmp_path / f"flat.{kind}")) for kind in ("jsonl", "parquet"))
    assert one.documents == other.documents

"""A dataset with its card: `datasets` loads it as declared, and it comes back without loss."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.exchange.items import Labeled
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument
from communique.records import text_sha256

from ..made import ROOT, exported, golds, imported, records, there_and_back

SEEDS = load_gold(ROOT / "gold" / "seeds.jsonl")


@settings(max_examples=30, deadline=None)
@given(document=st.one_of(records(), golds()))
def test_any_document_comes_back_the_same(
    document: Labeled, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The format carries all of them."""
    assert there_and_back(document, "dataset", tmp_path_factory.mktemp("trip")) == document


def test_datasets_loads_the_folder_with_the_features_of_its_card(tmp_path: Path) -> None:
    """The card alone tells all features, as they are in the file, also where lists are empty."""
    from datasets import Features, load_dataset, load_dataset_builder

    empty = GoldDocument(document_id="e", text="x", text_sha256=text_sha256("x"))
    out = exported([empty, *SEEDS], "dataset", tmp_path / "out")
    builder = load_dataset_builder(str(out), cache_dir=str(tmp_path / "cache"))
    rows = load_dataset(str(out), split="train", cache_dir=str(tmp_path / "cache"))
    schema = pyarrow.parquet.read_schema(out / "data" / "train.parquet")
    assert builder.info.features == rows.features == Features.from_arrow_schema(schema)
    assert builder.info.splits["train"].num_examples == rows.num_rows == 1 + len(SEEDS)
    for row, seed in zip(list(rows)[1:], SEEDS, strict=True):
        assert row["text"] == seed.text
        for statement in row["statements"]:
            content = statement["content"]
            assert row["text"][content["start"] : content["end"]] == content["text"]


def test_its_parquet_alone_is_read_too(tmp_path: Path) -> None:
    out = exported(SEEDS, "dataset", tmp_path / "out")
    assert imported("dataset", out / "data" / "train.parquet") == list(SEEDS)

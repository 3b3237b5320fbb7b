"""``results.parquet``: a row for each model, repeat and document.

What it cost, every count and rate of its score (``participants_lenient_tp``,
``statements_iou50_content_recall``, ``classes_statements_gold_missed`` …; undefined is null) and,
nested, every decision of the scorer with its class and why.
``datasets.load_dataset("parquet", data_files=…)`` loads it as it is; the types are declared here,
so that runs without failures or decisions have the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.durable import writing
from communique.evals.results import Results
from communique.evals.usage import Read, read_usage
from communique.outputs.encodable import encodable
from communique.records import Usage
from communique.scoring.documents import DocumentScore, Score

if TYPE_CHECKING:
    import pyarrow

__all__ = ["costs_of", "write_results", "write_rows"]

GROUP = 1_000
"""Rows of a row group, and held here."""


def write_results(path: Path, results: Results, usage: Path) -> None:
    """Write ``results`` with what each document cost by the file ``usage``.

    Raises:
        OutputError: it cannot be written.
        UsageError: the usage cannot be read.
    """
    write_rows(path, _schema(), _rows(results, read_usage(usage)))


def write_rows(path: Path, schema: pyarrow.Schema, rows: Iterator[Mapping[str, Any]]) -> None:
    """A file of these rows, whole before it has its name.

    Raises:
        OutputError: it cannot be written.
    """
    from pyarrow.parquet import ParquetWriter

    part = path.with_name(path.name + ".part")
    with writing(path):
        part.unlink(missing_ok=True)
        with ParquetWriter(part, schema, compression="zstd") as writer:
            while group := list(islice(rows, GROUP)):
                writer.write_table(_table(group, schema))
        os.replace(part, path)


def _table(rows: Sequence[Mapping[str, Any]], schema: pyarrow.Schema) -> pyarrow.Table:
    # By way of JSON: a table made of Python's values imports pandas first, for longer than a
    # small suite takes to read.
    from pyarrow.json import ParseOptions, ReadOptions, read_json

    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    return read_json(
        BytesIO(data),
        ReadOptions(use_threads=False, block_size=len(data)),
        ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
    )


def _rows(results: Results, usages: Mapping[Read, Usage]) -> Iterator[dict[str, Any]]:
    for result in results.models:
        slug = results.slug(result)
        for repeat, documents in enumerate(result.repeats, start=1):
            for document in documents:
                usage = usages.get((slug, repeat, document.document_id))
                about = {"model": result.model.name, "repeat": repeat}
                yield about | _row(document) | costs_of(usage)


def _row(document: DocumentScore) -> dict[str, Any]:
    failure = document.failure
    return {
        "document_id": document.document_id,
        "failure": failure and failure.code,
        "failure_message": failure and encodable(failure.message),
        **dict(_leaves(document.score.as_dict())),
        "decisions": [decision.as_dict() for decision in document.decisions],
    }


def costs_of(usage: Usage | None) -> dict[str, Any]:
    """What a document cost, by column; nothing where it is not known."""
    if usage is None:
        return {}
    known = usage.model_dump(mode="json")
    return known | {"cost": None if usage.cost is None else float(usage.cost)}


def _leaves(score: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Each count and rate with its column."""
    for name, value in score.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{name}_")
        else:
            yield f"{above}{name}", value


def _schema() -> pyarrow.Schema:
    from pyarrow import bool_, field, float64, int32, int64, list_, schema, string, struct

    side = struct([field("index", int32()), field("text", string()), field("span", list_(int32()))])
    check = struct(
        [
            *(field(name, string()) for name in ("field", "gold", "predicted")),
            field("right", bool_()),
        ]
    )
    decision = struct(
        [
            field("item", string()),
            *(field(name, string()) for name in ("verdict", "error_class", "why")),
            field("gold", side),
            field("predicted", side),
            field("overlap", float64()),
            field("checks", list_(check)),
        ]
    )
    # Of an empty score every count is 0 and every rate undefined.
    counts = [
        field(name, float64() if value is None else int64())
        for name, value in _leaves(Score().as_dict())
    ]
    return schema(
        [
            field("model", string()),
            field("repeat", int32()),
            *(field(name, string()) for name in ("document_id", "failure", "failure_message")),
            *(field(name, int64()) for name in ("requests", "input_tokens", "output_tokens")),
            *(field(name, float64()) for name in ("seconds", "cost")),
            *counts,
            field("decisions", list_(decision)),
        ]
    )

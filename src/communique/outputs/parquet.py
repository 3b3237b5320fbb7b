"""Records as Parquet: a row a document, nested as in JSON, a bounded number of rows in memory.

The columns are the keys of a record, with two differences, for Parquet knows neither keys that may
be missing nor values of any type: a field without evidence is null in ``evidence`` and
``field_evidence``, and what an issue left out, ``value``, is JSON as a string.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from communique.outputs.encodable import encodable, json_of
from communique.records import ExtractorInfo, Readout

if TYPE_CHECKING:
    import pyarrow

    from communique.gold.records import GoldDocument
    from communique.outputs.formats import Result

__all__ = [
    "GROUP",
    "maker_in_parquet",
    "record_schema",
    "row_of",
    "row_of_json",
    "write_parquet",
    "write_rows",
]

GROUP = 1_000
"""Rows of a row group: what a reader takes at a time, and what is held here."""


def write_parquet(results: Iterable[Result], path: Path) -> None:
    """Write the records among ``results`` to ``path``; failures are not among the rows.

    Raises:
        OSError: it cannot be written.
    """
    write_rows((row_of(result) for result in results if isinstance(result, Readout)), path)


def write_rows(rows: Iterable[dict[str, Any]], where: Path | BinaryIO) -> None:
    """Write ``rows``, as ``row_of`` makes them, to a file that is named or open.

    Raises:
        OSError: it cannot be written.
    """
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    schema, left = record_schema(), iter(rows)
    with ParquetWriter(where, schema, compression="zstd") as writer:
        while group := list(islice(left, GROUP)):
            writer.write_table(Table.from_pylist(group, schema=schema))


def maker_in_parquet(path: Path) -> ExtractorInfo | None:
    """Who made the first record of a file that ``write_parquet`` wrote; None without any.

    Raises:
        ValueError: it is another file.
    """
    from pyarrow import ArrowInvalid
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path) as file:
            if not file.schema_arrow.equals(record_schema()):
                raise ValueError("another table")
            first = next(file.iter_batches(1, columns=["extractor"]), None)
    except ArrowInvalid as error:
        raise ValueError("no Parquet") from error
    return first and ExtractorInfo.model_validate(first.to_pylist()[0]["extractor"])


def row_of(record: Readout | GoldDocument) -> dict[str, Any]:
    """The row of a record; of gold with the keys that records do not have."""
    return row_of_json(record.model_dump(mode="json"))


def row_of_json(row: dict[str, Any]) -> dict[str, Any]:
    """The row of a record as JSON has it, made of that itself."""
    for issue in row["issues"]:
        value = issue.pop("value")
        for key, text in issue.items():
            issue[key] = None if text is None else encodable(text)
        issue["value"] = None if value is None else json_of(value)
    return row


def record_schema() -> pyarrow.Schema:
    """The columns of records."""
    from pyarrow import bool_, field, int32, list_, schema, string, struct

    def texts(*names: str) -> list[pyarrow.Field]:
        return [field(name, string()) for name in names]

    span = struct([field("start", int32()), field("end", int32()), field("text", string())])

    def proofs(*names: str) -> pyarrow.DataType:
        return struct([field(name, list_(span)) for name in names])

    meeting = struct(
        [
            *texts("kind", "date", "place", "organizer"),
            field("participants", list_(string())),
            field("evidence", list_(span)),
            field("field_evidence", proofs("kind", "date", "place", "organizer")),
        ]
    )
    participant = struct(
        [
            *texts("name", "title", "country", "organization"),
            field("mentions", list_(span)),
            field("evidence", proofs("title", "country", "organization")),
        ]
    )
    statement = struct(
        [
            field("content", span),
            field("kind", string()),
            field("nested", bool_()),
            field("speaker", string()),
            field("speaker_mention", span),
            field("cue", span),
        ]
    )
    return schema(
        [
            *texts("document_id", "text_sha256"),
            field("extractor", struct(texts("model", "version", "prompt_sha256"))),
            field("meetings", list_(meeting)),
            field("participants", list_(participant)),
            field("statements", list_(statement)),
            field("issues", list_(struct(texts("code", "message", "path", "value")))),
        ]
    )

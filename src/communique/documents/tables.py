"""Tables with a row an article: Parquet files, and datasets of the Hugging Face library."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from communique.documents.rows import Located, document_of, unreadable
from communique.documents.sources import HUB, Source, is_saved_dataset

__all__ = ["COLUMNS", "count_rows", "read_dataset", "read_parquet", "reading_errors", "rows_of"]

BATCH = 64
"""Rows of a Parquet file held at a time."""

IDS = ("id", "document_id")
COLUMNS = (*IDS, "text", "published")

Row = Mapping[str, Any]

Choose = Callable[[Sequence[str]], list[str]]
"""From the columns there are to those to read; a ValueError where one is missing."""


def rows_of(source: Source, choose: Choose, *, nested: bool = False) -> Iterator[Row]:
    """The rows of a Parquet file or dataset, as they are needed; of a dataset without a split, of
    all its splits one after another.

    Args:
        source: of the kind ``parquet`` or ``dataset``.
        choose: which columns to read.
        nested: whether a column may hold lists and structures of plain values too.

    Raises:
        ValueError: a column is missing, or holds what would have to be opened to be read; and
            what ``pyarrow`` and ``datasets`` raise, see ``reading_errors``.
    """
    if source.kind == "parquet":
        return _parquet_rows(source, choose)
    return _dataset_rows(source.path, choose, nested=nested)


def reading_errors() -> tuple[type[Exception], ...]:
    """What a table that is none, is damaged or cannot be reached raises, beside ``OSError``."""
    from datasets.exceptions import DatasetsError
    from pyarrow import ArrowException

    return (ValueError, OverflowError, ArrowException, DatasetsError)


def read_parquet(source: Source) -> Iterator[Located]:
    """The rows of a Parquet file, a few at a time."""
    return _located(source, rows_of(source, _wanted))


def _parquet_rows(source: Source, choose: Choose) -> Iterator[Row]:
    # Not through `datasets`: a file's own metadata may tell that to open files and addresses.
    from pyarrow.parquet import ParquetFile

    with source.opened() as file, ParquetFile(file) as table:
        wanted = choose(table.schema_arrow.names)
        # In small batches: a row group may be the whole file.
        for batch in table.iter_batches(batch_size=BATCH, columns=wanted):
            yield from batch.to_pylist()


def read_dataset(source: Source) -> Iterator[Located]:
    """The rows of a dataset, as they are needed; without a split, of all, one after another."""
    return _located(source, rows_of(source, _wanted))


def _dataset_rows(path: str, choose: Choose, *, nested: bool) -> Iterator[Row]:
    from datasets import disable_progress_bars

    # Its logs repeat, with a stack or at each of many trials, what the Failure says once, and its
    # bars would run into ours.
    disable_progress_bars()
    for library in ("datasets", "huggingface_hub"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    for part in _splits(path):
        columns = part.column_names
        if columns is None:  # of JSON and CSV it is known from the first rows alone
            columns = [name for row in part.take(1) for name in row]
        wanted = choose(columns)
        for name in wanted:
            # Images and sounds would be opened wherever the dataset says that they are.
            if part.features and not _is_plain(part.features[name], nested=nested):
                raise ValueError(f"column {name!r} holds {part.features[name]}, not text")
        yield from part.select_columns(wanted)


def _is_plain(feature: Any, *, nested: bool) -> bool:
    """Whether a column of this feature holds values as they are: nothing that would be opened."""
    from datasets import LargeList, List, Value

    if not nested or isinstance(feature, Value):
        return isinstance(feature, Value)
    if isinstance(feature, Mapping):
        return all(_is_plain(part, nested=True) for part in feature.values())
    return isinstance(feature, List | LargeList) and _is_plain(feature.feature, nested=True)


def count_rows(source: Source) -> int | None:
    """How many rows ``source`` has, where that is written down near at hand."""
    from pyarrow import ArrowException
    from pyarrow.parquet import read_metadata

    try:
        if source.kind == "parquet":
            return int(read_metadata(source.path).num_rows)
        if not is_saved_dataset(_named(source.path)[0]):
            return None
        return sum(len(part) for part in _splits(source.path))
    except (OSError, ValueError, ArrowException):
        return None  # reading it will say why


def _named(path: str) -> tuple[Path, str | None]:
    """The name and the split of ``hf:NAME[:SPLIT]``, or of a folder."""
    if not path.startswith(HUB):
        return Path(path), None
    name, _, split = path.removeprefix(HUB).partition(":")
    return Path(name), split or None


def _splits(path: str) -> Iterator[Any]:
    from datasets import IterableDatasetDict, load_dataset, load_from_disk

    name, split = _named(path)
    if not is_saved_dataset(name):
        found = load_dataset(str(name), split=split, streaming=True)
        yield from found.values() if isinstance(found, IterableDatasetDict) else [found]
        return
    found = load_from_disk(str(name))
    parts = found if isinstance(found, Mapping) else {"train": found}
    if split is not None and split not in parts:
        raise ValueError(f"no split {split!r} (it has: {', '.join(parts)})")
    yield from parts.values() if split is None else [parts[split]]


def _located(source: Source, rows: Iterator[Row]) -> Iterator[Located]:
    number = 0
    try:
        for row in rows:
            number += 1
            where = f"{source.path}:{number}"
            yield where, document_of(where, row)
    except reading_errors() as error:
        message = f"{source.path}: after row {number}: {error}"
        yield source.path, unreadable(source.id, message)
        return
    if not number:
        yield source.path, unreadable(source.id, f"{source.path}: empty: no row in it")


def _wanted(columns: Sequence[str]) -> list[str]:
    """The columns to read.

    Raises:
        ValueError: the text or the id is not among them.
    """
    for needed in (("text",), IDS):
        if columns and not set(needed) & set(columns):
            names = " or ".join(map(repr, needed))
            raise ValueError(f"no column {names} (it has: {', '.join(columns)})")
    return [name for name in COLUMNS if name in columns]

"""The gold of a run, whatever it is in: JSONL, Parquet, a dataset of ``datasets``, brat's pairs."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from communique.documents.sources import HUB, Source, find_sources
from communique.documents.tables import reading_errors, rows_of
from communique.errors import GoldError, UsageError
from communique.evals.drafts import arguable
from communique.gold.brat import load_brat
from communique.gold.problems import GoldErrors, guard, shown
from communique.gold.reading import gold_of, load_gold
from communique.gold.records import GoldDocument, gold_line

__all__ = ["GoldData", "GoldFormat", "load_data"]

GoldFormat = Literal["brat"]
"""How gold is laid out where the names of its files do not say so."""

# Of rows with further columns these are read; the flat shape has names of its own (gold.flat).
_COLUMNS = {*GoldDocument.model_fields, "id", "annotator", "ignore"}


@dataclass(frozen=True, slots=True)
class GoldData:
    documents: tuple[GoldDocument, ...]
    sha256: str
    """Of the bytes of a JSONL file; of other gold of the documents as gold lines."""


def load_data(where: str, format_: GoldFormat | None = None) -> GoldData:
    """The gold at ``where``: a JSONL file, a Parquet file, a folder of these, a folder that
    ``datasets`` saved, ``hf:NAME[:SPLIT]``, or a folder of brat's pairs.

    A folder with ``.ann`` files is brat's without being told. Rows of a table are gold lines or
    flat lines; columns that are neither's are passed over.

    Raises:
        UsageError: nothing is there, it is empty, or holds a document twice.
        GoldError: what is there is no gold, or wrong; all that is wrong is named.
    """
    path = Path(where)
    if format_ == "brat" or (path.is_dir() and next(path.rglob("*.ann"), None) is not None):
        if not path.is_dir():
            raise UsageError(f"{where}: brat's pairs of .txt and .ann stand in a folder")
        return _checked(where, load_brat(path))
    sources = find_sources([where])
    odd = next((source.path for source in sources if source.kind in ("text", "stdin")), None)
    if odd is not None and len(sources) == 1 and path.is_file():
        odd = None  # gold of the user's under any name
    if odd is not None or where.lower().endswith(".gz"):
        raise UsageError(f"{odd or where}: gold is JSONL, Parquet, a dataset or brat's pairs")
    documents = tuple(document for source in sources for document in _documents(source))
    one = len(sources) == 1 and sources[0].kind in ("jsonl", "text")
    return _checked(where, documents, hashlib.sha256(path.read_bytes()) if one else None)


def _documents(source: Source) -> Sequence[GoldDocument]:
    if source.kind not in ("parquet", "dataset"):
        return load_gold(Path(source.path))
    problems: list[GoldError] = []
    documents: list[GoldDocument] = []
    name = source.path if source.path.startswith(HUB) else shown(Path(source.path))
    try:
        for number, row in enumerate(rows_of(source, _wanted, nested=True), start=1):
            with guard(problems):
                documents.append(gold_of(_without_nulls(dict(row)), name, number))
    except OSError as error:
        raise GoldErrors([GoldError(f"cannot be read: {error}", path=name)]) from error
    except reading_errors() as error:
        raise GoldErrors([GoldError(f"no table of gold: {error}", path=name)]) from error
    if problems:
        raise GoldErrors(problems)
    return documents


def _wanted(columns: Sequence[str]) -> list[str]:
    if "text" not in columns or not {"document_id", "id"} & set(columns):
        raise ValueError(
            f"gold has the columns document_id (or id) and text; here are {', '.join(columns)}"
        )
    names = _COLUMNS - ({"id"} if "document_id" in columns else set())
    return [name for name in columns if name in names]


def _without_nulls(value: Any) -> Any:
    """``value`` as JSON has it: a table cannot leave a key out, so it writes a null."""
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value.isoformat()[:10] if isinstance(value, dt.date) else value


def _checked(where: str, documents: Sequence[GoldDocument], digest: Any = None) -> GoldData:
    if not documents:
        raise UsageError(f"{where}: no gold documents")
    ids = Counter(document.document_id for document in documents)
    twice = next((name for name, times in ids.items() if times > 1), None)
    if twice is not None:
        raise UsageError(f"{where}: {twice} is there twice; a suite needs one gold a document")
    if digest is None:
        digest = hashlib.sha256()
        for line in map(gold_line, documents):
            digest.update(line.encode() + b"\n")
    return GoldData(tuple(map(arguable, documents)), digest.hexdigest())

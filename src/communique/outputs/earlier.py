"""Whether a file is what an earlier, like call wrote, so that this one may write it again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from communique.errors import OutputError
from communique.outputs.formats import Format
from communique.outputs.parquet import maker_in_parquet
from communique.outputs.sqlite import maker_in_sqlite
from communique.records import ExtractorInfo

__all__ = ["check_earlier"]

HEAD = 65_536
"""Bytes of a table or page that are looked at."""

MAKERS: Mapping[Format, Callable[[Path], ExtractorInfo | None]] = {
    "parquet": maker_in_parquet,
    "sqlite": maker_in_sqlite,
}
"""Who made the first record, of the formats that are no text."""

_BEGINNING = b'{"document_id": '
_PAGE = '<meta name="generator" content="communique">'


def check_earlier(
    path: Path,
    format_: Format,
    info: ExtractorInfo,
    *,
    explained: bool,
    schema: type[BaseModel] | None = None,
) -> None:
    """See that ``path`` begins as the output of a like call does; an empty file will do.

    Args:
        path: the file; it is not changed.
        format_: of this call.
        info: the extractor of this call; another one's records are not gone on with.
        explained: whether explanations are written instead of records.
        schema: the model that records of this call fill in, where that is a caller's own.

    Raises:
        OutputError: it is something else.
    """
    if format_ in MAKERS and path.stat().st_size:
        _check_maker(path, format_, info)
        return
    with path.open("rb") as file:
        first = file.readline()
        if format_ == "json" and first == b"[\n":
            first = file.readline().removesuffix(b"\n").removesuffix(b",") + b"\n"
        head = first + file.read(HEAD)
    if not head or (format_ == "json" and head == b"[]\n"):
        return
    if format_ == "html":
        ours = _PAGE in head.decode("utf-8", "replace")
    elif format_ == "table":
        # "NAME MODEL VERSION", which wraps where the name is long.
        lines = [f" {line.strip()}" for line in head.decode("utf-8", "replace").split("\n")[:3]]
        ends = (*(f" {model} {info.version}" for model in info.models()), " failed")
        ours = any(line.endswith(ends) for line in lines)
    else:
        ours = _is_like(path, first, info, explained, schema)
    if not ours:
        raise _foreign(path)


def _foreign(path: Path) -> OutputError:
    return OutputError(
        f"{path}: not what such a call writes, so there is nothing to go on with: choose another "
        "output, or --overwrite"
    )


def _check_maker(path: Path, format_: Format, info: ExtractorInfo) -> None:
    try:
        earlier = MAKERS[format_](path)
    except ValueError as error:
        raise _foreign(path) from error
    if earlier is not None:
        _check_covered(path, info, earlier)


def _check_covered(path: Path, info: ExtractorInfo, earlier: ExtractorInfo) -> None:
    if not info.covers(earlier):
        raise OutputError(
            f"{path}: made by {_named(earlier)}, this call would use {_named(info)}: "
            "choose another output, or --overwrite"
        )


def _is_like(
    path: Path, line: bytes, info: ExtractorInfo, explained: bool, schema: type[BaseModel] | None
) -> bool:
    if not line.endswith(b"\n"):
        # A first line cut short: only its beginning can tell.
        return line.startswith(_BEGINNING) or _BEGINNING.startswith(line)
    try:
        record: dict[str, Any] = json.loads(line)
        if explained:
            return {"document_id", "made", "rejected"} <= record.keys()
        earlier = ExtractorInfo.model_validate(record["extractor"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False
    _check_covered(path, info, earlier)
    return "document_id" in record and _fills(record, schema)


def _fills(record: Mapping[str, Any], schema: type[BaseModel] | None) -> bool:
    """Whether ``record`` is of ``schema``, by its fields; None: of the built-in one."""
    if schema is None:
        return "value" not in record
    value = record.get("value", {})
    return value is None or value.keys() == schema.model_fields.keys()


def _named(info: ExtractorInfo) -> str:
    prompt = f" with prompt {info.prompt_sha256[:8]}" if info.prompt_sha256 else ""
    return f"{info.model} {info.version}{prompt}"

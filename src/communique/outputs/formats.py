"""The formats of results: one function writes any of them to a stream."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, TextIO, get_args

from communique.errors import UsageError
from communique.records import Failure, Readout

__all__ = ["FORMATS", "Format", "choose_format", "line_of", "write_results"]

Format = Literal["jsonl", "json", "table", "html"]

FORMATS: tuple[Format, ...] = get_args(Format)

_BY_SUFFIX: Mapping[str, Format] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".txt": "table",
}


def choose_format(name: str | None, out: Path | None, *, terminal: bool) -> Format:
    """The format asked for by ``name``, else by the suffix of ``out``, else by where it goes.

    Without name and suffix it is a table on a terminal and JSONL elsewhere.

    Raises:
        UsageError: no format has this name.
    """
    for format_ in FORMATS:
        if name == format_:
            return format_
    if name is not None:
        raise UsageError(f"unknown format {name!r}: use {', '.join(FORMATS)}")
    if out is not None:
        return _BY_SUFFIX.get(out.suffix.lower(), "jsonl")
    return "table" if terminal else "jsonl"


def line_of(result: Readout | Failure) -> str:
    """``result`` as one line of JSON, without the line end.

    Text stands as it is; a line with half a surrogate pair, which UTF-8 cannot hold, is escaped.
    """
    record = result.model_dump(mode="json")
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(record)
    return line


def write_results(results: Iterable[Readout | Failure], stream: TextIO, format_: Format) -> None:
    """Write ``results`` to ``stream``; JSONL, JSON and tables as the results come.

    JSONL and JSON hold records alone; a table and a page show failures in their place.
    """
    if format_ == "table":
        from communique.outputs.table import write_table

        write_table(results, stream)
    elif format_ == "html":
        from communique.pages.readout import readouts_page

        stream.write(readouts_page(list(results)))
    elif format_ == "json":
        write_array((line_of(result) for result in results if isinstance(result, Readout)), stream)
    else:
        for result in results:
            if isinstance(result, Readout):
                stream.write(line_of(result) + "\n")
                stream.flush()


def write_array(lines: Iterable[str], stream: TextIO) -> None:
    """Lines of JSON as one array, an element a line."""
    opened = False
    for line in lines:
        stream.write(",\n" if opened else "[\n")
        stream.write(line)
        opened = True
    stream.write("\n]\n" if opened else "[]\n")

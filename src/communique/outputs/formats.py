"""The formats of results: one function writes any of them to a stream."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO, TypeAlias, get_args

from communique.errors import UsageError
from communique.outputs.printable import on_terminal
from communique.records import Failure, Readout

if TYPE_CHECKING:
    from communique.rules import Explanation

__all__ = ["FORMATS", "Format", "Result", "choose_format", "line_of", "write_results"]

Result: TypeAlias = "Readout | Failure | Explanation"
"""What comes of a document; an Explanation is a record with the reasons for it."""

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

    A file whose name has no suffix is JSONL. Without name and file it is a table on a terminal
    and JSONL elsewhere.

    Raises:
        UsageError: no format has this name or suffix.
    """
    for format_ in FORMATS:
        if name == format_:
            return format_
    if name is not None:
        raise UsageError(f"unknown format {name!r}: use {', '.join(FORMATS)}")
    if out is not None and out.suffix:
        return _by_suffix(out)
    if out is not None:
        return "jsonl"
    return "table" if terminal else "jsonl"


def _by_suffix(out: Path) -> Format:
    try:
        return _BY_SUFFIX[out.suffix.lower()]
    except KeyError:
        raise UsageError(
            f"{out}: unknown suffix {out.suffix!r}: end the name in "
            f"{', '.join(_BY_SUFFIX)}, or give --format"
        ) from None


def line_of(result: Result) -> str:
    """``result`` as one line of JSON, without the line end.

    Text stands as it is; a line with half a surrogate pair, which UTF-8 cannot hold, is escaped.
    """
    if isinstance(result, Readout | Failure):
        record = result.model_dump(mode="json")
    else:
        record = result.as_dict()
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(record)
    return line


def write_results(results: Iterable[Result], stream: TextIO, format_: Format) -> None:
    """Write ``results`` to ``stream``; JSONL, JSON and tables as the results come.

    JSONL and JSON hold no failures; a table and a page show them in their place. There is no page
    of explanations.
    """
    if format_ == "table":
        from communique.outputs.table import write_table

        write_table(results, stream)
    elif format_ == "html":
        from communique.pages.readout import readouts_page

        stream.write(readouts_page([r for r in results if isinstance(r, Readout | Failure)]))
    elif format_ == "json":
        lines = (line_of(result) for result in results if not isinstance(result, Failure))
        _write_array((on_terminal(line, stream) for line in lines), stream)
    else:
        for result in results:
            if not isinstance(result, Failure):
                stream.write(on_terminal(line_of(result), stream) + "\n")
                stream.flush()


def _write_array(lines: Iterable[str], stream: TextIO) -> None:
    """Lines of JSON as one array, an element a line."""
    opened = False
    for line in lines:
        stream.write(",\n" if opened else "[\n")
        stream.write(line)
        opened = True
    stream.write("\n]\n" if opened else "[]\n")

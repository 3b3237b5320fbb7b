"""The formats of results: one function writes any of them to a stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO, TypeAlias, get_args

from communique.errors import UsageError
from communique.outputs.encodable import json_of
from communique.outputs.printable import on_terminal
from communique.records import Failure, Readout
from communique.records import Result as Costing

if TYPE_CHECKING:
    from communique.record import Record
    from communique.rules import Explanation

__all__ = [
    "BINARY",
    "EXPLAINING",
    "FORMATS",
    "OF_ANY_SCHEMA",
    "Format",
    "Result",
    "check_number",
    "choose_format",
    "line_of",
    "write_file",
    "write_results",
]

Result: TypeAlias = "Readout | Record[Any] | Failure | Explanation"
"""What comes of a document; an Explanation is a record with the reasons for it."""

Format = Literal["jsonl", "json", "table", "html", "parquet", "sqlite"]

FORMATS: tuple[Format, ...] = get_args(Format)

BINARY: tuple[Format, ...] = ("parquet", "sqlite")
"""What is no text, and goes to a file alone."""

OF_ANY_SCHEMA: tuple[Format, ...] = ("jsonl", "json", "table")
"""What a caller's own model can be written as."""

EXPLAINING: tuple[Format, ...] = ("table", "jsonl", "json")
"""What explanations can be written as."""

PAGE = 1_000
"""Documents on a page: some 20 kB each, all of them in memory here and in the browser."""

_BY_SUFFIX: Mapping[str, Format] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".txt": "table",
    ".parquet": "parquet",
    ".db": "sqlite",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
}


def choose_format(name: str | None, out: Path | None, *, terminal: bool) -> Format:
    """The format asked for by ``name``, else by the suffix of ``out``, else by where it goes.

    A file whose name has no suffix is JSONL. Without name and file it is a table on a terminal
    and JSONL elsewhere.

    Raises:
        UsageError: no format has this name or suffix, or there is no file for one that needs it.
    """
    for format_ in FORMATS:
        if name == format_:
            if out is None and format_ in BINARY:
                raise UsageError(f"{name} is no text: name a file for it, -o OUT")
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
    if isinstance(result, Costing | Failure):
        record = result.model_dump(mode="json")
    else:
        record = result.as_dict()
    return json_of(record)


def check_number(format_: Format, documents: int | None) -> None:
    """See that ``format_`` takes so many documents.

    Raises:
        UsageError: they are too many for a page.
    """
    if format_ == "html" and documents is not None and documents > PAGE:
        raise UsageError(
            f"a page holds up to {PAGE:,} documents, these are more: use --format sqlite, parquet "
            "or jsonl, or fewer documents"
        )


def write_results(results: Iterable[Result], stream: TextIO, format_: Format) -> None:
    """Write ``results`` to ``stream``; JSONL, JSON and tables as the results come.

    JSONL and JSON hold no failures; a table and a page show them in their place. There is no page
    of explanations, and what is no text goes through ``write_file``.

    Raises:
        UsageError: they are too many for a page.
    """
    if format_ == "table":
        from communique.outputs.table import write_table

        write_table(results, stream)
    elif format_ == "html":
        from communique.pages.readout import readouts_page

        shown = [r for r in islice(results, PAGE + 1) if isinstance(r, Readout | Failure)]
        check_number(format_, len(shown))
        stream.write(readouts_page(shown))
    elif format_ == "json":
        lines = (line_of(result) for result in results if not isinstance(result, Failure))
        _write_array((on_terminal(line, stream) for line in lines), stream)
    else:
        for result in results:
            if not isinstance(result, Failure):
                stream.write(on_terminal(line_of(result), stream) + "\n")
                stream.flush()


def write_file(results: Iterable[Result], path: Path, format_: Format) -> None:
    """Write ``results`` to a new file at ``path``, as ``write_results`` does, or in binary.

    Parquet holds no failures; a database has a table of them.

    Raises:
        UsageError: they are too many for a page.
        OSError: the file cannot be written.
    """
    path.unlink(missing_ok=True)
    if format_ == "parquet":
        from communique.outputs.parquet import write_parquet

        write_parquet(results, path)
    elif format_ == "sqlite":
        from communique.outputs.sqlite import write_sqlite

        write_sqlite(results, path)
    else:
        # Made anew: a link that someone put there is not followed.
        with path.open("x", encoding="utf-8", newline="") as stream:
            write_results(results, stream, format_)


def _write_array(lines: Iterable[str], stream: TextIO) -> None:
    """Lines of JSON as one array, an element a line."""
    opened = False
    for line in lines:
        stream.write(",\n" if opened else "[\n")
        stream.write(line)
        opened = True
    stream.write("\n]\n" if opened else "[]\n")

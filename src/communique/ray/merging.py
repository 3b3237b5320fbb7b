"""Parts on this machine → one file, sorted by document: for what one machine can hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.durable import put_in_place, writing
from communique.outputs.parquet import row_of_json, write_rows
from communique.ray.parts import Parts, PartsFormat

__all__ = ["merge"]


def merge(parts: Parts, out: Path, format_: PartsFormat) -> None:
    """Write the records of ``parts``, which are JSONL, to ``out``, and the failures beside it; each
    sorted by document. In memory are the ids of the documents, the records are not.

    Raises:
        OutputError: it cannot be written.
    """
    _put(_sorted(parts.names()), out, format_)
    failures = out.with_name(out.name + ".failures.jsonl")
    if names := parts.failures():
        _put(_sorted(names), failures, "jsonl")
    else:
        with writing(failures):
            failures.unlink(missing_ok=True)


def _put(lines: Iterator[bytes], out: Path, format_: PartsFormat) -> None:
    part = out.with_name(out.name + ".part")
    with writing(out):
        try:
            # Made anew: a link that someone put there is not followed.
            part.unlink(missing_ok=True)
            with part.open("xb") as file:
                if format_ == "parquet":
                    write_rows(map(_row, lines), file)
                else:
                    file.writelines(lines)
            put_in_place(part, out)
        finally:
            part.unlink(missing_ok=True)


def _row(line: bytes) -> dict[str, Any]:
    return row_of_json(json.loads(line))


def _sorted(names: list[str]) -> Iterator[bytes]:
    """The lines of the files ``names``, sorted by their documents' ids, equal ones once."""
    places: list[tuple[str, str, str, int]] = []
    for name in names:
        start = 0
        with Path(name).open("rb") as file:
            for line in file:
                record = json.loads(line)
                sha = record.get("text_sha256", "")
                places.append((record["document_id"], sha, name, start))
                start += len(line)
    places.sort()
    before = None
    for identity, sha, name, start in places:
        if sha and (identity, sha) == before:
            continue  # read twice: its node was lost when it was there already
        before = identity, sha
        with Path(name).open("rb") as file:
            file.seek(start)
            yield file.readline()

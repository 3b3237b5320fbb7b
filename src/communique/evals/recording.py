"""What the models predict, written into the run's folder as it comes; all of it at the end.

While a run is under way its files end in ``.part``: those of an earlier, finished one of the same
plan stay whole until this one is. ``scores.json`` comes last, so where it stands the rest does.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from communique.durable import put_in_place, writing
from communique.errors import OutputError
from communique.evals.parquet import write_results
from communique.evals.provenance import file_sha256
from communique.evals.results import Results
from communique.evals.writing import draft_lines
from communique.gold.records import gold_line
from communique.record import Record
from communique.records import Failure, Readout

__all__ = ["USAGE", "Recording", "finish", "record_names"]

USAGE = "usage.jsonl"


def record_names(slug: str, repeat: int) -> tuple[str, str]:
    """Where the records and the failures of one repeat (from 1) of a model are in the folder."""
    return f"records/{slug}.{repeat}.jsonl", f"records/{slug}.{repeat}.failures.jsonl"


class Recording:
    """Writes the results of one run; ``put_in_place`` when all are there.

    Raises:
        OutputError: a file cannot be written; so do its methods.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: list[str] = []
        """Of the files opened, without ``.part``."""
        self._open = ExitStack()
        with writing(folder / "records"):
            (folder / "records").mkdir(exist_ok=True)
        self._usage = self._file(USAGE)
        self._records = self._failures = self._usage

    def begin(self, slug: str, repeat: int) -> None:
        """What is added from now on was read by that model, in that repeat."""
        self._about: dict[str, Any] = {"model": slug, "repeat": repeat}
        self._records, self._failures = map(self._file, record_names(slug, repeat))

    def add(self, result: Readout | Record[Any] | Failure) -> None:
        lines = self._failures if isinstance(result, Failure) else self._records
        cost = result.usage.model_dump(mode="json")
        usage = {**self._about, "document_id": result.document_id, **cost}
        with writing(self._folder):
            lines.write(json.dumps(result.model_dump(mode="json"), ensure_ascii=False) + "\n")
            self._usage.write(json.dumps(usage) + "\n")

    def put_in_place(self) -> None:
        """Give every file its name; what was derived from earlier ones goes first."""
        self._open.close()
        with writing(self._folder):
            for name in ("scores.json", "results.parquet"):
                (self._folder / name).unlink(missing_ok=True)
            for name in self._names:
                put_in_place(self._folder / f"{name}.part", self._folder / name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def _file(self, name: str) -> TextIO:
        path = self._folder / f"{name}.part"
        with writing(path):
            # Made anew: a link that someone put there is not followed.
            path.unlink(missing_ok=True)
            opened = path.open("x", encoding="utf-8", errors="surrogatepass", newline="\n")
        self._names.append(name)
        return self._open.enter_context(opened)


def finish(folder: Path, results: Results) -> Results:
    """Write ``gold.jsonl``, ``results.parquet`` and ``scores.json`` for the records in ``folder``;
    ``results`` with the hashes of the files that its scores follow from.

    Raises:
        OutputError: they cannot be written.
    """
    lines = (gold_line(gold) + "\n" for gold in results.plan.gold)
    gold = draft_lines(folder / "gold.jsonl", lines)
    names: list[str] = []
    for result in results.models:
        for repeat in range(1, len(result.repeats) + 1):
            names += record_names(results.slug(result), repeat)
    try:
        hashes = {name: file_sha256(folder / name) for name in names}
        hashes["gold.jsonl"] = file_sha256(gold)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be read again: {error}") from error
    whole = replace(results, files=hashes)
    scores = draft_lines(folder / "scores.json", whole.as_lines())
    write_results(folder / "results.parquet", whole, folder / USAGE)
    # One after the other: scores beside another gold would be refused, and could not be mended.
    with writing(folder):
        put_in_place(gold, folder / "gold.jsonl")
        put_in_place(scores, folder / "scores.json")
    return whole

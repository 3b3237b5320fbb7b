"""The file of a corpus in its place: whole before it has its name, failures named beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from communique.corpus.building import Built, build
from communique.corpus.outlets import read_outlets
from communique.corpus.parquet import write_parquet
from communique.corpus.reading import read_told
from communique.corpus.staging import staging
from communique.durable import put_in_place, writing
from communique.errors import UsageError
from communique.outputs.encodable import json_of
from communique.outputs.lines import LineFile
from communique.outputs.target import Target

__all__ = ["save"]


def save(
    paths: Sequence[Path],
    texts: Sequence[str] | None,
    target: Target,
    parquet: Path | None,
    outlets: Path | None = None,
) -> Built:
    """Build the corpus of the records in ``paths``.

    Args:
        paths: files of records, see ``reading.read_told``.
        texts: the articles, where the files do not have them.
        target: OUT.
        parquet: a new folder for the same tables as Parquet; None for none.
        outlets: a table of which outlet published each article, beside what the texts tell.

    Raises:
        UsageError: a file is missing, or its texts are; or one would be overwritten.
        OutputError: OUT, or what it is made of, cannot be written.
    """
    _refuse_same([*paths, *([outlets] if outlets else [])], target)
    published_by = read_outlets(texts, outlets)
    failures = LineFile(target.failures, create=False)
    try:
        with writing(target.out), staging(target.out) as kept:
            for failure in kept.take(read_told(paths, texts, published_by)):
                failures.add(json_of(failure.model_dump(mode="json")))
            failures.finish()
            target.part.unlink(missing_ok=True)
            built = build(kept, target.part)
            if parquet is not None:
                write_parquet(target.part, parquet)
            put_in_place(target.part, target.out)
    finally:
        failures.close()
        target.part.unlink(missing_ok=True)
    return built


def _refuse_same(paths: Sequence[Path], target: Target) -> None:
    for path in paths:
        for written in target.written():
            if path.exists() and written.exists() and path.samefile(written):
                raise UsageError(
                    f"{written}: is read and would be overwritten; choose another output"
                )

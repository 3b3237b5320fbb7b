"""The file OUT of one call: refused or taken before the work, filled, and finished."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from communique.durable import put_in_place, writing
from communique.errors import OutputError
from communique.outputs.earlier import check_earlier
from communique.outputs.formats import Format, Result, line_of, write_file
from communique.outputs.lines import LineFile
from communique.outputs.locking import held, lock_of
from communique.records import ExtractorInfo, Failure
from communique.runs.store import FILE_NAME, remove_store

__all__ = ["Target", "save"]


@dataclass(frozen=True, slots=True)
class Target:
    """Where the results of one call go, and what may become of what is there."""

    out: Path
    format: Format
    overwrite: bool = False
    resume: bool = False
    explained: bool = False
    """Explanations are written instead of records."""
    can_resume: bool = True
    """Whether the command has ``--resume``."""

    @property
    def failures(self) -> Path:
        """Where failures go; there is no such file when there are none."""
        return self._beside(".failures.jsonl")

    @property
    def confidence(self) -> Path:
        """Where it goes how sure each item is, where that is asked for."""
        return self._beside(".confidence.jsonl")

    @property
    def run(self) -> Path:
        """The folder that keeps what was answered, where a model is asked."""
        return self._beside(".run")

    @property
    def part(self) -> Path:
        """What OUT is made of, where it is not JSONL, until it is whole."""
        return self._beside(".part")

    def written(self) -> tuple[Path, ...]:
        """Every file that a call may write or remove."""
        store = self.run / FILE_NAME
        return (self.out, self.failures, self.confidence, self.part, lock_of(self.out), store)

    def check(self) -> None:
        """See that OUT can be written, before any work is done.

        Raises:
            OutputError: it exists already, or cannot be written.
        """
        if self.overwrite and self.resume:
            raise OutputError("--overwrite and --resume exclude each other")
        if self.out.is_dir():
            raise OutputError(f"{self.out}: is a folder; name a file")
        if self.out.exists() and not self.out.is_file():
            raise OutputError(f"{self.out}: is not a file; leave -o out for standard output")
        if not self.out.parent.is_dir():
            raise OutputError(f"{self.out}: no such folder: {self.out.parent}")
        if not (self.overwrite or self.resume):
            for path in (self.out, self.failures, self.confidence, self.run):
                if path.exists():
                    ways = "--resume, --overwrite" if self.can_resume else "--overwrite"
                    raise OutputError(f"{path}: exists; use {ways} or another name")
        for path in (self.out, self.out.parent):
            if path.exists() and not os.access(path, os.W_OK):
                raise OutputError(f"{path}: no permission to write")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else writes these files inside the block; a process that dies lets go of them.

        Raises:
            OutputError: another call is writing them, or the lock cannot be made.
        """
        with held(self.out):
            yield

    def start(self, info: ExtractorInfo, schema: type[BaseModel] | None = None) -> None:
        """Make room for what ``info`` will write: remove what is overwritten.

        Args:
            info: the extractor of this call.
            schema: the model that its records fill in, where that is a caller's own.

        Raises:
            OutputError: the call is to go on with a file that is not of a like call.
        """
        if self.resume and self.out.exists():
            with writing(self.out):
                check_earlier(self.out, self.format, info, explained=self.explained, schema=schema)
        if self.overwrite:
            with writing(self.run):
                remove_store(self.run)
                self.confidence.unlink(missing_ok=True)

    def kept(self, done: int) -> str:
        """What is left of ``done`` results when a call is cut short."""
        if self.format == "jsonl":
            return f"{done} records are in {self.out}"
        if self.run.exists():
            return f"{done} records are kept in {self.run}"
        return f"{self.out} is not written"

    def _beside(self, suffix: str) -> Path:
        return self.out.with_name(self.out.name + suffix)


def save(target: Target, results: Iterable[Result]) -> None:
    """Write ``results`` to ``target``: records or explanations to OUT, failures beside it.

    JSONL grows in OUT line by line; the other formats are put there when they are whole. Where the
    target resumes, lines that stand in OUT already are passed over, so that it never gets shorter
    than what of it is right.

    Raises:
        OutputError: OUT cannot be written.
    """
    failures = LineFile(target.failures, create=False, go_on=target.resume)
    try:
        if target.format == "jsonl":
            _grow(target, _apart(results, failures))
        else:
            _put(target, results, failures)
        failures.finish()
    finally:
        failures.close()
    if target.failures.exists() and not target.failures.stat().st_size:
        target.failures.unlink()


def _apart(results: Iterable[Result], failures: LineFile) -> Iterator[Result]:
    for result in results:
        if isinstance(result, Failure):
            failures.add(line_of(result))
        yield result


def _grow(target: Target, results: Iterable[Result]) -> None:
    lines = LineFile(target.out, go_on=target.resume)
    try:
        for result in results:
            if not isinstance(result, Failure):
                lines.add(line_of(result))
        lines.finish()
    finally:
        lines.close()


def _put(target: Target, results: Iterable[Result], failures: LineFile) -> None:
    try:
        with writing(target.out):
            write_file(_apart(results, failures), target.part, target.format)
            put_in_place(target.part, target.out)
    finally:
        target.part.unlink(missing_ok=True)

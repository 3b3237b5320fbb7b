"""The file OUT of one call: refused or taken before the work, filled, and finished."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from communique.errors import OutputError
from communique.outputs.formats import Format, write_array, write_results
from communique.outputs.journal import (
    Earlier,
    LineFile,
    add_result,
    new_path,
    read_earlier,
    writing,
)
from communique.records import Document, ExtractorInfo, Failure, Readout

__all__ = ["Result", "Target", "save"]

Result = Readout | Failure

Extract = Callable[[Iterable[Document | Result]], Iterator[Result]]
"""Documents to results in the same order; what is a result already passes through."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the results of one call go, and what may become of what is there."""

    out: Path
    format: Format
    overwrite: bool = False
    resume: bool = False

    @property
    def journal(self) -> Path:
        """The JSONL file that grows as results come: OUT itself where it is JSONL."""
        return self.out if self.format == "jsonl" else self._beside(".partial.jsonl")

    @property
    def failures(self) -> Path:
        """Where failures go; there is no such file when there are none."""
        return self._beside(".failures.jsonl")

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
            for path in (self.out, self.journal):
                if path.exists():
                    raise OutputError(f"{path}: exists; use --resume, --overwrite or another name")
        for path in (self.out, self.out.parent):
            if path.exists() and not os.access(path, os.W_OK):
                raise OutputError(f"{path}: no permission to write")

    def _beside(self, suffix: str) -> Path:
        return self.out.with_name(self.out.name + suffix)


def save(
    target: Target,
    info: ExtractorInfo,
    documents: Iterable[Document | Failure],
    extract: Extract,
) -> Iterator[Result]:
    """Extract ``documents`` into ``target``, yielding each result once it is written.

    Where the target resumes, documents whose record an earlier call finished are not extracted
    again, failed ones are; the finished files are those of a call that was never interrupted.
    Earlier records of documents that are not in this call stay, at the end of the file.

    Raises:
        OutputError: OUT cannot be written, or holds what this call cannot go on with.
    """
    target.check()
    earlier = read_earlier(target.journal, info) if target.resume else Earlier(target.journal)
    resuming = bool(earlier.offsets)
    if not resuming:
        for path in (target.journal, target.failures):
            new_path(path).unlink(missing_ok=True)
    records = LineFile(new_path(target.journal) if resuming else target.journal)
    failures = LineFile(new_path(target.failures) if resuming else target.failures, create=False)
    shown: list[Result] = []
    try:
        for result in extract(_with_earlier(documents, earlier)):
            add_result(records, failures, result)
            if target.format in ("table", "html"):
                shown.append(result)
            yield result
        for line in earlier.others():
            records.add(line)
    finally:
        records.close()
        failures.close()
    if resuming:
        os.replace(records.path, target.journal)
        _replace(failures.path, target.failures)
    if target.format != "jsonl":
        _finish(target, shown)


def _with_earlier(
    documents: Iterable[Document | Failure], earlier: Earlier
) -> Iterator[Document | Result]:
    for document in documents:
        yield earlier.take(document) or document


def _replace(new: Path, old: Path) -> None:
    if new.exists():
        os.replace(new, old)
    else:
        old.unlink(missing_ok=True)


def _finish(target: Target, shown: list[Result]) -> None:
    """Make OUT out of the journal, which stays as long as there is something left to retry."""
    half = new_path(target.out)
    try:
        with writing(target.out):
            with half.open("w", encoding="utf-8", newline="") as stream:
                if target.format == "json":
                    with target.journal.open(encoding="utf-8", newline="\n") as lines:
                        write_array((line.rstrip("\n") for line in lines), stream)
                else:
                    write_results(shown, stream, target.format)
            os.replace(half, target.out)
    finally:
        half.unlink(missing_ok=True)
    if not target.failures.exists():
        target.journal.unlink()

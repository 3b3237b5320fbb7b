"""One call of ``communique extract``, its arguments looked at: extracted, written, told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from communique.cli.console import Terminated, counted, say
from communique.cli.tally import Tally, spent
from communique.errors import BudgetSpent, ServerError, UsageError
from communique.models import Model

if TYPE_CHECKING:
    from pydantic import BaseModel

    from communique.cli.trust import Checker
    from communique.documents import Source
    from communique.outputs.formats import Format, Result
    from communique.outputs.target import Target
    from communique.records import Document, Failure
    from communique.runs.limits import LimitOptions

__all__ = ["Call", "check_target"]


@dataclass(frozen=True, slots=True)
class Call:
    """What is to be done with the documents of one call."""

    model: Model
    limits: LimitOptions
    format: Format
    target: Target | None
    explain: bool
    checker: Checker | None = None
    """What is done with each record before it is written."""
    schema: type[BaseModel] | None = None
    """What is filled in, where it is a model of the user's own."""

    def run(self, documents: Iterable[Document | Failure], advance: Callable[[Tally], None]) -> int:
        """Extract and write ``documents``; the number of those that failed."""
        with self.target.held() if self.target is not None else nullcontext():
            return self._run(documents, advance)

    def _run(
        self, documents: Iterable[Document | Failure], advance: Callable[[Tally], None]
    ) -> int:
        self._prepare()
        tally = Tally("explanation" if self.explain else "record")
        results = tally.over(self._results(documents), advance)
        try:
            self._write(results)
        except KeyboardInterrupt as interrupt:
            say(f"interrupted{self._kept(tally)}")
            raise typer.Exit(143 if isinstance(interrupt, Terminated) else 130) from None
        except (BudgetSpent, ServerError) as error:
            say(f"stopped: {error.message}{self._kept(tally)}{spent(tally.usage)}")
            raise typer.Exit(1) from None
        say(tally.summary(self.target))
        return tally.failures

    def _kept(self, tally: Tally) -> str:
        """What is left of a call that ends early."""
        if self.target is None:
            return ""
        return f": {self.target.kept(tally.records)}; --resume goes on from there"

    def _prepare(self) -> None:
        """See that the call can be made, and make room for what it will write."""
        if self.target is None:
            return
        from communique.choosing import make_extractor

        extractor = make_extractor(self.model, schema=self.schema)
        self.target.start(extractor.info, self.schema)
        if not self.model.is_regex:
            _tell_of_other_answers(self.target.run, extractor.fingerprint())

    def _results(self, documents: Iterable[Document | Failure]) -> Iterator[Result]:
        from communique.extraction import explain_many, extract_many

        # The offline extractor gives the same in a moment: there is nothing to keep.
        run = self.target.run if self.target and not self.model.is_regex else None
        if self.explain:
            return explain_many(documents, self.model, run=run, **self.limits)
        if self.schema is not None:
            return extract_many(
                documents, model=self.model, schema=self.schema, run=run, **self.limits
            )
        results = extract_many(documents, model=self.model, run=run, **self.limits)
        return results if self.checker is None else self.checker.over(results)

    def _write(self, results: Iterator[Result]) -> None:
        if self.target is not None:
            from communique.outputs.target import save

            save(self.target, results)
            return
        from communique.outputs.formats import write_results

        if sys.stdout is None:  # ">&-"
            raise UsageError("standard output is closed: name a file with -o")
        if isinstance(sys.stdout, TextIOWrapper) and not sys.stdout.isatty():
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        write_results(results, sys.stdout, self.format)


def check_target(target: Target | None, sources: Sequence[Source], *, wanted: bool) -> None:
    """See that OUT can be written, and that no source is among what the call writes or removes."""
    if target is None:
        if wanted:
            raise UsageError("--overwrite and --resume need an output file: -o OUT")
        return
    for path in target.written():
        for source in sources:
            if path.exists() and Path(source.path).exists() and path.samefile(source.path):
                raise UsageError(f"{path}: is read and would be overwritten; choose another output")
    target.check()


def _tell_of_other_answers(run: Path, fingerprint: str) -> None:
    """Say so where what was paid for before is of no use to this call."""
    from communique.runs.store import FILE_NAME, AttemptStore

    if not (run / FILE_NAME).exists():
        return
    with AttemptStore(run / FILE_NAME) as store:
        answered, _ = store.counts()
        if answered and not store.holds(fingerprint):
            say(
                f"note: the {counted(answered, 'answer')} in {run} came from another server, "
                "prompt or setting: every document is asked about again"
            )

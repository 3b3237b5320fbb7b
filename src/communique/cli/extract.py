"""``communique extract``: articles in, records out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import say
from communique.errors import UsageError
from communique.models import Model

if TYPE_CHECKING:
    from communique.documents import Source
    from communique.outputs.formats import Format
    from communique.outputs.target import Result, Target
    from communique.records import Document, Failure

__all__ = ["extract"]


def extract(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files, folders, '-' for standard input; JSONL or Parquet with id and text.",
        ),
    ],
    model: Annotated[
        str, typer.Option("--model", "-m", help="'regex' (offline), or PROVIDER/MODEL.")
    ] = "regex",
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Address of an OpenAI-compatible server.")
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="jsonl, json, table or html. Without it: what the name of OUT says, else a "
            "table on a terminal, else jsonl.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="OUT", help="Write there; failures go to OUT.failures.jsonl."
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Day of publication (2022-02-28) of articles that carry none."
        ),
    ] = None,
    concurrency: Annotated[
        int, typer.Option(metavar="N", min=1, help="Documents in work at a time.")
    ] = 8,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an earlier call into OUT stopped.")
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT.")] = False,
) -> None:
    """Extract meetings, participants and statements from articles.

    \b
    communique extract article.txt
    communique extract articles/ -o records.jsonl
    communique extract articles/ -o page.html
    communique extract articles.jsonl -m openai/gpt-5-mini -o records.jsonl --resume

    Exit code: 0 all extracted, 1 some documents failed, 2 the call is wrong.
    """
    from communique.documents import find_sources, read_sources
    from communique.outputs.formats import choose_format

    if base_url is not None and model == "regex":
        raise UsageError(
            "--base-url is the address of a model's server: name the model, -m openai/…"
        )
    chosen = Model.of(model, base_url=base_url)
    kind = choose_format(format_, out, terminal=sys.stdout.isatty())
    sources = find_sources(paths)
    target = _target(out, kind, sources, overwrite=overwrite, resume=resume)
    documents = _dated(read_sources(sources), _day(published))
    job = _Job(chosen, concurrency, kind, target)
    tally = _Tally()
    try:
        with _progress(sources, shown=target is not None or not sys.stdout.isatty()) as advance:
            job.run(documents, lambda results: tally.over(results, advance))
    except KeyboardInterrupt:
        kept = f": {tally.records} records are in {target.journal}" if target else ""
        say(f"interrupted{kept}{'; --resume goes on from there' if target else ''}")
        raise typer.Exit(130) from None
    say(tally.summary(target))
    raise typer.Exit(1 if tally.failures else 0)


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be done with the documents of one call."""

    model: Model
    concurrency: int
    format: Format
    target: Target | None

    def run(
        self,
        documents: Iterable[Document | Failure],
        watch: Callable[[Iterator[Result]], Iterator[Result]],
    ) -> None:
        """Extract and write ``documents``; ``watch`` sees each result."""
        if self.target is None:
            from communique.outputs.formats import write_results

            if isinstance(sys.stdout, TextIOWrapper) and not sys.stdout.isatty():
                sys.stdout.reconfigure(encoding="utf-8", newline="\n")
            write_results(watch(self.extract(documents)), sys.stdout, self.format)
            return
        from communique.extraction import make_extractor
        from communique.outputs.target import save

        info = make_extractor(self.model).info
        for _ in watch(save(self.target, info, documents, self.extract)):
            pass

    def extract(self, documents: Iterable[Document | Result]) -> Iterator[Result]:
        from communique.extraction import extract_many

        return extract_many(documents, model=self.model, concurrency=self.concurrency)


@dataclass(slots=True)
class _Tally:
    """Counts results as they pass, and names the failed ones on standard error."""

    records: int = 0
    failures: int = 0

    def over(self, results: Iterator[Result], advance: Callable[[], None]) -> Iterator[Result]:
        from communique.records import Failure

        for result in results:
            if isinstance(result, Failure):
                self.failures += 1
                error = result.error
                say(f"failed: {result.document_id}: {error.message} [{error.code}]")
            else:
                self.records += 1
            advance()
            yield result

    def summary(self, target: Target | None) -> str:
        total = self.records + self.failures
        where = f" -> {target.out}" if target else ""
        if target and self.failures:
            where += f", {target.failures}"
        return (
            f"{_counted(total, 'document')}: {_counted(self.records, 'record')}, "
            f"{_counted(self.failures, 'failure')}{where}"
        )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _day(published: str | None) -> str | None:
    from communique.documents import parse_date

    try:
        return None if published is None else parse_date(published)
    except ValueError:
        raise UsageError(f"--published {published!r} is not a date such as 2022-02-28") from None


def _dated(
    documents: Iterable[Document | Failure], day: str | None
) -> Iterator[Document | Failure]:
    """``documents``, those without a day of publication given ``day``."""
    from communique.records import Document

    for document in documents:
        if day is not None and isinstance(document, Document) and document.published is None:
            document = document.model_copy(update={"published": day})
        yield document


def _target(
    out: Path | None, kind: Format, sources: Sequence[Source], *, overwrite: bool, resume: bool
) -> Target | None:
    """OUT, seen to be writable and not to be among ``sources``."""
    from communique.outputs.target import Target

    if out is None:
        if overwrite or resume:
            raise UsageError("--overwrite and --resume need an output file: -o OUT")
        return None
    for source in sources:
        if source.path != "-" and out.exists() and out.samefile(source.path):
            raise UsageError(f"{out}: is read and would be overwritten; choose another output")
    target = Target(out, kind, overwrite=overwrite, resume=resume)
    target.check()
    return target


@contextmanager
def _progress(sources: Sequence[Source], *, shown: bool) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error, where that is a terminal; yields what advances it."""
    if not (shown and sys.stderr.isatty()):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    single = all(source.kind == "text" for source in sources)
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=len(sources) if single else None)
        yield lambda: progress.advance(task)

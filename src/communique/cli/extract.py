"""``communique extract``: articles in, records out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import (
    Terminated,
    counted,
    output_path,
    say,
    say_logged,
    stop_on_sigterm,
)
from communique.errors import BudgetSpent, ServerError, UsageError
from communique.models import Model

if TYPE_CHECKING:
    from communique.documents import Source
    from communique.outputs.formats import Format, Result
    from communique.outputs.target import Target
    from communique.records import Document, Failure, Usage
    from communique.runs.limits import LimitOptions

__all__ = ["extract", "spent"]

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Files, folders, '-' for standard input; JSONL or Parquet with id and text.",
    ),
]
ModelName = Annotated[
    str,
    typer.Option(
        "--model",
        "-m",
        metavar="MODEL",
        help="'regex' (offline), PROVIDER/MODEL, or local/PATH of a GGUF file; of several, with "
        "commas between them, the next is asked where one fails.",
    ),
]
BaseUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="Address of an OpenAI-compatible server.")
]
FormatName = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="jsonl, json, table or html. Without it: what the name of OUT says, else a table on "
        "a terminal, else jsonl.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="OUT",
        parser=output_path,
        help="Write there; failures go to OUT.failures.jsonl, what a model answered is kept in "
        "OUT.run.",
    ),
]
Published = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="Day of publication (2022-02-28) of articles that carry none."
    ),
]
Concurrency = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        help="Documents in work at a time, where a model is asked. Without it: as many as the "
        "server bears, found by trying.",
    ),
]
Processes = Annotated[
    int,
    typer.Option(metavar="N", min=1, help="Processes that read, where no model is asked."),
]
MaxCost = Annotated[
    float | None,
    typer.Option(
        metavar="DOLLARS",
        min=0,
        help="Ask nothing new when the answers have cost so much. What is in work is kept, and "
        "--resume goes on; so with the next two.",
    ),
]
MaxTokens = Annotated[
    int | None,
    typer.Option("--max-tokens-total", metavar="N", min=0, help="The same for tokens, in and out."),
]
MaxTime = Annotated[
    float | None, typer.Option(metavar="SECONDS", min=0, help="The same for the time it took.")
]
Patience = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        min=0,
        help="How long to wait for a server that gives no answer any more; then the call ends, "
        "and --resume goes on.",
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        "--retry-failed",
        help="Run again over the same articles: go on where an earlier call into OUT stopped, and "
        "ask a model only for what failed or was not reached. Both names mean the same.",
    ),
]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="Replace OUT and what is kept for it.")
]
Explain = Annotated[
    bool,
    typer.Option(
        "--explain",
        help="Offline only, instead of records: which rule made each item, and what was rejected "
        "and why.",
    ),
]


def extract(
    paths: Paths,
    model: ModelName = "regex",
    base_url: BaseUrl = None,
    format_: FormatName = None,
    out: Out = None,
    published: Published = None,
    concurrency: Concurrency = None,
    processes: Processes = 1,
    max_cost: MaxCost = None,
    max_tokens_total: MaxTokens = None,
    max_time: MaxTime = None,
    patience: Patience = 300.0,
    resume: Resume = False,
    overwrite: Overwrite = False,
    explain: Explain = False,
) -> None:
    """Extract meetings, participants and statements from articles.

    \b
    communique extract article.txt
    communique extract article.txt --explain
    communique extract articles/ -o records.jsonl
    communique extract articles/ -o page.html
    communique extract articles.jsonl -m openai/gpt-5-mini -o records.jsonl --resume

    Exit code: 0 all extracted, 1 some documents failed or were not reached, 2 the call is wrong.
    """
    from communique.documents import find_sources, read_sources
    from communique.outputs.formats import choose_format
    from communique.outputs.target import Target
    from communique.runs.limits import Budget, LimitOptions

    chosen = _model(model, base_url, explain=explain)
    kind = choose_format(format_, out, terminal=_on_terminal())
    if explain and kind == "html":
        raise UsageError("--explain has no page: use --format table, jsonl or json")
    sources = find_sources(paths)
    target = None if out is None else Target(out, kind, overwrite, resume, explained=explain)
    _check(target, sources, wanted=overwrite or resume)
    documents = _dated(read_sources(sources), _day(published))
    limits = LimitOptions(
        concurrency=concurrency,
        budget=Budget(max_cost, max_tokens_total, max_time),
        patience=patience,
        processes=processes,
    )
    call = _Call(chosen, limits, kind, target, explain)
    stop_on_sigterm()
    say_logged("communique.runs.gate")
    with _progress(sources, shown=target is not None or not _on_terminal()) as advance:
        failed = call.run(documents, advance)
    raise typer.Exit(1 if failed else 0)


@dataclass(frozen=True, slots=True)
class _Call:
    """What is to be done with the documents of one call."""

    model: Model
    limits: LimitOptions
    format: Format
    target: Target | None
    explain: bool

    def run(self, documents: Iterable[Document | Failure], advance: Callable[[], None]) -> int:
        """Extract and write ``documents``; the number of those that failed."""
        self._prepare()
        tally = _Tally("explanation" if self.explain else "record")
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

    def _kept(self, tally: _Tally) -> str:
        """What is left of a call that ends early."""
        if self.target is None:
            return ""
        return f": {self.target.kept(tally.records)}; --resume goes on from there"

    def _prepare(self) -> None:
        """See that the call can be made, and make room for what it will write."""
        if self.target is None:
            return
        from communique.extraction import make_extractor

        extractor = make_extractor(self.model)
        self.target.start(extractor.info)
        if not self.model.is_regex:
            _tell_of_other_answers(self.target.run, extractor.fingerprint())

    def _results(self, documents: Iterable[Document | Failure]) -> Iterator[Result]:
        from communique.extraction import explain_many, extract_many

        if self.explain:
            return explain_many(documents)
        # The offline extractor gives the same in a moment: there is nothing to keep.
        run = self.target.run if self.target and not self.model.is_regex else None
        return extract_many(documents, model=self.model, run=run, **self.limits)

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


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


@dataclass(slots=True)
class _Tally:
    """Counts results as they pass, and names the failed ones on standard error."""

    noun: str = "record"
    records: int = 0
    failures: int = 0
    usage: Usage | None = None
    """What the results cost; None before the first."""

    def over(self, results: Iterator[Result], advance: Callable[[], None]) -> Iterator[Result]:
        """``results``; each is counted once it is dealt with."""
        from communique.records import Failure, Readout

        for result in results:
            if isinstance(result, Readout | Failure):
                self.usage = result.usage if self.usage is None else self.usage + result.usage
            if isinstance(result, Failure):
                error = result.error
                say(f"failed: {result.document_id}: {error.message} [{error.code}]")
            yield result
            if isinstance(result, Failure):
                self.failures += 1
            else:
                self.records += 1
            advance()

    def summary(self, target: Target | None) -> str:
        total = self.records + self.failures
        where = f" -> {target.out}" if target else ""
        if target and self.failures:
            where += f", {target.failures}"
        return (
            f"{counted(total, 'document')}: {counted(self.records, self.noun)}, "
            f"{counted(self.failures, 'failure')}{where}{spent(self.usage)}"
        )


def spent(usage: Usage | None) -> str:
    """Requests, tokens and dollars, where a model was asked; else nothing."""
    if usage is None or not usage.requests:
        return ""
    tokens = "tokens unknown"
    if usage.input_tokens is not None and usage.output_tokens is not None:
        tokens = f"{usage.input_tokens:,} tokens in, {usage.output_tokens:,} out"
    return f"; {counted(usage.requests, 'request')}, {tokens}, {_dollars(usage.cost)}"


def _dollars(cost: Decimal | None) -> str:
    if cost is None:
        return "cost unknown"
    if 0 < cost < Decimal("0.0001"):
        return "under $0.0001"
    return f"${cost:,.2f}" if cost == 0 or cost >= 1 else f"${cost:.4f}"


def _model(name: str, base_url: str | None, *, explain: bool) -> Model:
    chosen = Model.of(name)
    if base_url is not None:
        if not chosen.takes_address:
            raise UsageError(
                "--base-url is the address of a model's server: name the model, -m openai/…"
            )
        chosen = Model.of(chosen, base_url=base_url)
    if explain and not chosen.is_regex:
        raise UsageError("--explain tells the rules of the offline extractor: leave out --model")
    return chosen


def _check(target: Target | None, sources: Sequence[Source], *, wanted: bool) -> None:
    """See that OUT can be written, and that no source is among what the call writes or removes."""
    if target is None:
        if wanted:
            raise UsageError("--overwrite and --resume need an output file: -o OUT")
        return
    for path in target.written():
        for source in sources:
            if source.path != "-" and path.exists() and path.samefile(source.path):
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


def _day(published: str | None) -> str | None:
    from communique.given import day_of

    try:
        return None if published is None else day_of(published)
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


@contextmanager
def _progress(sources: Sequence[Source], *, shown: bool) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error, where that is a terminal; yields what advances it."""
    if not shown or sys.stderr is None or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    single = all(source.kind == "text" for source in sources)
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=len(sources) if single else None)
        yield lambda: progress.advance(task)

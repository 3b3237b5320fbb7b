"""``communique extract``: articles in, records out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.call import Call
from communique.cli.console import output_path
from communique.cli.progress import progress
from communique.errors import UsageError
from communique.models import Model

if TYPE_CHECKING:
    from communique.documents import Source
    from communique.outputs.target import Target
    from communique.records import Document, Failure

__all__ = ["extract"]

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Files, folders, 'articles/**/*.txt', '-' for standard input; with id and text: JSONL "
        "(.gz too), Parquet, hf:NAME[:SPLIT] or a saved dataset.",
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
        help="jsonl, json, table, html, parquet or sqlite (the last two to a file alone). Without "
        "it: what the name of OUT says, else a table on a terminal, else jsonl.",
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
Concurrency = Annotated[int, typer.Option(metavar="N", min=1, help="Documents in work at a time.")]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Run again over the same articles: go on where an earlier call into OUT stopped, and "
        "ask a model only for what failed or was not reached.",
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
    concurrency: Concurrency = 8,
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
    communique extract 'articles/**/*.txt' -o records.db
    communique extract articles.jsonl -m openai/gpt-5-mini -o records.jsonl --resume

    Exit code: 0 all extracted, 1 some documents failed, 2 the call is wrong.
    """
    from communique.documents import count_documents, find_sources, read_sources
    from communique.outputs.formats import EXPLAINING, check_number, choose_format
    from communique.outputs.target import Target

    chosen = _model(model, base_url, explain=explain)
    kind = choose_format(format_, out, terminal=_on_terminal())
    if explain and kind not in EXPLAINING:
        raise UsageError(f"--explain is not written as {kind}: use --format table, jsonl or json")
    sources = find_sources(paths)
    number = count_documents(sources)
    check_number(kind, number)
    target = None if out is None else Target(out, kind, overwrite, resume, explained=explain)
    _check(target, sources, wanted=overwrite or resume)
    documents = _dated(read_sources(sources), _day(published))
    call = Call(chosen, concurrency, kind, target, explain)
    with progress(number, shown=target is not None or not _on_terminal()) as advance:
        failed = call.run(documents, advance)
    raise typer.Exit(1 if failed else 0)


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


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
            if path.exists() and Path(source.path).exists() and path.samefile(source.path):
                raise UsageError(f"{path}: is read and would be overwritten; choose another output")
    target.check()


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

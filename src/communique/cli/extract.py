"""``communique extract``: articles in, records out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.call import Call, check_target
from communique.cli.console import say_logged, stop_on_sigterm
from communique.cli.dating import day_given
from communique.cli.grouping import ungrouped
from communique.cli.options import Again, Articles, AskedModel, Output, Work
from communique.cli.progress import progress
from communique.cli.trust import TrustOptions
from communique.errors import UsageError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from communique.outputs.formats import Format
    from communique.runs.limits import LimitOptions

__all__ = ["extract"]

Explain = Annotated[
    bool,
    typer.Option(
        "--explain",
        help="Instead of records: which rule made each item, and what was rejected and why; of a "
        "model that selects, what it chose and what it left alone.",
    ),
]


@ungrouped
def extract(
    *,
    asked: AskedModel,
    output: Output,
    articles: Articles,
    work: Work,
    again: Again,
    explain: Explain = False,
    trust: TrustOptions,
) -> None:
    """Extract meetings, participants and statements from articles.

    \b
    communique extract article.txt
    communique extract article.txt --explain
    communique extract articles/ -o records.jsonl
    communique extract articles/ -o page.html
    communique extract 'articles/**/*.txt' -o records.db
    communique extract articles.jsonl -m openai/gpt-5-mini -o records.jsonl --resume
    communique extract articles/ -m openai/gpt-5-mini --schema aid.py:AidPledged -o aid.jsonl

    Exit code: 0 all extracted, 1 some documents failed or were not reached, 2 the call is wrong.
    """
    from communique.documents import count_documents, find_sources, read_sources
    from communique.given import dated
    from communique.outputs.formats import EXPLAINING, check_number, choose_format
    from communique.outputs.target import Target

    chosen = trust.of_cascade(asked.chosen(explain=explain))
    day = day_given(articles.published)
    if work.engine != "local":
        from communique.cli.cluster import ClusterCall, check_engine

        check_engine(asked, chosen, work, explain=explain, trust=trust)
        failed = ClusterCall(chosen, work, again).run(articles.paths, output, day)
        raise typer.Exit(1 if failed else 0)
    kind = choose_format(output.format, output.out, terminal=_on_terminal())
    schema = _schema(asked, kind, explain=explain, trust=trust)
    if explain and kind not in EXPLAINING:
        raise UsageError(f"--explain is not written as {kind}: use --format table, jsonl or json")
    sources = find_sources(articles.paths)
    number = count_documents(sources)
    check_number(kind, number)
    target = None
    if output.out is not None:
        target = Target(output.out, kind, again.overwrite, again.resume, explained=explain)
    check_target(target, sources, wanted=again.overwrite or again.resume)
    sidecar = None if target is None else target.confidence
    checker = trust.checker(chosen, sidecar, resume=again.resume)
    if explain and checker is not None:
        raise UsageError("--explain gives no records: leave out --cross-check and --min-precision")
    limits: LimitOptions = {**work.limits(), "processes": work.processes or 1}
    call = Call(chosen, limits, kind, target, explain, checker, schema)
    stop_on_sigterm()
    say_logged("communique.runs.gate")
    with progress(number, shown=target is not None or not _on_terminal()) as advance:
        failed = call.run(dated(read_sources(sources), day), advance)
    raise typer.Exit(1 if failed else 0)


def _schema(
    asked: AskedModel, kind: Format, *, explain: bool, trust: TrustOptions
) -> type[BaseModel] | None:
    """The model of the user's own that is to be filled in, where what else is asked for allows it.

    Raises:
        UsageError: there is none like that, or it does not.
    """
    from communique.outputs.formats import OF_ANY_SCHEMA

    schema = asked.filled()
    if schema is None:
        return None
    if explain or trust.cross_check or trust.min_precision is not None:
        raise UsageError(
            "--explain, --cross-check and --min-precision know meetings, participants and "
            "statements alone: leave them out with --schema"
        )
    if kind not in OF_ANY_SCHEMA:
        raise UsageError(
            f"a schema of your own is not written as {kind}: use --format "
            f"{', '.join(OF_ANY_SCHEMA)}"
        )
    return schema


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()

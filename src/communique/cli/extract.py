"""``communique extract``: articles in, records out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from communique.cli.call import Call, check_target
from communique.cli.console import say_logged, stop_on_sigterm
from communique.cli.dating import day_given
from communique.cli.grouping import ungrouped
from communique.cli.options import (
    Allowed,
    BaseUrl,
    Engine,
    Explain,
    FormatName,
    ModelName,
    Out,
    Overwrite,
    Paths,
    Processes,
    ProfileFile,
    Published,
    Resume,
)
from communique.cli.progress import progress
from communique.cli.trust import TrustOptions
from communique.errors import UsageError
from communique.models import Model

if TYPE_CHECKING:
    from communique.runs.limits import LimitOptions

__all__ = ["extract"]

UNBOUNDED = Allowed()
NO_TRUST = TrustOptions()


@ungrouped
def extract(
    paths: Paths,
    model: ModelName = "regex",
    base_url: BaseUrl = None,
    profile: ProfileFile = None,
    format_: FormatName = None,
    out: Out = None,
    published: Published = None,
    allowed: Allowed = UNBOUNDED,
    processes: Processes = None,
    engine: Engine = "local",
    resume: Resume = False,
    overwrite: Overwrite = False,
    explain: Explain = False,
    trust: TrustOptions = NO_TRUST,
) -> None:
    """Extract meetings, participants and statements from articles.

    \b
    communique extract article.txt
    communique extract article.txt --explain
    communique extract articles/ -o records.jsonl
    communique extract articles/ -o page.html
    communique extract 'articles/**/*.txt' -o records.db
    communique extract articles.jsonl -m openai/gpt-5-mini -o records.jsonl --resume

    Exit code: 0 all extracted, 1 some documents failed or were not reached, 2 the call is wrong.
    """
    from communique.documents import count_documents, find_sources, read_sources
    from communique.given import dated
    from communique.outputs.formats import EXPLAINING, check_number, choose_format
    from communique.outputs.target import Target

    chosen = trust.of_cascade(_profiled(_model(model, base_url, explain=explain), profile))
    day = day_given(published)
    if engine != "local":
        from communique.cli.cluster import ClusterCall, check_engine

        check_engine(engine, chosen, explain=explain, allowed=allowed, trust=trust)
        cluster = ClusterCall(chosen, allowed, processes, overwrite, resume)
        raise typer.Exit(1 if cluster.run(paths, out, format_, day) else 0)
    kind = choose_format(format_, out, terminal=_on_terminal())
    if explain and kind not in EXPLAINING:
        raise UsageError(f"--explain is not written as {kind}: use --format table, jsonl or json")
    sources = find_sources(paths)
    number = count_documents(sources)
    check_number(kind, number)
    target = None if out is None else Target(out, kind, overwrite, resume, explained=explain)
    check_target(target, sources, wanted=overwrite or resume)
    sidecar = None if target is None else target.confidence
    checker = trust.checker(chosen, sidecar, resume=resume)
    if explain and checker is not None:
        raise UsageError("--explain gives no records: leave out --cross-check and --min-precision")
    documents = dated(read_sources(sources), day)
    limits: LimitOptions = {**allowed.limits(), "processes": processes or 1}
    call = Call(chosen, limits, kind, target, explain, checker)
    stop_on_sigterm()
    say_logged("communique.runs.gate")
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
    if explain and (chosen.is_chain or not (chosen.is_regex or chosen.selects)):
        raise UsageError(
            "--explain tells the rules of the offline extractor, or what one model chose: leave "
            "out --model, or write -m select:PROVIDER/MODEL"
        )
    return chosen


def _profiled(model: Model, path: Path | None) -> Model:
    if path is None:
        return model
    from communique.choosing import with_profiles
    from communique.profiles import load_profile

    return with_profiles([model], [load_profile(path)])[0]

"""``communique doctor``: what a model's server really enforces."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from communique.cli.console import Terminated, output_path, say, stop_on_sigterm, tell
from communique.cli.options import BaseUrl
from communique.errors import OutputError, ServerError, UsageError
from communique.models import Model
from communique.outputs.printable import on_terminal
from communique.profiles import load_profile
from communique.project import project_root

if TYPE_CHECKING:
    from communique.doctor import Allowance, Diagnosis
    from communique.profiles import Finding, Profile

__all__ = ["doctor"]

Format = Literal["text", "json"]

ModelName = Annotated[
    str,
    typer.Option("--model", "-m", metavar="MODEL", help="openai/MODEL, or local/PATH."),
]
FormatName = Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="text or json.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="PROFILE",
        parser=output_path,
        help="Write the profile there; without it, into runs/profiles of a project folder.",
    ),
]
ProbeSeconds = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", help="For each question.")
]
TotalSeconds = Annotated[
    float, typer.Option("--max-time", metavar="SECONDS", help="For all of them.")
]
Longest = Annotated[
    int,
    typer.Option(
        "--longest-prompt",
        metavar="TOKENS",
        help="Of the prompts that try out the context: they are most of what this costs.",
    ),
]


def doctor(
    model: ModelName,
    base_url: BaseUrl = None,
    format_: FormatName = "text",
    out: Out = None,
    timeout: ProbeSeconds = 120.0,
    max_time: TotalSeconds = 900.0,
    longest_prompt: Longest = 16_000,
) -> None:
    """Ask a model's server what it really enforces, and write that down as its profile.

    \b
    communique doctor --base-url http://127.0.0.1:8000/v1 --model openai/qwen3 -o qwen3.json
    communique extract articles/ -m openai/qwen3 --base-url … --profile qwen3.json -o out.jsonl

    Exit code: 0 all that is essential is enforced (or could not be told), 1 some is not, 2 the
    call is wrong or no server answers.
    """
    from communique.doctor import Allowance

    if format_ not in get_args(Format):
        raise UsageError(f"unknown format {format_!r}: use {', '.join(get_args(Format))}")
    # A plain name is that of a model at the server.
    name = model if "/" in model or model == "regex" else f"openai/{model}"
    chosen = Model.of(name, base_url=base_url)
    _check(out)
    stop_on_sigterm()
    diagnosis = _examined(chosen, Allowance(timeout, max_time, longest_prompt))
    _show(diagnosis, format_)
    kept = _keep(diagnosis.profile, out)
    from communique.doctor.table import summary

    say(f"{summary(diagnosis)} -> {kept}")
    raise typer.Exit(0 if diagnosis.sound else 1)


def _check(out: Path | None) -> None:
    """See that the profile can be written, before anything is asked: in place of an earlier one,
    not of another file."""
    if out is None or not out.exists():
        return
    try:
        load_profile(out)
    except UsageError as error:
        raise OutputError(f"{out} exists and is no profile: choose another name") from error


def _examined(model: Model, allowance: Allowance) -> Diagnosis:
    import anyio

    from communique.doctor import examine
    from communique.doctor.table import table_lines

    findings: list[Finding] = []

    def told(finding: Finding) -> None:
        findings.append(finding)
        if sys.stderr is not None and sys.stderr.isatty():
            say(f"{finding.name}: {finding.verdict}")

    try:
        return anyio.run(examine, model, allowance, told)
    except ServerError as error:
        say(f"error: {error.message}")
        raise typer.Exit(2) from None
    except KeyboardInterrupt as interrupt:
        for line in table_lines(findings):
            tell(line)
        say("interrupted: no profile is written")
        raise typer.Exit(143 if isinstance(interrupt, Terminated) else 130) from None


def _show(diagnosis: Diagnosis, kind: str) -> None:
    if kind == "json":
        found = json.dumps(diagnosis.profile.as_dict(), ensure_ascii=False, indent=2) + "\n"
        sys.stdout.write(on_terminal(found, sys.stdout))
        return
    from communique.doctor.table import asked_by, table_lines

    for line in (*table_lines(diagnosis.findings), "", asked_by(diagnosis.profile)):
        tell(line)


def _keep(profile: Profile, out: Path | None) -> str:
    """Where the profile was written."""
    if out is None:
        root = project_root()
        if root is None:
            return "no profile (no project folder here: name a file with -o)"
        out = root / "runs" / "profiles" / profile.file_name
    profile.write(out)
    return str(out)

"""The options of ``communique extract``; what a call may take, ``evals run`` takes too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import output_path
from communique.errors import UsageError
from communique.models import Model

if TYPE_CHECKING:
    from pydantic import BaseModel

    from communique.runs.limits import LimitOptions

__all__ = [
    "Again",
    "Allowed",
    "Articles",
    "AskedModel",
    "BaseUrl",
    "MaxTokens",
    "Output",
    "Published",
    "Work",
    "models_named",
]

BaseUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="Address of an OpenAI-compatible server.")
]
MaxTokens = Annotated[
    int | None,
    typer.Option(
        "--max-tokens",
        metavar="N",
        min=1,
        help="The longest answer (8192): what a model writes beyond it is cut, and what was whole "
        "of it is kept.",
    ),
]
Published = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="Day of publication (2022-02-28) of articles that carry none."
    ),
]


def models_named(
    names: Iterable[str], base_url: str | None, max_tokens: int | None = None
) -> list[Model]:
    """The models named, each that is asked over a network at ``base_url`` where that is given."""
    return [
        Model.of(
            model,
            base_url=base_url if model.takes_address else None,
            max_tokens=None if model.is_regex else max_tokens,
        )
        for model in map(Model.of, names)
    ]


@dataclass(frozen=True, slots=True)
class Articles:
    """What is read."""

    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files, folders, 'articles/**/*.txt', '-' for standard input; with id and text: "
            "JSONL (.gz too), Parquet, hf:NAME[:SPLIT] or a saved dataset.",
        ),
    ]
    published: Published = None


@dataclass(frozen=True, slots=True)
class AskedModel:
    """Which model reads it."""

    model: Annotated[
        str,
        typer.Option(
            "--model",
            "-m",
            metavar="MODEL",
            help="'regex' (offline), PROVIDER/MODEL, or local/PATH of a GGUF file, both with "
            "'select:' before them to choose among what is marked; of several, with commas "
            "between them, the next is asked where one fails; 'regex>MODEL' asks the model only "
            "where the offline extractor is in doubt.",
        ),
    ] = "regex"
    base_url: BaseUrl = None
    schema: Annotated[
        str | None,
        typer.Option(
            metavar="FILE.py:NAME",
            help="A pydantic model of your own (or package.module:NAME) that a language model "
            "fills in, instead of meetings, participants and statements. Its file is run.",
        ),
    ] = None
    max_tokens: MaxTokens = None
    profile: Annotated[
        Path | None,
        typer.Option(
            "--profile",
            metavar="FILE",
            help="What 'communique doctor' found out about the model's server: decides how "
            "answers are asked for, how long prompts may be, and how many requests go out at "
            "first.",
        ),
    ] = None

    def filled(self) -> type[BaseModel] | None:
        """The model of the user's own that is to be filled in.

        Raises:
            UsageError: there is none like that.
        """
        if self.schema is None:
            return None
        from communique.schemas import load_schema

        return load_schema(self.schema, Path())

    def chosen(self, *, explain: bool) -> Model:
        """The model, and what is known of its server.

        Raises:
            UsageError: there is none like that, or it cannot ``explain`` what it does.
        """
        chosen = Model.of(self.model)
        if self.base_url is not None:
            if not chosen.takes_address:
                raise UsageError(
                    "--base-url is the address of a model's server: name the model, -m openai/…"
                )
            chosen = Model.of(chosen, base_url=self.base_url)
        if not chosen.is_regex:
            chosen = Model.of(chosen, max_tokens=self.max_tokens)
        elif self.max_tokens is not None:
            raise UsageError("--max-tokens bounds what a model answers: name the model, -m …")
        if explain and (chosen.is_chain or not (chosen.is_regex or chosen.selects)):
            raise UsageError(
                "--explain tells the rules of the offline extractor, or what one model chose: "
                "leave out --model, or write -m select:PROVIDER/MODEL"
            )
        if self.profile is None:
            return chosen
        from communique.choosing import with_profiles
        from communique.profiles import load_profile

        return with_profiles([chosen], [load_profile(self.profile)])[0]


@dataclass(frozen=True, slots=True)
class Output:
    """What is written, and where."""

    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="jsonl, json, table, html, parquet or sqlite (the last two to a file alone). "
            "Without it: what the name of OUT says, else a table on a terminal, else jsonl.",
        ),
    ] = None
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="OUT",
            parser=output_path,
            help="Write there; failures go to OUT.failures.jsonl, what a model answered is kept "
            "in OUT.run.",
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a call may take in all, over all its models and repeats."""

    concurrency: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Documents in work at a time, where a model is asked. Without it: as many as the "
            "server bears, found by trying.",
        ),
    ] = None
    max_cost: Annotated[
        float | None,
        typer.Option(
            metavar="DOLLARS",
            min=0,
            help="Ask nothing new when the answers have cost so much. What is in work is kept, "
            "and the work can be gone on with; so with the next two.",
        ),
    ] = None
    max_tokens_total: Annotated[
        int | None,
        typer.Option(
            "--max-tokens-total", metavar="N", min=0, help="The same for tokens, in and out."
        ),
    ] = None
    max_time: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=0, help="The same for the time it took.")
    ] = None
    patience: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=0,
            help="How long to wait for a server that gives no answer any more; then the call "
            "ends, and can be gone on with.",
        ),
    ] = 300.0

    def limits(self) -> LimitOptions:
        """As ``extract_many`` takes them.

        Raises:
            UsageError: one of them cannot be.
        """
        from communique.runs.limits import Budget

        return {
            "concurrency": self.concurrency,
            "budget": Budget(self.max_cost, self.max_tokens_total, self.max_time),
            "patience": self.patience,
        }


@dataclass(frozen=True, slots=True)
class Work(Allowed):
    """The same, and what does the work."""

    processes: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Processes that read, or prove what a model answers (1); with --engine ray the "
            "actors in all the cluster (offline as many as it has cores, with a model 1).",
        ),
    ] = None
    engine: Annotated[
        str,
        typer.Option(
            metavar="ENGINE",
            help="'local', or 'ray': on the cluster that RAY_ADDRESS names or that runs here, "
            "else on this machine's cores; from and to paths or addresses (s3://…) that each node "
            "reaches. OUT becomes a folder of parts; one sorted file where its name ends in "
            ".jsonl or .parquet.",
        ),
    ] = "local"


@dataclass(frozen=True, slots=True)
class Again:
    """What becomes of what an earlier call wrote."""

    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            "--retry-failed",
            help="Run again over the same articles: go on where an earlier call into OUT stopped, "
            "and ask a model only for what failed or was not reached. Both names mean the same.",
        ),
    ] = False
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace OUT and what is kept for it.")
    ] = False

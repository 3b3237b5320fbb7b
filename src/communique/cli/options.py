"""The options of ``communique extract``; what a call may take, ``evals run`` takes too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import output_path

if TYPE_CHECKING:
    from communique.runs.limits import LimitOptions

__all__ = [
    "Allowed",
    "BaseUrl",
    "Concurrency",
    "Engine",
    "Explain",
    "FormatName",
    "MaxCost",
    "MaxTime",
    "MaxTokens",
    "ModelName",
    "Out",
    "Overwrite",
    "Paths",
    "Patience",
    "Processes",
    "ProfileFile",
    "Published",
    "Resume",
]

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
        help="'regex' (offline), PROVIDER/MODEL, or local/PATH of a GGUF file, both with 'select:' "
        "before them to choose among what is marked; of several, with commas between them, the "
        "next is asked where one fails; 'regex>MODEL' asks the model only where the offline "
        "extractor is in doubt.",
    ),
]
BaseUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="Address of an OpenAI-compatible server.")
]
ProfileFile = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="FILE",
        help="What 'communique doctor' found out about the model's server: decides how answers are "
        "asked for, how long prompts may be, and how many requests go out at first.",
    ),
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
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        help="Processes that read, or prove what a model answers (1); with --engine ray the actors "
        "in all the cluster (offline as many as it has cores, with a model 1).",
    ),
]
Engine = Annotated[
    str,
    typer.Option(
        metavar="ENGINE",
        help="'local', or 'ray': on the cluster that RAY_ADDRESS names or that runs here, else on "
        "this machine's cores; from and to paths or addresses (s3://…) that each node reaches. "
        "OUT becomes a folder of parts; one sorted file where its name ends in .jsonl or .parquet.",
    ),
]
MaxCost = Annotated[
    float | None,
    typer.Option(
        metavar="DOLLARS",
        min=0,
        help="Ask nothing new when the answers have cost so much. What is in work is kept, and the "
        "work can be gone on with; so with the next two.",
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
        "and can be gone on with.",
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
        help="Instead of records: which rule made each item, and what was rejected and why; of a "
        "model that selects, what it chose and what it left alone.",
    ),
]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a call may take in all, over all its models and repeats."""

    concurrency: Concurrency = None
    max_cost: MaxCost = None
    max_tokens_total: MaxTokens = None
    max_time: MaxTime = None
    patience: Patience = 300.0

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

"""``communique gold draft``: new documents, labeled by extractors for people to go through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import Terminated, counted, say, say_logged, stop_on_sigterm, tell
from communique.cli.dating import day_given
from communique.cli.gold_options import Root, with_gold
from communique.cli.grouping import ungrouped
from communique.cli.options import Allowed, Articles, BaseUrl, models_named
from communique.cli.progress import progress
from communique.cli.tally import Tally, spent
from communique.errors import BudgetSpent, ServerError
from communique.project import project_root

if TYPE_CHECKING:
    from communique.documents import Source
    from communique.drafting.drafting import Drafted, Kept
    from communique.gold.records import GoldDocument
    from communique.models import Model

__all__ = ["draft"]

Models = Annotated[
    list[str] | None,
    typer.Option(
        "--model",
        "-m",
        metavar="MODEL",
        help="As of `communique extract`; repeated, each of them reads each document, and where "
        "they differ all versions stand in the draft. Without it, regex.",
    ),
]
Into = Annotated[
    str,
    typer.Option(
        metavar="SET",
        help="The set: sources go to gold/sources/SET/, and are built to gold/SET.jsonl.",
    ),
]
Replace = Annotated[
    bool,
    typer.Option("--overwrite", help="Replace earlier drafts; what a person labeled never is."),
]


@ungrouped
def draft(
    *,
    models: Models = None,
    into: Into = "mine",
    base_url: BaseUrl = None,
    articles: Articles,
    allowed: Allowed,
    overwrite: Replace = False,
    root: Root = None,
) -> None:
    """Pre-label new documents: each becomes a source file with status draft.

    \b
    communique gold draft articles/
    communique gold draft new.txt -m regex -m openai/gpt-5-mini
    communique gold draft articles.jsonl -m openai/a -m openai/b --into spring

    Texts outside of the project are copied to articles/. What models answered is kept in
    runs/draft, and not asked for twice. A source that is there already is left alone.

    Exit code: 0 all drafted, 1 some documents failed (or a model on them) or were not reached, 2
    the call is wrong.
    """
    from communique.documents import count_documents, find_sources, read_sources
    from communique.drafting.drafting import draft_many
    from communique.drafting.places import Places
    from communique.given import dated

    folder = with_gold(project_root(root), root)
    sources = find_sources(articles.paths)
    places = Places(folder, into, overwrite, _files(sources))
    asked = _models(models or ["regex"], base_url)
    documents = dated(read_sources(sources), day_given(articles.published))
    run = places.root / "runs" / "draft"
    stop_on_sigterm()
    say_logged("communique.runs.gate")
    told = _Told([model.name for model in asked], into)
    with progress(count_documents(sources), shown=True) as advance:
        try:
            for outcome in draft_many(documents, asked, places, run, allowed.limits()):
                told.of(outcome)
                advance(told.tally)
        except KeyboardInterrupt as interrupt:
            say(f"interrupted: {told.summary()}; {AGAIN}")
            raise typer.Exit(143 if isinstance(interrupt, Terminated) else 130) from None
        except (BudgetSpent, ServerError) as error:
            say(f"stopped: {error.message}: {told.summary()}; {AGAIN}")
            raise typer.Exit(1) from None
    say(told.summary())
    raise typer.Exit(1 if told.tally.failures or told.partly else 0)


AGAIN = "the same command goes on from there"


def _files(sources: Iterable[Source]) -> dict[str, Path]:
    return {source.id: Path(source.path) for source in sources if source.kind == "text"}


def _models(names: Iterable[str], base_url: str | None) -> list[Model]:
    from communique.choosing import make_extractor

    asked = models_named(dict.fromkeys(names), base_url)
    for model in asked:
        make_extractor(model)  # before the first document is read
    return asked


@dataclass(slots=True)
class _Told:
    """Tells what came of each document, and counts it."""

    models: list[str]
    into: str
    tally: Tally = field(default_factory=lambda: Tally("draft"))
    kept: int = 0
    partly: int = 0
    """Drafts that one of the models has no part in, since it failed."""

    def of(self, outcome: Drafted | Kept) -> None:
        from communique.drafting.drafting import Kept
        from communique.gold.problems import shown

        if isinstance(outcome, Kept):
            say(f"kept: {shown(outcome.source)} exists")
            self.kept += 1
            return
        for result in outcome.results:
            self.tally.pay(result)
        if outcome.failure is not None:
            error = outcome.failure.error
            say(f"failed: {outcome.document_id}: {error.message} [{error.code}]")
            self.tally.failures += 1
        elif outcome.source is not None and outcome.draft is not None:
            self.tally.records += 1
            self._drafted(outcome, outcome.draft.labels, shown(outcome.source))

    def _drafted(self, outcome: Drafted, labels: GoldDocument, source: str) -> None:
        from communique.records import Failure

        failed = [
            (model, result.error.message)
            for model, result in zip(self.models, outcome.results, strict=True)
            if isinstance(result, Failure)
        ]
        for model, message in failed:
            say(f"failed: {outcome.document_id}: {model}: {message}; drafted without it")
        self.partly += bool(failed)
        for sentence in outcome.draft.left_out if outcome.draft is not None else ():
            say(f"{outcome.document_id}: {sentence}")
        items = tuple(labels.items())
        undecided = sum(item.undecided for item in items)
        more = f", {undecided} undecided" if undecided else ""
        tell(f"{source}: {counted(len(items), 'item')}{more}")

    def summary(self) -> str:
        partly = f" ({self.partly} without a model that failed)" if self.partly else ""
        kept = f", {self.kept} kept as they are" if self.kept else ""
        return (
            f"{counted(self.tally.records, 'draft')}{partly} in {self.into}, "
            f"{counted(self.tally.failures, 'failure')}{kept}{spent(self.tally.usage)}"
        )

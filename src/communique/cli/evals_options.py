"""The options of ``evals run``, in groups; see ``grouping``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import output_path
from communique.cli.options import BaseUrl, MaxTokens, models_named
from communique.cli.trust import Doubt, sending_on
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.evals.metamorphic_run import MetamorphicPlan
    from communique.evals.metamorphic_suite import MetamorphicSuite
    from communique.evals.plan import Plan
    from communique.evals.schema_suite import SchemaPlan
    from communique.evals.suites import Suite
    from communique.models import Model

__all__ = ["Asked", "Shown"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which models read what, how often."""

    models: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            "-m",
            metavar="MODEL",
            help="'regex', PROVIDER/MODEL, local/PATH, each of the last two also as select:…, a "
            "chain of these with commas between them, or 'regex>MODEL'; may be repeated.",
        ),
    ] = None
    suite: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Which evals/suites/NAME.toml, or the path of another; without it, seeds.",
        ),
    ] = None
    gold: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="Gold without a suite: JSONL, Parquet, a saved dataset, hf:NAME[:SPLIT], or a "
            "folder of brat's .txt and .ann.",
        ),
    ] = None
    repeats: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Let each model read each document N times."),
    ] = None
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only the first N documents.")
    ] = None
    base_url: BaseUrl = None
    max_tokens: MaxTokens = None
    doubt: Doubt = None
    calibration: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="How sure the offline extractor's items are, for cascades (`evals calibrate`).",
        ),
    ] = None
    profiles: Annotated[
        list[Path] | None,
        typer.Option(
            "--profile",
            metavar="FILE",
            help="What 'communique doctor' found out about a model's server; may be repeated, and "
            "goes to the models that it is about.",
        ),
    ] = None
    drafts: Annotated[
        bool,
        typer.Option(
            "--drafts",
            help="Measure on gold that no person has gone through, too; every output says so.",
        ),
    ] = False
    root: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Project folder; else the working directory, if it is one."
        ),
    ] = None

    def plan(self) -> Plan | SchemaPlan | MetamorphicPlan:
        """What is to be run.

        Raises:
            UsageError: a suite, model or the gold cannot be meant.
            GoldError: the gold is wrong.
        """
        from communique.evals.metamorphic_run import make_metamorphic_plan
        from communique.evals.metamorphic_suite import MetamorphicSuite
        from communique.evals.plan import make_plan
        from communique.evals.schema_suite import declared_schema, make_schema_plan

        if self.suite == "":
            raise UsageError("--suite is empty: name a suite (an unset variable?)")
        own = declared_schema(self.suite, self.root) if self.suite and not self.gold else None
        if own is not None:
            models = self._asked(own[0].models)
            return make_schema_plan(
                *own, models, repeats=self.repeats, limit=self.limit, root=self.root
            )
        suite = self._suite()
        if not (self.models or suite.models):
            raise UsageError(f"suite {suite.name} names no models: name them with -m")
        models = self._asked(suite.models)
        if isinstance(suite, MetamorphicSuite):
            if self.repeats is not None:
                raise UsageError(
                    "--repeats is for suites with gold: metamorphic ones ask twice anyway"
                )
            return make_metamorphic_plan(suite, models, limit=self.limit, root=self.root)
        return make_plan(
            suite,
            models,
            repeats=self.repeats,
            limit=self.limit,
            root=self.root,
            drafts=self.drafts,
        )

    def _asked(self, declared: Sequence[str]) -> list[Model]:
        """The models named, else those ``declared``, with what is known of their servers; cascades
        as they are to send on."""
        from communique.choosing import with_profiles
        from communique.profiles import load_profile

        models = models_named(self.models or declared, self.base_url, self.max_tokens)
        models = with_profiles(models, map(load_profile, self.profiles or ()))
        if (self.doubt, self.calibration) == (None, None):
            return models
        if not any(model.is_cascade for model in models):
            raise UsageError("--doubt and --calibration are of a cascade: -m 'regex>MODEL'")
        return [
            sending_on(model, self.doubt, self.calibration) if model.is_cascade else model
            for model in models
        ]

    def _suite(self) -> Suite | MetamorphicSuite:
        from communique.evals.metamorphic_suite import load_any
        from communique.evals.suites import suite_of_gold

        if self.gold is None:
            return load_any(self.suite or "seeds", self.root)
        if self.suite is not None:
            raise UsageError("--suite and --gold exclude each other: a suite names its gold")
        return suite_of_gold(self.gold)


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the results go, and what of them is printed."""

    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            parser=output_path,
            help="Folder of the run; without it, runs/evals/SUITE.",
        ),
    ] = None
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace another run in the folder.")
    ] = False
    errors: Annotated[
        bool, typer.Option("--errors", help="List what was wrong, in suites of many documents too.")
    ] = False

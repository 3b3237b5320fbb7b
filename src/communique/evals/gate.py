"""A run beside its baseline: what is worse beyond the noise.

Three rules, by what a difference can mean:

- Counters of what is never tolerated (failed documents, direct quotes that are not verbatim, items
  that are not in the text) may not rise, in any model.
- A model declared ``exact`` in the baseline answers the same every time: none of its pooled rates
  may be lower than there, by however little, on however few documents.
- Any other model is worse where the whole interval of (new - baseline) lies below minus the
  margin. The intervals of all measures hold together: where nothing has changed, a gate fails at
  most one time in twenty (Bonferroni). With fewer than five documents there is no interval, and
  its rates are not judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from communique.errors import UsageError
from communique.evals.baseline import Baseline, ModelBaseline, counters_of
from communique.evals.comparison import COMPARED
from communique.evals.measures import by_key
from communique.evals.recorded import Recorded, ScoredModel, ratios_of
from communique.scoring.counts import Ratio
from communique.scoring.documents import Score
from communique.statistics.intervals import FEWEST_DOCUMENTS, Interval
from communique.statistics.paired import paired_difference

__all__ = ["ALPHA", "Check", "Verdict", "check_run"]

ALPHA = 0.05
"""How often a gate may fail though nothing has changed."""

Verdict = Literal["held", "worse", "not judged"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at in one model."""

    model: str
    name: str
    """A measure, or a counter."""
    verdict: Verdict
    before: Ratio | int
    """Of the baseline; an int for a counter."""
    now: Ratio | int
    interval: Interval | None = None
    """Of new - baseline, where the verdict goes by it."""
    why: str | None = None
    """Why it is worse, or not judged."""


def check_run(run: Recorded, baseline: Baseline, *, margin: float = 0.0) -> tuple[Check, ...]:
    """Look at every model of the baseline; models that only the run has are passed over.

    Raises:
        UsageError: the run measures something else than the baseline, or lacks one of its models.
    """
    _refuse_unlike(run, baseline)
    now = {model.name: model for model in run.models}
    judged = len(COMPARED) * sum(not model.exact for model in baseline.models)
    checks: list[Check] = []
    for before in baseline.models:
        model = now[before.model]
        checks += _counters(before, model)
        if before.exact:
            checks += _exactly(before, model, run)
        else:
            checks += _beyond_noise(before, model, run, margin=margin, tests=judged)
    return tuple(checks)


def _refuse_unlike(run: Recorded, baseline: Baseline) -> None:
    for what, x, y in (
        ("suite", run.suite, baseline.suite),
        ("gold (gold_sha256)", run.gold_sha256[:12], baseline.gold_sha256[:12]),
        ("overlap of the scorer", run.overlap, baseline.overlap),
        ("repeats", run.repeats, baseline.repeats),
    ):
        if x != y:
            raise UsageError(
                f"{run.path} cannot be measured against this baseline: its {what} is {x}, there "
                f"it is {y}; run the same, or make a new baseline with `evals baseline`"
            )
    there = {model.name for model in run.models}
    for model in baseline.models:
        if model.model not in there:
            raise UsageError(f"{run.path}: no model {model.model!r}, which the baseline has")
        only = set(model.documents) ^ set(run.document_ids)
        if only:
            raise UsageError(
                f"{run.path} cannot be measured against this baseline: {sorted(only)[0]} is in "
                f"one of them alone ({len(only)} such documents)"
            )


def _counters(before: ModelBaseline, model: ScoredModel) -> Iterable[Check]:
    now = counters_of(model.score)
    for name, number in before.counters.items():
        if name not in now:
            raise UsageError(f"the baseline counts {name!r}, which this version does not")
        risen = now[name] > number
        why = (
            f"{now[name] - number} more than in the baseline; none is tolerated" if risen else None
        )
        yield Check(before.model, name, "worse" if risen else "held", number, now[name], why=why)


def _exactly(before: ModelBaseline, model: ScoredModel, run: Recorded) -> Iterable[Check]:
    for name in by_key(Score(), run.overlap):
        old = sum(before.ratios(name).values(), Ratio())
        new = sum(ratios_of(model, name, run.overlap).values(), Ratio())
        if not old.denominator:
            continue
        # As fractions: no rounding may hide a drop. A rate that is gone is a drop too.
        lower = new.numerator * old.denominator < old.numerator * new.denominator
        lower = lower or not new.denominator
        why = "lower than in the baseline, for a model that always answers the same"
        yield Check(
            *(before.model, name, "worse" if lower else "held", old, new),
            why=why if lower else None,
        )


def _beyond_noise(
    before: ModelBaseline, model: ScoredModel, run: Recorded, *, margin: float, tests: int
) -> Iterable[Check]:
    for name in COMPARED:
        old, new = before.ratios(name), ratios_of(model, name, run.overlap)
        difference = paired_difference(
            [new[document] for document in old], list(old.values()), level=1 - 2 * ALPHA / tests
        )
        pooled = difference.b, difference.a
        interval, why = difference.interval, None
        verdict: Verdict = "held"
        if difference.documents < FEWEST_DOCUMENTS:
            verdict = "not judged"
            why = f"fewer than {FEWEST_DOCUMENTS} documents: no interval"
        elif difference.value is None:
            verdict, why = "not judged", "a rate is undefined"
        elif interval is not None and interval.high < -margin:
            verdict, why = "worse", f"worse by more than {margin:.2f} beyond the noise"
        yield Check(before.model, name, verdict, *pooled, interval, why)

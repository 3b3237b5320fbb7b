"""The metamorphic table: a row for each family, a column for each model; below it what differed."""

from __future__ import annotations

from collections.abc import Iterator

from communique.differences import told
from communique.evals.measures import shown
from communique.evals.metamorphic_run import MetamorphicResult, MetamorphicResults
from communique.evals.table import aligned
from communique.metamorphic import FAMILIES, Outcome
from communique.outputs.printable import printable

__all__ = ["failure_lines", "metamorphic_lines"]

MOST_FAILURES = 30
"""Failed checks listed for a model where all are not asked for."""

MOST_DIFFERENCES = 4
"""Differences listed of one check, likewise; ``scores.json`` has all."""


def metamorphic_lines(results: MetamorphicResults) -> list[str]:
    """The table, and what its columns mean."""
    names = [result.model.name for result in results.models]
    families = [f for f in FAMILIES if any(result.of(f) for result in results.models)]
    rows = [["checks passed", *names]]
    rows += [[f, *(_passed(result.of(f)) for result in results.models)] for f in families]
    rows.append(["all", *(_passed(result.outcomes) for result in results.models)])
    rows.append(["from memory", *(_from_memory(result) for result in results.models)])
    rows.append(["values as expected", *(_values(result) for result in results.models)])
    rows.append(["same when asked again", *(_again(result) for result in results.models)])
    documents = len(results.plan.sources)
    noun = "document" if documents == 1 else "documents"
    return [
        *aligned(rows),
        "",
        f"{len(results.plan.variants)} variants of {documents} {noun}: counts only.",
        "A check: the record of a changed text equals that of the original, changed likewise.",
        "It asks for consistency, not truth: what is wrong in the original must stay wrong.",
        "from memory: checks whose answer has a name, country, title or date of the original",
        "article that the changed one does not bear out.",
        "same when asked again: documents; what differs there is chance, not the change's doing.",
    ]


def failure_lines(results: MetamorphicResults, *, every: bool = False) -> Iterator[str]:
    """The failed checks of each model with what differs, safe to print on a terminal."""
    for result in results.models:
        failed = [outcome for outcome in result.outcomes if not outcome.passed]
        yield ""
        yield f"{result.model.name}: {len(failed) or 'no'} failed"
        shown_ = failed if every else failed[:MOST_FAILURES]
        for outcome in shown_:
            yield f"  {printable(outcome.variant.id)}  ({printable(outcome.variant.change.detail)})"
            yield from (f"    {printable(line)}" for line in _told(outcome, every))
        if len(failed) > len(shown_):
            yield f"  and {len(failed) - len(shown_)} more: `--errors` lists them, scores.json too"


def _told(outcome: Outcome, every: bool) -> Iterator[str]:
    if outcome.error is not None:
        yield outcome.error
    yield from (f"from memory: {trace}" for trace in outcome.from_memory)
    listed = outcome.differences if every else outcome.differences[:MOST_DIFFERENCES]
    yield from map(told, listed)
    if len(listed) < len(outcome.differences):
        yield f"and {len(outcome.differences) - len(listed)} more differences"


def _passed(outcomes: tuple[Outcome, ...]) -> str:
    return f"{sum(o.passed for o in outcomes)}/{len(outcomes)}" if outcomes else "-"


def _from_memory(result: MetamorphicResult) -> str:
    return str(sum(bool(o.from_memory) for o in result.outcomes))


def _values(result: MetamorphicResult) -> str:
    values = sum(o.values for o in result.outcomes)
    kept = sum(o.kept for o in result.outcomes)
    return f"{shown(kept / values if values else None)} ({kept}/{values})"


def _again(result: MetamorphicResult) -> str:
    return f"{sum(result.again)}/{len(result.again)}"

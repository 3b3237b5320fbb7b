"""Which model a report advises where its documents do not tell models apart, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.evals.comparison import Comparison
from communique.evals.report_models import Reported, ReportedModel
from communique.evals.report_names import money, number, p_text, points, points_interval
from communique.statistics.intervals import FEWEST_DOCUMENTS, Interval
from communique.statistics.swaps import least_p
from communique.statistics.verdicts import ALPHA, Judged

__all__ = ["MARGIN", "advice", "between", "disagreements", "sureness"]

MARGIN = 0.03
"""A loss too small to matter: about one item in thirty. A judgement, not a measurement; a cheaper
model is advised only where a greater loss is ruled out."""

MOST_RIVALS = 3
"""Models whose gap to the best one is told; the plot has all."""


def advice(comparison: Comparison, best: ReportedModel, equal: Sequence[ReportedModel]) -> str:
    """What to use where ``equal`` are not shown to be worse than ``best``.

    A cheaper model is named only among those whose loss beside the best is ruled out to be more
    than ``MARGIN``, or which did the same in every document.
    """
    near = [model for model in equal if _is_near(comparison, best, model)]
    far = [model for model in equal if model not in near]
    told = []
    if far:
        quality = best.figures[comparison.primary].text
        told.append(f"Not shown; the best guess is {best.label} ({comparison.primary} {quality}).")
        told += [_gap(comparison, best, model) for model in far[:MOST_RIVALS]]
        if len(far) > MOST_RIVALS:
            told.append(f"{len(far) - MOST_RIVALS} more below.")
    if near:
        names = ", ".join(model.label for model in near)
        if all(_alike(comparison, best, model) for model in near):
            told.append(f"{names} did the same as {best.label} in every document.")
        else:
            told.append(
                f"{names}: a loss of more than {100 * MARGIN:.0f} points beside {best.label} is "
                "ruled out."
            )
        told.append(_by_cost([best, *near]))
    return " ".join(told)


def between(comparison: Comparison, one: str, other: str) -> tuple[Judged, Interval | None]:
    """The primary measure of two models; the interval is that of ``one`` minus ``other``."""
    pair = next(p for p in comparison.pairs if {p.a, p.b} == {one, other})
    judged = dict(pair.judged)[comparison.primary]
    found = judged.difference.interval
    if found is not None and pair.a == other:
        found = Interval(-found.high, -found.low)
    return judged, found


def disagreements(comparison: Comparison) -> Iterator[str]:
    """Pairs whose interval leaves out 0 where the test shows nothing, or the reverse, and why."""
    for pair in comparison.pairs:
        judged = dict(pair.judged)[comparison.primary]
        difference, found = judged.difference, judged.difference.interval
        is_shown = judged.verdict in {"better", "worse"}
        if found is None or is_shown == (found.low > 0 or found.high < 0):
            continue
        before = (
            f"; {p_text(difference.p).removeprefix('= ')} before" if comparison.family > 1 else ""
        )
        interval, p = points_interval(found), p_text(judged.p_holm)
        yield (
            f"{pair.a} − {pair.b}: the interval {interval} {'holds' if is_shown else 'leaves out'} "
            f"0, but p {p} ({adjusted(comparison)}{before}). The interval is of this pair alone "
            f"and by Student's t, which {difference.differing} documents that differ may mislead; "
            "p counts swaps of them. What is shown goes by p."
        )


def adjusted(comparison: Comparison) -> str:
    pairs = comparison.family
    return f"adjusted for {pairs} pairs" if pairs > 1 else "one pair"


def sureness(
    reported: Reported, comparison: Comparison, best: str, rivals: Sequence[str]
) -> Iterator[str]:
    """How large a difference would have been shown, of the pairs that the verdict is about."""
    n = len(reported.document_ids)
    pairs = [(rival, between(comparison, best, rival)[0].detectable) for rival in rivals]
    known = [
        f"{100 * found:.0f} points between {best} and {rival}"
        for rival, found in pairs[:MOST_RIVALS]
        if found is not None
    ]
    if known:
        yield (
            f"How sure: a difference ({comparison.primary}) of about {', '.join(known)} or more "
            "would have been shown four times of five; smaller ones may be there unseen."
        )
    elif n < FEWEST_DOCUMENTS:
        yield (
            f"How sure: not at all. {n} document{'s are' if n > 1 else ' is'} an example, not a "
            "sample: read what was wrong, and run more documents before you choose."
        )
    elif least_p(n) >= ALPHA:
        yield f"How sure: not at all. {n} documents can show no difference, however large."
    elif least_p(n) * comparison.family >= ALPHA:
        yield (
            f"How sure: {n} documents are too few for {comparison.family} pairs of models at once; "
            "fewer models can be compared: name those that matter, RUN:MODEL."
        )
    else:
        yield "How sure: the models do not differ enough to say what could have been shown."


def _alike(comparison: Comparison, best: ReportedModel, model: ReportedModel) -> bool:
    return not between(comparison, best.label, model.label)[0].difference.differing


def _is_near(comparison: Comparison, best: ReportedModel, model: ReportedModel) -> bool:
    judged, found = between(comparison, best.label, model.label)
    if judged.difference.value is None:
        return False
    return _alike(comparison, best, model) or (found is not None and found.high <= MARGIN)


def _gap(comparison: Comparison, best: ReportedModel, model: ReportedModel) -> str:
    judged, found = between(comparison, best.label, model.label)
    value, name = judged.difference.value, f"{best.label} − {model.label}"
    if value is None:
        return f"{name}: a rate is undefined."
    if found is None:
        return f"{name}: {points(abs(value))} points here; so few documents bound no gap."
    return (
        f"{name}: {points(abs(value))} points here, and the gap may be anywhere in "
        f"{points_interval(found)}."
    )


def _by_cost(models: Sequence[ReportedModel]) -> str:
    """Which is cheapest or fastest of models that may stand for each other."""
    known = [(m.spent.cost, m.label) for m in models if m.spent.cost is not None]
    times = [(m.spent.seconds, m.label) for m in models if m.spent.seconds is not None]
    if len(known) == len(models) and len({cost for cost, _ in known}) > 1:
        cost, label = min(known)
        return f"Of these {label} costs least ({money(cost)} a document)."
    if len(times) == len(models):
        seconds, label = min(times)
        return f"Of these {label} is the fastest ({number(seconds)} s a document)."
    return "Nothing known here tells these apart by cost."

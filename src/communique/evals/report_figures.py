"""The leaderboard of a report, and quality beside cost."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from communique.evals.comparison import GROUPS, QUALITY
from communique.evals.measures import by_key
from communique.evals.report_models import Reported, ReportedModel
from communique.evals.report_names import DASH, money, number
from communique.pages.report_values import Axis, Cell, Figure, Standing

__all__ = ["COLUMNS", "axis", "correct_items", "fabricated", "ranked", "standings"]

_LISTS = ("participants", "statements", "statements")
"""Whose items each group of figures counts."""

COLUMNS = (
    ("fabricated", "items given whose words the text does not have"),
    ("quotes not verbatim", "direct quotations that the text does not hold word for word"),
    ("failed documents", "documents without a record; all of their gold is missed"),
    ("seconds", "a document"),
    ("tokens", "a document, in and out"),
    ("cost", "US dollars a document, list price"),
    ("cost of a right item", "US dollars for each item with nothing wrong"),
)


def standings(reported: Reported) -> tuple[Standing, ...]:
    """Each model's row, the best by ``QUALITY`` first; undefined ones last."""
    return tuple(_standing(model) for model in ranked(reported))


def ranked(reported: Reported) -> list[ReportedModel]:
    """The models, the best by ``QUALITY`` first, undefined ones last; of equals first who made up
    less, then who is better at participants."""

    def rank(model: ReportedModel) -> tuple[float, int, float]:
        rates = by_key(model.score, reported.overlap)
        quality, people = rates[QUALITY].value, rates["participants F1"].value
        return (
            -1.0 if quality is None else quality,
            -fabricated(model),
            -1.0 if people is None else people,
        )

    return sorted(reported.models, key=rank, reverse=True)


def correct_items(model: ReportedModel) -> int:
    """Gold items with nothing wrong, of all kinds."""
    classes = model.score.classes
    kinds = (classes.participants, classes.statements, classes.meetings)
    return sum(kind.gold.correct for kind in kinds)


def fabricated(model: ReportedModel) -> int:
    classes = model.score.classes
    kinds = (classes.participants, classes.statements, classes.meetings)
    return sum(kind.predicted.fabricated for kind in kinds)


def _standing(model: ReportedModel) -> Standing:
    keys = [f"{group} {rate}" for group in GROUPS for rate in ("recall", "precision", "F1")]
    found = model.figures
    answered = [name for name in model.about.get("answered", ()) if name != model.label]
    return Standing(
        model=model.label,
        about=f"answered as {', '.join(answered)}" if answered else "",
        figures=tuple(found[key] for key in keys),
        refused=tuple(model.candidate.model.refused.get(name, 0) for name in _LISTS),
        cells=tuple(_cells(model)),
    )


def _cells(model: ReportedModel) -> Iterator[Cell]:
    score, spent = model.score, model.spent
    yield Cell(str(fabricated(model)))
    yield Cell(str(score.quotes_not_verbatim))
    yield Cell(f"{score.failed} of {score.documents}")
    unrecorded = "the run recorded no usage"
    yield Cell(DASH, unrecorded) if spent.seconds is None else Cell(number(spent.seconds))
    if spent.tokens is None:
        why = "the server reported no tokens" if spent.is_known else unrecorded
        yield Cell(DASH, why)
    else:
        yield Cell(number(spent.tokens), "" if spent.usage.requests else "no model is asked")
    if spent.cost is None:
        why = "no list price is known for this server" if spent.is_known else unrecorded
        yield Cell(DASH, why)
        yield Cell(DASH, why)
        return
    free = "" if spent.cost else "no request" if not spent.usage.requests else "no fee"
    yield Cell(money(spent.cost), free)
    each = spent.cost_of(correct_items(model))
    yield Cell(DASH, "no item is right") if each is None else Cell(money(each), free)


def axis(reported: Reported) -> Axis:
    """Quality against what is known of all models: dollars, else tokens, else seconds."""
    x_name, unit, why, xs = _expense(reported.models)
    placed: list[tuple[ReportedModel, float, Figure]] = []
    unplaced: list[str] = []
    for model, x in zip(reported.models, xs, strict=True):
        quality = model.figures[QUALITY]
        if x is None or quality.value is None:
            unplaced.append(model.label)
        else:
            placed.append((model, x, quality))
    best = [_is_on_frontier(x, q.value or 0.0, placed) for _, x, q in placed]
    notes = [*([why] if why else []), *_told(placed, best)]
    if unplaced:
        notes.append(f"Not drawn, since a figure is unknown: {', '.join(unplaced)}.")
    return Axis(
        x_name=x_name,
        x_unit=unit,
        y_name="F1, statements with the right speaker",
        points=tuple(
            (m.label, x, q.value or 0.0, q.low, q.high, on)
            for (m, x, q), on in zip(placed, best, strict=True)
        ),
        notes=tuple(notes),
    )


def _expense(
    models: tuple[ReportedModel, ...],
) -> tuple[str, str, str, list[float | None]]:
    """Name and unit of the axis, why it is not dollars, and the place of each model on it."""
    costs = [model.spent.cost for model in models]
    if None not in costs and any(costs):
        return "US dollars a document", "$", "", [float(cost or Decimal(0)) for cost in costs]
    unknown = [m.label for m, cost in zip(models, costs, strict=True) if cost is None]
    why = f"No price is known for {', '.join(unknown)}" if unknown else "None of these costs a fee"
    tokens = [model.spent.tokens for model in models]
    if None not in tokens and any(tokens):
        return "tokens a document", "", f"{why}, so the axis shows tokens.", tokens
    seconds = [model.spent.seconds for model in models]
    return "seconds a document", "", f"{why}, so the axis shows seconds.", seconds


def _is_on_frontier(x: float, y: float, placed: list[tuple[ReportedModel, float, Figure]]) -> bool:
    """No other is as good for less, or better for as little."""
    others = [(at, quality.value or 0.0) for _, at, quality in placed]
    return not any(ox <= x and oy >= y and (ox, oy) != (x, y) for ox, oy in others)


def _told(placed: list[tuple[ReportedModel, float, Figure]], best: list[bool]) -> Iterator[str]:
    on = sorted(
        (row for row, is_best in zip(placed, best, strict=True) if is_best), key=lambda row: row[1]
    )
    if on:
        yield f"On the frontier: {', '.join(model.label for model, *_ in on)}."
    for (low, _, a), (high, _, b) in pairwise(on):
        gain = (b.value or 0.0) - (a.value or 0.0)
        yield f"From {low.label} to {high.label}: {100 * gain:+.1f} points of F1."
    for (model, x, quality), is_best in zip(placed, best, strict=True):
        if not is_best:
            name = next(
                m.label
                for m, ox, oq in on
                if ox <= x and (oq.value or 0.0) >= (quality.value or 0.0)
            )
            yield f"{model.label} is behind: {name} has as good a figure for no more."

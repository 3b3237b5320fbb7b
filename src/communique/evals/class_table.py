"""The classes of errors of each model, counted, under the scored table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from communique.evals.results import Results
from communique.evals.table import aligned
from communique.scoring.classes import ClassCounts, ErrorClasses, GoldClasses, PredictedClasses

__all__ = ["class_lines"]

_OF_GOLD = tuple(f.name for f in fields(GoldClasses) if f.name != "correct")
_OF_PREDICTED = tuple(
    f.name for f in fields(PredictedClasses) if f.name not in {*_OF_GOLD, "correct", "excused"}
)


def class_lines(results: Results) -> list[str]:
    """A row for each class that some model's items are in; no line where nothing is wrong."""
    models = [result.score.classes for result in results.models]
    rows = [row for item in fields(ErrorClasses) for row in _of_item(item.name, models)]
    if not rows:
        return []
    heads = ["errors", "class", *(result.model.name for result in results.models)]
    return [
        "",
        *aligned([heads, *rows]),
        "Each item is in one class: duplicate, spurious, fabricated, boilerplate are of what was",
        "given, the others of the gold; `evals explain` tells why.",
    ]


def _of_item(item: str, models: list[ErrorClasses]) -> Iterator[list[str]]:
    counts: list[ClassCounts] = [getattr(classes, item) for classes in models]
    wrong = [
        [name.replace("_", " "), *map(str, row)]
        for side, names in (("gold", _OF_GOLD), ("predicted", _OF_PREDICTED))
        for name in names
        if any(row := [getattr(getattr(count, side), name) for count in counts])
    ]
    if wrong:
        right = [f"{count.gold.correct} of {count.gold.total}" for count in counts]
        yield [item, "correct", *right]
        yield from (["", *row] for row in wrong)

"""The classes of errors of a report: counts by model and kind of item, gold and given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from communique.evals.report_models import Reported
from communique.evals.report_names import ERROR_NAMES, class_name
from communique.pages.report_values import Classes, ClassRow, ErrorName, Share
from communique.scoring.classes import ClassCounts, GoldClasses, PredictedClasses

__all__ = ["classes", "names_of"]


def classes(reported: Reported) -> tuple[Classes, ...]:
    """One for each kind of items that the gold has or a model gave, statements first."""
    found = (_of_item(reported, item) for item in ("statements", "participants", "meetings"))
    return tuple(one for one in found if any(share.total for share in one.shares))


def names_of(all_classes: tuple[Classes, ...]) -> tuple[ErrorName, ...]:
    """The classes that something is in."""
    used = {name for one in all_classes for share in one.shares for name, n in share.counts if n}
    return tuple(error for error in ERROR_NAMES if error.name in used)


def _of_item(reported: Reported, item: str) -> Classes:
    shares = []
    for model in reported.models:
        counts: ClassCounts = getattr(model.score.classes, item)
        shares.append(Share(model.label, "gold", _counts(counts.gold)))
        shares.append(Share(model.label, "given", _counts(counts.predicted)))
    return Classes(item, tuple(shares), tuple(_rows(shares)))


def _counts(side: GoldClasses | PredictedClasses) -> tuple[tuple[str, int], ...]:
    by_name = {class_name(f.name): getattr(side, f.name) for f in fields(side)}
    return tuple((e.name, by_name[e.name]) for e in ERROR_NAMES if e.name in by_name)


def _rows(shares: list[Share]) -> Iterator[ClassRow]:
    sides = [dict(share.counts) for share in shares]
    for error in ERROR_NAMES:
        row = tuple(side.get(error.name) for side in sides)
        if any(row):
            yield ClassRow(error.name, row)

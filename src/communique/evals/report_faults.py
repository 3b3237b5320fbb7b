"""What each model of a report gets wrong, in words."""

from __future__ import annotations

from dataclasses import fields

from communique.evals.report_figures import correct_items, fabricated, ranked
from communique.evals.report_models import Reported, ReportedModel
from communique.scoring.classes import ClassCounts

__all__ = ["capitalized", "fault_words", "invented"]

MOST_CLASSES = 3
"""Classes of errors named of each kind of items."""


def fault_words(model: ReportedModel) -> str:
    """How much is right, and the commonest errors in each kind of items."""
    classes = model.score.classes
    kinds = {name: getattr(classes, name) for name in ("statements", "participants", "meetings")}
    total = sum(kind.gold.total for kind in kinds.values())
    told = [f"{name}: {found}" for name, kind in kinds.items() if (found := _commonest(kind))]
    right = f"{model.label}: {correct_items(model)} of {total} gold items with nothing wrong"
    return f"{right}. {capitalized('; '.join(told) or 'no false alarms')}."


def _commonest(kind: ClassCounts) -> str:
    """The counts of the commonest classes, those of gold and those of what was given alone."""
    counts = {f.name: getattr(kind.predicted, f.name) for f in fields(kind.predicted)}
    counts |= {f.name: getattr(kind.gold, f.name) for f in fields(kind.gold)}
    wrong = {name: n for name, n in counts.items() if n and name not in {"correct", "excused"}}
    most = sorted(wrong, key=lambda name: -wrong[name])
    # A name says more than "1 other" and is no longer: one class alone is never the rest.
    named = most if len(most) == MOST_CLASSES + 1 else most[:MOST_CLASSES]
    told = [f"{wrong[name]} {name.replace('_', ' ')}" for name in named]
    rest = sum(wrong[name] for name in most[len(named) :])
    return ", ".join([*told, *([f"{rest} of other classes"] if rest else [])])


def capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]


def invented(reported: Reported) -> str:
    """Who made things up: what no interval excuses."""
    counts = [(fabricated(model), model.label) for model in ranked(reported)]
    if not any(count for count, _ in counts):
        return ""
    told = [f"{name} {count}" for count, name in counts if count]
    none = [name for count, name in counts if not count]
    told += [f"{none[0]} none"] if len(none) == 1 else ["the others none"] if none else []
    return f"Items made up, which the text does not have: {', '.join(told)}."

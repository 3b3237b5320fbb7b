"""The class of every item, counted so that the sums are exact.

On the gold side every item that counts (not optional, ``core``, of a list that was labeled) is in
exactly one class, and their sum is the number of such items:

    failed_document  the document has no record
    truncated        missed, and the record says that the answer stopped in this list or before it
                     (issue ``answer_truncated``; lists are answered in the order of ``LISTS``)
    missed           nothing predicted stands for it
    split            a statement predicted in pieces; a meeting predicted as several, each with
                     some of its participants
    merge            predicted as one with other gold: a content that holds both, a meeting with
                     participants of both
    wrong_speaker    a statement's content is found (overlap of .5 or more), its speaker is wrong
    wrong_date       of a found meeting; so for ``wrong_kind`` (statements too), ``wrong_organizer``
    boundary         a statement's content is found or shares a quarter of the shorter one, but its
                     letters and digits are not the same
    correct          none of these

On the predicted side every item of the record, and every item that the model gave and the record
left out (``DocumentScore.left_out``), of a list that was labeled, is in exactly one class, and
their sum is the number of those:

    split, merge, wrong_*, boundary, correct    as the gold it stands for
    duplicate        repeats a participant, content or meeting that another prediction has found
    fabricated       its words are not in the text where it says, or nowhere in it
    boilerplate      it stands, at least by half, in what the gold marks as no part of the article;
                     or was left out for that
    spurious         any other that no gold asks for; a participant's attributes are checks of
                     their own and make no class
    excused          matched with gold that does not count, a group that goes free, an inner
                     statement without gold

Where several fit, the first in this order wins: failed_document, truncated, excused; then for what
is matched: split, merge, wrong_speaker, wrong_date, wrong_kind, wrong_organizer, boundary, correct
(a content that is exact is neither split nor merged); for what is not: fabricated, split, merge,
duplicate, boundary, boilerplate, spurious or missed. So who said it comes before in which words,
and that before how much of it. ``fragments`` and ``meeting_decisions`` say when something is in
pieces, joined, near or said again.

The table's content recall at ``iou50`` counts what is *matched*: of the gold classes all of
correct and wrong_*, and of split, merge and boundary those with an overlap of .5.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import get_args

from communique.gold.records import GoldItem
from communique.scoring.counts import Tally
from communique.scoring.decisions import Decision, ErrorClass

__all__ = ["ClassCounts", "ErrorClasses", "GoldClasses", "PredictedClasses", "count_classes"]


class _Classes(Tally):
    __slots__ = ()

    @property
    def total(self) -> int:
        return sum(getattr(self, f.name) for f in fields(self))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class GoldClasses(_Classes):
    """Counted gold items by class."""

    correct: int = 0
    missed: int = 0
    truncated: int = 0
    failed_document: int = 0
    split: int = 0
    merge: int = 0
    wrong_speaker: int = 0
    wrong_date: int = 0
    wrong_kind: int = 0
    wrong_organizer: int = 0
    boundary: int = 0


@dataclass(frozen=True, slots=True)
class PredictedClasses(_Classes):
    """Predicted items, and those given and left out, by class."""

    correct: int = 0
    split: int = 0
    merge: int = 0
    wrong_speaker: int = 0
    wrong_date: int = 0
    wrong_kind: int = 0
    wrong_organizer: int = 0
    boundary: int = 0
    duplicate: int = 0
    spurious: int = 0
    fabricated: int = 0
    boilerplate: int = 0
    excused: int = 0


@dataclass(frozen=True, slots=True)
class ClassCounts(Tally):
    """Both sides of one list."""

    gold: GoldClasses = field(default_factory=GoldClasses)
    predicted: PredictedClasses = field(default_factory=PredictedClasses)


@dataclass(frozen=True, slots=True)
class ErrorClasses(Tally):
    """The classes of the three lists."""

    participants: ClassCounts = field(default_factory=ClassCounts)
    statements: ClassCounts = field(default_factory=ClassCounts)
    meetings: ClassCounts = field(default_factory=ClassCounts)


def count_classes(
    decisions: Iterable[Decision], left_out: Iterable[tuple[GoldItem, ErrorClass]]
) -> ErrorClasses:
    """The classes of all decisions, and of what was given and left out."""
    gold: dict[str, dict[str, int]] = {name: {} for name in get_args(GoldItem)}
    predicted: dict[str, dict[str, int]] = {name: {} for name in get_args(GoldItem)}

    def add(counts: dict[str, int], error_class: ErrorClass) -> None:
        counts[error_class] = counts.get(error_class, 0) + 1

    for decision in decisions:
        name = f"{decision.item}s"
        if decision.gold is not None and decision.verdict != "excused":
            add(gold[name], decision.error_class)
        if decision.predicted is not None:
            add(predicted[name], decision.error_class)
    for item, error_class in left_out:
        add(predicted[item], error_class)
    return ErrorClasses(
        **{
            name: ClassCounts(GoldClasses(**gold[name]), PredictedClasses(**predicted[name]))
            for name in gold
        }
    )

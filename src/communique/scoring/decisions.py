"""What was decided about each item and why, kept so that a report need not compute it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from communique.records import Span

__all__ = [
    "Check",
    "Decision",
    "ErrorClass",
    "Item",
    "RunnerUp",
    "Side",
    "SideName",
    "Verdict",
    "first_place",
    "reference",
]

Item = Literal["participant", "statement", "meeting"]

Verdict = Literal["matched", "missed", "false alarm", "excused"]
"""``excused``: optional gold, a group, an inner statement; neither rewarded nor punished."""

ErrorClass = Literal[
    "correct",
    "missed",
    "truncated",
    "failed_document",
    "split",
    "merge",
    "wrong_speaker",
    "wrong_date",
    "wrong_kind",
    "wrong_organizer",
    "boundary",
    "duplicate",
    "spurious",
    "fabricated",
    "boilerplate",
    "excused",
]
"""What became of an item, exactly one for each; ``classes`` defines them."""


SideName = Literal["gold", "predicted"]


def reference(item: Item, side: SideName, index: int) -> str:
    """How people name an item: ``statement:3`` of the record, ``gold/statement/3`` of the gold."""
    return f"{item}:{index}" if side == "predicted" else f"gold/{item}/{index}"


@dataclass(frozen=True, slots=True)
class Check:
    """One field of a matched pair: what gold and prediction say, and whether that counts right."""

    field: str
    gold: str | None
    predicted: str | None
    right: bool


@dataclass(frozen=True, slots=True)
class Side:
    """An item as it stands in the gold or in the predicted record."""

    index: int
    """Position in the record's list."""
    text: str
    """Name of a participant, content of a statement, what is known of a meeting."""
    span: tuple[int, int] | None = None
    """Where it stands in the document's text, by its first mention or evidence."""

    def as_dict(self) -> dict[str, Any]:
        return {"index": self.index, "text": self.text, "span": self.span and list(self.span)}


def first_place(spans: Iterable[Span]) -> tuple[int, int] | None:
    """Where the first of them in the text stands."""
    first = min(spans, key=lambda span: span.start, default=None)
    return None if first is None else (first.start, first.end)


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The best counterpart that an item was not matched with."""

    side: SideName
    """Where it stands: a predicted one is the runner-up of the decision's gold item."""
    item: Side
    why: str
    """Why it lost."""
    overlap: float | None = None
    """Intersection over union of the contents of statements."""
    weight: float | None = None
    """What pairing them would have weighed; None: they did not pass the gate."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "side": self.side,
            "item": self.item.as_dict(),
            "why": self.why,
            "overlap": self.overlap,
            "weight": self.weight,
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """A matched pair, a miss (no ``predicted``) or a false alarm (no ``gold``)."""

    item: Item
    verdict: Verdict
    gold: Side | None = None
    predicted: Side | None = None
    overlap: float | None = None
    """Intersection over union of the contents of matched statements."""
    checks: tuple[Check, ...] = ()
    error_class: ErrorClass = "correct"
    """The class of both sides of a pair, or of the one side there is."""
    why: str = ""
    """What decided the verdict and the class, in a sentence."""
    weight: float | None = None
    """What the pair added to the total that the assignment makes greatest."""
    runners_up: tuple[RunnerUp, ...] = ()
    """The best other prediction for the gold item, the best other gold for the predicted one."""

    @property
    def sides(self) -> dict[SideName, Side]:
        """Those there are, the gold first."""
        both: tuple[tuple[SideName, Side | None], ...] = (
            ("gold", self.gold),
            ("predicted", self.predicted),
        )
        return {name: side for name, side in both if side is not None}

    def as_dict(self) -> dict[str, Any]:
        return {
            "item": self.item,
            "verdict": self.verdict,
            "gold": self.gold and self.gold.as_dict(),
            "predicted": self.predicted and self.predicted.as_dict(),
            "overlap": self.overlap,
            "checks": [asdict(check) for check in self.checks],
            "error_class": self.error_class,
            "why": self.why,
            "weight": self.weight,
            "runners_up": [runner_up.as_dict() for runner_up in self.runners_up],
        }

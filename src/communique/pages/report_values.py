"""What the page of a benchmark shows: values ready to be read, rounded by who made them.

Where a number is drawn as well, the unrounded one stands beside its text.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.pages.article import Mark
from communique.pages.trust_values import TrustedModel

__all__ = [
    "Axis",
    "Cell",
    "ClassRow",
    "Classes",
    "Compared",
    "ErrorName",
    "Figure",
    "OtherDocument",
    "PairView",
    "ReportView",
    "Share",
    "ShownDocument",
    "ShownItem",
    "ShownReading",
    "Standing",
    "Verdict",
    "WrongField",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    headline: str
    """The answer in one sentence."""
    advice: str
    """Which model to use."""
    reasons: tuple[str, ...]
    """What the answer rests on, how sure it is."""
    faults: tuple[str, ...]
    """What each model gets wrong, a sentence each."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One rate."""

    text: str
    counts: str
    value: float | None
    low: float | None = None
    high: float | None = None
    interval: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of another kind; where there is none ``text`` is a dash and ``why`` the reason."""

    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A model in the leaderboard."""

    model: str
    about: str
    figures: tuple[Figure, ...]
    """Recall, precision and F1 of each group of ``ReportView.groups``."""
    refused: tuple[int, ...]
    """Of each of these groups, the items given that the proof left out."""
    cells: tuple[Cell, ...]
    """One for each of ``ReportView.columns``."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Quality against cost: what the axes are, the points, what is to be said of them."""

    x_name: str
    x_unit: str
    """Written before the numbers of the axis."""
    y_name: str
    points: tuple[tuple[str, float, float, float | None, float | None, bool], ...]
    """As ``charts.scatter`` takes them."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure of two models."""

    measure: str
    a: tuple[str, str]
    """The rate of the first model, and its counts."""
    b: tuple[str, str]
    difference: str
    interval: str
    p: str
    verdict: str
    tone: str
    """a, b: which is better; none: no difference shown; untestable."""
    could_show: str
    value: float | None
    low: float | None
    high: float | None
    detectable: float | None


@dataclass(frozen=True, slots=True)
class PairView:
    a: str
    b: str
    rows: tuple[Compared, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErrorName:
    """A class of errors: its name in the page, two letters that stand for it, what it means."""

    name: str
    """Lower-case letters and hyphens."""
    letters: str
    meaning: str

    @property
    def label(self) -> str:
        return self.name.replace("-", " ")


@dataclass(frozen=True, slots=True)
class Share:
    """One side of what a model did with one kind of items: the counts of the classes."""

    model: str
    side: str
    """gold or given."""
    counts: tuple[tuple[str, int], ...]
    """By the name of the class, in the order of the page."""

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True)
class ClassRow:
    name: str
    counts: tuple[int | None, ...]
    """Gold and given of each model in turn; None where the side has no such class."""


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of one kind of items."""

    item: str
    shares: tuple[Share, ...]
    rows: tuple[ClassRow, ...]


@dataclass(frozen=True, slots=True)
class WrongField:
    field: str
    gold: str
    given: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    id: str
    """Of its element."""
    error_class: str
    what: str
    """participant, statement, meeting."""
    reference: str
    """As ``evals explain`` takes it; empty for what was left out of the record."""
    gold: str | None
    given: str | None
    fields: tuple[WrongField, ...]
    """The speaker always, others where wrong."""
    why: str

    @property
    def is_error(self) -> bool:
        return self.error_class not in {"correct", "excused"}


@dataclass(frozen=True, slots=True)
class ShownReading:
    """A document as one model read it."""

    id: str
    model: str
    number: int
    """Of the model, from 1."""
    failure: str | None
    text: str
    marks: tuple[Mark, ...]
    items: tuple[ShownItem, ...]

    @property
    def errors(self) -> int:
        return sum(item.is_error for item in self.items)


@dataclass(frozen=True, slots=True)
class ShownDocument:
    id: str
    document_id: str
    about: str
    readings: tuple[ShownReading, ...]


@dataclass(frozen=True, slots=True)
class OtherDocument:
    """A document with errors that the page does not show."""

    document_id: str
    errors: tuple[int, ...]
    """Of each model."""


@dataclass(frozen=True, slots=True)
class ReportView:
    title: str
    verdict: Verdict
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    models: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    """Each group of figures with what it means."""
    columns: tuple[tuple[str, str], ...]
    standings: tuple[Standing, ...]
    axis: Axis
    overview: tuple[Compared, ...]
    """One measure of all pairs, where there are several; ``measure`` names the pair."""
    pairs: tuple[PairView, ...]
    pair_notes: tuple[str, ...]
    classes: tuple[Classes, ...]
    error_names: tuple[ErrorName, ...]
    """All classes that the page shows, in its order."""
    trusted: tuple[TrustedModel, ...]
    trust_note: str
    documents: tuple[ShownDocument, ...]
    others: tuple[OtherDocument, ...]
    documents_note: str

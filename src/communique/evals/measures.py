"""The columns of the scored table: what each is called and how it reads off a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.scoring.counts import Counts, Ratio
from communique.scoring.documents import Score
from communique.scoring.statements import StatementCounts, Threshold
from communique.statistics.intervals import Interval, f1_interval, wilson_interval

__all__ = ["Measure", "by_key", "interval", "measures", "shown"]


@dataclass(frozen=True, slots=True)
class Measure:
    group: str
    name: str
    """Empty where the group is a single figure."""
    ratio: Ratio
    is_proportion: bool = True
    """False for F1, which is not a share of items and has an interval of its own."""

    @property
    def key(self) -> str:
        """What it is called in one line: "participants recall", "date"."""
        return f"{self.group} {self.name}".rstrip()


def measures(score: Score, overlap: Threshold) -> tuple[Measure, ...]:
    """The figures of one row, in the order of the columns."""
    statements: StatementCounts = getattr(score, overlap)
    return (
        *_rates("participants", score.participants.lenient),
        *_rates("content", statements.content),
        *_rates("attributed", statements.attributed),
        Measure("speaker", "", statements.speaker),
        Measure("statement kind", "", statements.kind),
        Measure("meeting kind", "", score.meetings.kind),
        Measure("date", "", score.meetings.date),
        Measure("organizer", "", score.meetings.organizer),
        Measure("country", "", score.participants.country),
        Measure("grounded", "", score.supported),
    )


def by_key(score: Score, overlap: Threshold) -> dict[str, Ratio]:
    """The same figures by what they are called in one line."""
    return {measure.key: measure.ratio for measure in measures(score, overlap)}


def interval(documents: Sequence[Measure], repeats: int) -> Interval | None:
    """The 95 % interval of one measure over documents, each read ``repeats`` times."""
    rule = wilson_interval if all(m.is_proportion for m in documents) else f1_interval
    return rule([m.ratio for m in documents], repeats=repeats)


def _rates(group: str, counts: Counts) -> tuple[Measure, Measure, Measure]:
    return (
        Measure(group, "recall", counts.right_of_gold),
        Measure(group, "precision", counts.right_of_predicted),
        Measure(group, "F1", counts.twice_right_of_both, is_proportion=False),
    )


def shown(value: float | None) -> str:
    """Two decimals, a dash when undefined; never 1.00 for less than all."""
    if value is None:
        return "-"
    return "0.99" if value < 1 and f"{value:.2f}" == "1.00" else f"{value:.2f}"

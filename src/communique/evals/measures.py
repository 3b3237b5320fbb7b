"""The columns of the scored table: what each is called and how it reads off a score."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from communique.scoring.counts import Counts, Ratio
from communique.scoring.documents import Score
from communique.scoring.statements import StatementCounts, Threshold
from communique.statistics.intervals import Interval, f1_interval, wilson_interval

__all__ = ["Measure", "by_key", "interval", "measures", "ratio_of", "shown"]


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


_COUNTS: Mapping[str, Callable[[Score, StatementCounts], Counts]] = {
    "participants": lambda score, _: score.participants.lenient,
    "content": lambda _, statements: statements.content,
    "attributed": lambda _, statements: statements.attributed,
}
_RATES: Mapping[str, Callable[[Counts], Ratio]] = {
    "recall": lambda counts: counts.right_of_gold,
    "precision": lambda counts: counts.right_of_predicted,
    "F1": lambda counts: counts.twice_right_of_both,
}
_FIGURES: Mapping[str, Callable[[Score, StatementCounts], Ratio]] = {
    "speaker": lambda _, statements: statements.speaker,
    "statement kind": lambda _, statements: statements.kind,
    "meeting kind": lambda score, _: score.meetings.kind,
    "date": lambda score, _: score.meetings.date,
    "organizer": lambda score, _: score.meetings.organizer,
    "country": lambda score, _: score.participants.country,
    "grounded": lambda score, _: score.supported,
}


def measures(score: Score, overlap: Threshold) -> tuple[Measure, ...]:
    """The figures of one row, in the order of the columns."""
    statements: StatementCounts = getattr(score, overlap)
    rates = (
        Measure(group, rate, ratio(counts(score, statements)), rate != "F1")
        for group, counts in _COUNTS.items()
        for rate, ratio in _RATES.items()
    )
    figures = (Measure(name, "", figure(score, statements)) for name, figure in _FIGURES.items())
    return (*rates, *figures)


def by_key(score: Score, overlap: Threshold) -> dict[str, Ratio]:
    """The same figures by what they are called in one line."""
    return {measure.key: measure.ratio for measure in measures(score, overlap)}


def ratio_of(score: Score, key: str, overlap: Threshold) -> Ratio:
    """One of these, by what it is called in one line.

    Raises:
        KeyError: none is called so.
    """
    statements: StatementCounts = getattr(score, overlap)
    if key in _FIGURES:
        return _FIGURES[key](score, statements)
    group, _, rate = key.partition(" ")
    return _RATES[rate](_COUNTS[group](score, statements))


def interval(documents: Sequence[Measure], repeats: int) -> Interval | None:
    """The 95 % interval of one measure over documents, each read ``repeats`` times."""
    rule = wilson_interval if all(m.is_proportion for m in documents) else f1_interval
    return rule([m.ratio for m in documents], repeats=repeats)


def shown(value: float | None) -> str:
    """Two decimals, a dash when undefined; never 1.00 for less than all."""
    if value is None:
        return "-"
    return "0.99" if value < 1 and f"{value:.2f}" == "1.00" else f"{value:.2f}"

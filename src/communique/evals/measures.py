"""The columns of the scored table: what each is called and how it reads off a score."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from communique.scoring.counts import Counts, Ratio, Tally, figures
from communique.scoring.documents import Score
from communique.scoring.meetings import MeetingCounts
from communique.scoring.participants import ParticipantCounts
from communique.scoring.statements import StatementCounts, Threshold
from communique.statistics.intervals import Interval, f1_interval, wilson_interval

__all__ = ["Measure", "by_key", "interval", "meanings", "measures", "ratio_of", "shown"]


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
_PARTS: Mapping[type[Tally], Callable[[Score, StatementCounts], Tally]] = {
    StatementCounts: lambda _, statements: statements,
    MeetingCounts: lambda score, _: score.meetings,
    ParticipantCounts: lambda score, _: score.participants,
    Score: lambda score, _: score,
}
"""Where figures are declared (``scoring.counts.figure``), in the order of their columns."""
_FIGURES = {
    heading: (part, field)
    for kind, part in _PARTS.items()
    for heading, (field, _) in figures(kind).items()
}


def measures(score: Score, overlap: Threshold) -> tuple[Measure, ...]:
    """The figures of one row, in the order of the columns."""
    statements: StatementCounts = getattr(score, overlap)
    rates = (
        Measure(group, rate, ratio(counts(score, statements)), rate != "F1")
        for group, counts in _COUNTS.items()
        for rate, ratio in _RATES.items()
    )
    declared = (Measure(name, "", _figure(name, score, statements)) for name in _FIGURES)
    return (*rates, *declared)


def _figure(name: str, score: Score, statements: StatementCounts) -> Ratio:
    part, field = _FIGURES[name]
    found: Ratio = getattr(part(score, statements), field)
    return found


def meanings() -> dict[str, list[str]]:
    """What figures are a share of, as the scoring says it -> those that are."""
    told: dict[str, list[str]] = {}
    for kind in _PARTS:
        for heading, (_, of) in figures(kind).items():
            told.setdefault(of, []).append(heading)
    return told


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
        return _figure(key, score, statements)
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

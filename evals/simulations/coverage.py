"""Do the intervals hold the truth as often as they say, and the paired test err as seldom?

    python evals/simulations/coverage.py [--draws 2000] [--seed 20]

Documents are drawn whose rates are known, with everything else as in a small suite: 5 to 14 gold
items a document, right or wrong together. Each document has a rate of its own (beta distributed
around the true one; the intraclass correlation ICC says how far apart), which holds for its gold
items being found and for its places of a false alarm staying empty: the documents that miss much
also make much up, the worst case for F1. Recall, precision and F1 then all have the same truth.

The functions measured are those of ``communique.statistics``, as ``evals`` calls them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.scoring.counts import Counts, Ratio
from communique.statistics.intervals import Interval, f1_interval, wilson_interval
from communique.statistics.paired import paired_difference
from communique.statistics.power import detectable_difference

RATES = (0.70, 0.85, 0.95)
CORRELATIONS = (0.05, 0.15, 0.35)
SIZES = (5, 10, 20, 40)

Rule = Callable[[Sequence[Ratio]], Interval | None]
"""Documents -> their interval."""

MEASURES: dict[str, tuple[Callable[[Counts], Ratio], Rule]] = {
    "recall": (lambda c: c.right_of_gold, wilson_interval),
    "precision": (lambda c: c.right_of_predicted, wilson_interval),
    "F1": (lambda c: c.twice_right_of_both, f1_interval),
}


@dataclass(frozen=True, slots=True)
class Cell:
    rate: float
    correlation: float
    documents: int

    def __str__(self) -> str:
        return f"{self.rate:.2f}  {self.correlation:.2f}  {self.documents:>4}"


CELLS = tuple(Cell(*values) for values in product(RATES, CORRELATIONS, SIZES))


@dataclass(frozen=True, slots=True)
class Held:
    """Of many suites drawn: the share whose interval held the truth, and its mean width."""

    coverage: float
    width: float


def counts_of(rng: np.random.Generator, rates: NDArray[Any]) -> list[Counts]:
    """Documents of these rates."""
    gold = rng.integers(5, 15, len(rates))
    found, alarms = rng.binomial(gold, rates), rng.binomial(gold, 1 - rates)
    return [
        Counts(int(tp), int(fp), int(m - tp)) for tp, fp, m in zip(found, alarms, gold, strict=True)
    ]


def rates_of(rng: np.random.Generator, cell: Cell) -> NDArray[Any]:
    """A rate for each document: beta distributed, with the cell's mean and ICC."""
    strength = 1 / cell.correlation - 1
    return rng.beta(cell.rate * strength, (1 - cell.rate) * strength, cell.documents)


def coverage(
    cell: Cell, draws: int, seed: int, rules: dict[str, Rule] | None = None
) -> dict[str, Held]:
    """How the intervals of each measure do in one cell; other ``rules`` may stand in for ours."""
    rng = np.random.default_rng(seed)
    suites = [counts_of(rng, rates_of(rng, cell)) for _ in range(draws)]
    held = {}
    for name, (ratio, ours) in MEASURES.items():
        rule = (rules or {}).get(name, ours)
        found = [rule([ratio(c) for c in suite]) for suite in suites]
        given = [interval for interval in found if interval is not None]
        held[name] = Held(
            sum(i.low <= cell.rate <= i.high for i in given) / draws,
            sum(i.high - i.low for i in given) / len(given),
        )
    return held


@dataclass(frozen=True, slots=True)
class Tested:
    """Of many suites drawn, each read by two models."""

    shown: float
    """Share with p < .05."""
    held: float
    """Share whose interval held the true difference (or that had none)."""
    detectable: float | None
    """Mean of the differences named as the smallest that could have been shown."""


def paired_suites(cell: Cell, gain: float, draws: int, seed: int, swaps: int = 999) -> Tested:
    """Two models compared by recall, the first better by ``gain``.

    Half of the documents are as hard for one model as for the other, the rest independent.
    """
    rng = np.random.default_rng(seed)
    differences = []
    for _ in range(draws):
        rates = rates_of(rng, cell)
        other = np.where(rng.random(cell.documents) < 0.5, rates, rates_of(rng, cell))
        gold = rng.integers(5, 15, cell.documents)
        a, b = _recalls(rng, gold, rates), _recalls(rng, gold, other * (1 - gain / cell.rate))
        differences.append(paired_difference(a, b, draws=swaps))
    held = sum(d.interval is None or d.interval.low <= gain <= d.interval.high for d in differences)
    errors = sum(d.error or 0.0 for d in differences) / draws
    return Tested(
        shown=sum(d.p is not None and d.p < 0.05 for d in differences) / draws,
        held=held / draws,
        detectable=detectable_difference(errors, cell.documents),
    )


def _recalls(rng: np.random.Generator, gold: NDArray[Any], rates: NDArray[Any]) -> list[Ratio]:
    found = rng.binomial(gold, rates)
    return [Ratio(int(k), int(m)) for k, m in zip(found, gold, strict=True)]


def interval_lines(draws: int, seed: int) -> Iterator[str]:
    """Coverage and mean width of the 95 % intervals, a line a cell, then the worst and the mean."""
    yield "95 % intervals: coverage / mean width"
    yield "rate  ICC   docs  " + "  ".join(f"{name:<13}" for name in MEASURES)
    rows = []
    for number, cell in enumerate(CELLS):
        rows.append((cell, coverage(cell, draws, seed + number)))
        held = "  ".join(f"{h.coverage:.3f} / {h.width:.3f}" for h in rows[-1][1].values())
        yield f"{cell}  {held}"
    for name in MEASURES:
        mean = sum(held[name].coverage for _, held in rows) / len(rows)
        worst, least = min(((c, held[name].coverage) for c, held in rows), key=lambda row: row[1])
        yield (
            f"{name}: mean coverage {mean:.3f}; worst cell {least:.3f} at rate {worst.rate:.2f}, "
            f"ICC {worst.correlation:.2f}, {worst.documents} documents"
        )


def false_alarm_lines(draws: int, seed: int) -> Iterator[str]:
    """How often two models that are equally good seem to differ, a line a cell."""
    yield "Paired test of recall, two equally good models on the same documents: share of p < .05"
    yield "(at most .05), and coverage of the 95 % interval of the difference"
    yield "rate  ICC   docs  p < .05  coverage"
    rows = []
    for number, cell in enumerate(CELLS):
        rows.append((cell, paired_suites(cell, 0.0, draws, seed + number)))
        yield f"{cell}  {rows[-1][1].shown:<7.3f}  {rows[-1][1].held:.3f}"
    alarms = [row.shown for _, row in rows]
    yield f"false alarms: mean {sum(alarms) / len(alarms):.3f}, most {max(alarms):.3f}"
    yield f"coverage: mean {sum(row.held for _, row in rows) / len(rows):.3f}"


def power_lines(draws: int, seed: int) -> Iterator[str]:
    """How often a better model is shown to be better, and whether what is promised is kept."""
    yield "Power: share of p < .05 when the recall of the second model is lower than that of the"
    yield "first, .85, ICC .15; `four of five`: the difference named as shown four times of five"
    yield "docs  gain  p < .05  coverage  four of five"
    for number, (size, gain) in enumerate(product(SIZES, (0.05, 0.10, 0.15, 0.20))):
        row = paired_suites(Cell(0.85, 0.15, size), gain, draws, seed + number)
        named = "-" if row.detectable is None else f"{row.detectable:.3f}"
        yield f"{size:>4}  {gain:.2f}  {row.shown:<7.3f}  {row.held:<8.3f}  {named}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--draws", type=int, default=2000, help="suites drawn in each cell")
    parser.add_argument("--seed", type=int, default=20)
    given = parser.parse_args()
    print(f"{given.draws} suites drawn in each cell, seed {given.seed}\n")
    for line in interval_lines(given.draws, given.seed):
        print(line, flush=True)
    print()
    for lines in (false_alarm_lines, power_lines):
        for line in lines(given.draws // 2, given.seed):
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()

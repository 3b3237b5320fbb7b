"""Where the marks of small charts lie, for the templates that draw them as inline SVG.

Nothing here writes markup: scales, ticks, the places of points and of their labels, in the units of
the drawing (1 unit: 1 CSS pixel, y downwards).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Block", "Point", "Scale", "Scatter", "linear", "logarithmic", "scatter", "stacked"]

_LINE = 17.0
"""From one label to the next below it."""
_LETTER = 7.2
"""About how wide a letter of a label is."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from ``low`` to ``high`` onto places from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]
    is_logarithmic: bool = False

    def __call__(self, value: float) -> float:
        """The place of ``value``, kept within the drawing; 0 of a logarithmic scale lies at its
        start, before all that is more."""
        if self.is_logarithmic:
            if value <= 0:
                return self.start
            at = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            at = (value - self.low) / (self.high - self.low)
        return round(self.start + min(max(at, 0.0), 1.0) * (self.end - self.start), 2)


def linear(values: Sequence[float], start: float, end: float, *, ticks: int = 5) -> Scale:
    """A scale over ``values`` that begins and ends at round numbers."""
    low, high = min(values), max(values)
    spread = high - low if high > low else abs(high)
    # Below this a power of ten is no longer told from 0.
    step = _step(max(spread / ticks, 1e-300) if spread else 1.0)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    # A product of a round step, rounded off: 3 * 0.1 is not 0.3.
    marks = tuple(float(f"{number * step:.12g}") for number in range(first, last + 1))
    return Scale(marks[0], marks[-1], start, end, marks)


def logarithmic(values: Sequence[float], start: float, end: float) -> Scale:
    """A scale over the positive of ``values`` by powers of ten; 0, where there is one, lies at
    ``start``, a power below all others."""
    positive = [value for value in values if value > 0]
    first = math.floor(math.log10(min(positive)) + 1e-9) - (len(positive) < len(values))
    last = max(math.ceil(math.log10(max(positive)) - 1e-9), first + 1)
    ticks = tuple(10.0**power for power in range(first, last + 1))
    if len(positive) < len(values):
        ticks = (0.0, *ticks[1:])
    return Scale(10.0**first, 10.0**last, start, end, ticks, is_logarithmic=True)


@dataclass(frozen=True, slots=True)
class Point:
    name: str
    x: float
    y: float
    low: float | None
    """Places of the ends of its interval."""
    high: float | None
    on_frontier: bool
    label_x: float
    label_y: float
    is_left: bool
    """The label ends, instead of begins, at its place."""


@dataclass(frozen=True, slots=True)
class Scatter:
    width: float
    height: float
    x: Scale
    y: Scale
    points: tuple[Point, ...]
    frontier: str
    """The line through the points on the frontier, as the ``points`` of a polyline."""


def scatter(
    points: Sequence[tuple[str, float, float, float | None, float | None, bool]],
    *,
    width: float = 700,
    height: float = 320,
) -> Scatter:
    """A chart of points: name, x >= 0, y in [0, 1] with the ends of its interval, on the frontier.

    The x axis is logarithmic where the largest is twenty times the smallest that is not 0, and
    begins at 0 elsewhere.
    """
    left, right, top, bottom = 52.0, width - 24, 16.0, height - 48
    xs = [x for _, x, *_ in points]
    positive = [x for x in xs if x > 0]
    spread = bool(positive) and max(positive) >= 20 * min(positive)
    x_scale = logarithmic(xs, left, right) if spread else linear([0.0, *xs], left, right)
    ends = [v for _, _, y, low, high, _ in points for v in (y, low, high) if v is not None]
    lowest, highest = min(ends), max(ends)
    if lowest == 1:  # a scale of a single value would go on above it
        lowest = 0.8
    y_scale = linear([lowest, highest], bottom, top, ticks=5)
    rows = sorted(points, key=lambda p: -p[2])
    dots = [_Box.around(x_scale(x), y_scale(y)) for _, x, y, *_ in rows]
    labels: list[_Box] = []
    placed: list[Point] = []
    for name, x, y, low, high, on_frontier in rows:
        at_x, at_y = x_scale(x), y_scale(y)
        box, label_x, label_y, is_left = _label(name, at_x, at_y, right, [*dots, *labels])
        labels.append(box)
        reach = (None if low is None else y_scale(low), None if high is None else y_scale(high))
        placed.append(Point(name, at_x, at_y, *reach, on_frontier, label_x, label_y, is_left))
    line = sorted((p.x, p.y) for p in placed if p.on_frontier)
    frontier = " ".join(f"{x},{y}" for x, y in line)
    return Scatter(width, height, x_scale, y_scale, tuple(placed), frontier)


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    right: float
    top: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float) -> _Box:
        """What a point takes."""
        return cls(x - 7, x + 7, y - 7, y + 7)

    def meets(self, other: _Box) -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


def _label(
    name: str, x: float, y: float, right: float, taken: Sequence[_Box]
) -> tuple[_Box, float, float, bool]:
    """Where a label stands free: right of its point, else left, else a line further down."""
    wide = len(name) * _LETTER
    line = 0
    while True:
        for is_left in (False, True):
            start = x - 12 - wide if is_left else x + 12
            place = y + 4 + line * _LINE
            box = _Box(start, start + wide, place - 12, place + 4)
            fits = start >= 0 and box.right <= right + 20
            # A label wider than the drawing fits nowhere: below the others is the best there is.
            if (fits or (line > len(taken) and not is_left)) and not any(map(box.meets, taken)):
                return box, (x - 12 if is_left else x + 12), round(place, 2), is_left
        line += 1


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a stacked bar."""

    name: str
    count: int
    x: float
    width: float


def stacked(counts: Sequence[tuple[str, int]], full: int, width: float) -> tuple[Block, ...]:
    """The parts of a bar in which ``full`` items are ``width`` wide; parts of nothing are none."""
    blocks: list[Block] = []
    before = 0
    for name, count in counts:
        if count:
            x, end = before / full * width, (before + count) / full * width
            blocks.append(Block(name, count, round(x, 2), round(end - x, 2)))
            before += count
    return tuple(blocks)


def _step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is not less."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= least * (1 - 1e-9))

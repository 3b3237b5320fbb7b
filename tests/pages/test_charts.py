"""Where the marks of charts lie."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.pages.charts import linear, logarithmic, scatter, stacked

VALUES = st.floats(0.0001, 1e6)


@given(st.lists(st.floats(-1e4, 1e4).map(lambda x: round(x, 3)), min_size=1, max_size=6))
def test_linear_scale_holds_its_values_between_round_ends(values: list[float]) -> None:
    """Its ends are ticks, and order is kept."""
    scale = linear(values, 10, 110)
    assert scale.low <= min(values) + 1e-6
    assert max(values) <= scale.high + 1e-6
    assert (scale(scale.low), scale(scale.high)) == (10, 110)
    places = [scale(value) for value in sorted(values)]
    assert places == sorted(places)


def test_ticks_are_round_numbers() -> None:
    """Not 0.30000000000000004."""
    assert linear([0.31, 0.58], 0, 1).ticks == (0.3, 0.4, 0.5, 0.6)
    assert linear([-18, 18], 0, 1, ticks=4).ticks == (-20, -10, 0, 10, 20)


def test_nothing_lies_before_everything_on_a_logarithmic_scale() -> None:
    """What costs nothing has a place of its own, at the start."""
    scale = logarithmic([0, 0.002, 0.5], 0, 400)
    assert scale.ticks == (0.0, 0.001, 0.01, 0.1, 1.0)
    assert [scale(x) for x in (0, 0.001, 0.01, 1.0)] == [0, 100, 200, 400]


@given(st.lists(st.tuples(VALUES, st.floats(0, 1)), min_size=1, max_size=8))
def test_labels_lie_on_no_label_and_no_point(points: list[tuple[float, float]]) -> None:
    """However close the points are; a label that would leave the drawing stands to the left."""
    named = [(f"model {i}", x, y, None, None, i == 0) for i, (x, y) in enumerate(points)]
    chart = scatter(named)
    assert {p.name for p in chart.points} == {name for name, *_ in named}
    for one in chart.points:
        ends = sorted((one.label_x, one.label_x + (-50 if one.is_left else 50)))
        assert ends[0] >= 0
        for other in chart.points:
            beside = not ends[0] < other.x < ends[1]
            assert beside or abs(one.label_y - 4 - other.y) >= 7
            if other is not one and one.label_x == other.label_x:
                assert one.is_left != other.is_left or abs(one.label_y - other.label_y) >= 15


def test_a_name_wider_than_the_drawing_ends_the_search() -> None:
    """It stands to the right of its point, whatever is cut off."""
    (point,) = scatter([("x" * 500, 3.0, 0.5, None, None, True)]).points
    assert not point.is_left


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any))
def test_a_stacked_bar_is_as_long_as_its_counts(counts: list[int]) -> None:
    """Parts follow each other without a gap."""
    total = sum(counts)
    blocks = stacked([(str(i), n) for i, n in enumerate(counts)], 2 * total, 500)
    assert [block.count for block in blocks] == [n for n in counts if n]
    assert blocks[0].x == 0
    assert blocks[-1].x + blocks[-1].width == pytest.approx(250, abs=0.1)
    for one, after in pairwise(blocks):
        assert one.x + one.width == pytest.approx(after.x, abs=0.02)

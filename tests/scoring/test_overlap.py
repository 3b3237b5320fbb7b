"""Overlap counts letters and digits alone, as a set of characters would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.scoring.overlap import iou, letter_ranges, overlapping, reaches, sharing

TEXT = 'He said: "We met," and left – 2 days later…  Ünï; "Bye."'
SPANS = st.lists(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=8,
)


def test_quotation_marks_cost_nothing() -> None:
    """Spans that differ in punctuation and blanks at the edges overlap wholly."""
    inner = TEXT.index("We met")
    ranges = letter_ranges(TEXT, [(inner - 1, inner + 8), (inner, inner + 6)])
    assert overlapping(ranges[:1], ranges[1:], 1.0) == [(0, 0, 1.0)]


def test_touching_spans_do_not_overlap() -> None:
    """Half-open neighbours share nothing."""
    ranges = letter_ranges("abcdefghi", [(0, 5), (5, 9)])
    assert overlapping(ranges[:1], ranges[1:], 0.01) == []


def test_punctuation_alone_matches_nothing() -> None:
    """A span without letters or digits overlaps not even itself."""
    ranges = letter_ranges("a -- b", [(2, 4)])
    assert overlapping(ranges, ranges, 0.5) == []


@given(SPANS, SPANS, st.sampled_from([0.1, 0.5, 0.8, 1.0]))
def test_equals_the_definition_by_character_sets(
    gold: list[tuple[int, int]], predicted: list[tuple[int, int]], minimum: float
) -> None:
    """The same pairs and values as intersection over union of sets of characters."""

    def letters(span: tuple[int, int]) -> set[int]:
        return {k for k in range(*span) if k < len(TEXT) and TEXT[k].isalnum()}

    expected = {}
    for i, a in enumerate(map(letters, gold)):
        for j, b in enumerate(map(letters, predicted)):
            if a & b and len(a & b) / len(a | b) >= minimum:
                expected[i, j] = len(a & b) / len(a | b)
    ranges = letter_ranges(TEXT, gold + predicted)
    found = overlapping(ranges[: len(gold)], ranges[len(gold) :], minimum)
    assert {(i, j): value for i, j, value in found} == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize(
    ("a", "b", "value"),
    [((0, 4), (2, 6), 2 / 6), ((0, 4), (0, 4), 1.0), ((0, 4), (4, 8), 0.0), ((3, 3), (3, 3), 0.0)],
)
def test_overlap_is_intersection_over_union(
    a: tuple[int, int], b: tuple[int, int], value: float
) -> None:
    """0 for what shares nothing, be it nothing itself."""
    assert iou(a, b) == value


def test_a_threshold_is_reached_up_to_rounding() -> None:
    """.1 + .2 is .3; .29 is not."""
    assert reaches(0.3 - 1e-15, 0.3)
    assert reaches(0.5, 0.5)
    assert not reaches(0.3 - 1e-9, 0.3)


def test_pairs_that_share_letters_come_sorted_with_how_many() -> None:
    """Long ranges and short ones, which are looked up apart, together."""
    gold = [(5, 9), (0, 100)]
    predicted = [(8, 9), (0, 90), (6, 8), (100, 110), (4, 5)]
    assert sharing(gold, predicted) == [
        (0, 0, 1),
        (0, 1, 4),
        (0, 2, 2),
        (1, 0, 1),
        (1, 1, 90),
        (1, 2, 2),
        (1, 4, 1),
    ]


def test_a_span_past_the_end_ends_with_the_text() -> None:
    """A scorer must not count on the proof of a record."""
    assert letter_ranges("ab cd", [(3, 99), (1, 4)]) == [(2, 4), (1, 3)]

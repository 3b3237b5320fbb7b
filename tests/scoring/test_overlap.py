"""Overlap counts letters and digits alone, as a set of characters would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.scoring.overlap import letter_ranges, overlapping

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

"""Each comparator by examples worked by hand: what is right, what is not, and what it says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.comparators import Compare
from communique.comparators.base import Around, Comparator, Compared, Said
from communique.errors import UsageError
from communique.scoring.names import surname_counts
from communique.values import Span


def asked(how: Compare, gold: Any, predicted: Any, **around: Any) -> Compared:
    assert how.comparator is not None
    return how.comparator.compare(Said(gold), Said(predicted), Around(**around))


def test_exact_is_to_the_letter() -> None:
    """Numbers by value, truth values not as numbers, texts as they are written."""
    how = Compare.exact()
    assert asked(how, 1, 1.0).right
    assert not asked(how, 1, True).right
    assert not asked(how, "Oslo", "oslo").right


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("the Tarnow Relief Fund", "Tarnow relief fund"),
        ("a “large” sum", 'a "large" sum.'),
        ("clean water", "clean\u00a0 water"),
        ("co-operation – now", "CO-OPERATION-now"),
        ("A", "a."),
        ("the", "The"),
        ("!", "!"),
    ],
)
def test_text_knows_no_ways_of_writing(gold: str, predicted: str) -> None:
    """Case, quotes, dashes, blanks, marks at the ends, a leading article."""
    assert asked(Compare.text(), gold, predicted).right


def test_text_takes_no_other_words_unless_a_similarity_is_given() -> None:
    """Similarity is 2 × letters in common / letters of both: 2 × 9 / 23 here."""
    gold, predicted = "donald trump", "donald tusk"
    assert not asked(Compare.text(), gold, predicted).right
    found = asked(Compare.text(0.75), gold, predicted)
    assert found.similarity == pytest.approx(2 * 9 / (12 + 11))
    assert (found.right, found.why) == (True, "similarity 0.78")
    assert not asked(Compare.text(0.8), gold, predicted).right


@given(st.text(max_size=30))
def test_text_in_other_case_between_blanks_is_the_same(text: str) -> None:
    """Whatever is in it."""
    assert asked(Compare.text(), text, f" {text.casefold()}\n").right


@pytest.mark.parametrize(
    ("how", "gold", "predicted", "right"),
    [
        (Compare.number(relative=0.01), 100, 101, True),
        (Compare.number(relative=0.01), 100, 102, False),
        (Compare.number(absolute=2), 100, 102, True),
        (Compare.number(absolute=2), 0, -3, False),
        (Compare.number(), "50.10", "50.1", True),
        (Compare.number(relative=0.5), True, 1, True),
        (Compare.number(relative=0.5), "many", 1, False),
        (Compare.number(relative=0.5), "nan", 1, False),
    ],
)
def test_numbers_within_a_tolerance(how: Compare, gold: Any, predicted: Any, right: bool) -> None:
    """Relative to the larger one, or absolute; decimals are texts in JSON; nan is no number."""
    assert asked(how, gold, predicted).right is right


@pytest.mark.parametrize(
    ("gold", "predicted", "why"),
    [
        ("2031-09-04", "2031-09-04", "the same date"),
        ("2031-09-04", "2031-09", "says less than the gold"),
        ("2031-09", "2031-09-04", "claims more than the gold"),
        ("2031-09-04", "2031-09-05", "another date"),
        ("XXXX-02-28", "XXXX-02-28", "the same date"),
        ("XXXX-02-28", "2031-02-28", "another date"),
        ("2031-XX", "2031", "the same date"),
        ("2031-09?", "2031-09", "the same date"),
        ("2031-09-01/2031-09-03", "2031-09-01/2031-09-03", "the same date"),
        ("2031-09-01/2031-09-03", "2031-09-01", "another date"),
        ("2031-09-04T12:00:00+02:00", "2031-09-04T10:00:00Z", "the same date"),
        ("2031-09-04T12:00:00", "2031-09-04T12:00:00Z", "another date"),
        ("2031-09-04T12:00:00", "2031-09-04", "says less than the gold"),
        ("2031-09-04T01:00:00+02:00", "2031-09-04", "says less than the gold"),
        ("12:30:00", "12:30", "the same date"),
        ("soon", "Soon", "equal"),
        ("soon", "2031", "not a date"),
    ],
)
def test_a_date_says_the_same_equally_exactly(gold: str, predicted: str, why: str) -> None:
    """ISO 8601 and EDTF; instants by UTC; what is no date by its folded text."""
    found = asked(Compare.date(), gold, predicted)
    assert (found.why, found.right) == (why, why in ("the same date", "equal"))


def test_a_date_to_a_precision() -> None:
    """Nothing finer is looked at."""
    assert asked(Compare.date("month"), "2031-09-04", "2031-09-30").right
    assert asked(Compare.date("month"), "2031-09-04", "2031-09").right
    assert not asked(Compare.date("month"), "2031-09-04", "2031").right
    assert asked(Compare.date("year"), "2031-09-04", "2031").right


def test_names_as_participants_are_named() -> None:
    """Titles apart; a bare surname where one gold name of the field has it; no similar letters."""
    how, surnames = Compare.name(), surname_counts(["Pia Stellan", "Ann Lee", "Bo Lee"])
    assert asked(how, "Pia Stellan", "Prime Minister Stellan", surnames=surnames).right
    assert not asked(how, "Ann Lee", "Lee", surnames=surnames).right
    assert asked(how, "Ann Lee", "Dr. Ann Lee", surnames=surnames).right
    assert not asked(how, "Pia Stellan", "Pia Stellen", surnames=surnames).right


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        ("GB", "the UK", True),
        ("British", "gb", True),
        ("Niger", "Nigeria", False),
        ("GB", "NATO", False),
        ("NATO", "nato", True),
        ("NATO", "EU summit", False),
    ],
)
def test_countries_by_code_or_word(gold: str, predicted: str, right: bool) -> None:
    """One that means no country is compared as text."""
    assert asked(Compare.country(), gold, predicted).right is right


TEXT = "Ann Lee met Bo Rae. Later Ann Lee left."


def said(value: str, *places: tuple[int, int]) -> Said:
    return Said(value, tuple(Span.of(TEXT, start, end) for start, end in places))


@pytest.mark.parametrize(
    ("gold", "predicted", "overlap"),
    [
        (said("Ann Lee", (0, 7)), said("Ann", (0, 3)), 3 / 6),
        (said("Ann Lee", (0, 7)), said("Ann Lee", (26, 33)), 0.0),
        (said("Ann Lee", (26, 33)), said("Ann Lee"), 1.0),
        (said("Ann Lee"), said("Ann\nLee"), 1.0),
        (said("x", (0, 7), (12, 18)), said("y", (12, 18)), 5 / 11),
        (said("nobody"), said("Ann"), 0.0),
        (said("x", (18, 19)), said("x", (18, 19)), 0.0),
    ],
)
def test_spans_by_letters_in_common(gold: Said, predicted: Said, overlap: float) -> None:
    """Evidence, else every place of the value; letters and digits alone count."""
    how = Compare.span(0.5).comparator
    assert how is not None
    found = how.compare(gold, predicted, Around(TEXT))
    assert found.similarity == pytest.approx(overlap)
    assert found.right is (overlap >= 0.5)


def test_spans_need_the_text() -> None:
    """Said, not guessed."""
    with pytest.raises(UsageError, match="needs the text"):
        asked(Compare.span(), "a", "a")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Compare.text(0),
        lambda: Compare.text(1.1),
        lambda: Compare.span(-1),
        lambda: Compare.number(relative=-1),
        lambda: Compare.date("hour"),  # type: ignore[arg-type]
    ],
)
def test_settings_that_mean_nothing_are_refused(make: Any) -> None:
    """When they are declared, not when they are used."""
    with pytest.raises(UsageError, match="Compare"):
        make()


COMPARATORS = [
    Compare.exact(),
    Compare.text(),
    Compare.text(0.6),
    Compare.number(relative=0.1),
    Compare.date(),
    Compare.name(),
    Compare.country(),
    Compare.span(),
]
SCALARS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["2031-09", "XXXX-02-28", "GB", "British", "Ann Lee", "Lee", "5e400", "-1"]),
    st.floats(),
    st.integers(),
    st.booleans(),
)


@given(st.sampled_from(COMPARATORS), SCALARS, SCALARS)
def test_any_two_values_can_be_compared(how: Compare, gold: Any, predicted: Any) -> None:
    """No error; similarity is a share, 1 only for what is right; either way round alike."""
    around = Around("Ann Lee, British", surname_counts([]))
    comparator: Comparator | None = how.comparator
    assert comparator is not None
    there = comparator.compare(Said(gold), Said(predicted), around)
    back = comparator.compare(Said(predicted), Said(gold), around)
    assert 0 <= there.similarity <= 1
    assert there.right or there.similarity < 1
    assert (there.right, there.similarity) == (back.right, back.similarity)

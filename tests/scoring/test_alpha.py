"""Krippendorff's alpha for nominal labels."""

from __future__ import annotations

import pytest

from communique.scoring.alpha import nominal_alpha
from communique.scoring.counts import Ratio


@pytest.mark.parametrize(
    ("coders", "alpha"),
    [
        (["0100000010", "1110010000"], 0.095),
        (["aabbdcccedda", "babbbccceddd"], 0.692),
        (["123321412...", "1233224125.3", ".3332342251.", "1233244125 1.".replace(" ", "")], 0.743),
    ],
    ids=["binary", "nominal", "four coders, some labels missing"],
)
def test_published_alphas(coders: list[str], alpha: float) -> None:
    """The worked examples A, B and C of Krippendorff 2011, Computing Krippendorff's Alpha."""
    units = [[x for x in unit if x != "."] for unit in zip(*coders, strict=True)]
    assert nominal_alpha(units).value == pytest.approx(alpha, abs=0.0005)


@pytest.mark.parametrize("units", [[], [("a", "b")], [("a", "a"), ("a", "a")], [("a",), ("b",)]])
def test_alpha_without_variation_is_undefined(units: list[tuple[str, ...]]) -> None:
    """No unit, one unit, one label throughout or nobody to compare with give None."""
    found = nominal_alpha(units)
    pairs = [unit for unit in units if len(unit) > 1]
    assert found.value is None
    assert found.equal == Ratio(sum(a == b for a, b in pairs), len(pairs))


def test_a_label_called_nan_is_a_label() -> None:
    """Labels are counted, so that none is mistaken for a missing value."""
    found = nominal_alpha([("nan", "nan"), ("b", "b"), ("nan", "b")])
    assert found.equal == Ratio(2, 3)
    assert found.value is not None
    assert 0 < found.value < 1


def test_agreement_beyond_chance_is_that_of_the_definition() -> None:
    """Of three units two agree: 1 - (2 of 6) / (18 of 30), by hand."""
    found = nominal_alpha([["a", "a"], ["b", "b"], ["a", "b"]])
    assert found.equal == Ratio(2, 3)
    assert found.value == pytest.approx(4 / 9)
    assert found.as_dict() == {"alpha": found.value, "equal": found.equal.as_dict()}
    assert str(found.equal.numerator) + str(found.equal.denominator) == "23"  # whole numbers


def test_of_many_coders_all_pairs_count() -> None:
    """Three and four labels of a unit make three and six pairs; none of one label."""
    found = nominal_alpha([["a", "a", "b"], ["a", "a", "a", "b"], ["b"]])
    assert found.equal == Ratio(1 + 3, 3 + 6)
    assert found.value is not None
    assert found.value < 0


def test_a_unit_with_one_label_says_nothing() -> None:
    """Alpha and raw agreement are those without it."""
    units = [["a", "a"], ["b", "a"], ["b", "b"]]
    assert nominal_alpha([*units, ["a"], ["c"], []]) == nominal_alpha(units)


def test_none_is_a_label_like_any_other() -> None:
    """No speaker is an answer too."""
    assert nominal_alpha([[None, None], ["a", "a"]]).value == 1.0
    assert nominal_alpha([[None, "a"], ["a", None]]).equal == Ratio(0, 2)


def test_two_units_of_two_labels_are_enough() -> None:
    """The fewest for which it is defined."""
    assert nominal_alpha([["a", "a"], ["b", "b"]]).value == 1.0

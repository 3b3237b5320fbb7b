"""Numbers told in words and figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from communique.llm.numbers import tells_number


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("$1.5 billion", "1500000000 1.5"),
        ("US$1.5bn", "1500000000 1.5"),
        ("€50 million ($54.2 million)", "50 50000000 54.2 54200000"),
        ("€5m", "5 5000000"),
        ("five", "5"),
        ("Twenty-two ministers", "22"),
        ("five thousand two hundred people", "5200"),
        ("two hundred and five", "205"),
        ("1,200 tents", "1200"),
        ("1\u202f200\u202f000 tents", "1200000"),
        ("12 percent", "12 0.12"),
        ("12.5 per cent", "12.5 0.125"),
        ("4%", "4 0.04"),
        ("a hundred", "100"),
        ("half a million crowns", "500000"),
        ("one and a half million crowns", "1500000 1.5"),
        ("two and a half years", "2.5"),
        ("two dozen boats", "24"),
        ("a dozen boats", "12"),
        ("half a dozen boats", "6"),
        ("5 hundred", "500"),
        ("5 millions", "5000000"),
        ("between five and ten", "5 10"),
        ("5-10 boats", "5 10"),
        ("minus 7 degrees", "-7"),
        ("−3.5", "-3.5"),
        ("the third round", "3"),
        ("a five-year plan", "5"),
        ("a 10-million-crown plan", "10000000"),
        ("in May 2031", "2031"),
        ("zero", "0"),
    ],
)
def test_told_numbers(words: str, numbers: str) -> None:
    """Figures, words, both together; with their scale, and as the number before it."""
    for number in numbers.split():
        assert tells_number(words, Decimal(number)), number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("$1.5 billion", "1500000"),
        ("$1.5 billion", "5"),
        ("1,200", "200"),
        ("12.5 percent", "12"),
        ("12", "0.12"),
        ("5-10 boats", "-10"),
        ("7 degrees", "-7"),
        ("hundreds of boats", "100"),
        ("tens of thousands", "10"),
        ("tens of thousands", "1000"),
        ("several hundred", "100"),
        ("a few million", "1000000"),
        ("no boats", "0"),
        ("boats", "1"),
        ("", "0"),
    ],
)
def test_numbers_that_are_not_told(words: str, number: str) -> None:
    """Another scale, a part of a number, a vague word: none of them tells it."""
    assert not tells_number(words, Decimal(number))

"""The words of the calendar."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import pytest

from communique.text.calendar import MONTH, MONTHS, WEEKDAY, WEEKDAYS


def test_names_have_the_numbers_of_the_standard_library() -> None:
    """Months count from 1, weekdays from 0, as in datetime."""
    for number in range(1, 13):
        assert MONTHS[calendar.month_name[number].lower()] == number
        assert MONTHS[calendar.month_abbr[number].lower()] == number
    for number, name in enumerate(calendar.day_name):
        assert WEEKDAYS[name.lower()] == number
    assert WEEKDAYS["wednesday"] == dt.date(2031, 5, 14).weekday()


@pytest.mark.parametrize("word", ["May", "September", "Sept.", "Sep", "Dec."])
def test_months_are_found_in_full_and_abbreviated(word: str) -> None:
    """An abbreviation may have its point, and each word found has a number."""
    found = re.search(rf"\b{MONTH}", f"on {word} 5")
    assert found is not None
    assert found[0] == word
    assert found[0].lower().rstrip(".") in MONTHS


@pytest.mark.parametrize("word", ["Marching", "Decide", "Mondays"])
def test_no_month_begins_a_longer_word(word: str) -> None:
    """Neither does an abbreviation or, with a word's end asked for, a weekday."""
    assert not re.search(rf"\b(?:{MONTH}|{WEEKDAY})\b", word)

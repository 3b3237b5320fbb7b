"""Times of day told by words."""

from __future__ import annotations

import pytest

from communique.llm.times import check_time


@pytest.mark.parametrize(
    ("claim", "words", "told"),
    [
        ("14:30:00", "at 2:30 p.m.", "14:30:00"),
        ("14:30", "at 2.30 pm", "14:30"),
        ("09:00:00", "9 a.m. on Monday", "09:00:00"),
        ("00:15:00", "12:15 am", "00:15:00"),
        ("12:00:00", "at noon", "12:00:00"),
        ("18:05:00", "18:05 GMT", "18:05:00"),
        ("18:05:00Z", "18:05 GMT", "18:05:00Z"),
        ("18:05:00+00:00", "18:05 UTC", "18:05:00+00:00"),
        ("18:05:00Z", "18:05", "18:05:00"),
        ("18:05:00+02:00", "18:05 GMT", "18:05:00"),
        ("00:00:00", "on Monday", "00:00:00"),
    ],
)
def test_told_times(claim: str, words: str, told: str) -> None:
    """Twelve or twenty-four hours; a zone only where a word tells it."""
    assert check_time(claim, [words]) == told


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("14:30:00", "at 2:30 a.m."),
        ("14:00:00", "14 ministers"),
        ("14:31:00", "14:30"),
        ("25:00:00", "25:00"),
        ("half past two", "half past two"),
        ("09:00:00", "on Monday"),
    ],
)
def test_times_that_are_not_told(claim: str, words: str) -> None:
    """Another hour, a number that is no time, what is no time at all."""
    assert check_time(claim, [words]) is None

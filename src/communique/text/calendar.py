"""The words of the English calendar: months and weekdays, with their numbers and as patterns."""

from __future__ import annotations

__all__ = ["MONTH", "MONTHS", "WEEKDAY", "WEEKDAYS"]

_MONTHS = (
    "January Jan",
    "February Feb",
    "March Mar",
    "April Apr",
    "May",
    "June Jun",
    "July Jul",
    "August Aug",
    "September Sep Sept",
    "October Oct",
    "November Nov",
    "December Dec",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MONTHS = {word.lower(): number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
"""Names and abbreviations in small letters → 1 … 12."""

WEEKDAYS = {word.lower(): number for number, word in enumerate(_WEEKDAYS)}
"""Names in small letters → 0 (Monday) … 6, as ``datetime.date.weekday`` counts."""

_FULL = [words.split()[0] for words in _MONTHS]
_SHORT = [word for words in _MONTHS for word in words.split()[1:]]

MONTH = rf"(?:{'|'.join(_FULL)}|(?:{'|'.join(_SHORT)})\b\.?)"
"""A regular expression for a month, as written with a capital; an abbreviation may have a point."""

WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)})"
"""A regular expression for a weekday, as written with a capital."""

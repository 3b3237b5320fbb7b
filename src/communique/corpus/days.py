"""Days told without their year."""

from __future__ import annotations

from datetime import date

__all__ = ["nearest_day"]


def nearest_day(yearless: str, near: int, within: int = 1) -> int | None:
    """The day ``XXXX-MM-DD`` that is nearest to the day ``near``; days as ``date.toordinal``.

    None where no year has it from ``within`` years before to as many after that of ``near``: the
    29th of February.
    """
    year, month, day = date.fromordinal(near).year, int(yearless[5:7]), int(yearless[8:])
    days = []
    for other in range(year - within, year + within + 1):
        try:
            days.append(date(other, month, day).toordinal())
        except ValueError:  # the 29th of February, or a year before the first
            continue
    return min(days, key=lambda found: abs(found - near), default=None)

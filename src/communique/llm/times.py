"""Is a time of day that a model gives told by the words it quotes?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

__all__ = ["check_time"]

_WRITTEN = re.compile(
    r"""
      \b (?P<hour> \d{1,2} ) (?: [:.h] (?P<minute> \d{2} ) (?: : (?P<second> \d{2} ) )? )?
      \s* (?P<half> [ap] \.? \s? m \b )?
    | \b (?P<name> noon | midday | midnight ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ZERO_ZONE = re.compile(r"\b(?:GMT|UTC|Z)\b|(?<=\d)Z\b")


def check_time(claim: str, quotes: Sequence[str]) -> str | None:
    """``claim`` (ISO 8601), without a zone that no word tells; None where they do not tell it.

    Midnight is what a date without a time becomes, and needs no word.
    """
    try:
        time = dt.time.fromisoformat(claim)
    except ValueError:
        return None
    bare = time.replace(tzinfo=None)
    if bare != dt.time() and not any(bare in _times_in(quote) for quote in quotes):
        return None
    zero = claim.endswith("Z") or time.utcoffset() == dt.timedelta()
    if time.tzinfo is not None and zero and any(_ZERO_ZONE.search(quote) for quote in quotes):
        return claim
    return bare.isoformat() if time.tzinfo is not None else claim


def _times_in(quote: str) -> Iterator[dt.time]:
    for found in _WRITTEN.finditer(quote):
        if found["name"]:
            yield dt.time(0 if found["name"].lower() == "midnight" else 12)
            continue
        if found["minute"] is None and found["half"] is None:
            continue  # a number like any other
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if found["half"]:
            hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
        if hour < 24 and minute < 60:
            yield dt.time(hour, minute, int(found["second"] or 0) % 60)

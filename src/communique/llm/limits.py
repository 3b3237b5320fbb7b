"""What a reply's headers say about the server's limits: when to ask again, what is left."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Mapping
from email.utils import mktime_tz, parsedate_tz

__all__ = ["BUSY", "asked_wait", "quota_wait"]

BUSY = frozenset({429, 502, 503, 504, 529})
"""Statuses of a server that has no capacity just now; 529 is Anthropic's."""

_QUOTAS = ("requests", "tokens")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)")


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds until the server wants to be asked again, where it says so.

    ``retry-after-ms`` goes before ``retry-after`` (seconds or a date), and that before the reset of
    a quota of which nothing is left.
    """
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    said = headers.get("retry-after", "")
    seconds = _number(said)
    if seconds is None:
        seconds = _seconds_until(said)
    return quota_wait(headers) if seconds is None else seconds


def quota_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds until a spent quota (``x-ratelimit-remaining-*`` is 0) is filled up again."""
    waits = [
        wait
        for quota in _QUOTAS
        if _number(headers.get(f"x-ratelimit-remaining-{quota}", "")) == 0
        and (wait := _duration(headers.get(f"x-ratelimit-reset-{quota}", ""))) is not None
    ]
    return max(waits, default=None)


def _number(said: str) -> float | None:
    """A finite number that is not negative."""
    try:
        number = float(said)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _seconds_until(date: str) -> float | None:
    """Seconds until an HTTP date, 0 where it is past."""
    parsed = parsedate_tz(date)
    if parsed is None:
        return None
    try:
        return max(0.0, mktime_tz(parsed) - time.time())
    except (OverflowError, ValueError):
        return None


def _duration(said: str) -> float | None:
    """Seconds of ``6m0s``, ``1.5s``, ``20ms``, or of a plain number of seconds."""
    parts = _PART.findall(said)
    if parts and "".join(number + unit for number, unit in parts) == said:
        return sum(float(number) * _UNITS[unit] for number, unit in parts)
    return _number(said)

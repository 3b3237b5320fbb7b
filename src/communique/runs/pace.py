"""How many documents may be in work at a time, by how the server bears it.

As TCP finds the capacity of a line: doubling each round until the first push-back, then half as
many, then one more each round. A server that says when it wants to be asked again is not asked
anything new before. Nothing here waits or knows of the event loop; times are given in seconds of
one clock.
"""

from __future__ import annotations

from math import inf

from communique.pressure import Heard

__all__ = ["Pace"]

FIRST = 4
"""Documents in work at the beginning, where no number is given."""

MOST = 256
LEAST = 2
"""One at a time would make a server that pushes back at random, not for its load, crawl."""

LONGEST_HOLD = 120.0
"""Seconds: a server that wants longer is asked again after this all the same."""


class Pace:
    """The number of documents in work: fixed where ``given``, else found by trying from ``first``
    on."""

    def __init__(self, given: int | None = None, first: int | None = None) -> None:
        self._adapts = given is None
        self._limit = float(given or first or FIRST)
        self._steep_below = inf
        self._cut = -inf
        self._held_until = -inf

    @property
    def limit(self) -> int:
        return int(self._limit)

    def wait(self, now: float) -> float:
        """Seconds for which nothing new may be asked."""
        return max(0.0, self._held_until - now)

    def hear(self, heard: Heard, now: float) -> None:
        """Take in how the server met a request."""
        if heard.wait is not None:
            self._held_until = max(self._held_until, now + min(heard.wait, LONGEST_HOLD))
        # What was sent before the last cut tells of the load before it.
        if heard.pushed_back and self._adapts and heard.sent >= self._cut:
            self._limit = max(LEAST, self._limit / 2)
            self._steep_below = self._limit
            self._cut = now

    def answered(self, in_work: int) -> None:
        """Take in an answer that came while ``in_work`` documents, its own included, were."""
        if not self._adapts or in_work < self.limit:
            return  # what was not tried out says nothing about more
        step = 1.0 if self._limit < self._steep_below else 1.0 / self._limit
        self._limit = min(MOST, self._limit + step)

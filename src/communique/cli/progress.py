"""How far a call is: a bar on a terminal, a line now and then in a pipe."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from communique.cli.console import say
from communique.cli.tally import Tally, spent

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["Pace", "progress"]

LINE_SECONDS = 30.0
"""At least so long lies between two lines, and before the first."""

STILL_SECONDS = 30.0
"""So long after anything was told, where no document ended, it is told that work goes on."""

PACE_SECONDS = 60.0
"""How far back the pace looks: a server slows down, a cache runs out."""


@dataclass(slots=True)
class Pace:
    """How fast documents are done, and when all will be."""

    total: int | None
    """Of documents; None where it is not known."""
    started: float
    """Seconds on a clock of the caller's, as below."""
    _marks: deque[tuple[float, int]] = field(default_factory=deque)

    def told(self, done: int, now: float) -> str:
        """Rate, and the time left where it can be known, as "41.2/s, 0:03:10 left"."""
        while len(self._marks) > 1 and now - self._marks[0][0] > PACE_SECONDS:
            self._marks.popleft()
        since, before = self._marks[0] if self._marks else (self.started, 0)
        if not self._marks or now - self._marks[-1][0] >= 1:
            self._marks.append((now, done))
        rate = (done - before) / (now - since) if now > since else 0.0
        if not rate:
            return ""
        left = ""
        if self.total is not None:
            seconds = max(self.total - done, 0) / rate
            left = f", {timedelta(seconds=round(seconds))} left"
        return f"{rate:.3g}/s{left}" if rate < 100 else f"{rate:,.0f}/s{left}"


@contextmanager
def progress(total: int | None, *, shown: bool) -> Iterator[Callable[[Tally], None]]:
    """Tell on standard error how far a call is; yields what is told of each document done.

    Args:
        total: how many documents there are, where that is known.
        shown: whether a bar may be shown: not where the results come on the same terminal.
    """
    if sys.stderr is not None and sys.stderr.isatty():
        if not shown:
            with _still_at_work(_Lines(Pace(total, time.monotonic()), silent=True)) as lines:
                yield lines.advance
            return
        with _bar() as bar:
            task = bar.add_task("", total=total, told="")
            pace = Pace(total, time.monotonic())

            def advance(tally: Tally) -> None:
                told = pace.told(tally.total, time.monotonic()) + spent(tally.usage)
                bar.update(task, completed=tally.total, told=told, description=tally.doing)

            yield advance
        return
    with _still_at_work(_Lines(Pace(total, time.monotonic()))) as lines:
        yield lines.advance


@contextmanager
def _still_at_work(lines: _Lines) -> Iterator[_Lines]:
    """Inside the block nothing is silent for long: a model may take minutes for one article."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(STILL_SECONDS):
            lines.beat()

    thread = threading.Thread(target=beat, name="still at work", daemon=True)
    thread.start()
    try:
        yield lines
    finally:
        done.set()
        thread.join()


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    told = TextColumn("{task.fields[told]}", markup=False)
    doing = TextColumn("{task.description}", markup=False)
    columns = (doing, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), told)
    return Progress(*columns, console=Console(stderr=True), transient=True)


@dataclass(slots=True)
class _Lines:
    pace: Pace
    silent: bool = False
    """Whether ends of documents are told by what is printed of them."""
    last: float | None = None
    """When a line was said; None before the first."""
    moved: float | None = None
    """When a document ended; None before the first."""
    done: int = 0

    def beat(self) -> None:
        """Say that work goes on, where nothing has told it for long."""
        now = time.monotonic()
        told = max(one for one in (self.last, self.moved, self.pace.started) if one is not None)
        if now - told < STILL_SECONDS:
            return
        self.last = now
        of = f" of {self.pace.total:,}" if self.pace.total is not None else ""
        after = timedelta(seconds=round(now - self.pace.started))
        say(f"still at work: {self.done:,}{of} documents after {after}")

    def advance(self, tally: Tally) -> None:
        now = self.moved = time.monotonic()
        self.done = tally.total
        if self.silent:
            return
        if now - (self.pace.started if self.last is None else self.last) < LINE_SECONDS:
            return
        self.last = now
        of = f" of {self.pace.total:,}" if self.pace.total is not None else ""
        failed = f", {tally.failures:,} failed" if tally.failures else ""
        told = self.pace.told(tally.total, now)
        doing = f"{tally.doing}: " if tally.doing else ""
        say(f"{doing}{tally.total:,}{of} documents{failed}, {told}{spent(tally.usage)}")

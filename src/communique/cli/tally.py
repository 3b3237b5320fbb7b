"""Counting what comes of the documents of a call, and telling it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from communique.cli.console import counted, say

if TYPE_CHECKING:
    from communique.outputs.formats import Result
    from communique.outputs.target import Target
    from communique.record import Record
    from communique.records import Failure, Usage

__all__ = ["Tally", "failed_line", "spent"]


@dataclass(slots=True)
class Tally:
    """Counts results as they pass, and names the failed ones on standard error."""

    noun: str = "record"
    records: int = 0
    failures: int = 0
    usage: Usage | None = None
    """What the results cost; None before the first."""
    doing: str = ""
    """What is under way, where one call does several things one after another."""

    @property
    def total(self) -> int:
        return self.records + self.failures

    def over(self, results: Iterator[Result], advance: Callable[[Tally], None]) -> Iterator[Result]:
        """``results``; each is counted once it is dealt with, and ``advance`` is told."""
        from communique.records import Failure

        for result in results:
            self.pay(result)
            if isinstance(result, Failure):
                say(failed_line(result))
            yield result
            self.count(result)
            advance(self)

    def pay(self, result: Result | Record[Any]) -> None:
        """Add what ``result`` cost."""
        from communique.records import Result as Costing

        if isinstance(result, Costing):
            self.usage = result.usage if self.usage is None else self.usage + result.usage

    def count(self, result: Result | Record[Any]) -> None:
        """Count ``result``, which is dealt with."""
        from communique.records import Failure

        if isinstance(result, Failure):
            self.failures += 1
        else:
            self.records += 1

    def summary(self, target: Target | None) -> str:
        where = f" -> {target.out}" if target else ""
        if target and self.failures:
            where += f", {target.failures}"
        return (
            f"{counted(self.total, 'document')}: {counted(self.records, self.noun)}, "
            f"{counted(self.failures, 'failure')}{where}{spent(self.usage)}"
        )


def failed_line(failure: Failure) -> str:
    """How a failed document is named."""
    error = failure.error
    return f"failed: {failure.document_id}: {error.message} [{error.code}]"


def spent(usage: Usage | None) -> str:
    """Requests, tokens and dollars, where a model was asked; else nothing."""
    if usage is None or not usage.requests:
        return ""
    tokens = "tokens unknown"
    if usage.input_tokens is not None and usage.output_tokens is not None:
        tokens = f"{usage.input_tokens:,} tokens in, {usage.output_tokens:,} out"
    return f"; {counted(usage.requests, 'request')}, {tokens}, {_dollars(usage.cost)}"


def _dollars(cost: Decimal | None) -> str:
    if cost is None:
        return "cost unknown"
    if 0 < cost < Decimal("0.0001"):
        return "under $0.0001"
    return f"${cost:,.2f}" if cost == 0 or cost >= 1 else f"${cost:.4f}"

"""What a run may take: how much at once, how much in all, how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from time import monotonic
from typing import TypedDict

from communique.errors import BudgetSpent, UsageError
from communique.records import Usage

__all__ = ["Budget", "LimitOptions", "Limits", "Spending"]

PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Budget:
    """What one call may spend; None is no bound.

    Nothing new is asked once it is spent. What is in work then is waited for and kept, so that a
    little more may be spent in the end.

    Raises:
        UsageError: a bound is negative.
    """

    cost: Decimal | float | None = None
    """US dollars."""
    tokens: int | None = None
    """In and out together, as the server counts them."""
    seconds: float | None = None
    """By the clock, from the beginning of the call."""

    def __post_init__(self) -> None:
        for name in ("cost", "tokens", "seconds"):
            bound = getattr(self, name)
            if bound is not None and not bound >= 0:
                raise UsageError(f"a budget of {bound} {name}: it must be 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How a run may go about its documents.

    Raises:
        UsageError: one of them cannot be.
    """

    concurrency: int | None = None
    """Documents in work at a time, where a server is asked; None: as many as it bears."""
    first: int | None = None
    """Where that is found out: as many at the beginning, if something is known of the server."""
    budget: Budget | Spending = field(default_factory=Budget)
    """What may be spent; a ``Spending`` where several calls share one budget."""
    patience: float = PATIENCE
    """Seconds for which the run waits when the server gives no answer any more."""
    deadline: float | None = None
    """Seconds after its first attempt for which a document may be asked about again."""
    processes: int = 1
    """Processes in which the offline extractor reads, or a model's answers are proven."""

    def __post_init__(self) -> None:
        if self.concurrency is not None and self.concurrency < 1:
            raise UsageError(
                f"concurrency is {self.concurrency}: at least one document must be in work"
            )
        if self.processes < 1:
            raise UsageError(f"processes is {self.processes}: at least one must read")
        for name, seconds in (("patience", self.patience), ("deadline", self.deadline)):
            if seconds is not None and not seconds >= 0:
                raise UsageError(f"{name} is {seconds}: it is seconds, 0 or more")

    def spending(self) -> Spending:
        """What counts against the budget: from nothing, or from where earlier calls left it."""
        return self.budget if isinstance(self.budget, Spending) else Spending(self.budget)


class LimitOptions(TypedDict, total=False):
    """The fields of ``Limits`` as keyword arguments."""

    concurrency: int | None
    budget: Budget | Spending
    patience: float
    deadline: float | None
    processes: int


class Spending:
    """What a call, or several calls one after another, have spent of a budget."""

    def __init__(self, budget: Budget, clock: Callable[[], float] = monotonic) -> None:
        self.budget = budget
        self._clock = clock
        self._began = clock()
        self._cost = Decimal(0)
        self._tokens = 0

    def add(self, usage: Usage) -> None:
        """Count ``usage``; a part that is unknown counts as nothing."""
        self._cost += usage.cost or 0
        self._tokens += (usage.input_tokens or 0) + (usage.output_tokens or 0)

    def cannot_count(self, usage: Usage) -> UsageError | None:
        """What is wrong where the budget bounds something that the server's answer did not tell."""
        if self.budget.cost is not None and usage.cost is None:
            return UsageError(
                "what an answer costs is not known (no price for this server and model), so the "
                "cost cannot be bounded: bound the tokens or the time instead"
            )
        if self.budget.tokens is not None and None in (usage.input_tokens, usage.output_tokens):
            return UsageError(
                "the server does not count tokens, so they cannot be bounded: bound the time"
            )
        return None

    def over(self) -> BudgetSpent | None:
        """The end of the run, where the budget is spent."""
        budget, seconds = self.budget, self._clock() - self._began
        spent = None
        if budget.cost is not None and self._cost >= Decimal(str(budget.cost)):
            spent = f"${self._cost:.4f} of ${budget.cost}"
        elif budget.tokens is not None and self._tokens >= budget.tokens:
            spent = f"{self._tokens:,} of {budget.tokens:,} tokens"
        elif budget.seconds is not None and seconds >= budget.seconds:
            spent = f"{seconds:.0f} of {budget.seconds:g} seconds"
        return None if spent is None else BudgetSpent(f"the budget is spent: {spent}")

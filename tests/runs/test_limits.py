"""What a run may take."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from communique.errors import BudgetSpent, UsageError
from communique.records import Readout, Usage
from communique.runs.limits import Budget, LimitOptions, Limits, Spending
from communique.runs.loop import run_documents
from communique.runs.store import AttemptStore
from runs.made import Reading, Waiting, documents


def test_options_are_the_fields() -> None:
    """What extract_many takes by name is what Limits holds, but for what a profile tells."""
    held = [field.name for field in fields(Limits)]
    assert [name for name in held if name != "first"] == list(LimitOptions.__annotations__)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"concurrency": 0}, "concurrency is 0"),
        ({"processes": 0}, "processes is 0"),
        ({"patience": -1.0}, "patience is -1.0"),
        ({"deadline": float("nan")}, "deadline is nan"),
    ],
)
def test_what_cannot_be_is_refused(wrong: LimitOptions, message: str) -> None:
    """In words that say what is wrong."""
    with pytest.raises(UsageError, match=message):
        Limits(**wrong)
    with pytest.raises(UsageError, match="budget of -1 tokens"):
        Budget(tokens=-1)


def test_each_bound_ends_with_what_was_spent() -> None:
    """Cost, tokens, seconds; without a bound nothing ends."""
    clock = [0.0]
    for budget, message in (
        (Budget(), None),
        (Budget(cost=0.3), r"\$0.3000 of \$0.3"),
        (Budget(tokens=30), "30 of 30 tokens"),
        (Budget(seconds=9), "9 of 9 seconds"),
    ):
        clock[0] = 0.0
        spending = Spending(budget, lambda: clock[0])
        for _ in range(3):
            assert spending.over() is None
            spending.add(Usage(input_tokens=7, output_tokens=3, cost=Decimal("0.1")))
        clock[0] = 9.0
        over = spending.over()
        assert (over is None) == (message is None)
        if over is not None and message is not None:
            with pytest.raises(BudgetSpent, match=message):
                raise over


def test_run_ends_when_its_tokens_are_spent_and_goes_on_later(tmp_path: Path) -> None:
    """What is in work is kept; what was not reached is no failure; nothing is paid twice."""
    limits = Limits(concurrency=2, budget=Budget(tokens=13 * 4))
    done: list[Readout] = []
    asked = 0
    with AttemptStore(tmp_path / "s.sqlite") as store:
        for _ in range(9):
            extractor = Waiting(seconds=0.01)
            results = run_documents(documents(20), extractor, store=store, limits=limits)
            done = []
            try:
                for result in results:
                    assert isinstance(result, Readout)
                    done.append(result)
            except BudgetSpent:
                assert 4 <= len(extractor.asked) <= 5
                asked += len(extractor.asked)
                assert store.counts() == (asked, 0)
                continue
            asked += len(extractor.asked)
            break
    assert [result.document_id for result in done] == [f"d{i}" for i in range(20)]
    assert asked == 20


def test_several_calls_may_share_one_budget() -> None:
    """The next one has what the one before left."""
    shared = Spending(Budget(tokens=13 * 4))
    first, second = Waiting(), Waiting()
    assert len(list(run_documents(documents(3), first, limits=Limits(budget=shared)))) == 3
    limits = Limits(concurrency=1, budget=shared)
    with pytest.raises(BudgetSpent, match="52 of 52 tokens"):
        list(run_documents(documents(3), second, limits=limits))
    assert len(second.asked) == 1


def test_time_bounds_the_offline_extractor_as_well() -> None:
    """Nothing is read when there is no time."""
    limits = Limits(budget=Budget(seconds=0))
    for extractor in (Reading(), Waiting()):
        with pytest.raises(BudgetSpent, match="of 0 seconds"):
            list(run_documents(documents(3), extractor, limits=limits))
        assert extractor.asked == []


def test_budget_that_cannot_be_counted_is_an_error_when_that_is_seen() -> None:
    """The first answer without a price ends the run; a bound that never binds would be worse."""

    class Unpriced(Waiting):
        async def extract(self, document):  # type: ignore[no-untyped-def]
            made = await super().extract(document)
            return made.with_usage(Usage(requests=1, cost=None))

    extractor = Unpriced()
    limits = Limits(concurrency=1, budget=Budget(cost=5))
    with pytest.raises(UsageError, match="what an answer costs is not known"):
        list(run_documents(documents(9), extractor, limits=limits))
    assert len(extractor.asked) == 1

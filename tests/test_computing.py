"""Longer computations run in place, or where the run that asks wants them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio

from communique.computing import compute, computing


def test_without_an_offer_it_is_computed_in_place() -> None:
    """And what it raises comes through."""

    async def ask() -> int:
        return await compute(max, 3, 7)

    assert anyio.run(ask) == 7


def test_the_offer_holds_inside_its_block_alone() -> None:
    """Also in the tasks started there; after it, and beside it, all is computed in place."""
    sent: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []
    found: dict[str, int] = {}

    async def elsewhere(function: Callable[..., Any], *arguments: Any) -> Any:
        sent.append((function, arguments))
        return function(*arguments)

    async def ask(name: str, *numbers: int) -> None:
        found[name] = await compute(max, *numbers)

    async def run() -> None:
        async with anyio.create_task_group() as tasks:
            with computing(elsewhere):
                tasks.start_soon(ask, "inside", 1, 2)
            tasks.start_soon(ask, "after", 3, 4)

    anyio.run(run)
    assert found == {"inside": 2, "after": 4}
    assert sent == [(max, (1, 2))]

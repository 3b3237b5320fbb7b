"""Answers proven in several processes."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import anyio
import pytest

import communique
from communique import Model
from communique.errors import WorkerDied
from communique.runs.helpers import Helpers
from communique.testing import FakeServer, Play

GOLD = [
    communique.extract(f"Minister Ada Vex said that it rained on {n} towns.", document_id=f"d{n}")
    for n in range(12)
]


def answered(processes: int) -> list[dict[str, Any]]:
    given = [(record.document_id, record.text) for record in GOLD]
    with FakeServer(GOLD, play=Play(invent=1)) as server:
        model = Model("openai/fake", base_url=server.base_url)
        results = list(communique.extract_many(given, model=model, processes=processes))
    assert all(result.usage.requests == 1 for result in results)
    return [result.model_dump(mode="json") for result in results]


def test_answers_proven_in_processes_give_the_same_records() -> None:
    """Usage included, and what could not be proven."""
    alone, helped = answered(1), answered(2)
    assert helped == alone
    assert all(record["statements"] and record["issues"] for record in helped)


def dies_once(mark: Path) -> str:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "computed"


def dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_kills_a_worker_again_is_lost_and_nothing_else(tmp_path: Path) -> None:
    """The others are computed once more, and the workers are replaced."""

    async def main() -> list[Any]:
        helpers = Helpers(2)
        try:
            with pytest.raises(WorkerDied):
                await helpers.compute(dies)
            first = await helpers.compute(dies_once, tmp_path / "mark")
            return [first, await helpers.compute(len, "after it")]
        finally:
            helpers.close()

    assert anyio.run(main) == ["computed", 8]

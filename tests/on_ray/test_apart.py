"""Articles that kill whoever reads them, on a cluster: they fail, and nothing else does."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from communique import Model, extract_many
from communique.outputs.formats import line_of
from communique.ray import extract_dataset
from communique.ray.apart import MOST_DEATHS
from communique.records import Readout
from communique.testing import FakeServer
from on_ray.made import articles

# Ray's own warnings are not ours.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("default"),
]


class Mortal:
    """A client of the caller's own, in which a model dies as an embedded one does: with its
    process. It writes down that it does."""

    def __init__(self, model: Model) -> None:
        from communique.llm.openai import InstructorClient

        self._client = InstructorClient(model)

    async def complete(self, request: Any) -> Any:
        _, deadly, rest = request.messages[-1].content.partition("DEADLY ")
        if deadly:
            with Path(rest.split()[0]).open("a") as log:
                log.write("died\n")
            os.kill(os.getpid(), signal.SIGKILL)
        return await self._client.complete(request)

    async def aclose(self) -> None:
        await self._client.aclose()


@pytest.fixture
def sent_along(ray: Any) -> Iterator[None]:
    """No node can import these tests: what they define goes with the call."""
    module = sys.modules[__name__]
    ray.cloudpickle.register_pickle_by_value(module)
    yield
    ray.cloudpickle.unregister_pickle_by_value(module)


@pytest.mark.usefixtures("sent_along")
def test_article_that_kills_its_model_alone_fails(ray: Any, tmp_path: Path) -> None:
    """Two of forty; found by halves, so that each one beside them has its record."""
    rows = articles(40)
    truth = [r for r in extract_many(rows) if isinstance(r, Readout)]
    log = tmp_path / "log"
    killing = {"d00007", "d00030"}
    with FakeServer(truth) as server:
        model = Model("openai/fake", base_url=server.base_url, client=Mortal)
        alone = {r.document_id: line_of(r) for r in extract_many(rows, model=model)}
        for row in rows:
            if row["id"] in killing:
                row["text"] = f"DEADLY {log} "
        ds = extract_dataset(ray.data.from_items(rows), model=model, batch_size=20)
        done = ds.take_all()
    errors = {row["document_id"]: row["error"]["code"] for row in done if row["error"]}
    assert errors == dict.fromkeys(killing, "worker_died")
    records = {row["document_id"]: row["record"] for row in done if row["record"]}
    assert records == {name: line for name, line in alone.items() if name not in killing}
    # Each batch: once in the actor, then of 20, 10, 5, 3, 2 and 1 apart.
    assert len(log.read_text().splitlines()) <= 2 * 7


@pytest.mark.usefixtures("sent_along")
def test_model_that_dies_of_everything_comes_to_an_end(ray: Any, tmp_path: Path) -> None:
    """All fail, and the rest of a batch without a try when it has had its deaths."""
    log = tmp_path / "log"
    rows = [{"id": f"k{i:02}", "text": f"DEADLY {log} {i}"} for i in range(24)]
    with FakeServer([]) as server:
        model = Model("openai/fake", base_url=server.base_url, client=Mortal)
        ds = extract_dataset(ray.data.from_items(rows), model=model, batch_size=24)
        done = ds.take_all()
    assert {row["document_id"] for row in done} == {row["id"] for row in rows}
    assert {row["error"]["code"] for row in done} == {"worker_died"}
    assert len(log.read_text().splitlines()) == 1 + MOST_DEATHS

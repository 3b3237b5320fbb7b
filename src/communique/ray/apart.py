"""Articles read by processes that may die of them: only those that they die of fail.

Where a process dies of a batch, each half of it is read by another, down to the article.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from communique.errors import WorkerDied
from communique.ray.reader import Order, Read, Reader
from communique.records import Document, Failure
from communique.runs.outcomes import Outcome, failure_of

__all__ = ["MOST_DEATHS", "died", "read_apart"]

MOST_DEATHS = 16
"""For one batch: one article of 80 is found by 8 of them, two by 15, at the most."""


def read_apart(order: Order, documents: Sequence[Document]) -> Read:
    """What comes of ``documents``, in their order; inside an actor, and on its node."""
    import ray

    outcomes: list[Outcome] = []
    waiting = [list(documents)]
    deaths, process = 0, _process(order)
    while waiting:
        some = waiting.pop()
        if deaths == MOST_DEATHS:
            outcomes += died(some, deaths)
            continue
        try:
            read = ray.get(process.read.remote(some))
        except (ray.exceptions.RayActorError, ray.exceptions.OutOfMemoryError):
            deaths, process = deaths + 1, _process(order)
            half = len(some) // 2
            if half:
                waiting += [some[half:], some[:half]]
            else:
                outcomes += died(some, 1)
            continue
        outcomes += read.outcomes
        if read.ended is not None:
            return Read(tuple(outcomes), read.ended)
    return Read(tuple(outcomes))


def died(documents: Sequence[Document], deaths: int) -> list[Failure]:
    """The Failures of ``documents``, whose batch was given up after so many ``deaths``."""
    times = "the process that read it died"
    if deaths > 1:
        times = f"{deaths} processes that read its batch died"
    error = WorkerDied(f"{times}: the text, or the model, may need more memory than there is")
    return [failure_of(document, error) for document in documents]


def _process(order: Order) -> Any:
    """An actor beside this one; nothing is set aside for it, since this one waits meanwhile."""
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    here = ray.get_runtime_context().get_node_id()
    beside = NodeAffinitySchedulingStrategy(here, soft=True)
    return ray.remote(num_cpus=0, max_restarts=0, scheduling_strategy=beside)(Reader).remote(order)

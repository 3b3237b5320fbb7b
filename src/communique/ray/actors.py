"""The pool of actors, and what each holds: a reader that no article can end.

Ray starts an actor that died again, and gives it what it had in work, as often as it takes. So it
is counted, beside the actors, how often each batch was begun and not ended: one that an actor died
with, of an article, with its node, or because Ray ended it for its memory, is read apart by the
next; one that goes on killing is given up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from communique.ray.apart import died, read_apart
from communique.ray.reader import Order, Read, Reader
from communique.records import Document

__all__ = ["CarefulReader", "Tries", "pool"]

MOST_TRIES = 5
"""Of an actor at a batch: one in its own process, the others apart."""

CALLS = 2
"""Batches that an actor has in work at a time where a server is asked: the last articles of one
are waited for while the next is begun."""

CORE = 0.9
"""Of a core for an actor; the rest is left to the tasks that read files."""


def pool(ray: Any, order: Order, actors: int | None) -> Mapping[str, Any]:
    """The arguments of ``map_batches`` for ``actors`` actors, each with a reader. Without a number
    the offline extractor takes what cores there are, and a model is asked by one actor."""
    # Never of a fixed size: where a node is lost and no core is free for its actors, the batches
    # they were given wait until the pool may shrink.
    if order.is_offline:
        sizes = {"min_size": 1, "max_size": actors, "initial_size": actors or 1}
        compute = ray.data.ActorPoolStrategy(**sizes)
    else:
        compute = ray.data.ActorPoolStrategy(
            min_size=1,
            max_size=actors or 1,
            initial_size=actors or 1,
            max_concurrent_calls_per_actor=CALLS,
            enable_true_multi_threading=True,
        )
    return {
        "compute": compute,
        "batch_format": "pyarrow",
        "fn_constructor_args": (order, Tries.counted(ray)),
        "num_cpus": CORE,
    }


@dataclass(frozen=True, slots=True)
class Tries:
    """How often actors began batches that they did not end."""

    counter: Any
    """The actor that counts; it lives as long as the call."""

    @classmethod
    def counted(cls, ray: Any) -> Tries:
        counter = ray.remote(num_cpus=0, max_restarts=-1, max_task_retries=-1)(_Counter)
        return cls(counter.remote())

    @contextmanager
    def begun(self, documents: Sequence[Document]) -> Iterator[int]:
        """Inside an actor: the block is a try of it at ``documents``; how many were before."""
        import ray

        # Of this actor, which stays the same when Ray starts it again: the actors of a Dataset
        # that is consumed a second time are others, and no try of those that were ended early.
        digest = blake2b(ray.get_runtime_context().get_actor_id().encode(), digest_size=16)
        for document in documents:
            digest.update(f"{document.id}\0{document.text}\0".encode("utf-8", "surrogatepass"))
        batch = digest.digest()
        before = ray.get(self.counter.begin.remote(batch))
        try:
            yield before
        finally:
            self.counter.end.remote(batch)


class _Counter:
    """In an actor: tries that were begun and did not end."""

    def __init__(self) -> None:
        self._begun: dict[bytes, int] = {}

    def begin(self, batch: bytes) -> int:
        before = self._begun.get(batch, 0)
        self._begun[batch] = before + 1
        return before

    def end(self, batch: bytes) -> None:
        self._begun.pop(batch, None)


class CarefulReader:
    """Reads batches with one extractor, in an actor; may be called by several threads."""

    def __init__(self, order: Order, tries: Tries) -> None:
        self._order = order
        self._tries = tries
        self._here = Reader(order)

    def read(self, documents: Sequence[Document]) -> Read:
        """What comes of ``documents``, in their order."""
        with self._tries.begun(documents) as before:
            if not before:
                return self._here.read(documents)
            if before >= MOST_TRIES:
                return Read(tuple(died(documents, before)))
            return read_apart(self._order, documents)

"""What an actor holds: an extractor, over all the batches that it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from communique.choosing import Asked, make_extractor
from communique.errors import CommuniqueError, UsageError
from communique.extractor import Extractor
from communique.models import Model
from communique.project import project_root
from communique.records import Document
from communique.runs.limits import Budget, Limits
from communique.runs.standing import Done, StandingLoop

__all__ = ["Order", "Reader", "pool"]

CALLS = 2
"""Batches that an actor has in work at a time where a server is asked: the last articles of one
are waited for while the next is begun."""

CORE = 0.9
"""Of a core for an actor; the rest is left to the tasks that read files."""


@dataclass(frozen=True)
class Order:
    """Which extractor the actors are to hold; made where the call is."""

    model: Asked
    schema: type[BaseModel] | None
    limits: Limits
    root: Path | None
    """The project folder of the call."""
    fingerprint: str
    """Of the extractor that the call would have used."""

    @classmethod
    def of(cls, model: Asked, limits: Limits, schema: type[BaseModel] | None = None) -> Order:
        """The order for ``model``.

        Raises:
            UsageError: there is no such model, its key is missing here, or ``limits`` has what
                nobody counts over several actors.
        """
        if limits.spending().budget != Budget():
            raise UsageError(
                "a budget cannot be counted over the nodes of a cluster: bound it at the server, "
                "or read fewer articles"
            )
        if limits.processes != 1:
            raise UsageError("an actor is one process: say how many actors there are to be")
        root = project_root()
        extractor = make_extractor(model, root=root, schema=schema)
        return cls(model, schema, limits, root, extractor.fingerprint())

    @property
    def is_offline(self) -> bool:
        """Whether the offline extractor alone reads, so that an actor keeps a core busy."""
        return isinstance(self.model, str | Model) and Model.of(self.model).is_regex

    def extractor(self) -> Extractor:
        """The extractor, where this runs.

        Raises:
            UsageError: the key is missing here, or this would be another extractor: another
                version of communique, another prompt, another address.
        """
        root = self.root if self.root is not None and self.root.is_dir() else None
        made = make_extractor(self.model, root=root, schema=self.schema)
        if made.fingerprint() != self.fingerprint:
            raise UsageError(
                f"a node of the cluster would not ask {made.info.model!r} as the call does: it has "
                "another version of communique, another prompt, or another OPENAI_BASE_URL"
            )
        return made


def pool(ray: Any, order: Order, actors: int | None) -> Mapping[str, Any]:
    """The arguments of ``map_batches`` for ``actors`` actors with ``order``. Without a number the
    offline extractor takes what cores there are, and a model is asked by one actor."""
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
        "fn_constructor_args": (order,),
        "num_cpus": CORE,
    }


class Reader:
    """Reads batches with one extractor; may be called by several threads."""

    def __init__(self, order: Order) -> None:
        # An error here would be Ray's, who would try again; it is told with the first batch.
        self._made: StandingLoop | CommuniqueError
        try:
            self._made = StandingLoop(order.extractor(), order.limits, apart=_died_before())
        except CommuniqueError as error:
            self._made = error

    def read(self, documents: Sequence[Document]) -> Done:
        """What comes of ``documents``; see ``StandingLoop.done``.

        Raises:
            CommuniqueError: there is no such extractor here.
        """
        if isinstance(self._made, CommuniqueError):
            raise self._made
        return self._made.done(documents)


def _died_before() -> bool:
    """Whether this actor stands for one that died: with its node, or of an article, which Ray
    would give to one after the other."""
    import ray

    return bool(ray.get_runtime_context().was_current_actor_reconstructed)

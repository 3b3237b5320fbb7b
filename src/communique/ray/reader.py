"""An extractor that is to read on a cluster: told to its nodes, and held by a process there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from communique.choosing import Asked, make_extractor
from communique.errors import CommuniqueError, UsageError
from communique.extractor import Extractor
from communique.models import Model
from communique.project import project_root
from communique.records import Document, ErrorInfo
from communique.runs.limits import Budget, Limits
from communique.runs.outcomes import Outcome
from communique.runs.standing import StandingLoop

__all__ = ["Order", "Read", "Reader"]


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


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a batch; can be sent from one process to another."""

    outcomes: tuple[Outcome, ...]
    """Of the documents that were reached, in their order."""
    ended: ErrorInfo | None = None
    """Why the others were not: there is no such extractor here, or no server for it."""


class Reader:
    """Reads batches with one extractor; may be called by several threads."""

    def __init__(self, order: Order) -> None:
        # An error here would be Ray's, who would try again; it is told with the first batch.
        self._made: StandingLoop | CommuniqueError
        try:
            self._made = StandingLoop(order.extractor(), order.limits)
        except CommuniqueError as error:
            self._made = error

    def read(self, documents: Sequence[Document]) -> Read:
        """What comes of ``documents``; see ``StandingLoop.done``."""
        if isinstance(self._made, CommuniqueError):
            return Read((), _info(self._made))
        try:
            done = self._made.done(documents)
        except CommuniqueError as error:
            return Read((), _info(error))
        return Read(done.outcomes, None if done.ended is None else _info(done.ended))


def _info(error: CommuniqueError) -> ErrorInfo:
    return ErrorInfo(code=error.code, message=error.message, stage=error.stage)

"""What an extractor is: the one seam between reading articles and everything around it."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from communique.record import Record
from communique.records import Document, ExtractorInfo, Readout

__all__ = ["Extractor", "Immediate"]


class Extractor(Protocol):
    """Turns one document into one grounded record."""

    @property
    def info(self) -> ExtractorInfo:
        """Who this is; goes into every record."""
        ...

    @property
    def makes(self) -> type[Readout | Record[Any]]:
        """The type of what it makes, which reads a dumped one back."""
        ...

    def fingerprint(self) -> str:
        """Equal for extractors that must give the same answer to the same request: a stable
        string of model, prompt, schema and parameters. Part of an attempt's content address."""
        ...

    async def extract(self, document: Document) -> Readout | Record[Any]:
        """Read one document.

        Raises:
            CommuniqueError: the document ends without a record; the run makes it a Failure.
        """
        ...

    async def aclose(self) -> None:
        """Release connections."""
        ...


@runtime_checkable
class Immediate(Extractor, Protocol):
    """An extractor that waits for nothing: it is called where the caller stands, no thread."""

    def read(self, document: Document) -> Readout: ...

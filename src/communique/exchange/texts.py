"""The texts of documents, by id, read once from their sources in any order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.documents import find_sources, read_sources
from communique.records import Document, Failure

__all__ = ["Texts"]


class Texts:
    """Asked in the order of the sources, it holds one text at a time; else those passed over."""

    def __init__(self, paths: Sequence[str]) -> None:
        """Sources as of ``communique extract``; a line of gold will do too.

        Raises:
            UsageError: a path names nothing that can be read.
        """
        self._left: Iterator[Document | Failure] = read_sources(find_sources(paths))
        self._passed: dict[str, Document] = {}
        self._last: Document | None = None

    def get(self, document_id: str) -> str | None:
        """The text of a document; None where no source has it."""
        document = self.document(document_id)
        return None if document is None else document.text

    def document(self, document_id: str) -> Document | None:
        """A document; None where no source has it. To be asked for once, or again at once: a text
        is let go of when the next is asked for."""
        if self._last is not None and self._last.id == document_id:
            return self._last
        found = self._passed.pop(document_id, None)
        while found is None:
            document = next(self._left, None)
            if document is None:
                return None
            if isinstance(document, Failure):
                continue
            if document.id == document_id:
                found = document
            else:
                self._passed[document.id] = document
        self._last = found
        return found

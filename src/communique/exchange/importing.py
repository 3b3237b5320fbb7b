"""Other tools' files → records and gold documents, or the failures in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.exchange.formats import ExchangeFormat
from communique.exchange.items import Labeled
from communique.exchange.rebuilding import rebuilt
from communique.exchange.texts import Texts
from communique.records import Failure

__all__ = ["import_files"]


def import_files(
    paths: Iterable[Path], format_: ExchangeFormat, texts: Texts | None
) -> Iterator[Labeled | Failure]:
    """What ``paths`` hold, anchored in ``texts``, where these have the document, else in the text
    that the file itself has.

    Raises:
        UsageError: a file cannot be read.
    """
    for path in paths:
        for found in format_.read(path):
            if isinstance(found, Failure):
                yield found
                continue
            name = found.head.get("document_id")
            text = texts.get(name) if texts is not None and isinstance(name, str) else None
            yield rebuilt(found, found.text if text is None else text)

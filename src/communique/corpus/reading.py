"""Files of records, with their texts in them or beside them → what each article tells.

Any file that ``communique extract`` and ``communique export`` write will do: JSONL, Parquet and
SQLite, and gold lines. They are other people's files: what is in them is checked against the texts,
and what does not hold becomes a ``Failure`` that names its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from communique.corpus.outlets import Outlets
from communique.corpus.told import Told
from communique.errors import UsageError
from communique.exchange.formats import format_of
from communique.exchange.importing import import_files
from communique.exchange.items import Labeled
from communique.exchange.reading import read_lines
from communique.exchange.texts import Texts
from communique.records import Failure

__all__ = ["read_told"]

_TABLES = {".parquet": "dataset", ".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite"}


def read_told(
    paths: Sequence[Path], texts: Sequence[str] | None, outlets: Outlets | None = None
) -> Iterator[Told | Failure]:
    """What each document of ``paths`` tells, one at a time, in the order of the files.

    Args:
        paths: JSONL unless the name ends in .parquet, .db, .sqlite or .sqlite3; a folder is a
            dataset of ``communique export --to dataset``.
        texts: the articles, as ``communique extract`` takes them; they also tell when each was
            published. None where the files have the texts.
        outlets: who published each, see ``outlets.read_outlets``.

    Raises:
        UsageError: a file is missing or cannot be read, or it has no texts and there are none.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    for path in paths:
        # Anew for each file: the articles come in its order.
        source = None if texts is None else Texts(texts)
        for document in _documents(path, source):
            if isinstance(document, Failure):
                yield document
                continue
            found = None if source is None else source.document(document.document_id)
            published = None if found is None else found.published
            yield Told.of(document, published, (outlets or {}).get(document.document_id))


def _documents(path: Path, texts: Texts | None) -> Iterator[Labeled | Failure]:
    kind = "dataset" if path.is_dir() else _TABLES.get(path.suffix.lower())
    if kind is None:
        return read_lines([path], texts)
    return import_files([path], format_of(kind), texts)

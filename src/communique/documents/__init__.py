"""Reading articles: files, folders, JSONL, Parquet, standard input.

Text is decoded as strict UTF-8 and otherwise untouched: line ends stay as they are, and a byte
order mark stays the first character, so that offsets count from the first byte of the file. What
cannot be read becomes a ``Failure`` in its place; only a call that is wrong raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.documents.reading import read_sources
from communique.documents.sources import Source, find_sources
from communique.records import Document, Failure

__all__ = ["Source", "find_sources", "read_documents", "read_sources"]


def read_documents(paths: Sequence[str]) -> Iterator[Document | Failure]:
    """The documents of ``paths``, one after another, in a stable order.

    A path is a text file, a folder (its text files, subfolders included, sorted by path; hidden
    files and ``README`` files are left out), ``-`` for standard input, or a JSONL or Parquet file
    with ``id``, ``text`` and optionally ``published``, read line by line and row group by row
    group. Standard input is JSONL when its first line is a JSON object with a ``text``, else one
    article. A file that is reached twice is read once. A document with the id of another one before
    it is a ``Failure``; the same one again is not.

    Raises:
        UsageError: a path is missing, a folder holds no text; nothing has been read then.
    """
    return read_sources(find_sources(paths))

"""Reading articles: files, folders, globs, JSONL, Parquet, datasets, standard input.

Text is decoded as strict UTF-8 and otherwise untouched: line ends stay as they are, and a byte
order mark stays the first character, so that offsets count from the first byte of the file. What
cannot be read becomes a ``Failure`` in its place; only a call that is wrong raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.documents.reading import count_documents, read_sources
from communique.documents.sources import Source, find_sources
from communique.records import Document, Failure

__all__ = ["Source", "count_documents", "find_sources", "read_documents", "read_sources"]


def read_documents(paths: Sequence[str]) -> Iterator[Document | Failure]:
    """The documents of ``paths``, one after another, in a stable order.

    A path is one of

    - a text file;
    - a JSONL file (``.gz`` too) or a Parquet file with ``id`` (or ``document_id``), ``text`` and
      optionally ``published``, read line by line and a few rows at a time;
    - a folder: its text files, subfolders included, sorted by path, hidden files and ``README``
      files left out; where it has none, its JSONL and Parquet files;
    - a folder that ``datasets`` saved (``save_to_disk``), or ``hf:NAME[:SPLIT]``, a dataset of the
      Hugging Face Hub (or a folder of data files), streamed; without SPLIT, all of its splits;
    - a pattern such as ``articles/**/*.txt`` where no file has that name: the files it matches, as
      a shell would have put them there (``**`` is any number of folders, hidden ones left out);
    - ``-`` for standard input: JSONL when its first line is a JSON object with a ``text``, else one
      article.

    A file that is reached twice is read once. A document with the id of another one before it is a
    ``Failure``; the same one again is not.

    Raises:
        UsageError: a path is missing, a folder holds no text, a pattern matches nothing; nothing
            has been read then.
    """
    return read_sources(find_sources(paths))

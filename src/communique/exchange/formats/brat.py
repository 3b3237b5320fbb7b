"""brat's standoff: a folder with a text and its annotations for each document.

Participants and meetings are events at their first place, whose arguments are the other places and
the meeting's participants; a statement is an ``Attribution`` with ``Content``, ``Source`` and
``Cue``, as in PolNeAR, so that ``gold.brat`` reads these files too. What is known of an item that
is no place is an attribute where brat has values to choose from, else JSON in a note. Offsets are
code points; a span over line ends is cut into fragments there, as brat wants it.
``documents.jsonl`` has what annotators do not change. (https://brat.nlplab.org/standoff.html)

A folder without that file is somebody else's corpus: ``gold.brat`` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.errors import GoldError, UsageError
from communique.exchange.brat_lines import Lines
from communique.exchange.brat_standoff import Standoff
from communique.exchange.brat_terms import CONFIGURATION
from communique.exchange.formats import ExchangeFormat
from communique.exchange.items import Found, Labeled, head_of, items_of
from communique.exchange.json_values import mapping, read_json
from communique.exchange.losses import Losses
from communique.exchange.rebuilding import failure
from communique.gold.brat import load_brat
from communique.outputs.encodable import json_of
from communique.records import Failure

__all__ = ["FORMAT"]

HEADS = "documents.jsonl"
OWNS = ("*.txt", "*.ann", "annotation.conf", HEADS)


def write(documents: Iterable[Labeled], path: Path, losses: Losses) -> None:
    """A folder with a text and annotations for each document, named by its number and id."""
    path.mkdir()
    (path / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    with (path / HEADS).open("x", encoding="utf-8", newline="") as heads:
        for number, document in enumerate(documents, 1):
            # Of the id only letters that no file system takes for anything else.
            short = re.sub("[^A-Za-z0-9_-]+", "_", document.document_id)[:60]
            name = f"{number:06}-{short}"
            (path / f"{name}.txt").write_bytes(document.text.encode())
            lines = "".join(f"{line}\n" for line in Lines(document, losses).all())
            (path / f"{name}.ann").write_bytes(lines.encode())
            heads.write(json_of({"file": name, **head_of(document)}) + "\n")


def read(path: Path) -> Iterator[Found | Failure]:
    """What a folder has of each document."""
    if not path.is_dir():
        raise UsageError(f"{path}: not a folder with .txt and .ann files")
    if not (path / HEADS).is_file():
        try:
            for document in load_brat(path):
                items = tuple(items_of(document))
                yield Found(head_of(document), items, str(path), document.text)
        except GoldError as error:
            yield failure(str(path), error.message)
        return
    heads = {}
    try:
        for _, value in read_json(path / HEADS):
            heads[str(mapping(value).get("file"))] = mapping(value)
    except ValueError as error:
        yield failure(str(path), f"{path / HEADS}: not JSON: {error}")
    for file in sorted(path.glob("*.ann")):
        head = heads.get(file.stem, {"document_id": file.stem, "gold": True})
        try:
            text = file.with_suffix(".txt").read_bytes().decode("utf-8")
            lines = file.read_bytes().decode("utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            yield failure(file.stem, f"{file}: it or its text cannot be read: {error}")
            continue
        items, notes = Standoff(str(file), text, lines).items()
        yield Found(head, items, str(file), text, notes)


FORMAT = ExchangeFormat(write, read, OWNS)

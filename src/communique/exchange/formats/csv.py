"""CSV, long tables: a folder with a file for each sort of thing, a row for each thing.

``documents``, ``participants``, ``meetings``, ``attendances``, ``statements``, and ``spans``: the
mentions and proofs of participants and meetings, and boilerplate. ``document``, ``participant`` and
``meeting`` are numbers that join them. UTF-8, cells in quotation marks, an empty one for null.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which import takes off
again (https://owasp.org/www-community/attacks/CSV_Injection). So does a cell with an apostrophe of
its own, or with an empty text. The texts themselves are not in the tables.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import Any

from communique.errors import UsageError
from communique.exchange.formats import ExchangeFormat
from communique.exchange.items import (
    PRIMARY,
    Claim,
    Found,
    Item,
    Kind,
    Labeled,
    Place,
    head_of,
    items_of,
)
from communique.exchange.json_values import loaded
from communique.exchange.losses import Losses
from communique.exchange.rebuilding import failure
from communique.outputs.encodable import json_of
from communique.records import Failure

__all__ = ["COLUMNS", "FORMAT"]

_SPANS = tuple(
    f"{role}{end}"
    for role in ("content", "speaker_mention", "cue")
    for end in ("", "_start", "_end")
)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "documents": ("document", "document_id", "gold", "text_sha256", "model", "version",
                  "prompt_sha256", "published", "status", "phenomenon", "scores", "issues"),
    "participants": ("document", "document_id", "participant", "name", "title", "country",
                     "organization", "aliases", "optional"),
    "meetings": ("document", "document_id", "meeting", "kind", "date", "place", "organizer"),
    "attendances": ("document", "document_id", "meeting", "participant", "name"),
    "statements": ("document", "document_id", "statement", "speaker", "kind", "nested", "core",
                   *_SPANS),
    "spans": ("document", "document_id", "participant", "meeting", "role", "start", "end", "text"),
}  # fmt: skip
OWNS = tuple(f"{name}.csv" for name in COLUMNS)

_JSON = ("scores", "issues", "aliases")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")


def write(documents: Iterable[Labeled], path: Path, losses: Losses) -> None:
    """The tables, filled as the documents come."""
    losses.note("the text: keep the articles, import needs them (--texts)")
    path.mkdir()
    with ExitStack() as stack:
        tables = {}
        for name, columns in COLUMNS.items():
            file = (path / f"{name}.csv").open("x", encoding="utf-8", newline="")
            # All in quotation marks: nor is it a formula behind a comma for who splits at others.
            table = csv.writer(stack.enter_context(file), quoting=csv.QUOTE_ALL)
            table.writerow(columns)
            tables[name] = table
        used: dict[str, int] = {}
        for number, document in enumerate(documents, 1):
            about = {"document": number, "document_id": document.document_id}
            for name, row in _rows(document, used):
                cells = {**about, **row}
                tables[name].writerow([_cell(k, cells.get(k)) for k in COLUMNS[name]])


def _cell(key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = json_of(value) if key in _JSON else str(value)
    return "'" + text if not text or text.startswith(_FORMULA) else text


def _rows(document: Labeled, used: dict[str, int]) -> Iterator[tuple[str, dict[str, Any]]]:
    head = head_of(document)
    yield "documents", {**head, **(head.pop("extractor") or {})}
    people: dict[str, int] = {}
    for item in items_of(document):
        number = used[item.kind] = used.get(item.kind, 0) + 1
        row = {**item.values, item.kind: number}
        if item.kind == "statement":
            for place in item.places:
                claim = place.claim
                ends = {f"{place.role}_start": claim.start, f"{place.role}_end": claim.end}
                row |= {place.role: claim.exact, **ends}
            yield "statements", row
            continue
        if item.kind == "participant":
            people.setdefault(item.values["name"], number)
            yield "participants", row
        if item.kind == "meeting":
            yield "meetings", row
            for name in row["participants"]:
                yield "attendances", {"meeting": number, "participant": people.get(name),
                                      "name": name}  # fmt: skip
        for place in item.places:
            claim = place.claim
            yield "spans", {item.kind: number, "role": place.role, "start": claim.start,
                            "end": claim.end, "text": claim.exact}  # fmt: skip


def read(path: Path) -> Iterator[Found | Failure]:
    """The documents of a folder of tables, each table read along with ``documents.csv``."""
    if not path.is_dir():
        raise UsageError(f"{path}: not a folder with {', '.join(OWNS)}")
    with ExitStack() as stack:
        try:
            tables = {name: _Table(path / f"{name}.csv", stack) for name in COLUMNS}
            others = [name for name in COLUMNS if name != "documents"]
            for row in tables["documents"].all():
                rows = {name: tables[name].of(row["document"]) for name in others}
                yield _found(row, rows, f"{path}: document {row['document']}")
            for name in others:
                tables[name].check_done(name)
        except (OSError, ValueError, csv.Error) as error:
            yield failure(str(path), f"{path}: not the tables of `communique export`: {error}")


class _Table:
    """The rows of one file, by document, in the order of the file: one document's are held."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        file = stack.enter_context(path.open(encoding="utf-8-sig", newline=""))
        self._rows = csv.DictReader(file, strict=True)
        missing = set(COLUMNS[path.stem]) - set(self._rows.fieldnames or ())
        if missing:
            raise ValueError(f"{path.name} has no column {min(missing)}")
        self._groups = groupby(self.all(), lambda row: row["document"])
        self._next: tuple[str, list[dict[str, Any]]] | None = None

    def all(self) -> Iterator[dict[str, Any]]:
        for row in self._rows:
            yield {key: _value(key, cell) for key, cell in row.items() if key is not None}

    def of(self, document: str) -> list[dict[str, Any]]:
        """The rows of ``document``, where they are the next."""
        if self._next is None:
            name, group = next(self._groups, (None, iter(())))
            if name is None:
                return []
            self._next = name, list(group)
        if self._next[0] != document:
            return []
        found, self._next = self._next[1], None
        return found

    def check_done(self, name: str) -> None:
        """See that no rows are left: they belong to no document, or stand in another order."""
        if self._next is not None or next(self._groups, None) is not None:
            raise ValueError(f"{name}.csv is not in the order of documents.csv: sort by document")


def _value(key: str, cell: Any) -> Any:
    if not cell:
        return None
    text = str(cell).removeprefix("'")
    return loaded(text) if key in _JSON else text


def _found(row: Mapping[str, Any], rows: Mapping[str, list[dict[str, Any]]], where: str) -> Found:
    head = {key: row[key] for key in ("document_id", "text_sha256", "published", "status")}
    head |= {"gold": row["gold"] == "true", "phenomenon": row["phenomenon"]}
    head |= {"scores": row["scores"], "issues": row["issues"]}
    if row["model"] is not None:
        head["extractor"] = {k: row[k] for k in ("model", "version", "prompt_sha256")}
    spans: dict[tuple[str, str], list[Place]] = {}
    boilerplate: list[Item] = []
    for span in rows["spans"]:
        at = f"{where}, spans.csv"
        place = Place(str(span["role"]), _claim(span, "start", "end", "text"), at)
        if span["role"] == "boilerplate":
            boilerplate.append(Item("boilerplate", {}, (place,), at))
        for kind in ("participant", "meeting"):
            if span[kind] is not None:
                spans.setdefault((kind, span[kind]), []).append(place)
    attending: dict[str, list[Any]] = {}
    for one in rows["attendances"]:
        attending.setdefault(one["meeting"], []).append(one["name"])
    items: list[Item] = []
    kinds: tuple[Kind, ...] = ("participant", "meeting")
    for kind in kinds:
        for one in rows[f"{kind}s"]:
            if kind == "meeting":
                one["participants"] = attending.get(one["meeting"], [])
            # Empty is what is not said, and has its usual value.
            values = {key: value for key, value in one.items() if value is not None}
            places = spans.get((kind, one[kind]), [])
            at = f"{where}, {kind} {one[kind]}"
            items.append(Item(kind, values, tuple(places), at))
    for one in rows["statements"]:
        values = {key: value for key, value in one.items() if value is not None}
        at = f"{where}, statement {one['statement']}"
        places = [
            Place(role, _claim(one, f"{role}_start", f"{role}_end", role), at)
            for role in (PRIMARY["statement"], "speaker_mention", "cue")
            if one[role] is not None
        ]
        items.append(Item("statement", values, tuple(places), at))
    return Found(head, (*items, *boilerplate), where)


def _claim(row: Mapping[str, Any], start: str, end: str, text: str) -> Claim:
    """Offsets that are no numbers are none: the words are looked for all the same."""
    offsets = (int(at) if (at := row[k] or "").isdecimal() and len(at) < 19 else None
               for k in (start, end))  # fmt: skip
    return Claim.of(*offsets, row[text])


FORMAT = ExchangeFormat(write, read, OWNS)

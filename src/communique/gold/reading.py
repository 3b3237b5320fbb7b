"""Reading gold: built gold lines, and the flat lines of published corpora."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from communique.errors import GoldError, InputError
from communique.gold.flat import gold_from_flat
from communique.gold.problems import GoldErrors, guard, shown
from communique.gold.records import GoldDocument

__all__ = ["gold_of", "load_gold"]


def load_gold(path: Path) -> tuple[GoldDocument, ...]:
    """The documents of a JSONL file, in its order.

    A line with ``document_id`` is a gold line; one with ``id`` is flat (see ``gold.flat``).
    A document may be there once for each annotator (``extractor.model``).

    Raises:
        GoldErrors: the file cannot be read, or lines of it are wrong; all are named.
    """
    name = shown(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GoldErrors([GoldError(f"cannot be read: {error.strerror}", path=name)]) from error
    problems: list[GoldError] = []
    documents: list[GoldDocument] = []
    first: dict[tuple[str, str | None], int] = {}
    for number, raw in enumerate(data.split(b"\n"), start=1):
        if not raw.strip():
            continue
        with guard(problems):
            document = _document(raw, name, number)
            extractor = document.extractor
            key = (document.document_id, None if extractor is None else extractor.model)
            if key in first:
                raise GoldError(
                    f"{document.document_id} is there already on line {first[key]}",
                    path=name,
                    line=number,
                )
            first[key] = number
            documents.append(document)
    if problems:
        raise GoldErrors(problems)
    return tuple(documents)


def _document(raw: bytes, path: str, line: int) -> GoldDocument:
    try:
        item: Any = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise GoldError("not UTF-8", path=path, line=line) from error
    except (ValueError, RecursionError) as error:
        raise GoldError(f"not JSON: {error}", path=path, line=line) from error
    return gold_of(item, path, line)


def gold_of(item: Any, path: str, line: int) -> GoldDocument:
    """The document of a gold line or flat line, given as it stands in JSON.

    Raises:
        GoldError: it is none of these, or wrong; names ``path`` and ``line``.
    """
    if not isinstance(item, dict) or not ({"document_id", "id"} & item.keys()):
        raise GoldError(
            "not a gold line: an object with document_id (or id) and text", path=path, line=line
        )
    try:
        return GoldDocument.model_validate(item) if "document_id" in item else gold_from_flat(item)
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in found["loc"]) or "line"
        raise GoldError(f"{where}: {found['msg']}", path=path, line=line) from error
    except InputError as error:
        raise GoldError(error.message, path=path, line=line) from error

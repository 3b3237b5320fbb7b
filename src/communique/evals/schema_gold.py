"""Gold of a caller's own model: one JSON object a line, ``{"document_id", "text", "value"}``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic_core import to_json

from communique.errors import CommuniqueError, GoldError
from communique.evidence import check_spans
from communique.given import as_document
from communique.gold.problems import GoldErrors, guard, shown
from communique.records import Document
from communique.values import Span, Value

__all__ = ["SchemaGold", "load_schema_gold"]

_OF_RECORDS = ("text_sha256", "extractor", "issues")
"""Keys of a ``Record``'s line, which may be corrected into gold; they say nothing there."""


@dataclass(frozen=True, slots=True)
class SchemaGold:
    document: Document
    value: BaseModel | None
    """None: the document has nothing that the model would take."""
    evidence: Mapping[str, tuple[Span, ...]]
    """JSON pointer → spans, where the line has any."""
    line: str
    """As it was given, without its end."""


class _Line(Value):
    document_id: str = Field(min_length=1)
    text: str
    value: dict[str, Any] | None
    published: str | None = None
    evidence: dict[str, tuple[Span, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _spans_are_of_the_text(self) -> _Line:
        spans = ((path, span) for path, found in self.evidence.items() for span in found)
        check_spans(self.text, spans)
        return self


def load_schema_gold(path: Path, model: type[BaseModel]) -> tuple[tuple[SchemaGold, ...], str]:
    """The documents of a JSONL file in its order, and the SHA-256 of its bytes.

    Raises:
        GoldErrors: the file cannot be read, is empty, or lines of it are wrong; all are named.
    """
    name = shown(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GoldErrors([GoldError(f"cannot be read: {error.strerror}", path=name)]) from error
    problems: list[GoldError] = []
    found: dict[str, SchemaGold] = {}
    for number, raw in enumerate(data.split(b"\n"), start=1):
        if raw.strip():
            with guard(problems):
                gold = _gold(raw, model, name, number)
                if gold.document.id in found:
                    said = f"{gold.document.id} is there already"
                    raise GoldError(said, path=name, line=number)
                found[gold.document.id] = gold
    if not found and not problems:
        problems.append(GoldError("no gold documents", path=name))
    if problems:
        raise GoldErrors(problems)
    return tuple(found.values()), hashlib.sha256(data).hexdigest()


def _gold(raw: bytes, model: type[BaseModel], path: str, number: int) -> SchemaGold:
    try:
        text = raw.decode("utf-8")
        item: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"not JSON: {error}", path=path, line=number) from error
    if not isinstance(item, dict):
        said = "not a gold line: an object with document_id, text and value"
        raise GoldError(said, path=path, line=number)
    try:
        line = _Line.model_validate({k: v for k, v in item.items() if k not in _OF_RECORDS})
        document = as_document(line.text, document_id=line.document_id, published=line.published)
        # As JSON, so that strict models too take dates and enums from texts.
        value = None if line.value is None else _value(model, line.value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "line"
        raise GoldError(f"{where}: {first['msg']}", path=path, line=number) from error
    except CommuniqueError as error:
        raise GoldError(error.message, path=path, line=number) from error
    return SchemaGold(document, value, line.evidence, text.strip())


def _value(model: type[BaseModel], fields: Mapping[str, Any]) -> BaseModel:
    return model.model_validate_json(to_json(fields), by_alias=False, by_name=True)

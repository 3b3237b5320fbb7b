"""What callers give for a document, made one: its text, its id, its day of publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from communique.errors import CommuniqueError, InputError, UsageError
from communique.record import Record
from communique.records import Document, ErrorInfo, Failure, Readout, text_sha256

__all__ = [
    "MOST_CHARACTERS",
    "Given",
    "Ids",
    "as_document",
    "check_length",
    "dated",
    "day_of",
    "documents_of",
]

MOST_CHARACTERS = 10_000_000
"""Of a document, in code points: three times the longest novels. To read one offline takes a minute
and a half, and 170 times its size in memory."""

Given = str | Document | Readout | Record[Any] | Failure | tuple[str, str] | Mapping[str, Any]
"""What stands for a document: a text, (id, text), or a mapping with id (or document_id), text and
published, such as a row of a dataset."""


def day_of(value: str | dt.date) -> str:
    """``value`` (a date, a date and time, or either as ISO 8601) as ``YYYY-MM-DD``.

    Raises:
        ValueError: it is none of these.
    """
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    if not isinstance(value, dt.datetime):
        raise ValueError(f"{value!r} is not a date")
    return value.date().isoformat()


def check_length(text: str) -> None:
    """See that ``text`` is no longer than a document may be.

    Raises:
        InputError: it is.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"the text has {len(text)} characters, more than {MOST_CHARACTERS}: cut it into its "
            "articles"
        )


def as_document(
    text: str, *, document_id: str | None = None, published: str | dt.date | None = None
) -> Document:
    """A Document of these parts; without an id it takes the beginning of its text's hash.

    Raises:
        InputError: the text is empty, too long, or is not text that can be stored.
        UsageError: a part is of another type, or ``published`` is not a date.
    """
    if not isinstance(text, str):
        raise UsageError(f"the text is a {type(text).__name__}, not a str")
    if not text.strip():
        raise InputError("the text is empty")
    check_length(text)
    identity = text_sha256(text)[:16] if document_id is None else document_id
    if not isinstance(identity, str):
        raise UsageError(f"the document id is a {type(identity).__name__}, not a str")
    if not identity:
        raise InputError("the document id is empty")
    try:
        identity.encode()
    except UnicodeEncodeError as error:
        raise InputError("the document id holds half a surrogate pair") from error
    return Document(id=identity, text=text, published=_published(published))


def dated(documents: Iterable[Document | Failure], day: str | None) -> Iterator[Document | Failure]:
    """``documents``, those without a day of publication given ``day``."""
    for document in documents:
        if day is not None and isinstance(document, Document) and document.published is None:
            document = document.model_copy(update={"published": day})
        yield document


def _published(value: str | dt.date | None) -> str | None:
    try:
        return None if value is None else day_of(value)
    except ValueError as error:
        raise UsageError(f"published is {value!r}, not a date such as 2022-02-28") from error


class Ids:
    """The ids given so far: one names one document, which may be given again."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def names_another(self, document: Document) -> bool:
        """Whether the id of ``document`` was given before, to another text or date."""
        content = hash((document.text, document.published))
        return self._seen.setdefault(document.id, content) != content


def documents_of(given: Iterable[Given]) -> Iterator[Document | Readout | Record[Any] | Failure]:
    """Each as a Document, or as the Failure that it is not one; records and Failures as they are.

    A document whose id was given to another one before is such a Failure.
    """
    ids = Ids()
    for number, one in enumerate(given, 1):
        if isinstance(one, Readout | Record | Failure):
            yield one
            continue
        identity, text, published = _parts(one, number)
        try:
            if text is None and isinstance(one, Mapping):
                has = ", ".join(map(str, one))
                raise InputError(f"document {number}: no 'text' (it has: {has})")
            document = as_document(text, document_id=identity, published=published)
            if ids.names_another(document):
                raise InputError(
                    f"document {number}: the id {document.id!r} was given before, to another text "
                    "or date"
                )
        except CommuniqueError as error:
            info = ErrorInfo(code=InputError.code, message=error.message, stage=InputError.stage)
            known = isinstance(identity, str) and identity
            yield Failure(document_id=identity if known else f"document {number}", error=info)
        else:
            yield document


def _parts(given: Any, number: int) -> tuple[Any, Any, Any]:
    """Id, text and date of publication of what was given for a document."""
    if isinstance(given, str):
        return None, given, None
    if isinstance(given, Document):
        return given.id, given.text, given.published
    if isinstance(given, Mapping):
        name = given.get("id", given.get("document_id"))
        return None if name is None else str(name), given.get("text"), given.get("published")
    if isinstance(given, tuple) and len(given) == 2:
        return str(given[0]), given[1], None
    raise UsageError(
        f"document {number} is a {type(given).__name__}: give a str, a Document, (id, text), or a "
        "mapping with id, text and published"
    )

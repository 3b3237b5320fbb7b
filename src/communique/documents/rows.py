"""From a row (id, text, published) to its document, or to the failure that stands for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from communique.errors import InputError
from communique.given import check_length, day_of
from communique.records import Document, ErrorInfo, Failure

__all__ = ["Located", "check_text", "document_of", "unreadable"]

Located = tuple[str, Document | Failure]
"""A document or failure, with the place it came from (``path`` or ``path:line``)."""


def unreadable(document_id: str, message: str) -> Failure:
    """The Failure of what cannot be read."""
    error = ErrorInfo(code=InputError.code, message=message, stage=InputError.stage)
    return Failure(document_id=document_id, error=error)


_PAPERS = (
    ("<!doctype html", "an HTML page"),
    ("<html", "an HTML page"),
    ("%pdf-", "a PDF file"),
    ("{\\rtf", "an RTF file"),
)
"""How files begin that hold an article among much else, and what they are."""


def check_text(text: str) -> None:
    """See that ``text`` is text.

    Raises:
        ValueError: it is blank, binary, a page of HTML or the like, or holds half a surrogate pair.
    """
    head = text[:1_000].lstrip("\ufeff \t\r\n").lower()
    for beginning, paper in _PAPERS:
        if head.startswith(beginning):
            raise ValueError(f"{paper}, not an article's text: take the text out of it first")
    if not text.lstrip("\ufeff").strip():
        raise ValueError("empty: nothing but white space" if text else "empty")
    nul = text.find("\0")
    if nul >= 0:
        raise ValueError(f"binary, not text: a NUL at character {nul}")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"half a surrogate pair at character {error.start}") from error


def document_of(where: str, row: Mapping[str, Any]) -> Document | Failure:
    """The document of ``row``; messages name ``where`` it stands."""
    name, text = row.get("id", row.get("document_id")), row.get("text")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str) or not name:
        return unreadable(where, f"{where}: no 'id' (a string that names the document)")
    if not isinstance(text, str):
        return unreadable(name, f"{where}: no 'text' (a string)")
    try:
        check_text(name)
        check_text(text)
        check_length(text)
        return Document(id=name, text=text, published=_published(row.get("published")))
    except (ValueError, InputError) as error:
        return unreadable(name, f"{where}: {error}")


def _published(value: object) -> str | None:
    if value is None or value == "":
        return None
    try:
        return day_of(value)  # type: ignore[arg-type]
    except ValueError:
        raise ValueError(f"'published' is {value!r}, not a date such as 2022-02-28") from None

"""The day of publication that a call gives to articles that carry none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.records import Document, Failure

__all__ = ["dated", "day"]


def day(published: str | None) -> str | None:
    """``published`` as an ISO day.

    Raises:
        UsageError: it is none.
    """
    from communique.given import day_of

    try:
        return None if published is None else day_of(published)
    except ValueError:
        raise UsageError(f"--published {published!r} is not a date such as 2022-02-28") from None


def dated(
    documents: Iterable[Document | Failure], published: str | None
) -> Iterator[Document | Failure]:
    """``documents``, those without a day of publication given ``published``."""
    from communique.records import Document

    for document in documents:
        if published is not None and isinstance(document, Document) and document.published is None:
            document = document.model_copy(update={"published": published})
        yield document

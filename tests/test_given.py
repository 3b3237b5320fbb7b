"""What callers give for a document, made one."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest

from communique.errors import InputError, UsageError
from communique.given import as_document, day_of, documents_of
from communique.records import Document, Failure


def test_day_of_a_date_in_any_form() -> None:
    """Dates, dates with a time, and both as ISO 8601; nothing else."""
    for value in (
        "2031-05-06",
        "2031-05-06T23:59:00Z",
        dt.date(2031, 5, 6),
        dt.datetime(2031, 5, 6, 12, tzinfo=dt.UTC),
    ):
        assert day_of(value) == "2031-05-06"
    for wrong in ("Monday", "2031-02-30", "", 20310506, None):
        with pytest.raises(ValueError, match=r".+"):
            day_of(wrong)  # type: ignore[arg-type]


def test_document_of_a_text() -> None:
    """The id is the beginning of the text's hash; the text stays as it is."""
    document = as_document(" Hello.\r\n", published="2031-05-06T01:00")
    assert document.id == hashlib.sha256(b" Hello.\r\n").hexdigest()[:16]
    assert (document.text, document.published) == (" Hello.\r\n", "2031-05-06")
    assert as_document("a", document_id="x").id == "x"


@pytest.mark.parametrize("text", ["", "  \n\t", "\u00a0"])
def test_empty_text_is_an_input_error(text: str) -> None:
    """Nothing can be read from nothing."""
    with pytest.raises(InputError, match="the text is empty"):
        as_document(text)


WRONG: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"text": "a\ud800"}, InputError, "half a surrogate pair at 1"),
    ({"text": "a", "document_id": "\ud800"}, InputError, "the document id holds half"),
    ({"text": "a", "document_id": ""}, InputError, "the document id is empty"),
    ({"text": "a", "document_id": 5}, UsageError, "the document id is a int, not a str"),
    ({"text": b"abc"}, UsageError, "the text is a bytes, not a str"),
    ({"text": None}, UsageError, "the text is a NoneType"),
    ({"text": "a", "published": "last week"}, UsageError, "published is 'last week'"),
    ({"text": "a", "published": 5}, UsageError, "published is 5"),
]


@pytest.mark.parametrize(("parts", "error", "message"), WRONG)
def test_what_is_no_document_is_named(
    parts: dict[str, Any], error: type[Exception], message: str
) -> None:
    """A part of the wrong type, or that no file could hold, is refused in clear words."""
    with pytest.raises(error, match=message):
        as_document(**parts)


def test_an_id_names_one_document() -> None:
    """The same document may come again; another one under its id is a Failure in its place."""
    first, again, other, dated, last = documents_of(
        [("a", "one"), ("a", "one"), ("a", "two"), {"id": "a", "text": "one", "published": "2031"
         "-01-01"}, ("b", "two")]
    )  # fmt: skip
    assert first == again == Document(id="a", text="one")
    for failure, number in ((other, 3), (dated, 4)):
        assert isinstance(failure, Failure)
        assert failure.document_id == "a"
        assert failure.error.message.startswith(f"document {number}: the id 'a' was given before")
    assert last == Document(id="b", text="two")

"""What records and gold labels are made of: frozen values, spans, dates, mappings that stay.

A text is a sequence of characters that UTF-8 can write. Half a surrogate pair is none, so a text
that holds one is refused wherever text comes in; behind that, nothing need expect it.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Annotated, Any, NoReturn, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from communique.errors import InputError

__all__ = [
    "Day",
    "FrozenMapping",
    "MeetingDate",
    "Span",
    "Value",
    "is_day",
    "is_meeting_date",
    "text_sha256",
    "utf8",
    "with_text_sha256",
]

K = TypeVar("K")
V = TypeVar("V")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MEETING_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|XXXX-[0-9]{2}-[0-9]{2}")


def utf8(text: str) -> bytes:
    """The bytes of ``text``.

    Raises:
        InputError: it holds half a surrogate pair.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"the text holds half a surrogate pair at {error.start}, which is not a character"
        ) from error


def text_sha256(text: str) -> str:
    """SHA-256 (hex) of the text's UTF-8 bytes.

    Raises:
        InputError: it holds half a surrogate pair.
    """
    return hashlib.sha256(utf8(text)).hexdigest()


def is_day(value: str) -> bool:
    """True for an ISO 8601 day that the calendar has."""
    return bool(_DAY.fullmatch(value)) and _in_calendar(value)


def is_meeting_date(value: str) -> bool:
    """True for an ISO 8601 year, month or day, or an EDTF day whose year the text does not tell.

    The calendar must have it; a leap year stands in for ``XXXX``.
    """
    return bool(_MEETING_DATE.fullmatch(value)) and _in_calendar(value)


def _in_calendar(value: str) -> bool:
    year, month, day = (*value.replace("XXXX", "2000").split("-"), "1", "1")[:3]
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _day(value: str) -> str:
    if not is_day(value):
        raise ValueError(f"{value!r} is not a day such as 2022-02-28")
    return value


def _meeting_date(value: str) -> str:
    if not is_meeting_date(value):
        raise ValueError(f"{value!r} is not a date such as 2022-02-28, 2022-02, 2022, XXXX-02-28")
    return value


Day = Annotated[str, AfterValidator(_day)]
MeetingDate = Annotated[str, AfterValidator(_meeting_date)]


class FrozenMapping(dict[K, V]):
    """A dict that cannot be changed, and so has a hash.

    A ``MappingProxyType`` has none, and can be neither pickled nor written as JSON.
    """

    __slots__ = ()

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[Self], tuple[dict[K, V]]]:
        return type(self), (dict(self),)

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("records cannot be changed: model_copy(update=…) makes a changed copy")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


class Value(BaseModel):
    """A frozen value that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Value):
    """A half-open range ``[start, end)`` of code points and the text that stands there."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    text: str = Field(min_length=1)

    @model_validator(mode="after")
    def _length_fits(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(
                f"span [{self.start}, {self.end}) is {self.end - self.start} long, "
                f"its text {self.text[:40]!r} {len(self.text)}"
            )
        return self

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of ``text`` from ``start`` to ``end``."""
        return cls(start=start, end=end, text=text[start:end])


def place(span: Span) -> tuple[int, int]:
    """Where it stands, as a range; by it, spans sort in text order."""
    return span.start, span.end


def gap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Code points between two ranges; 0 where they meet or overlap."""
    return max(0, a[0] - b[1], b[0] - a[1])


def with_text_sha256(data: Any) -> Any:
    """The fields of a record or gold line, the hash of its text added, or checked where given.

    Raises:
        ValueError: ``text_sha256`` is given and is not that of ``text``.
    """
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        return data  # its fields will be refused by name
    found = text_sha256(data["text"])
    if data.get("text_sha256", found) != found:
        raise ValueError("text_sha256 is not that of the text")
    return {**data, "text_sha256": found}

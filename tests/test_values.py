"""What records are made of holds its promises."""

import copy
import hashlib
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from communique.errors import InputError
from communique.values import (
    Day,
    FrozenMapping,
    MeetingDate,
    is_day,
    is_meeting_date,
    text_sha256,
    with_text_sha256,
)

NO_DATES = [
    "2022-99-99",
    "2022-02-30",
    "2023-02-29",
    "2022-13",
    "0000",
    "XXXX-13-40",
    "XXXX-02-30",
    "XXXX-02",
    "XXXX",
    "２０２２-02-03",
    "٢٠٢٢",
    "2022-2-3",
    "2022-02-03\n",
    " 2022",
    "",
]


@pytest.mark.parametrize("value", NO_DATES)
def test_what_no_calendar_has_is_no_date(value: str) -> None:
    """Form and calendar must both agree, in plain digits."""
    assert not is_meeting_date(value)
    assert not is_day(value)
    for shape in (Day, MeetingDate):
        with pytest.raises(ValidationError):
            TypeAdapter(shape).validate_python(value)


@pytest.mark.parametrize("value", ["2022", "2022-02", "2022-02-28", "XXXX-02-29", "2024-02-29"])
def test_a_date_is_as_precise_as_the_text(value: str) -> None:
    """Year, month, day, or a day of an unknown year; only a full day is a Day."""
    assert is_meeting_date(value)
    assert is_day(value) == (value.count("-") == 2 and not value.startswith("X"))


@given(st.dates())
def test_every_day_of_the_calendar_is_one(day) -> None:  # type: ignore[no-untyped-def]
    """Whatever ``datetime`` writes is taken."""
    assert is_day(day.isoformat())
    assert is_meeting_date(f"XXXX{day.isoformat()[4:]}")


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.__setitem__("a", 2),
        lambda m: m.__delitem__("a"),
        lambda m: m.update(b=1),
        lambda m: m.setdefault("b", 1),
        lambda m: m.pop("a"),
        lambda m: m.popitem(),
        lambda m: m.clear(),
        lambda m: m.__ior__({"b": 1}),
    ],
)
def test_a_frozen_mapping_stays(change) -> None:  # type: ignore[no-untyped-def]
    """Every way to change a dict is refused."""
    mapping = FrozenMapping({"a": 1})
    with pytest.raises(TypeError, match="cannot be changed"):
        change(mapping)
    assert mapping == {"a": 1}


def pickled(value: object) -> object:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 -- our own bytes


@pytest.mark.parametrize("twin", [copy.copy, copy.deepcopy, pickled])
def test_a_frozen_mapping_is_copied_as_one(twin) -> None:  # type: ignore[no-untyped-def]
    """A copy is equal, hashes alike, and is frozen too."""
    mapping = FrozenMapping({"a": (1,), "b": (2,)})
    other = twin(mapping)
    assert (other, hash(other), type(other)) == (mapping, hash(mapping), FrozenMapping)
    assert hash(mapping) == hash(FrozenMapping({"b": (2,), "a": (1,)}))


@given(st.text())
def test_the_hash_is_of_the_bytes(text: str) -> None:
    """SHA-256 of the UTF-8 bytes, added where missing."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    assert text_sha256(text) == sha256
    assert with_text_sha256({"text": text}) == {"text": text, "text_sha256": sha256}


def test_half_a_surrogate_pair_has_no_bytes() -> None:
    """It is refused with its place, as input that is not text."""
    with pytest.raises(InputError, match="half a surrogate pair at 1"):
        text_sha256("a\udc00")


@pytest.mark.parametrize("given_hash", ["0" * 64, "", None])
def test_a_given_hash_must_be_the_texts(given_hash: str | None) -> None:
    """Only the right hash, or none given, is taken."""
    with pytest.raises(ValueError, match="not that of the text"):
        with_text_sha256({"text": "a", "text_sha256": given_hash})

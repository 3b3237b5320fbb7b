"""Records of a caller's own model."""

from __future__ import annotations

import datetime as dt
import enum
import json
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError, computed_field

from communique import Record
from communique.records import Readout

TEXT = "On 5 May 2031 the Vale Bank gave Orsk two boats and “no thanks”."


class Currency(enum.StrEnum):
    CROWN = "crown"
    MARK = "mark"


class Gift(BaseModel):
    kind: Literal["gift"] = "gift"
    giver: str = Field(alias="from")
    things: list[str] = []
    day: dt.date | None = None
    paid_in: Currency | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def size(self) -> int:
        return len(self.things)


def span(quote: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "text": quote}


def line(**changes: Any) -> dict[str, Any]:
    return {
        "text": TEXT,
        "document_id": "d",
        "extractor": {"model": "hand", "version": "0"},
        "value": {"giver": "Vale Bank", "things": ["two boats"], "day": "2031-05-05"},
        "evidence": {
            "/giver": [span("Vale Bank")],
            "/things/0": [span("two"), span("boats")],
            "/day": [span("5 May 2031")],
        },
        **changes,
    }


def test_a_dump_with_its_text_gives_the_record_back() -> None:
    """One JSON line, by names of fields, without text and without computed fields."""
    record = Record[Gift].model_validate(line())
    assert record.value is not None
    assert record.value.giver == "Vale Bank"
    assert record.value.day == dt.date(2031, 5, 5)
    dumped = record.model_dump(mode="json")
    assert list(dumped) == [
        "document_id", "text_sha256", "extractor", "value", "evidence", "issues",
    ]  # fmt: skip
    assert dumped["value"] == {
        "kind": "gift",
        "giver": "Vale Bank",
        "things": ["two boats"],
        "day": "2031-05-05",
        "paid_in": None,
    }
    again = Record[Gift].model_validate({**json.loads(json.dumps(dumped)), "text": TEXT})
    assert again == record
    assert again.evidence["/things/0"][1].text == "boats"


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"evidence": {}}, "/giver has neither evidence nor an issue"),
        ({"text": TEXT.replace("On", "In the")}, "where the text has"),
        ({"evidence": {**line()["evidence"], "/paid_in": [span("boats")]}}, "'/paid_in': no value"),
        ({"evidence": {**line()["evidence"], "/nowhere": [span("boats")]}}, "'/nowhere': no value"),
        ({"evidence": {**line()["evidence"], "/giver": []}}, "or no span"),
        ({"value": None}, "'/giver': no value"),
        ({"text_sha256": "0"}, "text_sha256 is not that of the text"),
        ({"value": {"things": []}}, "giver"),
    ],
    ids=["none", "moved", "of null", "of nothing", "empty", "no value", "hash", "incomplete"],
)
def test_what_is_not_proven_cannot_be_constructed(changes: dict[str, Any], complaint: str) -> None:
    """Every leaf that claims something has spans that stand in the text, and nothing else has."""
    with pytest.raises(ValidationError, match=complaint):
        Record[Gift].model_validate(line(**changes))


def test_an_issue_at_its_pointer_excuses_a_leaf() -> None:
    """What is known to be doubtful may stand, when the record says so."""
    issue = {"code": "not_from_text", "message": "a default", "path": "/giver"}
    evidence = {path: spans for path, spans in line()["evidence"].items() if path != "/giver"}
    record = Record[Gift].model_validate(line(evidence=evidence, issues=[issue]))
    assert "/giver" not in record.evidence


def test_it_cannot_be_changed_and_is_told_from_a_readout() -> None:
    """A frozen value with its cost beside it, of a type that depends on the model."""
    record = Record[Gift].model_validate(line())
    with pytest.raises(ValidationError, match="frozen"):
        record.document_id = "e"
    with pytest.raises(TypeError, match="cannot be changed"):
        record.evidence["/x"] = ()  # type: ignore[index]
    assert isinstance(record, Record)
    assert not isinstance(record, Readout)
    assert record.usage.requests == 0

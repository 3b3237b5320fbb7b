"""Records cannot hold what the text does not."""

import json

import pytest
from pydantic import ValidationError

from communique import (
    Document,
    ExtractorInfo,
    Issue,
    Meeting,
    Participant,
    Readout,
    Span,
    Statement,
    Usage,
)

TEXT = "British envoy Ann Lee met Bo Rae. “Enough,” she said. 😀 End\u00a0here."
REGEX = ExtractorInfo(model="regex", version="0")


def span(quote: str) -> Span:
    start = TEXT.index(quote)
    return Span.of(TEXT, start, start + len(quote))


def readout(**changes: object) -> Readout:
    fields = {
        "text": TEXT,
        "document_id": "a",
        "extractor": REGEX,
        "participants": (
            Participant(
                name="Ann Lee",
                country="GB",
                mentions=(span("Ann Lee"),),
                evidence={"country": (span("British"),)},
            ),
        ),
        "meetings": (Meeting(kind="other", participants=("Ann Lee",), evidence=(span("met"),)),),
        "statements": (
            Statement(
                content=span("“Enough,”"),
                kind="direct",
                speaker="Ann Lee",
                speaker_mention=span("she"),
                cue=span("said"),
            ),
        ),
        "issues": (Issue(code="x", message="y", value="z"),),
    } | changes
    return Readout.model_validate(fields)


def test_the_dump_has_the_contracts_keys_in_order_and_no_text() -> None:
    """One record is one JSON object of the published shape."""
    dump = readout().model_dump(mode="json")
    assert list(dump) == [
        "document_id",
        "text_sha256",
        "extractor",
        "meetings",
        "participants",
        "statements",
        "issues",
    ]
    assert dump["statements"][0]["cue"] == {"start": 48, "end": 52, "text": "said"}
    assert dump["participants"][0]["evidence"] == {
        "country": [{"start": 0, "end": 7, "text": "British"}]
    }


def test_a_record_is_read_back_with_its_text() -> None:
    """Dump, JSON, validate with the text: the same record."""
    before = readout()
    record = json.loads(json.dumps(before.model_dump(mode="json")))
    assert Readout.model_validate({**record, "text": TEXT}) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"statements": [{"content": {"start": 0, "end": 3, "text": "met"}, "kind": "direct"}]},
        {"participants": [{"name": "X", "mentions": [{"start": 0, "end": 1, "text": "X"}]}]},
        {"text_sha256": "0" * 64},
        {"meetings": [Meeting(kind="call", participants=("Bo Rae",), evidence=(span("met"),))]},
    ],
    ids=["content elsewhere", "mention elsewhere", "another text", "stranger in a meeting"],
)
def test_what_the_text_does_not_hold_cannot_be_constructed(changes: dict[str, object]) -> None:
    """A record whose spans, hash or names do not fit its text is refused."""
    with pytest.raises(ValidationError):
        readout(**changes)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Span(start=3, end=3, text=""),
        lambda: Span(start=0, end=2, text="abc"),
        lambda: Participant(name="Ann", mentions=()),
        lambda: Participant(name="Ann", country="GB", mentions=(span("Ann"),)),
        lambda: Participant(name="Ann", country="gb", mentions=(span("Ann"),)),
        lambda: Meeting(kind="call", date="2022-01-01", evidence=(span("met"),)),
        lambda: Meeting(kind="call", date="Jan 1", evidence=(span("met"),)),
        lambda: Meeting(kind="call", evidence=()),
        lambda: Statement(content=span("met"), kind="direct", speaker="Ann"),
        lambda: Document(id="", text="x"),
        lambda: Document(id="a", text="x", published="yesterday"),
    ],
)
def test_incomplete_values_cannot_be_constructed(make: object) -> None:
    """No empty span, no derived field without evidence, no speaker without a mention."""
    with pytest.raises(ValidationError):
        make()  # type: ignore[operator]


def test_offsets_are_code_points() -> None:
    """An emoji is one, a no-break space survives."""
    end = span("End\u00a0here")
    assert TEXT[end.start : end.end] == "End\u00a0here"


def test_usage_adds_up_and_unknown_stays_unknown() -> None:
    """A sum with an unknown part is unknown, not smaller."""
    known = Usage(requests=1, input_tokens=3, output_tokens=2, seconds=0.5)
    unknown = Usage(requests=1, input_tokens=None)
    assert (known + known).input_tokens == 6
    assert (known + unknown).input_tokens is None
    assert (known + unknown).requests == 2


def test_usage_is_carried_beside_the_record_not_in_it() -> None:
    """Equal answers give equal bytes, whatever they cost."""
    paid = readout().with_usage(Usage(requests=3))
    assert paid.usage.requests == 3
    assert paid.model_dump_json() == readout().model_dump_json()

"""Records cannot hold what the text does not."""

import json
import pickle

import pytest
from pydantic import ValidationError

from communique import (
    Document,
    ErrorInfo,
    ExtractorInfo,
    Failure,
    InputError,
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


def hosted(organizer: str) -> Meeting:
    proof = (span("met"),)
    return Meeting(
        kind="call", organizer=organizer, evidence=proof, field_evidence={"organizer": proof}
    )


def said(speaker: str) -> Statement:
    return Statement(
        content=span("“Enough,”"), kind="direct", speaker=speaker, speaker_mention=span("she")
    )


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
    ("changes", "why"),
    [
        (
            {"statements": [{"content": {"start": 0, "end": 3, "text": "met"}, "kind": "direct"}]},
            "claims 'met' at",
        ),
        (
            {"participants": [{"name": "X", "mentions": [{"start": 0, "end": 1, "text": "X"}]}]},
            "claims 'X' at",
        ),
        ({"text_sha256": "0" * 64}, "text_sha256 is not that of the text"),
        (
            {"meetings": [Meeting(kind="call", participants=("Bo Rae",), evidence=(span("met"),))]},
            "'Bo Rae', who is not a participant",
        ),
        (
            {"participants": [Participant(name="Nobody At All", mentions=(span("Ann Lee"),))]},
            "'Nobody At All', which does not stand in the text",
        ),
        (
            {"participants": [Participant(name="Ann Rae", mentions=(span("Ann Lee"),))]},
            "'Ann Rae', which",
        ),
        ({"meetings": [hosted("Napoleon Bonaparte")]}, "organizer is 'Napoleon Bonaparte', which"),
        ({"statements": [said("Napoleon Bonaparte")]}, "speaker is 'Napoleon Bonaparte', which"),
        ({"statements": [said("Ann Lee; Eve Fox")]}, "speaker is 'Eve Fox', which"),
        ({"statements": [said("Ann Lee; ")]}, "speaker is '', which"),
    ],
    ids=[
        "content elsewhere",
        "mention elsewhere",
        "another text",
        "stranger in a meeting",
        "name of no one",
        "name put together from two",
        "organizer of another story",
        "speaker of another story",
        "one of two speakers",
        "no second speaker",
    ],
)
def test_what_the_text_does_not_hold_cannot_be_constructed(
    changes: dict[str, object], why: str
) -> None:
    """A record whose spans, hash or names do not fit its text is refused, and told why."""
    with pytest.raises(ValidationError, match=why):
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
        lambda: Document(id="a", text="x", published="2022-02-30"),
        lambda: Meeting(
            kind="call",
            date="2022-13-40",
            evidence=(span("met"),),
            field_evidence={"date": (span("met"),)},
        ),
        lambda: Meeting(
            kind="call", evidence=(span("met"),), field_evidence={"kind": (span("Ann"),)}
        ),
        lambda: Participant(
            name="Ann", country="ZZ", mentions=(span("Ann"),), evidence={"country": (span("met"),)}
        ),
    ],
)
def test_incomplete_values_cannot_be_constructed(make: object) -> None:
    """No empty span, no derived field without evidence, no date that no calendar has."""
    with pytest.raises(ValidationError):
        make()  # type: ignore[operator]


def test_names_may_be_broken_over_lines() -> None:
    """White space between the words of a name is not part of it."""
    text = "Ann\u00a0Lee and Bo\r\n Rae met. “Enough,” they said."

    def place(quote: str) -> Span:
        return Span.of(text, text.index(quote), text.index(quote) + len(quote))

    both = Statement(
        content=place("“Enough,”"),
        kind="direct",
        speaker="Ann Lee; Bo Rae",
        speaker_mention=place("they"),
    )
    one = Participant(name="Bo Rae", mentions=(place("Bo\r\n Rae"),))
    record = Readout(
        text=text, document_id="a", extractor=REGEX, participants=(one,), statements=(both,)
    )
    assert (record.participants, record.statements) == ((one,), (both,))


def test_half_a_surrogate_pair_is_no_text() -> None:
    """Neither a document nor a record can hold one; it is the input that is wrong."""
    for make in (
        lambda: Document(id="a", text="\ud800"),
        lambda: Readout(text="\ud800", document_id="a", extractor=REGEX),
    ):
        with pytest.raises(InputError, match="half a surrogate pair at 0"):
            make()


def test_a_record_is_frozen_to_the_bottom() -> None:
    """Not even the evidence of a field can be changed, and so a record has a hash."""
    record = readout()
    with pytest.raises(TypeError, match="cannot be changed"):
        record.participants[0].evidence["title"] = (span("met"),)  # type: ignore[index]
    assert record.participants[0].evidence == {"country": (span("British"),)}
    left_out = Issue(code="unsupported", message="m", value={"name": ["X"]})
    assert hash(readout(issues=(left_out,))) == hash(readout(issues=(left_out,)))


def test_a_record_survives_pickling() -> None:
    """So that it can be handed to another process; what it cost comes along."""
    record = readout().with_usage(Usage(requests=3))
    other = pickle.loads(pickle.dumps(record))  # noqa: S301 -- our own bytes
    assert (other, other.usage) == (record, record.usage)


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
    assert paid == readout()
    assert hash(paid) == hash(readout())
    assert paid != readout(issues=())
    failed = Failure(document_id="a", error=ErrorInfo(code="x", message="y", stage="z"))
    assert failed.with_usage(Usage(requests=1)) == failed != paid


def test_every_span_has_its_path() -> None:
    """The evidence of a meeting's fields is listed too."""
    record = readout(meetings=[hosted("Ann Lee")])
    paths = dict(record.spans())
    assert paths["meetings[0].field_evidence.organizer[0]"] == span("met")
    assert paths["participants[0].evidence.country[0]"] == span("British")
    assert len(paths) == 7

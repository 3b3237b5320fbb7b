"""Which meetings of several pieces are one."""

from __future__ import annotations

from typing import Any

import pytest

from communique.llm.names import Names
from communique.llm.occasions import merge_meetings
from communique.llm.proof import Doubt, Proven
from communique.records import Meeting, Participant, Span

A, B, C, D = "Ada Vex", "Bo Rae", "Cy Lum", "Dee Orr"


def meeting(
    start: int, *people: str, doubts: tuple[Doubt, ...] = (), **fields: Any
) -> Proven[Meeting]:
    """A meeting reported at ``start``, each of its fields proven beside the report."""
    report = Span(start=start, end=start + 20, text="x" * 20)
    proofs = {
        name: (Span(start=start + 30 + i, end=start + 31 + i, text="y"),)
        for i, name in enumerate(fields)
        if name != "kind"
    }
    values = {"kind": "bilateral meeting", **fields}
    spans = tuple(sorted({report, *(s[0] for s in proofs.values())}, key=lambda s: s.start))
    made = Meeting.model_validate(
        {"participants": people, "evidence": spans, "field_evidence": proofs, **values}
    )
    return Proven(made, start, doubts)


def merged(*parts: list[Proven[Meeting]]) -> list[Proven[Meeting]]:
    span = Span(start=0, end=1, text="x")
    people = [Proven(Participant(name=name, mentions=(span,)), 0) for name in (A, B, C, D)]
    return merge_meetings(parts, Names([people, *([] for _ in parts[1:])]))


DAY = {"date": "2031-06-02"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (meeting(0, A, B, **DAY), meeting(900, A, B, **DAY)),
        (meeting(0, A, B, **DAY), meeting(900, A, B)),
        (meeting(0, A, B, **DAY), meeting(900, A)),
        (meeting(0, A, B, C), meeting(900, A, B, D)),
        (meeting(0, A, B, **DAY), meeting(900, **DAY)),
        (meeting(0, A, B, date="2031"), meeting(900, A, B, **DAY)),
        (meeting(0, A, B, date="XXXX-06-02"), meeting(900, A, B, **DAY)),
        (meeting(0, A, B, kind="other"), meeting(900, A, B)),
        (meeting(0, A, B, kind="call"), meeting(900, A, B, kind="video call")),
        (meeting(0, A, kind="summit"), meeting(10, B, kind="call")),
    ],
    ids=[
        "same", "day untold", "a side", "two shared", "nobody", "year", "no year", "other", "video",
        "one report",
    ],
)  # fmt: skip
def test_one_meeting_told_twice_is_one(one: Proven[Meeting], other: Proven[Meeting]) -> None:
    """Nothing told contradicts, the sides fit, and something is shared."""
    (both,) = merged([one], [other])
    assert set(both.value.participants) == {*one.value.participants, *other.value.participants}
    assert set(both.value.evidence) == {*one.value.evidence, *other.value.evidence}
    assert merged([both], []) == [both]
    assert merged([both], [other]) == [both]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (meeting(0, A, B, **DAY), meeting(900, A, B, date="2031-06-03")),
        (meeting(0, A, B, **DAY), meeting(900, A, B, date="2030")),
        (meeting(0, A, B, **DAY), meeting(900, A, B, kind="call", **DAY)),
        (meeting(0, A, B, kind="summit"), meeting(900, A, B, kind="multilateral meeting")),
        (meeting(0, A, B, **DAY), meeting(900, A, C, **DAY)),
        (meeting(0, A, B), meeting(900)),
        (meeting(0), meeting(900)),
        (meeting(0, A, B), meeting(900, C, D)),
    ],
    ids=["day", "year", "kind", "summit", "next guest", "nobody", "nothing", "others"],
)
def test_meetings_that_may_be_two_stay_two(one: Proven[Meeting], other: Proven[Meeting]) -> None:
    """Where something contradicts, or nothing is shared, two are kept."""
    assert merged([one], [other]) == [one, other]


def test_where_two_could_be_meant_none_is() -> None:
    """A piece that names the host alone does not say which of two meetings it tells of."""
    first = [meeting(0, A, B, **DAY), meeting(50, A, C, **DAY)]
    vague = meeting(900, A, **DAY)
    assert merged(first, [vague]) == [*first, vague]


def test_meetings_of_one_piece_are_never_merged() -> None:
    """A model that read the piece told them apart, there and against earlier ones."""
    first, again = meeting(0, A, B), [meeting(900, A, B), meeting(950, A, B)]
    assert merged(again) == again
    assert merged([first], again) == [first, *again]


def test_the_better_told_field_is_kept_with_its_evidence() -> None:
    """A day beats a year, and tells the year that was missing; the first place stays."""
    unknown = Doubt("date_year_unknown", "…", "date", "June 2")
    one = meeting(0, A, B, date="XXXX-06-02", place="Bern", kind="call", doubts=(unknown,))
    other = meeting(900, A, B, date="2031-06-02", place="Rome", kind="video call")
    (both,) = merged([one], [other])
    assert (both.value.date, both.value.place, both.value.kind) == (
        "2031-06-02",
        "Bern",
        "video call",
    )
    assert both.value.field_evidence["date"] == other.value.field_evidence["date"]
    assert both.value.field_evidence["place"] == one.value.field_evidence["place"]
    assert [(d.code, d.field, d.value) for d in both.doubts] == [("conflict", "place", "Rome")]

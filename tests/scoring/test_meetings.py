"""Meetings: paired by what they share, counted over what the gold has."""

from __future__ import annotations

from typing import Any

from communique.gold.records import GoldMeeting
from communique.records import Meeting, Span
from communique.scoring.counts import Counts, Ratio
from communique.scoring.meetings import compare_meetings

TEXT = "x"
PROOF = (Span(start=0, end=1, text="x"),)


def gold(kind: Any = "call", **more: Any) -> GoldMeeting:
    return GoldMeeting(kind=kind, **more)


def predicted(kind: Any = "call", **more: Any) -> Meeting:
    proofs = dict.fromkeys(("date", "place", "organizer"), PROOF)
    return Meeting(kind=kind, evidence=PROOF, field_evidence=proofs, **more)


def test_a_meeting_is_right_in_each_of_its_fields() -> None:
    """Date, kind and organizer are counted apart; the organizer under any way to write it."""
    found, _ = compare_meetings(
        TEXT,
        [gold(date="2031-05-05", organizer="Ida Holm")],
        [predicted("summit", date="2031-05-05", organizer="President Holm")],
    )
    assert found.meetings == Counts(tp=1)
    assert (found.date, found.kind, found.organizer) == (Ratio(1, 1), Ratio(0, 1), Ratio(1, 1))


def test_a_missed_meeting_keeps_its_fields_in_the_denominator() -> None:
    """Nothing predicted is nothing right."""
    found, _ = compare_meetings(TEXT, [gold(date="2031-05-05")], [])
    assert (found.date, found.kind, found.organizer) == (Ratio(0, 1), Ratio(0, 1), Ratio(0, 0))


def test_nothing_in_common_is_no_pair() -> None:
    """A miss and a false alarm, although one meeting stands on each side."""
    found, decisions = compare_meetings(
        TEXT, [gold("call")], [predicted("summit", date="2020-01-01")]
    )
    assert found.meetings == Counts(fp=1, fn=1)
    assert [d.verdict for d in decisions] == ["missed", "false alarm"]


def test_the_date_weighs_more_than_the_kind() -> None:
    """Of two candidates the one of the same day is the meeting."""
    found, _ = compare_meetings(
        TEXT,
        [gold("call", date="2022-02-28")],
        [predicted("call", date="2021-01-01"), predicted("summit", date="2022-02-28")],
    )
    assert found.date == Ratio(1, 1)


def test_equal_meetings_are_told_apart_by_who_took_part() -> None:
    """Among meetings of the same kind shared participants decide."""
    golds = [gold(participants=("Ann Lee",)), gold(participants=("Bob Ray",), date="2022-01-01")]
    found = [predicted(participants=("Bob Ray",)), predicted(participants=("Ann Lee",))]
    _, decisions = compare_meetings(TEXT, golds, found)
    assert [d.predicted and d.predicted.index for d in decisions] == [1, 0]


def test_a_meeting_told_twice_is_found_once() -> None:
    """Two calls of the gold, one told twice, by another sentence the second time: the copy is not
    the other call, though both are calls."""
    calls = [gold(date="2031-05-05"), gold(date="2031-06-06")]
    told = predicted(date="2031-05-05")
    elsewhere = told.model_copy(update={"evidence": (Span(start=1, end=2, text="y"),)})
    for again in (told, elsewhere):
        found, decisions = compare_meetings("xy", calls, [told, again])
        assert found.meetings == Counts(tp=1, fp=1, fn=1)
        assert [d.error_class for d in decisions] == ["correct", "missed", "duplicate"]


def test_meetings_are_found_as_often_as_the_gold_has_the_like() -> None:
    """As the gold has two calls of which nothing else is told, a record may have them."""
    places = [(Span(start=n, end=n + 1, text="xy"[n]),) for n in range(2)]
    calls = [gold(evidence=place) for place in places]
    told = [predicted().model_copy(update={"evidence": place}) for place in places]
    found, _ = compare_meetings("xy", calls, told)
    assert found.meetings == Counts(tp=2)
    found, _ = compare_meetings("xy", calls, [*told, told[0]])
    assert found.meetings == Counts(tp=2, fp=1)

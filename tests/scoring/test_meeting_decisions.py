"""What is decided about each meeting, and what people read of it."""

from __future__ import annotations

from typing import Any

from communique.gold.records import GoldMeeting
from communique.records import Meeting, Span
from communique.scoring.decisions import Decision
from communique.scoring.meeting_decisions import decide
from communique.scoring.page import Page

from .made import span

TEXT = "They met in Oslo, then in Bergen. Read more: a summit in Turku. They left."
OSLO, BERGEN, TURKU = (span(TEXT, place) for place in ("Oslo", "Bergen", "Turku"))
DAY, NEXT = "2031-05-05", "2031-05-06"
ANN, BOB, EVE = "Ann Lee", "Bob Ray", "Eve Fox"


def gold(kind: Any = "call", **more: Any) -> GoldMeeting:
    return GoldMeeting(kind=kind, **more)


def predicted(kind: Any = "call", at: Span = OSLO, **more: Any) -> Meeting:
    proofs = dict.fromkeys(("date", "place", "organizer"), (at,))
    return Meeting(kind=kind, evidence=(at,), field_evidence=proofs, **more)


def decided(golds: list[GoldMeeting], found: list[Meeting]) -> list[Decision]:
    decisions = list(
        decide(golds, found, Page(TEXT, [span(TEXT, "Read more: a summit in Turku.")]))
    )
    assert all(one.item == "meeting" for one in decisions)
    return decisions


def told(golds: list[GoldMeeting], found: list[Meeting]) -> list[tuple[str, str, str]]:
    return [(d.verdict, d.error_class, d.why) for d in decided(golds, found)]


def test_a_match_says_in_what_they_agree_and_the_first_field_that_is_wrong() -> None:
    """Date before kind before organizer; what neither has agrees in nothing."""
    assert told([gold(date=DAY, organizer=ANN)], [predicted(date=DAY, organizer="Lee")]) == [
        ("matched", "correct", "they agree in date, kind, organizer")
    ]
    assert told([gold(date=DAY)], [predicted(date=NEXT)]) == [
        ("matched", "wrong_date", "they agree in kind")
    ]
    assert told([gold(date=DAY)], [predicted("summit", date=DAY, organizer=ANN)]) == [
        ("matched", "wrong_kind", "they agree in date")
    ]
    assert told([gold(date=DAY)], [predicted(date=DAY, organizer=ANN)]) == [
        ("matched", "wrong_organizer", "they agree in date, kind")
    ]


def test_what_is_left_says_why() -> None:
    """Told again, not in the text, in boilerplate; else no gold asks for it."""
    elsewhere = predicted("summit", at=BERGEN)
    invented = predicted("other", at=Span(start=0, end=4, text="Nobo"))
    footer = predicted("summit", at=TURKU)
    found = [predicted(date=DAY), predicted(date=DAY, at=BERGEN), elsewhere, invented, footer]
    assert told([gold(date=DAY), gold("video call")], found) == [
        ("matched", "correct", "they agree in date, kind"),
        ("missed", "missed", "no prediction was matched with it"),
        ("false alarm", "duplicate", "tells again of a meeting that was found"),
        ("false alarm", "spurious", "no gold asks for it"),
        ("false alarm", "fabricated", "the text has other words at all of its evidence"),
        (
            "false alarm",
            "boilerplate",
            "its evidence stands in what the gold marks as no part of the article",
        ),
    ]


def test_another_day_or_other_people_are_no_second_telling() -> None:
    """Of somebody else it is another meeting; of nobody in particular the same."""
    first = predicted(date=DAY, participants=(ANN,))

    def second(**more: Any) -> str:
        golds = [gold(date=DAY, participants=(ANN,))]
        return decided(golds, [first, predicted(at=BERGEN, **more)])[1].error_class

    assert second(date=DAY) == "duplicate"
    assert second(date=DAY, participants=(ANN, BOB)) == "duplicate"
    assert second(date=DAY, participants=(BOB,)) == "spurious"
    assert second(date=NEXT) == "spurious"
    assert second(date=DAY, organizer=ANN) == "spurious"


def test_a_meeting_in_pieces_is_split() -> None:
    """Each prediction has some of its people, and none of the other's."""
    whole = gold(date=DAY, participants=(ANN, BOB))
    one, other = (predicted(date=DAY, participants=(name,)) for name in (ANN, BOB))
    assert told([whole], [one, other]) == [
        ("matched", "split", "they agree in date, kind"),
        (
            "false alarm",
            "split",
            "some participants of a gold meeting of which another prediction has others",
        ),
    ]
    both = predicted(date=DAY, participants=(ANN, BOB))
    assert [d.error_class for d in decided([whole], [both, other])] == ["correct", "duplicate"]


def test_meetings_told_as_one_are_merged() -> None:
    """The prediction has people of both, and most of the one that is missed."""
    golds = [gold(date=DAY, participants=(ANN,)), gold(participants=(BOB,))]
    joined = predicted(date=DAY, participants=(ANN, BOB))
    why = "no prediction was matched with it; one has its participants beside those of another"
    assert told(golds, [joined]) == [
        ("matched", "merge", "they agree in date, kind"),
        ("missed", "merge", why),
    ]
    half = [golds[0], gold(participants=(BOB, EVE))]
    assert [d.error_class for d in decided(half, [joined])] == ["merge", "merge"]
    third = [golds[0], gold(participants=(BOB, EVE, "Joe Fay"))]
    assert [d.error_class for d in decided(third, [joined])] == ["correct", "missed"]
    shared = [golds[0], gold(participants=(ANN,))]
    assert [d.error_class for d in decided(shared, [joined])] == ["correct", "missed"]


def test_what_came_second_is_told_on_both_sides() -> None:
    """With what it weighs, and why it lost."""
    golds = [gold(date=DAY), gold(date=NEXT)]
    found = [predicted(date=DAY), predicted(at=BERGEN, date=NEXT)]
    first, second = decided(golds, found)
    assert [(r.side, r.item.index, r.why) for r in first.runners_up] == [
        ("predicted", 1, "it is matched with gold/meeting/1"),
        ("gold", 1, "it is matched with meeting:1"),
    ]
    assert first.weight is not None
    assert [r.weight is not None and r.weight < first.weight for r in first.runners_up] == [
        True,
        True,
    ]
    assert [r.item.index for r in second.runners_up] == [0, 0]
    missed, left = decided([gold()], [predicted("summit", date=NEXT)])
    assert missed.runners_up == left.runners_up == ()
    assert [(c.field, c.right) for c in missed.checks] == [
        ("date", False),
        ("kind", False),
        ("organizer", False),
    ]


def test_a_meeting_is_called_by_what_is_known_of_it() -> None:
    """And shown at the first place that tells of it."""
    (missed,) = decided([gold(date=DAY, place="Oslo", organizer=ANN, evidence=(OSLO, BERGEN))], [])
    assert missed.gold is not None
    assert missed.gold.text == f"call, {DAY}, Oslo, organized by {ANN}"
    assert missed.gold.span == (OSLO.start, OSLO.end)
    (bare,) = decided([gold("summit")], [])
    assert bare.gold is not None
    assert (bare.gold.text, bare.gold.span) == ("summit", None)

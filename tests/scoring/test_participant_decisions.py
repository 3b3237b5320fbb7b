"""What is decided about each participant, and what people read of it."""

from __future__ import annotations

from communique.gold.records import GoldParticipant
from communique.records import Participant, Span
from communique.scoring.decisions import Decision
from communique.scoring.page import Page
from communique.scoring.participant_decisions import decide

from .made import person, span

TEXT = "Ida Holm and Per Holm met Eve Fox, Per Aas and leaders. Read more: Joe Ray. Holm left."


def gold(*names: str, optional: bool = False) -> list[GoldParticipant]:
    return [GoldParticipant(name=name, optional=optional) for name in names]


def predicted(*names: str) -> list[Participant]:
    return [person(TEXT, name, at=name.split()[-1]) for name in names]


def decided(golds: list[GoldParticipant], found: list[Participant]) -> list[Decision]:
    footer = span(TEXT, "Read more: Joe Ray.")
    decisions = list(decide(golds, found, Page(TEXT, [footer])))
    assert all(one.item == "participant" for one in decisions)
    return decisions


def told(golds: list[GoldParticipant], found: list[Participant]) -> list[tuple[str, str, str]]:
    return [(d.verdict, d.error_class, d.why) for d in decided(golds, found)]


def test_a_match_says_whether_the_names_are_the_same() -> None:
    """Or one only may stand for the other; titles make no difference."""
    assert told(gold("Eve Fox", "Per Aas"), predicted("President Eve Fox", "Aas")) == [
        ("matched", "correct", "the names are the same"),
        ("matched", "correct", "one name may stand for the other"),
    ]


def test_gold_that_does_not_count_says_so() -> None:
    """Found or not."""
    golds = gold("Eve Fox", "Per Aas", optional=True)
    assert told(golds, predicted("Fox")) == [
        (
            "excused",
            "excused",
            "one name may stand for the other; the gold does not count (optional)",
        ),
        ("excused", "excused", "no prediction was matched with it"),
    ]


def test_what_is_left_says_why() -> None:
    """Named again, not in the text, in boilerplate, a group; else no gold asks for it."""
    invented = Participant(name="Ann Lee", mentions=(Span(start=0, end=7, text="Ann Lee"),))
    footer = Participant(name="Joe Ray", mentions=(span(TEXT, "Joe Ray"),))
    found = [*predicted("Eve Fox", "Fox", "Other leaders", "Aas"), invented, footer]
    assert told(gold("Eve Fox", "Ulla Ek"), found) == [
        ("matched", "correct", "the names are the same"),
        ("missed", "missed", "no prediction was matched with it"),
        ("false alarm", "duplicate", "names again who was found"),
        ("excused", "excused", "a group of people; up to 3 a document go free"),
        ("false alarm", "spurious", "no gold asks for it"),
        ("false alarm", "fabricated", "the text has other words at all of its mentions"),
        (
            "false alarm",
            "boilerplate",
            "mentioned only in what the gold marks as no part of the article",
        ),
    ]


def test_a_matched_group_uses_up_one_that_goes_free() -> None:
    """Of four groups one is the gold's, two go free and the last does not."""
    names = ("Other leaders", "Old leaders", "New leaders", "All leaders")
    found = decided(gold("All leaders"), predicted(*names))
    assert sorted(d.error_class for d in found) == ["correct", "excused", "excused", "spurious"]


def test_who_came_second_is_told_on_both_sides() -> None:
    """With what it weighs, and why it lost."""
    golds = [GoldParticipant(name="Eve Fox", country="SE"), *gold("E. B. Fox")]
    matched, other, left = decided(golds, predicted("Eve Fox", "Eve B. Fox", "Fox"))
    assert [d.predicted and d.predicted.index for d in (matched, other, left)] == [0, 1, 2]
    assert matched.gold is not None
    assert matched.gold.index == 0
    assert [(r.side, r.item.index, r.why) for r in matched.runners_up] == [
        ("predicted", 1, "it is matched with gold/participant/1"),
        ("gold", 1, "the surname is the same, what is before it is not"),
    ]
    assert matched.weight is not None
    assert matched.runners_up[0].weight is not None
    assert matched.runners_up[0].weight < matched.weight
    assert {c.field: c.right for c in matched.checks} == {
        "country": False,
        "title": True,
        "organization": True,
    }


def test_who_shares_the_surname_alone_came_second_without_weight() -> None:
    """Of several the first; nobody of another name; a name without words is nobody's."""
    missed, *_ = decided(gold("Ida Holm"), predicted("Per Holm", "Eve Fox"))
    (second,) = missed.runners_up
    assert (second.side, second.item.text, second.weight) == ("predicted", "Per Holm", None)
    assert second.why == "the surname is the same, what is before it is not"
    *_, left = decided(gold("Ulla Holm", "Ida Holm"), predicted("Per Holm"))
    assert [(r.side, r.item.text) for r in left.runners_up] == [("gold", "Ida Holm")]
    (alone,) = decided(gold("Ulla Ek"), [])
    assert alone.runners_up == ()
    assert decided([], predicted("Eve Fox"))[0].runners_up == ()


def test_the_order_of_the_lists_changes_nothing_but_the_numbers() -> None:
    """Where weights are equal too."""
    golds = [
        GoldParticipant(name="Eve Fox", country="SE"),
        GoldParticipant(name="Eve Fox", country="NO"),
        *gold("Eve Fox"),
    ]
    found = [person(TEXT, "Eve Fox", country="NO"), person(TEXT, "Fox", title="envoy")]

    def pairs(ours: list[GoldParticipant], theirs: list[Participant]) -> set[tuple[object, ...]]:
        return {
            (
                None if d.gold is None else ours[d.gold.index].country,
                None if d.predicted is None else theirs[d.predicted.index].name,
                d.error_class,
            )
            for d in decided(ours, theirs)
        }

    there = pairs(golds, found)
    assert pairs(golds[::-1], found[::-1]) == there
    assert ("NO", "Eve Fox", "correct") in there

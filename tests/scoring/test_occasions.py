"""Which meetings may be one: what they agree in weighs, who took part decides between equals."""

from __future__ import annotations

from typing import Any

import pytest

from communique.gold.records import GoldMeeting
from communique.scoring.occasions import candidates, meeting_checks, same_organizer


def meeting(kind: Any = "call", **more: Any) -> GoldMeeting:
    return GoldMeeting(kind=kind, **more)


def weight(gold: GoldMeeting, predicted: GoldMeeting) -> float | None:
    """Of the pair, None where it can be none."""
    found = candidates([gold], [predicted])
    return found[0][2] if found else None


DAY, NEXT = "2031-05-05", "2031-05-06"


@pytest.mark.parametrize(
    ("gold", "predicted", "agreement"),
    [
        (meeting(), meeting(), 1),
        (meeting(date=DAY), meeting("summit", date=DAY), 2),
        (meeting(date=DAY), meeting(date=DAY), 3),
        (meeting(organizer="Ida Holm"), meeting("summit", organizer="Holm"), 1),
        (meeting(date=DAY, organizer="Ida Holm"), meeting(date=DAY, organizer="Holm"), 4),
        (meeting(date=DAY), meeting("summit", date=NEXT), None),
        (meeting(), meeting("summit"), None),  # that both have no date is no agreement
        (meeting(organizer="Ida Holm"), meeting("summit", organizer="Per Aas"), None),
        (meeting(organizer="Ida Holm"), meeting("summit"), None),
    ],
)
def test_date_counts_twice_kind_and_organizer_once(
    gold: GoldMeeting, predicted: GoldMeeting, agreement: int | None
) -> None:
    """What neither says agrees in nothing."""
    expected = None if agreement is None else pytest.approx(agreement + 0.001, abs=1e-4)
    assert weight(gold, predicted) == expected


def test_participants_decide_before_the_place() -> None:
    """By the share of names that are the same; both far below any agreement."""
    gold = meeting(participants=("Ann Lee", "Bob Ray"), place="Oslo")
    order = [
        meeting(participants=("Eve Fox",)),
        meeting(place="Oslo"),
        meeting(participants=("President Ann Lee", "Eve Fox")),
        meeting(participants=("Ann Lee",)),
        meeting(participants=("Bob Ray", "Ann Lee")),
        meeting(participants=("Bob Ray", "Ann Lee"), place="Oslo"),
    ]
    weights = [weight(gold, one) or 0 for one in order]
    assert weights == sorted(set(weights))
    assert weights[-1] - weights[0] < 0.001


def test_no_place_is_no_place_in_common() -> None:
    """Nor are no participants."""
    assert weight(meeting(), meeting()) == weight(meeting(place="Oslo"), meeting())


def test_every_pair_is_looked_at() -> None:
    """Also after one that can be none."""
    golds = [meeting("summit"), meeting("call")]
    found = candidates(golds, [meeting("call"), meeting("summit"), meeting("call")])
    assert [(i, j) for i, j, _ in found] == [(0, 1), (1, 0), (1, 2)]


def test_a_meeting_is_checked_in_three_fields() -> None:
    """With what each side has; of one that was not found none is right."""
    gold = meeting(date=DAY, organizer="Ida Holm")
    told = meeting("summit", date=DAY, organizer="Holm")
    checks = [(c.field, c.gold, c.predicted, c.right) for c in meeting_checks(gold, told)]  # type: ignore[arg-type]
    assert checks == [
        ("date", DAY, DAY, True),
        ("kind", "call", "summit", False),
        ("organizer", "Ida Holm", "Holm", True),
    ]
    missed = [(c.field, c.gold, c.predicted, c.right) for c in meeting_checks(gold, None)]
    assert missed == [
        ("date", DAY, None, False),
        ("kind", "call", None, False),
        ("organizer", "Ida Holm", None, False),
    ]


def test_no_organizer_is_the_same_as_none() -> None:
    """Not the same as one."""
    assert same_organizer(None, None)
    assert not same_organizer("Ida Holm", None)
    assert not same_organizer(None, "Ida Holm")

"""Which names may stand for each other."""

from __future__ import annotations

import pytest

from communique.scoring.names import is_group, may_stand_for, person_labels, surname_counts


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("Joe Biden", "Joe Biden"),
        ("Joe Biden", "JOE BIDEN"),
        ("Joe Biden", "President Joe Biden"),
        ("Joe Biden", "Biden"),
        ("Joe Biden", "J. Biden"),
        ("Joe Biden", "Joe Biden's"),
        ("Joe Biden", "Joe Biden’s"),
        ("Recep Tayyip Erdoğan", "Tayyip Erdogan"),
        ("Jonas Gahr Støre", "Jonas Gahr Store"),
        ("Ursula von der Leyen", "President von der Leyen"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("The Leaders", "leaders"),
        ("Владимир Путин", "владимир путин"),
    ],
)
def test_ways_to_write_one_name(gold: str, predicted: str) -> None:
    """Case, marks, titles, possessives, initials and missing given names make no other person."""
    assert may_stand_for(gold, predicted, surname_counts([gold]))


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("Donald Tusk", "Donald Trump"),
        ("John Kerry", "John Kirby"),
        ("Prime Minister Boris Johnson", "Prime Minister Justin Trudeau"),
        ("Joe Biden", "Hunter Biden"),
        ("Joe Biden", ""),
        ("NATO", "the EU"),
    ],
)
def test_different_people(gold: str, predicted: str) -> None:
    """A shared given name, title or surname alone does not make the same person."""
    assert not may_stand_for(gold, predicted, surname_counts([gold]))


def test_a_shared_surname_needs_more() -> None:
    """A bare surname stands for nobody where two in the gold have it."""
    surnames = surname_counts(["Joe Biden", "Jill Biden"])
    assert not may_stand_for("Joe Biden", "Biden", surnames)
    assert may_stand_for("Joe Biden", "J. Biden", surnames)


def test_groups() -> None:
    """Officials named only as a group are told from persons and from organisations."""
    assert is_group("foreign ministers of the ten countries")
    assert not is_group("Jens Stoltenberg")


def test_labels_join_the_names_of_one_person() -> None:
    """Names that may stand for each other get one label; None keeps its own."""
    labels = person_labels(
        ["Biden", "Joe Biden", None, "President Biden", "Leaders", "the leaders"]
    )
    assert labels["Biden"] == labels["Joe Biden"] == labels["President Biden"]
    assert labels["Leaders"] == labels["the leaders"] != labels["Biden"]
    assert labels[None] is None


def test_a_surname_of_two_people_is_neither() -> None:
    """A bare surname that two people share is a label of its own."""
    labels = person_labels(["Joe Biden", "Jill Biden", "Biden"])
    assert len(set(labels.values())) == 4

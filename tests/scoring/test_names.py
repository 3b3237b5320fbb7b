"""Which names may stand for each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.scoring.names import (
    is_group,
    may_stand_for,
    offered_buckets,
    person_key,
    person_labels,
    surname_counts,
    wanted_buckets,
)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("Ida Holm", "Ida Holm"),
        ("Ida Holm", "IDA HOLM"),
        ("Ida Holm", "President Ida Holm"),
        ("Ida Holm", "Holm"),
        ("Ida Holm", "I. Holm"),
        ("Ida Holm", "Ida Holm's"),
        ("Ida Holm", "Ida Holm’s"),
        ("Mehmet Çağlar Doğan", "Çağlar Dogan"),
        ("Ole Bær Sønstebø", "Ole Baer Sonstebo"),
        ("Ulla van der Meer", "President van der Meer"),
        ("Han Ji-won", "Han Ji Won"),
        ("Han Ji-won", "Han Jiwon"),
        ("The Leaders", "leaders"),
        ("Иван Петров", "иван петров"),
    ],
)
def test_ways_to_write_one_name(gold: str, predicted: str) -> None:
    """Case, marks, titles, possessives, initials and missing given names make no other person."""
    assert may_stand_for(gold, predicted, surname_counts([gold]))


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("Martin Falk", "Martin Falke"),
        ("Ann Berry", "Ann Birch"),
        ("Prime Minister Per Aas", "Prime Minister Eve Fox"),
        ("Ida Holm", "Nils Holm"),
        ("Ida Holm", ""),
        ("NATO", "the EU"),
    ],
)
def test_different_people(gold: str, predicted: str) -> None:
    """A shared given name, title or surname alone does not make the same person."""
    assert not may_stand_for(gold, predicted, surname_counts([gold]))


def test_a_shared_surname_needs_more() -> None:
    """A bare surname stands for nobody where two in the gold have it."""
    surnames = surname_counts(["Ida Holm", "Ivo Holm"])
    assert not may_stand_for("Ida Holm", "Holm", surnames)
    assert may_stand_for("Ida Holm", "I. Holm", surnames)


def test_groups() -> None:
    """Officials named only as a group are told from persons and from organisations."""
    assert is_group("officials of both coastal countries")
    assert not is_group("Ida Holm")


def test_labels_join_the_names_of_one_person() -> None:
    """Names that may stand for each other get one label; None keeps its own."""
    labels = person_labels(["Holm", "Ida Holm", None, "President Holm", "Leaders", "the leaders"])
    assert labels["Holm"] == labels["Ida Holm"] == labels["President Holm"]
    assert labels["Leaders"] == labels["the leaders"] != labels["Holm"]
    assert labels[None] is None


def test_a_surname_of_two_people_is_neither() -> None:
    """A bare surname that two people share is a label of its own."""
    labels = person_labels(["Ida Holm", "Ivo Holm", "Holm"])
    assert len(set(labels.values())) == 4


NAMES = st.lists(
    st.sampled_from(["Ann", "A", "Anna", "Lee", "L", "President", "the", "Ann-Lee", "Ó", "李"]),
    min_size=1,
    max_size=3,
).map(" ".join)


@given(st.lists(NAMES, min_size=1, max_size=4), NAMES)
def test_whoever_may_be_meant_is_looked_up(gold: list[str], predicted: str) -> None:
    """No name that may stand for another is missed by their keys."""
    surnames = surname_counts(gold)
    for name in gold:
        if may_stand_for(name, predicted, surnames):
            assert wanted_buckets(name, surnames) & offered_buckets(predicted)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("Ann Lee", "Bob Lee"),
        ("D. Lee", "Bob Lee"),
        ("Ann Lee", "B. Lee"),
        ("Ann Lee", "Lee"),
        ("Lee", "Ann Lee"),
        ("Ann Lee", "Ann Berry"),
        ("", "Ann Lee"),
        ("Ann Lee", ""),
    ],
)
def test_who_cannot_be_meant_is_not_looked_up(gold: str, predicted: str) -> None:
    """A thousand people of one surname would be compared with each other: here two bear it."""
    assert not wanted_buckets(gold, {"lee": 2}) & offered_buckets(predicted)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("Bob Lee", "B. Lee"),
        ("B. Lee", "Bob Lee"),
        ("Ann Eve Lee", "Eve Lee"),
        ("Ji-won Lee", "Jiwon Lee"),
    ],
)
def test_a_given_name_or_its_letter_finds_one_of_many(gold: str, predicted: str) -> None:
    """However many bear the surname."""
    assert wanted_buckets(gold, {"lee": 2}) & offered_buckets(predicted)


def test_the_only_bearer_of_a_surname_is_found_by_it() -> None:
    """Whichever side has no more than that."""
    assert wanted_buckets("Lee", {"lee": 1}) & offered_buckets("Ann Lee")
    assert wanted_buckets("Ann Lee", {"lee": 1}) & offered_buckets("Lee")


def test_a_label_is_the_longest_name_of_its_group() -> None:
    """So that it is the same in every document that gives the full name."""
    labels = person_labels(["Holm", "Ida Holm", "President Ida Maria Holm", "I. Holm", "—"])
    assert {labels[name] for name in ("Holm", "Ida Holm", "I. Holm")} == {("ida", "maria", "holm")}
    assert labels["—"] == ("—",)


def test_an_initial_of_two_people_joins_the_first() -> None:
    """More than a surname names somebody, be it not clear whom."""
    labels = person_labels(["Ivo Holm", "Ida Holm", "I. Holm"])
    assert labels["I. Holm"] == labels["Ida Holm"] == person_key("Ida Holm")


def test_surnames_are_counted_without_titles() -> None:
    """By the last word of a name; what has no words has none."""
    assert surname_counts(["Ida Holm", "President Holm", "Per Aas", "—"]) == {"holm": 2, "aas": 1}

"""Participants: found, spurious, optional, groups; attributes given a match."""

from __future__ import annotations

from typing import Any

from communique.gold.records import GoldParticipant
from communique.records import Participant, Span
from communique.scoring.counts import Counts, Ratio
from communique.scoring.participants import ParticipantCounts, compare_participants

from .made import person

TEXT = "Ida Holm of the United States met Per Aas, Ulla van der Meer and foreign ministers."


def gold(name: str, **more: Any) -> GoldParticipant:
    return GoldParticipant(name=name, **more)


def named(*names: str) -> list[Participant]:
    return [Participant(name=name, mentions=(Span.of(TEXT, 0, 9),)) for name in names]


def counts(golds: list[GoldParticipant], predicted: list[Participant]) -> ParticipantCounts:
    return compare_participants(TEXT, golds, predicted)[0]


PEOPLE = [gold("Ida Holm"), gold("Per Aas"), gold("Ulla van der Meer")]


def test_other_ways_to_write_a_name_count() -> None:
    """A surname and a title still name the person; somebody else is wrong both ways."""
    found = counts(PEOPLE, named("Holm", "Eve Fox", "President van der Meer"))
    assert found.lenient == Counts(tp=2, fp=1, fn=1)


def test_a_wrong_name_is_a_miss() -> None:
    """Predicting Fox for Aas does not leave recall at 1."""
    assert counts(PEOPLE[:2], named("Ida Holm", "Eve Fox")).lenient.recall == 0.5


def test_a_person_predicted_twice_is_a_false_alarm() -> None:
    """One gold person takes one prediction."""
    assert counts(PEOPLE[:1], named("Ida Holm", "Holm")).lenient == Counts(tp=1, fp=1)


def test_optional_gold_is_neither_rewarded_nor_punished() -> None:
    """Found or not, it changes no count."""
    golds = [*PEOPLE[:1], gold("Emmanuel Lund", optional=True)]
    without, with_ = named("Ida Holm"), named("Ida Holm", "Lund")
    assert counts(golds, without).lenient == counts(golds, with_).lenient == Counts(tp=1)


def test_three_groups_go_free() -> None:
    """The fourth predicted group that matches nothing is a false alarm."""
    groups = named("Foreign ministers", "Other leaders", "Local officials")
    assert counts([], groups).lenient == Counts()
    assert counts([], [*groups, *named("Ten countries")]).lenient == Counts(fp=1)


def test_aliases_count() -> None:
    """Another name that the gold allows is the person."""
    assert counts([gold("Pope Francis", aliases=("Jorge Bergoglio",))], named("Bergoglio")) == (
        counts([gold("Pope Francis")], named("Bergoglio"))
    )
    found = counts([gold("Pope Francis", aliases=("Jorge Bergoglio",))], named("Jorge Bergoglio"))
    assert found.lenient == Counts(tp=1)


def test_equal_names_are_paired_before_similar_ones() -> None:
    """Two predictions that fit one gold leave it to the one with the same name."""
    golds = [gold("Ida Holm", country="US")]
    exact = person(TEXT, "Ida Holm", country="US")
    _, decisions = compare_participants(TEXT, golds, [*named("I. Holm"), exact])
    assert [(d.verdict, d.predicted and d.predicted.text) for d in decisions] == [
        ("matched", "Ida Holm"),
        ("false alarm", "I. Holm"),
    ]


def test_attributes_are_counted_among_the_matched_that_have_them() -> None:
    """A missed person does not lower country accuracy; a wrong country does."""
    golds = [gold("Ida Holm", country="US"), gold("Per Aas", country="GB"), gold("Ann Lee")]
    predicted = [person(TEXT, "Ida Holm", country="GB"), *named("Ann Lee")]
    found = counts(golds, predicted)
    assert found.country == Ratio(0, 1)
    assert found.title == Ratio(0, 0)


def test_half_of_a_title_is_enough() -> None:
    """A title is right when at least half of its words are there."""
    golds = [gold("Ida Holm", title="President of the United States")]
    assert counts(golds, [person(TEXT, "Ida Holm", title="US president")]).title == Ratio(0, 1)
    close = person(TEXT, "Ida Holm", title="President, United States")
    assert counts(golds, [close]).title == Ratio(1, 1)


def test_strict_wants_every_attribute_and_none_too_many() -> None:
    """A country that the gold does not have makes a strict match wrong, not a lenient one."""
    golds = [gold("Ida Holm", country="US", title="President")]
    whole = person(TEXT, "Ida Holm", country="US", title="President")
    more = person(TEXT, "Ida Holm", country="US", title="President", organization="NATO")
    assert counts(golds, [whole]).strict == Counts(tp=1)
    assert counts(golds, [more]).strict == Counts(fp=1, fn=1)
    assert counts(golds, [more]).lenient == Counts(tp=1)


def test_grounded_needs_the_text_at_the_offsets() -> None:
    """A mention that is not what the text has at its offsets grounds nothing."""
    wrong = Participant(name="Ida Holm", mentions=(Span(start=3, end=11, text="Ida Holm"),))
    assert counts([], [wrong, person(TEXT, "Per Aas")]).grounded == Ratio(1, 2)


def test_decisions_name_every_item_once() -> None:
    """Misses and false alarms carry the text and the place of the item."""
    golds = [gold("Per Aas", mentions=(Span.of(TEXT, 35, 48),)), gold("Ida Holm")]
    _, decisions = compare_participants(TEXT, golds, named("Ida Holm", "Ann Lee"))
    told = [(d.verdict, (d.gold or d.predicted)) for d in decisions]
    assert [(verdict, side and side.text) for verdict, side in told] == [
        ("missed", "Per Aas"),
        ("matched", "Ida Holm"),
        ("false alarm", "Ann Lee"),
    ]
    assert decisions[0].gold is not None
    assert decisions[0].gold.span == (35, 48)

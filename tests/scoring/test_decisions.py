"""Every decision says why, and what came second."""

from __future__ import annotations

from communique.gold.records import GoldMeeting, GoldParticipant
from communique.records import Meeting, Participant
from communique.scoring.decisions import Decision, reference
from communique.scoring.documents import compare_document

from .made import gold_document, gold_statement, person, readout, span, statement

TEXT = "Ida Holm said the new bridge will open in May. Per Holm said it will not, and met Eve Fox."


def decisions(gold: dict[str, list[object]], record: dict[str, list[object]]) -> list[Decision]:
    return list(compare_document(gold_document(TEXT, **gold), readout(TEXT, **record)).decisions)


def test_a_matched_statement_names_the_one_that_overlaps_less() -> None:
    """With its overlap and weight, where it passed the gate."""
    found = decisions(
        {"statements": [gold_statement(TEXT, "the new bridge will open in May", "Ida Holm")]},
        {
            "statements": [
                statement(TEXT, "new bridge will open", "Ida Holm"),
                statement(TEXT, "the new bridge will open in May", "Ida Holm"),
            ]
        },
    )
    matched, left = found
    assert (matched.error_class, matched.overlap) == ("correct", 1.0)
    assert matched.weight is not None
    (second,) = matched.runners_up
    assert (second.side, second.item.index, second.overlap) == ("predicted", 0, 17 / 25)
    assert second.weight is not None
    assert second.weight < matched.weight
    assert (left.error_class, left.why) == (
        "duplicate",
        "says again what was found: gold/statement/0",
    )
    assert left.runners_up[0].why == "it is matched with statement:1"


def test_below_the_gate_there_is_no_weight() -> None:
    """The runner-up of a miss says that it overlaps too little."""
    found = decisions(
        {"statements": [gold_statement(TEXT, "the new bridge will open in May")]},
        {"statements": [statement(TEXT, "bridge will")]},
    )
    missed, _ = found
    assert (missed.verdict, missed.error_class) == ("missed", "boundary")
    (second,) = missed.runners_up
    assert second.weight is None
    assert second.why == "they overlap by less than 0.5"


def test_people_of_one_surname_are_told_apart() -> None:
    """The runner-up of a missed person is who shares the surname, and why that is not enough."""
    found = decisions(
        {"participants": [GoldParticipant(name="Ida Holm")]},
        {"participants": [person(TEXT, "Per Holm")]},
    )
    missed, left = found
    assert missed.runners_up[0].item.text == "Per Holm"
    assert missed.runners_up[0].why == "the surname is the same, what is before it is not"
    assert (left.error_class, left.runners_up[0].item.text) == ("spurious", "Ida Holm")


def test_a_second_name_of_a_found_person_loses_to_the_first() -> None:
    """A duplicate names whom it lost to."""
    found = decisions(
        {"participants": [GoldParticipant(name="Eve Fox")]},
        {"participants": [person(TEXT, "Fox"), person(TEXT, "Eve Fox")]},
    )
    matched, left = found
    assert matched.why == "the names are the same"
    assert left.error_class == "duplicate"
    assert left.runners_up[0].why == "it is matched with participant:1"


def test_a_meeting_says_in_what_it_agrees() -> None:
    """And which other meeting agreed in less."""
    proof = (span(TEXT, "met"),)
    calls = [Meeting(kind=kind, evidence=proof) for kind in ("call", "summit")]
    dated = Meeting(
        kind="summit", date="2031-05-05", evidence=proof, field_evidence={"date": proof}
    )
    found = decisions(
        {"meetings": [GoldMeeting(kind="summit", date="2031-05-05")]},
        {"meetings": [*calls, dated]},
    )
    assert found[0].why == "they agree in date, kind"
    assert [(r.item.index, r.why) for r in found[0].runners_up] == [
        (1, "the match makes the greater total")
    ]
    assert {d.error_class for d in found[1:]} == {"spurious"}


def test_what_does_not_count_says_so() -> None:
    """Optional gold, and what is matched with it, is excused."""
    (found,) = decisions(
        {"participants": [GoldParticipant(name="Eve Fox", optional=True)]},
        {"participants": [Participant(name="Eve Fox", mentions=(span(TEXT, "Eve Fox"),))]},
    )
    assert (found.verdict, found.error_class) == ("excused", "excused")
    assert "optional" in found.why


def test_items_have_names() -> None:
    """As they are asked for on the command line."""
    assert reference("statement", "predicted", 3) == "statement:3"
    assert reference("meeting", "gold", 0) == "gold/meeting/0"

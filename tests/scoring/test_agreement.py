"""Annotators against each other: two of them, and more."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import UsageError
from communique.gold.records import GoldDocument, GoldMeeting, GoldParticipant
from communique.records import Span
from communique.scoring.agreement import Agreement, agreement
from communique.scoring.counts import Counts, Ratio

from .made import gold_document, gold_statement

TEXT = (
    "Ida Holm said: “It opens in May.” Per Aas said that the toll has to go. Eve Fox saw progress. "
    "“Good,” Holm replied."
)
OPENS = gold_statement(TEXT, "“It opens in May.”", "Ida Holm")
TOLL = gold_statement(TEXT, "that the toll has to go", "Per Aas", kind="indirect")
GOOD = gold_statement(TEXT, "“Good,”", "Ida Holm")
PEOPLE = [GoldParticipant(name="Ida Holm"), GoldParticipant(name="Per Aas")]


def labels(*statements: Any, people: list[GoldParticipant] = PEOPLE) -> list[GoldDocument]:
    return [gold_document(TEXT, statements=statements, participants=people)]


def compared(*sides: list[GoldDocument]) -> Agreement:
    """Annotators called a, b, c …"""
    return agreement(dict(zip("abcdef", sides, strict=False)))


def told(found: Agreement) -> set[tuple[str | None, ...]]:
    return {(d.what, *d.values.values()) for d in found.differences}


def test_equal_labels_agree_wholly() -> None:
    """F1 and alpha are 1 and there is no difference."""
    found = compared(labels(OPENS, TOLL), labels(TOLL, OPENS), labels(OPENS, TOLL))
    counts = found.counts
    assert counts.participants.f1 == counts.statements.f1 == counts.statements_exact.f1 == 1
    assert found.kind.value == found.speaker.value == 1
    assert found.differences == ()


def test_nothing_labeled_is_undefined() -> None:
    """Two empty annotations agree on nothing that could be measured."""
    found = compared(labels(people=[]), labels(people=[]))
    assert (found.counts.statements.f1, found.counts.participants.f1) == (None, None)
    assert (found.kind.value, found.speaker.value) == (None, None)


def test_differences_are_listed_by_class() -> None:
    """What one has alone, and the boundary, kind and speaker on which the two differ."""
    other = gold_statement(TEXT, "the toll has to go", "Eve Fox", kind="mixed")
    found = compared(labels(OPENS, TOLL), labels(other, GOOD, people=PEOPLE[:1]))
    assert told(found) == {
        ("missing participant", "Per Aas", None),
        ("missing statement", "“It opens in May.”", None),
        ("missing statement", None, "“Good,”"),
        ("boundary", "that the toll has to go", "the toll has to go"),
        ("kind", "indirect", "mixed"),
        ("speaker", "Per Aas", "Eve Fox"),
    }
    assert found.counts.statements == Counts(1, 1, 1)
    assert found.counts.statements_exact == Counts(0, 2, 2)
    for difference in found.differences:
        if difference.what != "missing participant":  # these have no mention here
            assert difference.at is not None
            assert difference.at.text in TEXT


def test_the_same_words_elsewhere_are_another_boundary() -> None:
    """Be it a blank more; every difference names its document."""
    longer = OPENS.model_copy(
        update={"content": Span.of(TEXT, OPENS.content.start, OPENS.content.end + 1)}
    )
    found = compared(labels(OPENS), labels(longer))
    assert told(found) == {("boundary", OPENS.content.text, f"{OPENS.content.text} ")}
    everything = compared(labels(OPENS), labels(TOLL, people=[]))
    assert {d.document_id for d in everything.differences} == {"d"}


def test_what_is_told_of_a_participant_is_compared() -> None:
    """Titles whatever their letter case; an office that one of them gives another country."""
    ida = PEOPLE[0].model_copy(update={"title": "Prime  Minister", "country": "NO"})
    other = ida.model_copy(update={"title": "prime minister", "country": None})
    found = compared(labels(people=[ida]), labels(people=[other]))
    assert told(found) == {("country", "NO", None)}


def test_meetings_are_compared() -> None:
    """As the scorer pairs them: by date, kind or organizer."""
    at = TEXT.index("saw")
    evidence = (Span.of(TEXT, at, at + 3),)
    call = GoldMeeting(kind="call", date="2031-05-06", organizer="Ida Holm", evidence=evidence)
    video = call.model_copy(update={"kind": "video call", "organizer": "Holm"})
    summit = GoldMeeting(kind="summit", evidence=evidence)
    first, second = labels()[0], labels()[0]
    found = compared(
        [first.model_copy(update={"meetings": (call,)})],
        [second.model_copy(update={"meetings": (summit, video)})],
    )
    assert found.counts.meetings == Counts(tp=1, fp=1)
    assert told(found) == {
        ("meeting kind", "call", "video call"),
        ("organizer", "Ida Holm", "Holm"),
        ("missing meeting", None, "summit, no date"),
    }


def test_ways_to_write_a_speaker_are_one_value() -> None:
    """A surname and a full name are no disagreement."""
    short = gold_statement(TEXT, "“Good,”", "Holm")
    found = compared(labels(TOLL, GOOD), labels(TOLL, short))
    assert found.speaker.equal == Ratio(2, 2)
    assert found.speaker.value == 1


def test_what_either_calls_arguable_is_left_out() -> None:
    """Optional participants and statements that are not core change no count."""
    arguable = GOOD.model_copy(update={"core": False})
    perhaps = [*PEOPLE, GoldParticipant(name="Eve Fox", optional=True)]
    for other in (labels(OPENS, TOLL), labels(OPENS, TOLL, GOOD)):
        found = compared(labels(OPENS, TOLL, arguable, people=perhaps), other)
        assert found.counts.statements == Counts(tp=2)
        assert found.counts.participants == Counts(tp=2)


def test_only_common_documents_are_compared() -> None:
    """Documents of one side alone are named, not counted as misses."""
    more = gold_document(TEXT, document_id="e", statements=[OPENS])
    found = compared([*labels(OPENS), more], labels(OPENS))
    assert [document.document_id for document in found.documents] == ["d"]
    assert found.alone == {"a": ("e",), "b": ()}
    assert found.counts.statements == Counts(tp=1)


def test_different_documents_are_refused() -> None:
    """No shared document, or one id for two texts, is a wrong call."""
    with pytest.raises(UsageError, match="share no document_id"):
        compared(labels(), [gold_document(TEXT, document_id="e")])
    with pytest.raises(UsageError, match="different texts"):
        compared(labels(), [gold_document("Another text.")])


def test_of_three_each_pair_counts_and_each_thing_is_told_once() -> None:
    """One missed a statement, one calls it otherwise: what each has stands in one difference."""
    mixed = TOLL.model_copy(update={"kind": "mixed"})
    found = compared(labels(OPENS, TOLL), labels(OPENS, mixed), labels(OPENS))
    assert found.counts.statements == Counts(tp=4, fn=2)
    assert found.kind.equal == Ratio(3, 4)
    assert told(found) == {
        ("missing statement", TOLL.content.text, TOLL.content.text, None),
        ("kind", "indirect", "mixed", None),
    }
    assert [(p.names, p.counts.statements.f1) for p in found.pairs()] == [
        (("a", "b"), 1),
        (("a", "c"), pytest.approx(2 / 3)),
        (("b", "c"), pytest.approx(2 / 3)),
    ]
    assert [(p.kind.equal, p.speaker.equal) for p in found.pairs()] == [
        (Ratio(1, 2), Ratio(2, 2)),
        (Ratio(1, 1), Ratio(1, 1)),
        (Ratio(1, 1), Ratio(1, 1)),
    ]


def test_who_did_not_label_a_document_misses_nothing_in_it() -> None:
    more = gold_document(TEXT, document_id="e", statements=[OPENS])
    found = compared([*labels(OPENS), more], [*labels(OPENS), more], labels(OPENS))
    assert [document.annotators for document in found.documents] == [("a", "b", "c"), ("a", "b")]
    assert found.differences == ()
    assert {p.names: p.documents for p in found.pairs()} == {
        ("a", "b"): 2, ("a", "c"): 1, ("b", "c"): 1,
    }  # fmt: skip


def test_of_names_as_near_it_does_not_matter_which_is_listed_first() -> None:
    """On either side."""
    ida = GoldParticipant(name="Ida Holm", country="NO")
    near = [GoldParticipant(name="I. Holm", country="SE"), GoldParticipant(name="Holm")]
    there = told(compared(labels(people=[ida]), labels(people=near)))
    assert there == told(compared(labels(people=[ida]), labels(people=near[::-1])))
    assert there == {("country", "NO", None), ("missing participant", None, "I. Holm")}
    back = told(compared(labels(people=near), labels(people=[ida])))
    assert back == told(compared(labels(people=near[::-1]), labels(people=[ida])))


SUBSETS = st.lists(st.sampled_from([OPENS, TOLL, GOOD]), unique_by=lambda s: s.content.start)
NAMES = st.lists(st.sampled_from(["Ida Holm", "Holm", "Per Aas", "P. Aas", "Eve Fox"]), unique=True)
SIDES = st.tuples(SUBSETS, NAMES)


@given(st.lists(SIDES, min_size=2, max_size=3))
def test_it_does_not_matter_who_is_first(sides: list[tuple[list[Any], list[str]]]) -> None:
    """F1 and alpha are symmetric."""
    labeled = [labels(*s, people=[GoldParticipant(name=n) for n in names]) for s, names in sides]
    there = compared(*labeled)
    for order in permutations(labeled):
        back = compared(*order)
        assert there.counts.participants.f1 == pytest.approx(back.counts.participants.f1)
        assert there.counts.statements.f1 == pytest.approx(back.counts.statements.f1)
        assert there.speaker.value == pytest.approx(back.speaker.value)
        assert there.speaker.equal == back.speaker.equal

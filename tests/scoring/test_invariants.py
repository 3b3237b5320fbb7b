"""What must hold of any scorer, on invented articles damaged by chance."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from communique.gold.records import GoldDocument, GoldMeeting, GoldParticipant, GoldStatement
from communique.records import Meeting, Participant, Readout, Span, Statement
from communique.scoring.counts import Counts, Ratio
from communique.scoring.documents import Score, compare_document
from communique.scoring.statements import THRESHOLDS

from .faults import article
from .made import damaged, gold_document, perfect, readout, seeded, statement

SEEDS = st.integers(0, 1_000_000)

HALVES = ((0, 11), (12, 23))
"""Two gold quotations of a text, side by side."""


def score(gold: GoldDocument, record: Readout) -> Score:
    return compare_document(gold, record).score


def counts(found: Score) -> dict[str, Counts]:
    return {
        "participants": found.participants.lenient,
        "statements": found.iou50.content,
        "meetings": found.meetings.meetings,
    }


def all_counts(found: Score) -> dict[str, Counts]:
    """At every point of the overlap curve, lenient and strict."""
    curve = {name: getattr(found, name) for name in THRESHOLDS}
    return {
        "participants": found.participants.lenient,
        "participants, strict": found.participants.strict,
        "meetings": found.meetings.meetings,
        **{f"{name}, content": point.content for name, point in curve.items()},
        **{f"{name}, attributed": point.attributed for name, point in curve.items()},
    }


@given(SEEDS, st.sampled_from(["participants", "statements", "meetings"]))
def test_saying_something_twice_never_raises_precision(seed: int, name: str) -> None:
    """Nor does it change recall: a prediction that is right once is wrong the second time."""
    rng = seeded(seed)
    gold = article(rng)
    record = damaged(gold, rng)
    items = getattr(record, name)
    assume(items)
    again = record.model_copy(update={name: (*items, rng.choice(items))})
    before, after = all_counts(score(gold, record)), all_counts(score(gold, again))
    for what, was in before.items():
        assert (after[what].precision or 0) <= (was.precision or 0), what
        assert after[what].recall == was.recall, what


@given(SEEDS, st.sampled_from(["participants", "statements", "meetings"]))
def test_one_more_right_item_never_lowers_recall(seed: int, name: str) -> None:
    """At any threshold: who is found stays found."""
    rng = seeded(seed)
    gold = article(rng)
    record = damaged(gold, rng)
    right = rng.choice(getattr(perfect(gold), name))
    more = record.model_copy(update={name: (*getattr(record, name), right)})
    before, after = score(gold, record), score(gold, more)
    assert counts(after)[name].tp >= counts(before)[name].tp
    assert after.exact.content.tp >= before.exact.content.tp


@given(SEEDS)
def test_the_overlap_curve_only_falls(seed: int) -> None:
    """What is found at a threshold is found at every lower one; at 1 an exact match is left."""
    rng = seeded(seed)
    gold = article(rng)
    found = score(gold, damaged(gold, rng))
    curve = [getattr(found, name).content for name in ("iou30", "iou50", "iou80", "exact")]
    assert [c.tp for c in curve] == sorted((c.tp for c in curve), reverse=True)
    assert len({c.tp + c.fn for c in curve}) == 1


@given(SEEDS)
def test_the_classes_add_up_to_the_items(seed: int) -> None:
    """On both sides, whatever is damaged."""
    rng = seeded(seed)
    gold = article(rng)
    record = damaged(gold, rng)
    classes = score(gold, record).classes
    for name in ("participants", "statements", "meetings"):
        assert getattr(classes, name).gold.total == len(getattr(gold, name))
        assert getattr(classes, name).predicted.total == len(getattr(record, name))


def test_recall_is_of_all_gold() -> None:
    """Gold Quill, Wulf, Szabo; predicted Okonjo, Quill, Szabo: two of three, both ways.

    A scorer that calls the pair Wulf, Okonjo a false discovery and no miss has recall 1 here.
    """
    text = "Quill, Wulf and Szabo; not Okonjo."
    gold = gold_document(
        text, participants=[GoldParticipant(name=n) for n in ("Quill", "Wulf", "Szabo")]
    )
    people = [
        Participant(name=n, mentions=(Span.of(text, text.index(n), text.index(n) + len(n)),))
        for n in ("Okonjo", "Quill", "Szabo")
    ]
    found = score(gold, readout(text, participants=people))
    assert found.participants.lenient == Counts(tp=2, fp=1, fn=1)
    assert found.classes.participants.gold.missed == 1
    assert found.classes.participants.predicted.spurious == 1


def test_spans_that_touch_share_nothing() -> None:
    """Gold [0, 5), predicted [5, 9): inclusive ends would make a half match of it."""
    text = "abcdefghi"
    gold = gold_document(text, statements=[{"content": Span.of(text, 0, 5), "kind": "direct"}])
    found = score(gold, readout(text, statements=[statement(text, "fghi")]))
    assert found.iou30.content == Counts(fp=1, fn=1)
    assert found.classes.statements.gold.missed == found.classes.statements.predicted.spurious == 1


def test_an_exact_match_behind_an_overlapping_one_counts() -> None:
    """Greedy matching in the order of the list gives the gold to the first and finds none exact."""
    text = "The ferry will sail at noon on Monday."
    gold = gold_document(text, statements=[{"content": Span.of(text, 0, 38), "kind": "direct"}])
    half, whole = statement(text, "will sail at noon on Monday"), statement(text, text)
    for order in ([half, whole], [whole, half]):
        found = score(gold, readout(text, statements=order))
        assert found.exact.content == Counts(tp=1, fp=1)
        assert found.classes.statements.predicted.duplicate == 1


def test_a_copy_of_a_right_quotation_is_not_right_again() -> None:
    """Many-to-one matching would count both and put precision at 1."""
    text = "Ann Lee said “we agree”."
    gold = gold_document(text, statements=[{"content": Span.of(text, 14, 22), "kind": "direct"}])
    copies = [statement(text, "we agree")] * 2
    found = score(gold, readout(text, statements=copies))
    assert found.iou50.content.precision == 0.5
    assert found.iou50.content.recall == 1.0


def test_a_quotation_over_two_of_the_gold_is_one_of_them_however_often_it_is_given() -> None:
    """It shares half of its letters with either: a copy of it would make both found."""
    text = "We will go. We won't go. Nobody said so."
    gold = gold_document(
        text, statements=[{"content": Span.of(text, *at), "kind": "direct"} for at in HALVES]
    )
    once = statement(text, text[:23])
    for number in (1, 2, 3):
        found = score(gold, readout(text, statements=[once] * number))
        assert found.iou30.content == Counts(tp=1, fp=number - 1, fn=1)


def test_recall_and_precision_are_not_each_other() -> None:
    """Of four gold quotations one is found, and nothing else is said: recall 1/4, precision 1."""
    text = "“One.” “Two.” “Three.” “Four.”"
    words = ("One", "Two", "Three", "Four")
    gold = gold_document(
        text, statements=[{"content": statement(text, w).content, "kind": "direct"} for w in words]
    )
    found = score(gold, readout(text, statements=[statement(text, "Two")])).iou50.content
    assert (found.recall, found.precision) == (0.25, 1.0)


def timed(gold: GoldDocument, record: Readout) -> Score:
    started = time.process_time()
    found = score(gold, record)
    assert time.process_time() - started < 20
    return found


@pytest.mark.slow
def test_a_great_family_takes_seconds() -> None:
    """20,000 people of one surname on each side are not compared with each other."""
    text = "Lee"
    names = [f"Given{number} Lee" for number in range(20_000)]
    place = (Span.of(text, 0, 3),)
    gold = gold_document(text, participants=[GoldParticipant(name=name) for name in names])
    people = [Participant(name=name, mentions=place) for name in names]
    found = timed(gold, readout(text, participants=people))
    assert found.participants.lenient == Counts(tp=20_000)


@pytest.mark.slow
@pytest.mark.parametrize("longest", [False, True])
def test_contents_that_all_overlap_their_neighbours_take_seconds(longest: bool) -> None:
    """A chain of 20,000 is one component, too large for a matrix; one content may hold them all."""
    step, number = 10, 20_000
    text = "abcdefghij" * (number + 2)
    contents = [Span.of(text, i * step, i * step + 14) for i in range(number)]
    gold = gold_document(
        text, statements=[GoldStatement(content=content, kind="direct") for content in contents]
    )
    shifted = [Span.of(text, c.start + 2, c.end + 2) for c in contents]
    places = [*shifted, Span.of(text, 0, len(text))] if longest else shifted
    record = readout(text, statements=[Statement(content=c, kind="direct") for c in places])
    found = timed(gold, record)
    assert found.iou50.content == Counts(tp=number, fp=int(longest))


def test_a_year_of_meetings_takes_seconds() -> None:
    """600 on each side, all of one kind."""
    place = (Span(start=0, end=1, text="x"),)
    days = [f"{2000 + n // 28}-02-{n % 28 + 1:02}" for n in range(600)]
    gold = gold_document("x", meetings=[GoldMeeting(kind="call", date=day) for day in days])
    calls = [
        Meeting(kind="call", date=day, evidence=place, field_evidence={"date": place})
        for day in days
    ]
    assert timed(gold, readout("x", meetings=calls)).meetings.date == Ratio(600, 600)

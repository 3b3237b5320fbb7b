"""``score_values`` by examples worked by hand, and by what must hold for any values."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from communique import Failure, Record, SchemaScore, score_values
from communique.comparators import Compare
from communique.errors import UsageError
from communique.records import ErrorInfo
from communique.schema_scoring import RecordScore
from communique.scoring.counts import Counts

from .made import Aid, Fleet, Part, Pledge, Sale, Sales

FAILURE = Failure(
    document_id="d", error=ErrorInfo(code="server_timeout", message="late", stage="request")
)


def fields(scored: RecordScore) -> dict[str, tuple[int, int, int]]:
    return {path: (c.tp, c.fp, c.fn) for path, c in scored.score.fields.items()}


def verdicts(scored: RecordScore) -> list[str]:
    return [str(decision) for decision in scored.wrong]


GOLD = Aid(
    pledges=[
        Pledge(donor="Norhavn", amount=50e6, day="2031-09-03"),  # type: ignore[arg-type]
        Pledge(donor="the Vestry Foundation", amount=5e6),
    ],
    targets=["Orsk", "Lissen"],
)


def test_a_record_worked_by_hand() -> None:
    """One amount wrong, one day missed, one made up; an item, a target and a headline too many.

    Leaves: gold 7, predicted 9, right 5; recall 5/7, precision 5/9, F1 10/16.
    """
    predicted = {
        "pledges": [
            {"donor": "Vestry Foundation", "amount": 5_000_000, "day": "2031-09-04"},
            {"donor": "NORHAVN", "amount": 5e7 + 10_000},
            {"donor": "Quarland"},
        ],
        "targets": ["lissen", "Orsk"],
        "headline": "Aid",
    }
    scored, close = score_values(GOLD, predicted), "number ±0.0001 %"
    assert fields(scored) == {
        "/headline": (0, 1, 0),
        "/pledges/*/amount": (1, 1, 1),
        "/pledges/*/day": (0, 1, 1),
        "/pledges/*/donor": (2, 1, 0),
        "/targets/*": (2, 0, 0),
    }
    leaves = scored.score.leaves
    assert (leaves.recall, leaves.precision, leaves.f1) == (5 / 7, 5 / 9, 10 / 16)
    assert scored.score.items == {"/pledges/*": Counts(tp=2, fp=1)}
    assert scored.score.exact.value == 0
    assert verdicts(scored) == [
        f"wrong /pledges/0/amount: gold {5e7}, predicted {5e7 + 1e4} ({close}: 0.02 % apart)",
        "missed /pledges/0/day: gold '2031-09-03' (date: not predicted)",
        "false alarm /pledges/0/day: predicted '2031-09-04' (date: the gold has none)",
        "false alarm /pledges/2/donor: predicted 'Quarland' (text: no gold item is this one)",
        "false alarm /headline: predicted 'Aid' (text: the gold has none)",
    ]


def test_every_gold_leaf_of_a_failed_document_is_missed() -> None:
    """So too without a result; nothing was predicted, so precision is undefined, not 0."""
    for nothing in (FAILURE, None):
        scored = score_values(GOLD, nothing)
        assert (scored.score.leaves.recall, scored.score.leaves.precision) == (0, None)
        assert scored.score.leaves == Counts(fn=7)
        assert scored.score.items == {"/pledges/*": Counts(fn=2)}
        assert (scored.score.failed, scored.score.exact.value) == (1, 0)
    assert scored.failure is not None


def test_nothing_against_nothing_is_exact_and_has_no_rates() -> None:
    """What was not asked was not measured."""
    score = score_values(Aid(), Aid()).score
    assert (score.leaves.recall, score.leaves.precision, score.leaves.f1) == (None, None, None)
    assert (score.fields, score.items, score.exact.value) == ({}, {}, 1)


def test_a_wrong_key_is_no_match() -> None:
    """Both items stand alone, however much else agrees; a missing key agrees with none."""
    gold = Aid(pledges=[Pledge(donor="Norhavn", amount=5)])
    scored = score_values(gold, Aid(pledges=[Pledge(donor="Norway", amount=5)]))
    assert scored.score.leaves == Counts(fp=2, fn=2)
    assert [d.verdict for d in scored.items] == ["missed", "false alarm"]


def test_without_keys_half_of_the_gold_must_be_right() -> None:
    """Two of four do; of a gold item with one leaf, that one."""
    gold = Sales(sales=[Sale(seller="A", buyer="B", what="boat", price=3), Sale(price=9)])
    half = Sale(seller="A", buyer="B", what="car", price=4)
    less = Sale(seller="A", buyer="C", what="car", price=4)
    nine = Sale(price=9, what="hat")
    assert score_values(gold, Sales(sales=[nine, half])).score.items["/sales/*"] == Counts(tp=2)
    scored = score_values(gold, Sales(sales=[less, nine]))
    assert scored.score.items["/sales/*"] == Counts(tp=1, fp=1, fn=1)


def test_the_gate_comes_before_the_assignment() -> None:
    """A pair below the gate is none, and does not take a partner from another."""
    gold = Sales(sales=[Sale(seller="A", buyer="B"), Sale(seller="A", buyer="C")])
    predicted = Sales(sales=[Sale(seller="A", buyer="C"), Sale(seller="A", buyer="C")])
    scored = score_values(gold, predicted)
    assert fields(scored) == {"/sales/*/buyer": (1, 1, 1), "/sales/*/seller": (2, 0, 0)}


def test_which_model_of_a_union_it_is_counts() -> None:
    """The constant that tells it is a leaf there; fields of the other model are extra."""
    gold = Fleet.model_validate(
        {"owner": "Bo", "craft": [{"kind": "boat", "name": "Mia", "crew": ["Al", "Di"]}]}
    )
    same = {"owner": "Bo", "craft": [{"kind": "boat", "name": "Mia", "crew": ["Di", "Al"]}]}
    assert score_values(gold, same).score.exact.value == 1
    other = {"owner": "Bo", "craft": [{"kind": "plane", "name": "Mia", "seats": 2}]}
    craft = Fleet.model_validate({"owner": "Bo", "craft": [{"kind": "boat", "name": "Mia"}]})
    assert fields(score_values(craft, other)) == {
        "/craft/*/kind": (0, 1, 1),
        "/craft/*/name": (1, 0, 0),
        "/craft/*/seats": (0, 1, 0),
        "/owner": (1, 0, 0),
    }


def test_a_model_inside_itself() -> None:
    """Each depth has its own path; an item below one that is missed is missed."""
    gold = Part(name="a", parts=[Part(name="b", parts=[Part(name="c", weight=2)])])
    scored = score_values(gold, Part(name="a", parts=[Part(name="x")]))
    assert fields(scored) == {
        "/name": (1, 0, 0),
        "/parts/*/name": (0, 1, 1),
        "/parts/*/parts/*/name": (0, 0, 1),
        "/parts/*/parts/*/weight": (0, 0, 1),
    }
    assert scored.score.items == {
        "/parts/*": Counts(fp=1, fn=1),
        "/parts/*/parts/*": Counts(fn=1),
    }


def test_scores_of_documents_add() -> None:
    """Rates of the sum are pooled."""
    scores = [score_values(GOLD, GOLD).score, score_values(GOLD, FAILURE).score]
    total = sum(scores, SchemaScore())
    assert (total.documents, total.failed, total.exact.value) == (2, 1, 0.5)
    assert total.fields["/targets/*"] == Counts(tp=2, fn=2)
    assert total.leaves.recall == 0.5
    assert total.as_dict()["leaves"]["recall"] == 0.5


class Named(BaseModel):
    who: str
    where: str | None = None


TEXT = "Ann Lee met Bo Rae. Ann Lee is a painter."


def record(
    value: dict[str, Any] | None,
    evidence: dict[str, tuple[int, int]],
    issues: Sequence[dict[str, Any]] = (),
    model: type[BaseModel] = Named,
) -> Record[Any]:
    spans = {
        path: [{"start": start, "end": end, "text": TEXT[start:end]}]
        for path, (start, end) in evidence.items()
    }
    line = {"document_id": "d", "extractor": {"model": "m", "version": "1"}, "text": TEXT}
    return Record[model].model_validate(  # type: ignore[valid-type]
        {**line, "value": value, "evidence": spans, "issues": issues}
    )


def test_claims_that_the_text_does_not_prove_are_counted() -> None:
    """One leaf that is proven, one that is not, two of an item that was left out whole."""
    item = {
        "a": {"quote": "the moon", "value": "Moon"},
        "b": {"quote": "Bo Rae", "value": "Bo"},
        "c": {"quote": None, "value": "cheese"},
        "d": {"quote": None, "value": None},
    }
    issues = [
        {"code": "unsupported", "message": "no", "path": "/where", "value": "Mars"},
        {"code": "unsupported", "message": "no", "path": "/items", "value": item},
        {"code": "duplicate", "message": "again", "path": "/items", "value": item},
    ]
    predicted = record({"who": "Ann Lee", "where": None}, {"/who": (0, 7)}, issues)
    scored = score_values({"who": "ann lee"}, predicted)
    assert (scored.score.supported.numerator, scored.score.fabricated) == (1, 3)
    assert len(scored.left_out) == 2
    assert scored.score.exact.value == 1
    assert score_values({"who": "a"}, {"who": "a"}, schema=Named).score.supported.value is None


def test_a_record_without_value_misses_all_and_is_right_where_gold_has_none() -> None:
    """It is no failure: the model answered."""
    issue = {"code": "unproven_required", "message": "who is required", "path": "/who"}
    predicted = record(None, {}, [issue])
    scored = score_values({"who": "Ann Lee"}, predicted)
    assert (scored.score.failed, scored.score.leaves) == (0, Counts(fn=1))
    assert score_values(None, predicted).score.exact.value == 1
    assert score_values(None, record({"who": "Bo Rae"}, {"/who": (12, 18)})).score.exact.value == 0


class Placed(BaseModel):
    who: Annotated[str, Compare.span(0.6)]


def test_a_span_is_compared_where_the_text_has_it() -> None:
    """By the evidence of the records; of a mere value, wherever it stands."""
    first = record({"who": "Ann Lee"}, {"/who": (0, 7)}, model=Placed)
    second = record({"who": "Ann Lee"}, {"/who": (20, 27)}, model=Placed)
    assert score_values(first, second).score.leaves == Counts(fp=1, fn=1)
    for gold in (first, Placed(who="Ann Lee")):
        assert score_values(gold, first).score.leaves == Counts(tp=1)
    assert score_values(Placed(who="Lee met"), Placed(who="Ann Lee met"), text=TEXT).score.leaves.tp
    with pytest.raises(UsageError, match="needs the text"):
        score_values(Placed(who="a"), Placed(who="a"))


@pytest.mark.parametrize(
    ("gold", "predicted", "said"),
    [
        (Aid(), Sales(sales=[]), "the prediction is a Sales, not a Aid"),
        ({"who": "a"}, {"who": "b"}, "give schema="),
        ({"pledges": 3}, Aid(), "the gold is no Aid: pledges"),
        (3, Aid(), "the gold is a int"),
    ],
)
def test_what_cannot_be_compared_is_said(gold: Any, predicted: Any, said: str) -> None:
    """Which side is wrong, and where."""
    with pytest.raises(UsageError, match=said):
        score_values(gold, predicted)


def test_records_of_two_texts_are_not_compared() -> None:
    """Their evidence would be of two worlds."""
    other = record({"who": "Ann Lee"}, {"/who": (0, 7)})
    same = Record[Named].model_validate(
        {**other.model_dump(exclude={"text_sha256"}), "text": TEXT + " "}
    )
    with pytest.raises(UsageError, match="another text"):
        score_values(other, same)


# What must hold for any values.

WORDS = st.sampled_from(["ab", "AB", "cd", "the cd", "ef"])
PLEDGES = st.builds(
    Pledge,
    donor=WORDS,
    amount=st.none() | st.sampled_from([1.0, 1.0000001, 2.0]),
    day=st.none() | st.sampled_from(["2031-09-03", "2031-09-04"]),
)
AIDS = st.builds(
    Aid,
    pledges=st.lists(PLEDGES, max_size=4),
    targets=st.lists(WORDS, max_size=4),
    headline=st.none() | WORDS,
)
SALES = st.builds(
    Sales,
    sales=st.lists(
        st.builds(
            Sale,
            seller=st.none() | WORDS,
            buyer=st.none() | WORDS,
            price=st.none() | st.integers(0, 2),
        ),
        max_size=4,
    ),
)
VALUES = st.one_of(st.tuples(AIDS, AIDS), st.tuples(SALES, SALES))


def size(value: BaseModel) -> int:
    """Leaves that are given."""
    dump = value.model_dump()
    lists = [part for part in dump.values() if isinstance(part, list)]
    inner = [
        leaf
        for part in lists
        for x in part
        for leaf in (x.values() if isinstance(x, dict) else [x])
    ]
    return sum(leaf is not None for leaf in [*inner, dump.get("headline")])


@given(VALUES)
def test_counts_add_up(values: tuple[BaseModel, BaseModel]) -> None:
    """Recall is of all gold leaves, precision of all predicted ones, whatever was matched."""
    gold, predicted = values
    score = score_values(gold, predicted).score
    assert score.leaves.tp + score.leaves.fn == size(gold)
    assert score.leaves.tp + score.leaves.fp == size(predicted)
    perfect = score.leaves.fp == score.leaves.fn == 0
    matched = all(c.fp == c.fn == 0 for c in score.items.values())
    assert (score.exact.value == 1) is (perfect and matched)


@given(VALUES)
def test_a_value_against_itself_is_perfect(values: tuple[BaseModel, BaseModel]) -> None:
    """Every leaf right, every item matched."""
    gold, _ = values
    score = score_values(gold, gold).score
    assert score.leaves == Counts(tp=size(gold))
    assert score.leaves.recall == (1 if size(gold) else None)
    assert (score.exact.value, [c for c in score.items.values() if c.fp or c.fn]) == (1, [])


@given(VALUES, st.randoms(use_true_random=False))
def test_the_order_of_items_changes_nothing(
    values: tuple[BaseModel, BaseModel], rng: random.Random
) -> None:
    """On either side."""

    def shuffled(value: BaseModel) -> BaseModel:
        dump = value.model_dump()
        for part in dump.values():
            if isinstance(part, list):
                rng.shuffle(part)
        return type(value).model_validate(dump)

    gold, predicted = values
    scores = [score_values(g, p).score for g, p in (values, (shuffled(gold), shuffled(predicted)))]
    assert scores[0] == scores[1]


@given(AIDS, AIDS)
def test_with_keys_the_sides_may_change_places(gold: Aid, predicted: Aid) -> None:
    """Recall becomes precision."""
    there, back = score_values(gold, predicted).score, score_values(predicted, gold).score
    assert (there.leaves.tp, there.leaves.fp) == (back.leaves.tp, back.leaves.fn)
    pairs = [s.items.get("/pledges/*", Counts()).tp for s in (there, back)]
    assert pairs[0] == pairs[1]


@given(AIDS, st.lists(WORDS, min_size=1, max_size=4))
def test_to_say_an_item_again_is_a_false_alarm(gold: Aid, targets: list[str]) -> None:
    """Also where the item is right."""
    gold = gold.model_copy(update={"targets": targets})
    twice = gold.model_copy(update={"targets": [*targets, targets[0]]})
    found = score_values(gold, twice).score.fields["/targets/*"]
    assert (found.tp, found.fp, found.fn) == (len(targets), 1, 0)


@given(AIDS, AIDS)
def test_a_right_leaf_more_never_lowers_recall(gold: Aid, predicted: Aid) -> None:
    """To add what the gold says makes it better."""
    more = predicted.model_copy(update={"targets": [*predicted.targets, *gold.targets]})
    before, after = score_values(gold, predicted).score, score_values(gold, more).score
    assert after.leaves.tp >= before.leaves.tp
    assert after.fields.get("/targets/*", Counts()).fn == 0

"""What is decided about each statement, and what people read of it."""

from __future__ import annotations

from typing import Any

import pytest

from communique.gold.records import GoldStatement
from communique.records import Span, Statement
from communique.scoring.decisions import Decision
from communique.scoring.statements import compare_statements

from .made import gold_statement, span, statement

TEXT = (
    "Ida Holm said: “The old bridge will open in May and the toll will go at once.” Per Aas said "
    "that the crews of the harbour are in town. Read more: the lake froze. They left early."
)
WHOLE = "The old bridge will open in May and the toll will go at once"
OPENS, GOES = "The old bridge will open in May", "the toll will go at once"
CREWS = "the crews of the harbour are in town"
FOOTER = "Read more: the lake froze."


def decided(golds: list[GoldStatement], found: list[Statement]) -> list[Decision]:
    decisions = list(compare_statements(TEXT, golds, found, [span(TEXT, FOOTER)])[1])
    assert all(one.item == "statement" for one in decisions)
    return decisions


def told(golds: list[GoldStatement], found: list[Statement]) -> list[tuple[str, str, str]]:
    return [(d.verdict, d.error_class, d.why) for d in decided(golds, found)]


def gold(quote: str, speaker: str | None = "Ida Holm", **more: Any) -> GoldStatement:
    return gold_statement(TEXT, quote, speaker, **more)


def given(quote: str, speaker: str | None = "Ida Holm", **more: Any) -> Statement:
    return statement(TEXT, quote, speaker, **more)


AT_HALF = "; they overlap by 0.5 or more"


@pytest.mark.parametrize(
    ("found", "error_class", "why"),
    [
        (given(OPENS), "correct", "the same letters and digits, speaker and kind right"),
        (
            given(OPENS, "Per Aas", kind="indirect"),
            "wrong_speaker",
            "the content is found, its speaker is not right",
        ),
        (
            given("The old bridge will open", kind="indirect"),
            "wrong_kind",
            "content and speaker are right, the kind is not",
        ),
        (
            given("The old bridge will open"),
            "boundary",
            "the content is found, but does not begin and end as the gold's",
        ),
    ],
)
def test_a_match_says_what_is_right_about_it(found: Statement, error_class: str, why: str) -> None:
    """Its speaker before its kind, and that before where it begins and ends."""
    assert told([gold(OPENS)], [found]) == [("matched", error_class, why + AT_HALF)]


def test_gold_that_does_not_count_says_so() -> None:
    """Found or not."""
    golds = [gold(OPENS, core=False), gold(CREWS, core=False)]
    assert told(golds, [given(OPENS, "Per Aas")]) == [
        ("excused", "excused", f"the gold statement does not count (core is false){AT_HALF}"),
        (
            "excused",
            "excused",
            "no prediction was matched with it: none shares a letter with it",
        ),
    ]


def test_what_is_left_says_why() -> None:
    """Not in the text, in boilerplate, an inner statement; else no gold asks for it."""
    invented = Statement(content=Span(start=0, end=8, text="Nobody w"), kind="indirect")
    found = [
        given("They left early", None),
        given("the lake froze", None),
        given("the crews", None, nested=True),
        invented,
    ]
    assert told([gold(OPENS)], found) == [
        ("missed", "missed", "no prediction was matched with it: none shares a letter with it"),
        ("false alarm", "spurious", "no gold asks for it"),
        (
            "false alarm",
            "boilerplate",
            "stands in what the gold marks as no part of the article",
        ),
        ("excused", "excused", "an inner statement, which no gold asks for"),
        ("false alarm", "fabricated", "the text has other words at its offsets"),
    ]


def test_a_statement_in_pieces_names_them() -> None:
    """By their places in the record."""
    found = [given(GOES), given(OPENS)]
    assert told([gold(WHOLE)], found) == [
        ("matched", "split", f"predicted in pieces: statement:1, statement:0{AT_HALF}"),
        ("false alarm", "split", "a piece of gold/statement/0"),
    ]


def test_statements_told_as_one_name_each_other() -> None:
    """The one that is matched, and the one that is missed."""
    assert told([gold(GOES), gold(OPENS)], [given(WHOLE)]) == [
        ("missed", "merge", "predicted as one with other gold: statement:0"),
        ("matched", "merge", f"predicted as one with other gold: statement:0{AT_HALF}"),
    ]


def test_a_second_telling_names_what_was_found() -> None:
    """Mostly the same, or a part of it."""
    for again in (given(OPENS), given("The old bridge will"), given("The old")):
        _, left = told([gold(OPENS)], [given(OPENS), again])
        assert left == ("false alarm", "duplicate", "says again what was found: gold/statement/0")


def test_what_shares_too_little_is_a_wrong_boundary() -> None:
    """Of both sides, each named to the other."""
    assert told([gold(CREWS)], [given("the harbour are in town. Read more: the lake", None)]) == [
        ("missed", "boundary", "the nearest prediction shares too little: statement:0"),
        (
            "false alarm",
            "boundary",
            "shares too little with the gold that is nearest: gold/statement/0",
        ),
    ]


def test_a_word_in_common_is_neither_near_nor_nothing() -> None:
    """The miss does not say that none shares a letter with it."""
    missed, left = told([gold(OPENS)], [given("in May and the toll will go at once")])
    assert missed == ("missed", "missed", "no prediction was matched with it")
    assert left == ("false alarm", "spurious", "no gold asks for it")


def test_checks_say_what_either_side_has() -> None:
    """The gold's mention where it has no name; a kind that the gold does not tell is right."""
    (named,) = decided([gold(OPENS)], [given(OPENS, None, kind="indirect")])
    assert [(c.field, c.gold, c.predicted, c.right) for c in named.checks] == [
        ("speaker", "Ida Holm", None, False),
        ("kind", "direct", "indirect", False),
    ]
    mention = GoldStatement(content=span(TEXT, OPENS), speaker_mention=span(TEXT, "They"))
    (unnamed,) = decided([mention], [given(OPENS)])
    assert [(c.field, c.gold, c.predicted, c.right) for c in unnamed.checks] == [
        ("speaker", "They", "Ida Holm", False),
        ("kind", None, "direct", True),
    ]
    (asked_nothing,) = decided([GoldStatement(content=span(TEXT, OPENS))], [given(OPENS)])
    assert asked_nothing.error_class == "correct"


def test_what_came_second_is_told_on_both_sides() -> None:
    """With its overlap; with a weight where it overlaps by half, else that it does not."""
    first, second = decided([gold(OPENS), gold(WHOLE)], [given(OPENS), given(WHOLE)])
    assert [(r.side, r.item.index, r.why) for r in first.runners_up] == [
        ("predicted", 1, "it is matched with gold/statement/1"),
        ("gold", 1, "it is matched with statement:1"),
    ]
    share = 25 / 47  # letters of OPENS among those of WHOLE
    assert [r.overlap for r in first.runners_up] == [share, share]
    assert [r.weight for r in first.runners_up] == [pytest.approx(share, abs=1e-5)] * 2
    assert first.weight == pytest.approx(1, abs=1e-5)
    assert (first.overlap, second.overlap) == (1.0, 1.0)
    missed, left = decided([gold(WHOLE)], [given("The old bridge")])
    for decision, side in ((missed, "predicted"), (left, "gold")):
        (runner,) = decision.runners_up
        assert (runner.side, runner.weight) == (side, None)
        assert runner.why == "they overlap by less than 0.5"


def test_an_item_is_shown_with_its_words_and_place() -> None:
    """Numbered as the lists came, whatever order they are compared in."""
    found = [given(CREWS, None), given(OPENS)]
    decisions = decided([gold(CREWS, None), gold(OPENS)], found)
    assert [d.gold and (d.gold.index, d.gold.text) for d in decisions] == [(0, CREWS), (1, OPENS)]
    assert [d.predicted and d.predicted.index for d in decisions] == [0, 1]
    start = TEXT.index(CREWS)
    assert decisions[0].gold is not None
    assert decisions[0].gold.span == (start, start + len(CREWS))

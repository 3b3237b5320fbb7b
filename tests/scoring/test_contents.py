"""Which predicted content is which of the gold, at each threshold of overlap."""

from __future__ import annotations

from typing import Any

import pytest

from communique.gold.records import GoldStatement
from communique.records import Span, Statement
from communique.scoring.contents import align, has_speaker, speaker_right
from communique.scoring.statements import pair_statements

TEXT = "abcdefghij Ida Holm Per Aas klmnopqrst"
IDA, PER = Span.of(TEXT, 11, 19), Span.of(TEXT, 20, 27)


def gold(start: int, end: int, **more: Any) -> GoldStatement:
    return GoldStatement(content=Span.of(TEXT, start, end), **{"kind": "direct", **more})


def given(start: int, end: int, **more: Any) -> Statement:
    return Statement(content=Span.of(TEXT, start, end), **{"kind": "direct", **more})


def matched(golds: list[GoldStatement], found: list[Statement]) -> dict[int, int]:
    """Gold to predicted at the gate, numbered as they came."""
    return {i: j for i, (j, _) in pair_statements(TEXT, golds, found)["iou50"].items()}


@pytest.mark.parametrize(
    ("end", "names"),
    [
        (10, ["iou30", "iou50", "iou80", "exact"]),
        (9, ["iou30", "iou50", "iou80"]),
        (8, ["iou30", "iou50", "iou80"]),
        (7, ["iou30", "iou50"]),
        (5, ["iou30", "iou50"]),
        (4, ["iou30"]),
        (3, ["iou30"]),
        (2, []),
    ],
)
def test_a_pair_counts_from_its_threshold_on(end: int, names: list[str]) -> None:
    """Reached is enough; the overlap is told."""
    found = pair_statements(TEXT, [gold(0, 10)], [given(0, end)])
    assert [name for name, pairs in found.items() if pairs] == names
    assert all(pairs[0] == (0, end / 10) for pairs in found.values() if pairs)


def test_items_keep_the_numbers_that_they_came_with() -> None:
    """Though they are sorted by place."""
    golds, found = [gold(28, 38), gold(0, 10)], [given(0, 9), given(0, 2), given(28, 37)]
    assert matched(golds, found) == {0: 2, 1: 0}
    aligned = align(TEXT, golds, found)
    assert (aligned.gold_order, aligned.predicted_order) == ([1, 0], [1, 0, 2])
    assert [s.content.start for s in aligned.gold] == [0, 28]
    assert aligned.pairs["iou50"] == {0: (1, 0.9), 1: (2, 0.9)}
    assert aligned.links == [(0, 0, 2), (0, 1, 9), (1, 2, 9)]


def test_between_equal_overlaps_core_then_speaker_then_kind_decides() -> None:
    """Never against a greater overlap."""
    spoken = {"speaker": "Ida Holm", "speaker_mention": IDA}
    arguable, counted = gold(0, 10, core=False, **spoken), gold(0, 10)
    assert matched([arguable, counted], [given(0, 10, **spoken)]) == {1: 0}
    assert matched([counted, arguable], [given(0, 10, **spoken)]) == {0: 0}
    asked = gold(0, 10, **spoken)
    right = given(0, 10, kind="mixed", **spoken)
    wrong = given(0, 10, speaker="Per Aas", speaker_mention=PER)
    assert matched([asked], [wrong, right]) == matched([asked], [right, wrong][::-1]) == {0: 1}
    assert matched([asked], [given(0, 10, **spoken), right]) == {0: 0}
    assert matched([asked], [right, given(0, 10, **spoken)]) == {0: 1}
    assert matched([asked], [given(0, 9, **spoken), wrong]) == {0: 1}
    weights = [align(TEXT, [asked], [one]).weight(0, 0) for one in (wrong, right)]
    assert 1 < weights[0] < weights[1] < 1.0001
    assert align(TEXT, [arguable], [right]).weight(0, 0) == 1.0


def test_a_copy_of_what_was_said_is_no_other_gold() -> None:
    """Two golds overlap one prediction by half: said twice it is still one of them."""
    golds = [gold(0, 8), gold(2, 10)]
    assert len(matched(golds, [given(0, 9), given(0, 9)])) == 1
    assert len(matched(golds, [given(0, 9), given(1, 9)])) == 2


def test_a_speaker_is_asked_for_where_the_gold_has_a_name_or_a_mention() -> None:
    """Where it has neither, whoever is given is right."""
    nobody, named, pointed = (
        gold(0, 9),
        gold(0, 9, speaker="Ida Holm"),
        gold(0, 9, speaker_mention=IDA),
    )
    assert [has_speaker(one) for one in (nobody, named, pointed)] == [False, True, True]
    per = given(0, 9, speaker="Per Aas", speaker_mention=PER)
    ida = given(0, 9, speaker="Holm", speaker_mention=IDA)
    assert [speaker_right(one, per) for one in (nobody, named, pointed)] == [True, False, False]
    assert [speaker_right(one, ida) for one in (nobody, named, pointed)] == [True, True, True]

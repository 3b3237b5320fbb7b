"""What contents without an exact match are to each other."""

from __future__ import annotations

import pytest

from communique.scoring.fragments import Contents, relate
from communique.scoring.overlap import LetterRange, sharing

Classes = dict[int, str]


def classes(
    gold: list[LetterRange], predicted: list[LetterRange], matched: dict[int, int] | None = None
) -> tuple[Classes, Classes]:
    matched = matched or {}
    exact = {(i, j) for i, j in matched.items() if gold[i] == predicted[j]}
    found = relate(
        Contents(
            gold,
            predicted,
            sharing(gold, predicted),
            matched,
            frozenset(i for i, _ in exact),
            frozenset(j for _, j in exact),
        )
    )
    ours, theirs = ({k: relation.error_class for k, relation in side.items()} for side in found)
    return ours, theirs


@pytest.mark.parametrize(
    ("gold", "predicted", "matched", "ours", "theirs"),
    [
        # In pieces, the longer of which is the match.
        ([(0, 30)], [(0, 20), (20, 30)], {0: 0}, {0: "split"}, {0: "split", 1: "split"}),
        # A piece that is inside another is no second piece but says it again.
        ([(0, 30)], [(0, 20), (5, 15)], {0: 0}, {}, {1: "duplicate"}),
        # Two in one, be it the match of neither or of one.
        ([(0, 10), (12, 22)], [(0, 22)], {}, {0: "merge", 1: "merge"}, {0: "merge"}),
        ([(0, 15), (16, 22)], [(0, 22)], {0: 0}, {0: "merge", 1: "merge"}, {0: "merge"}),
        # What has an exact match of its own is not merged.
        ([(0, 10), (12, 22)], [(0, 10), (12, 22), (0, 22)], {0: 0, 1: 1}, {}, {2: "duplicate"}),
        # Near, but not by half.
        ([(0, 30)], [(20, 40)], {}, {0: "boundary"}, {0: "boundary"}),
        ([(0, 10)], [(0, 60)], {}, {0: "boundary"}, {0: "boundary"}),
        # Half of a piece's letters are enough, a quarter for near, an overlap of half for again.
        ([(0, 20)], [(0, 10), (10, 30)], {}, {0: "split"}, {0: "split", 1: "split"}),
        ([(0, 20), (20, 30)], [(10, 30)], {}, {0: "merge", 1: "merge"}, {0: "merge"}),
        ([(0, 40)], [(30, 80)], {}, {0: "boundary"}, {0: "boundary"}),
        ([(0, 40)], [(31, 80)], {}, {}, {}),
        ([(0, 40)], [(0, 40), (20, 40)], {0: 0}, {}, {1: "duplicate"}),
        ([(0, 40)], [(0, 40), (21, 60)], {0: 0}, {}, {}),
        # Pieces may have up to half of the shorter one in common.
        ([(0, 30)], [(0, 20), (12, 30)], {}, {0: "split"}, {0: "split", 1: "split"}),
        ([(0, 30)], [(0, 20), (10, 30)], {}, {0: "split"}, {0: "split", 1: "split"}),
        ([(0, 30)], [(0, 20), (9, 29)], {0: 0}, {}, {1: "duplicate"}),
        # What is matched with other gold is no piece, nor is other gold's match merged.
        ([(0, 30), (0, 16)], [(0, 14), (16, 30)], {1: 0}, {0: "boundary"}, {1: "boundary"}),
        ([(0, 14), (16, 30)], [(0, 30), (0, 16)], {0: 1}, {1: "boundary"}, {0: "boundary"}),
        # A word in common is not near.
        ([(0, 30)], [(27, 60)], {}, {}, {}),
        # The nearer of two takes the gold; the other one says half of it again, or less.
        ([(0, 30)], [(15, 60), (15, 50)], {}, {0: "boundary"}, {0: "duplicate", 1: "boundary"}),
        ([(0, 30)], [(18, 60), (15, 50)], {}, {0: "boundary"}, {1: "boundary"}),
    ],
)
def test_relations(
    gold: list[LetterRange],
    predicted: list[LetterRange],
    matched: dict[int, int],
    ours: Classes,
    theirs: Classes,
) -> None:
    """Pieces, parts, copies and wrong boundaries, worked out by hand."""
    assert classes(gold, predicted, matched) == (ours, theirs)

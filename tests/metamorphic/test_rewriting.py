"""A rewritten text, and where its places went."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.metamorphic.rewriting import GONE, Edit, edited, permuted

TEXT = "Ann Lee met Bo Rae."


def test_edits_move_what_stands_behind_them() -> None:
    """A span is mapped whole, with what was changed inside it."""
    new = edited(TEXT, [Edit(0, 3, "Mirela"), Edit(12, 12, "Mr ")])
    assert new.new == "Mirela Lee met Mr Bo Rae."
    assert new.place(0, 7) == (0, 10)
    assert new.place(8, 11) == (11, 14)
    assert new.place(12, 18) == (18, 24)
    assert new.place(8, 18) == (11, 24)


def test_a_place_inside_a_change_is_none() -> None:
    """Half of a replaced word stands nowhere; a text taken out is gone."""
    assert edited(TEXT, [Edit(0, 7, "Bo")]).place(4, 7) is None
    out = edited(TEXT, [Edit(0, 8, "")])
    assert out.place(0, 7) is GONE
    assert out.place(4, 18) is None
    assert out.place(8, 18) == (0, 10)


def test_overlapping_edits_are_refused() -> None:
    """Whoever makes them has made a mistake."""
    with pytest.raises(ValueError, match="two edits"):
        edited(TEXT, [Edit(0, 5, "x"), Edit(3, 6, "y")])


def test_members_of_a_list_change_places() -> None:
    """Each goes with its own spans; a span over all stays, one over a part is asunder."""
    text = "A1, B22 and C333 met."
    new = permuted(text, [(0, 2), (4, 7), (12, 16)], (2, 0, 1))
    assert new.new == "C333, A1 and B22 met."
    assert new.place(0, 2) == (6, 8)
    assert new.place(12, 16) == (0, 4)
    assert new.place(0, 20) == (0, 20)
    assert new.place(4, 16) is None


@given(st.text(min_size=1, max_size=60), st.data())
def test_what_no_edit_touches_keeps_its_text(text: str, data: st.DataObject) -> None:
    """For any text and edits, a place outside of them reads the same in the new text."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    edits = [
        Edit(a, b, data.draw(st.text(max_size=4)))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    new = edited(text, edits)
    for piece in new.pieces:
        if piece.kept:
            place = new.place(piece.start, piece.end)
            assert isinstance(place, tuple)
            assert new.new[slice(*place)] == text[piece.start : piece.end]

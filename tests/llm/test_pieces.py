"""Texts in pieces, and the way back to their offsets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.llm.pieces import LEAD, OMISSION, SHORTEST, Piece
from communique.records import Span

HEAD = "Valley road to reopen\n\nBERN, June 3, 2031 – Livia Marchetti met Amadi Okonjo.\n\n"
SENTENCE = "The road over the pass was closed by snow for a winter. "


def paragraph(length: int) -> str:
    return (SENTENCE * (length // len(SENTENCE) + 1))[: length - 2].rstrip() + ".\n\n"


def split(piece: Piece) -> list[Piece]:
    halves = piece.halves()
    return [piece] if halves is None else [one for half in halves for one in split(half)]


def test_the_cut_is_the_paragraph_end_nearest_to_the_middle() -> None:
    """Two halves of near equal length, no paragraph maimed."""
    text = HEAD + paragraph(900) + paragraph(500) + paragraph(1000)
    halves = Piece.whole(text).halves()
    assert halves is not None
    assert halves[0].end == halves[1].start == text.index("\n\n", 1000) + 2
    assert text[halves[1].start - 2 : halves[1].start] == "\n\n"


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    """Not inside a quotation, and not after an abbreviation."""
    said = "“We waited for the U.S. Army for a long time. It never came.” "
    text = SENTENCE * 11 + said + SENTENCE * 11
    halves = Piece.whole(text).halves()
    assert halves is not None
    before = text[: halves[0].end]
    assert before.rstrip()[-1] in ".”"
    assert before.count("“") == before.count("”")
    assert not before.rstrip().endswith("U.S.")


@pytest.mark.parametrize("text", ["word " * 1000, SENTENCE * 10, ""], ids=["no end", "short", "no"])
def test_what_cannot_be_cut_is_one_piece(text: str) -> None:
    """No sentence ends, or a piece would be too short."""
    assert Piece.whole(text).halves() is None


def test_later_pieces_are_shown_after_the_lead() -> None:
    """Headline and dateline go before a mark of omission; the first piece has them anyway."""
    text = HEAD + paragraph(900) + paragraph(900)
    first, second = split(Piece.whole(text))
    assert first.shown == text[: first.end]
    assert second.shown == HEAD + OMISSION + text[second.start :]


def test_a_text_with_a_long_first_paragraph_has_no_lead() -> None:
    """Half a paragraph is no lead."""
    text = paragraph(LEAD + 400) + paragraph(900)
    _, second = split(Piece.whole(text))
    assert second.shown == text[second.start :]


def test_what_spans_the_omission_stands_nowhere() -> None:
    """The lead's end and the piece's beginning are not neighbours in the text."""
    text = HEAD + paragraph(900) + paragraph(900)
    _, piece = split(Piece.whole(text))
    at = len(HEAD) - 9
    assert piece.span(Span.of(piece.shown, at, at + 40)) is None
    assert piece.span(Span.of(piece.shown, len(HEAD) + 2, len(HEAD) + 5)) is None


TEXTS = st.lists(
    st.sampled_from(
        [SENTENCE, "“Wait,” she said. ", "\n\n", "\r\n\r\n", "Él habló.\n", 'He said "no". ', "ab "]
    ),
    max_size=160,
).map("".join)


@given(TEXTS, st.data())
def test_pieces_make_up_the_text_and_find_their_way_back(text: str, data: st.DataObject) -> None:
    """Any span shown of a piece, but for the omission, is one of the text with the same words."""
    pieces = split(Piece.whole(text))
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    assert all(one.end == other.start for one, other in pairwise(pieces))
    assert len(pieces) == 1 or min(piece.end - piece.start for piece in pieces) >= SHORTEST
    piece = data.draw(st.sampled_from(pieces))
    if piece.shown:
        start = data.draw(st.integers(0, len(piece.shown) - 1))
        end = data.draw(st.integers(start + 1, min(len(piece.shown), start + 90)))
        shown = Span.of(piece.shown, start, end)
        found = piece.span(shown)
        if found is not None:
            assert text[found.start : found.end] == shown.text
            assert found.start == piece.offset(start)
        else:
            assert start < piece.lead + len(OMISSION)
            assert end > piece.lead

"""Places after a trip: found whatever was done to the offsets, or refused; never a wrong one."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from communique.exchange.anchoring import CONTEXT, anchored
from communique.exchange.items import Claim
from communique.records import Span

from .made import spans, texts

TEXT = "😀 Ada Vex said “so”.\r\nVex met Bo.\r\nShe said that she 👩‍🚀 had said no.\r\n"


def claims_on(text: str, *quotes: str) -> list[Claim]:
    """A claim for each quote, in their order, on ``text``."""
    found, at = [], 0
    for quote in quotes:
        at = text.index(quote, at)
        found.append(Claim(at, at + len(quote), quote))
        at += 1
    return found


QUOTES = ("Ada Vex", "said", "Vex", "She said", "said", "said no")
TRUE = [Span.of(TEXT, c.start or 0, c.end or 0) for c in claims_on(TEXT, *QUOTES)]


def utf16(text: str, claim: Claim) -> Claim:
    def units(end: int | None) -> int:
        return len(text[:end].encode("utf-16-le")) // 2

    return Claim(units(claim.start), units(claim.end), claim.exact)


def utf8(text: str, claim: Claim) -> Claim:
    return Claim(len(text[: claim.start].encode()), len(text[: claim.end].encode()), claim.exact)


@pytest.mark.parametrize("same", [True, None])
def test_offsets_counted_otherwise_are_understood(same: bool | None) -> None:
    """UTF-16 units, bytes, and either after CRLF has become LF; all repeated words in place."""
    unix = TEXT.replace("\r\n", "\n")
    for text, count in (
        (TEXT, lambda _, claim: claim), (TEXT, utf16), (TEXT, utf8),
        (unix, lambda _, claim: claim), (unix, utf16),
    ):  # fmt: skip
        claims = [count(text, claim) for claim in claims_on(text, *QUOTES)]
        assert anchored(TEXT, claims, same_text=same) == TRUE


def test_a_shifted_text_is_found_by_what_stands_around() -> None:
    """Words in front moved everything: words that repeat move as far as their neighbours."""
    text = "PRESS RELEASE: Vex said.\n" + TEXT
    found = anchored(text, claims_on(TEXT, *QUOTES), same_text=False)
    moved = [Span.of(text, s.start + 25, s.end + 25) for s in TRUE]
    assert found == moved


def test_a_word_that_repeats_is_refused_without_neighbours() -> None:
    """The nearest may be the wrong one."""
    text = "x" + TEXT
    assert anchored(text, [Claim(9, 13, "said")], same_text=False) == [None]
    assert anchored(TEXT, [Claim(None, None, "said")], same_text=True) == [None]


def test_context_tells_words_apart_that_repeat() -> None:
    """As W3C's TextQuoteSelector has it, with no offset that could help."""
    claim = Claim(None, None, "said", prefix="had ", suffix=" no")
    (span,) = anchored("x " + TEXT, [claim], same_text=False)
    assert span is not None
    assert ("x " + TEXT)[span.start - 4 : span.end + 3] == "had said no"


def test_context_that_fits_two_places_tells_nothing() -> None:
    text = "He said so. He said so."
    claim = Claim(None, None, "said", prefix="He ", suffix=" so")
    assert anchored(text, [claim], same_text=False) == [None]


def test_part_of_a_word_is_no_place() -> None:
    """ "he" does not stand in "she"."""
    assert anchored("There she was.", [Claim(0, 2, "he")], same_text=None) == [None]
    assert anchored("Bo, he was.", [Claim(0, 2, "he")], same_text=None) != [None]


@pytest.mark.parametrize(
    "claim",
    [Claim(0, 4, "gone"), Claim(0, 0, ""), Claim(-5, -1, "said"), Claim(10**30, 10**31, "said"),
     Claim(5, 2, "Ada"), Claim(0, 3, "  ")],
)  # fmt: skip
def test_what_is_not_there_has_no_place(claim: Claim) -> None:
    found = anchored(TEXT, [claim], same_text=True)
    assert found == ([None] if claim.exact != "Ada" else [Span.of(TEXT, 2, 5)])


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_span_is_ever_wrong(data: st.DataObject) -> None:
    """Text put in, taken out, offsets counted anyhow: a span has the words of its claim, and where
    all that moved is known, stands where these went."""
    text = data.draw(texts)
    found = data.draw(st.lists(spans(text, edges=True), min_size=1, max_size=6))
    front, back = data.draw(texts), data.draw(texts)
    claims = [
        Claim(s.start, s.end, s.text, text[max(0, s.start - CONTEXT) : s.start],
              text[s.end : s.end + CONTEXT])
        for s in found
    ]  # fmt: skip
    changed = front + text + back
    # Where front and text melt into one line end, nobody can say where the one begins.
    assume(not (front.endswith("\r") or text.endswith("\r")))
    for span, true in zip(anchored(changed, claims, same_text=False), found, strict=True):
        if span is not None and (front + text + back).count(true.text) == 1:
            assert span == Span.of(changed, len(front) + true.start, len(front) + true.end)
        if span is not None:
            assert changed[span.start : span.end] == span.text
            assert span.text.split() == true.text.split()

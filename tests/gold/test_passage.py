"""Looking quotes up, for any text."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from communique.errors import GoldError
from communique.gold.finding import Finder
from communique.gold.passage import Passage
from communique.gold.source import Quote
from communique.grounding.cuts import cuts_sense
from communique.text.words import inside_word

SOUP = (
    st.text(st.sampled_from("ab'\u2019\u201c\u201d \u00a0\n\r\t.-\u0301\U0001f6a2\u00adA"))
    | st.text()
)


@st.composite
def cuts(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text and a range of it that begins and ends where words and numbers do, without outer
    blanks."""
    text = draw(SOUP.filter(lambda found: bool(found.strip())))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    assume(not text[start].isspace() and not text[end - 1].isspace())
    assume(not inside_word(text, start) and not inside_word(text, end))
    single = " ".join(re.split(r"\s+", text))
    for at in (start, end):
        assume(not cuts_sense(single, len(" ".join(re.split(r"\s+", text[:at])))))
    return text, start, end


@given(cuts(), st.sampled_from([" ", "\u00a0", "\r\n", " \t "]))
def test_a_quote_cut_from_the_text_resolves_to_its_place(
    cut: tuple[str, int, int], blank: str
) -> None:
    """With the right occurrence a quote gives back exactly where it was cut, however its blanks
    are written."""
    text, start, end = cut
    quote = blank.join(text[start:end].split())
    passage = Passage.of(text)
    places = passage.find(quote)
    assert (start, end) in places
    problems: list[GoldError] = []
    occurrence = places.index((start, end)) + 1
    span = Finder(passage, "a.yaml", problems).one(Quote(quote, "q", 1, occurrence))
    assert problems == []
    assert span is not None
    assert (span.start, span.end, span.text) == (start, end, text[start:end])


@given(SOUP, st.text(min_size=1))
def test_a_quote_is_found_or_named(text: str, quote: str) -> None:
    """Any quote in any text ends in a span that equals the text, or in one error."""
    problems: list[GoldError] = []
    span = Finder(Passage.of(text), "a.yaml", problems).one(Quote(quote, "q", 7))
    if span is None:
        assert [problem.line for problem in problems] == [7]
    else:
        assert problems == []
        assert text[span.start : span.end] == span.text
        assert span.text.split() == quote.split()


@given(SOUP)
def test_the_single_blank_text_maps_back(text: str) -> None:
    """Every character of the text with single blanks comes from where its offset says."""
    passage = Passage.of(text)
    assert len(passage.single) == len(passage.offsets)
    for char, offset in zip(passage.single, passage.offsets, strict=True):
        assert char == text[offset] or (char == " " and text[offset].isspace())


def test_overlapping_words_do_not_hide_one_another() -> None:
    """Occurrences are counted where they begin: "a a" stands twice in "a a a"."""
    assert Passage.of("a a  a").find("a a") == [(0, 3), (2, 6)]


def test_a_long_quote_shows_where_it_leaves_the_text() -> None:
    """A wrong word in the middle, which the message leaves out, is shown all the same."""
    text = " ".join(f"word{i}" for i in range(100))
    said = Passage.of(text).nearest(text.replace("word50", "ward50"))
    assert "99 % alike" in said
    assert "word48 word49 ward50" in said
    assert "word48 word49 word50" in said


def test_a_paragraph_is_a_line() -> None:
    """LF, CRLF and CR end one; a quote over two lines has both."""
    text = "one\r\ntwo here\nthree\rfour"
    passage = Passage.of(text)
    assert text[slice(*passage.paragraph(5, 8))] == "two here"
    assert text[slice(*passage.paragraph(9, 19))] == "two here\nthree"
    assert text[slice(*passage.paragraph(20, 24))] == "four"

"""From a span to the shortest quote that means it."""

from __future__ import annotations

import pytest

from communique.errors import GoldError
from communique.gold.passage import Passage
from communique.gold.quoting import Quoter
from communique.gold.source import Quote, Region
from communique.records import Span

TEXT = (
    "Lee spoke. On Monday, Lee said so; Rae said so.\n"
    "Lee\u00a0said 😀 so, and e\u0301t\u00e9 came. “Lee” said it\r\n"
)
LINKS = "Read more: " + "one two three four five six. " * 8


def quoted(text: str, words: str, number: int = 1, **keys: tuple[int, int]) -> tuple[object, ...]:
    """The quote of the occurrence of ``words``: its text, and what tells it apart."""
    at = -1
    for _ in range(number):
        at = text.index(words, at + 1)
    quoter = Quoter(Passage.of(text), "a")
    found = quoter.one(Span.of(text, at, at + len(words)), "x", **keys)
    return found.text, found.occurrence, found.within, found.within_occurrence


def test_words_that_stand_once_are_a_plain_quote() -> None:
    """With single blanks, whatever white space the text has."""
    assert quoted(TEXT, "On Monday") == ("On Monday", None, None, None)
    assert quoted(TEXT, "Lee\u00a0said 😀") == ("Lee said 😀", None, None, None)


def test_of_words_that_repeat_the_words_around_tell_which_is_meant() -> None:
    """As few as will do, of the same line; rather none that a mark stands between."""
    assert quoted(TEXT, "Lee", 1) == ("Lee", None, "Lee spoke", None)
    assert quoted(TEXT, "said", 2) == ("said", None, "Rae said", None)
    assert quoted(TEXT, "said", 3) == ("said", None, "said 😀 so", None)


def test_in_its_paragraph_a_word_that_stands_once_there_needs_nothing_more() -> None:
    line = (TEXT.index("\n") + 1, len(TEXT))
    assert quoted(TEXT, "so", 3, scope=line) == ("so", None, None, None)


def test_a_place_near_by_needs_nothing_more() -> None:
    assert quoted(TEXT, "Lee", 2, near=(22, 26)) == ("Lee", None, None, None)


def test_a_long_quote_is_not_written_twice() -> None:
    text = f"First: {LINKS}\nSecond: {LINKS}"
    assert quoted(text, LINKS.strip(), 2) == (LINKS.strip(), 2, None, None)


def test_where_the_same_lines_come_again_occurrences_are_counted() -> None:
    assert quoted("Lee said so.\nLee said so.\n", "said", 2) == ("said", 2, None, None)


@pytest.mark.parametrize("words", ["Le", " spoke", "spoke. ", "e"])
def test_what_is_no_whole_words_is_refused(words: str) -> None:
    """Half a word, white space at an end, a letter without its accent."""
    quoter = Quoter(Passage.of(TEXT), "a")
    at = TEXT.index("e\u0301") if words == "e" else TEXT.index(words)
    span = Span.of(TEXT, at, at + len(words))
    assert not quoter.can_say(span)
    with pytest.raises(GoldError, match="x: "):
        quoter.one(span, "x")


def test_of_a_long_region_its_first_and_last_words_are_written() -> None:
    text = f"Body.\n{LINKS}The end six. After."
    region = Span.of(text, text.index("Read"), text.index(" After"))
    assert Quoter(Passage.of(text), "a").stretch(region, "x") == Region(
        Quote("Read more: one", "x.from", 0), Quote("The end six.", "x.to", 0)
    )


def test_the_last_words_of_a_region_are_counted_where_they_come_before() -> None:
    text = f"Body.\n{LINKS}After."
    region = Span.of(text, text.index("Read"), text.index(" After"))
    found = Quoter(Passage.of(text), "a").stretch(region, "x")
    assert isinstance(found, Region)
    assert (found.last.text, found.last.occurrence) == ("four five six.", 8)

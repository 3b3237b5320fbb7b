"""Which texts a page carries."""

from __future__ import annotations

from pathlib import Path

from communique.corpus import Corpus, open_corpus
from communique.corpus_pages.passages import read_texts, sentences
from communique.corpus_pages.units import Units, beyond

from .sample import ARTICLES, corpus_file, line

LONG = "Mr. Vann spoke. " + "He went on about the lake and the weather. " * 30


def test_a_short_paragraph_is_kept_whole() -> None:
    """So that a sentence is read in its place."""
    text = "First line.\nMr. Lee left. He met Rae.\nLast line."
    start = text.index("met")
    ((first, last),) = sentences(text, [(start, start + 3)])
    assert text[first:last] == "Mr. Lee left. He met Rae."


def test_a_long_paragraph_is_cut_at_sentences() -> None:
    """Around each span, and never through it; a title's full stop ends none."""
    text = LONG + "Dr. Holm met Prime Minister Ann B. Lee in Lissen. " + LONG
    start = text.index("met Prime")
    ((first, last),) = sentences(text, [(start, start + 3)])
    assert text[first:last] == "Dr. Holm met Prime Minister Ann B. Lee in Lissen. "


def test_neighbours_are_one_piece() -> None:
    """What meets is not shown twice."""
    text = "Lee met Rae. Holm came too."
    assert sentences(text, [(4, 7), (13, 17)]) == [(0, len(text))]


def test_whole_texts_go_as_far_as_the_limit(corpus: Corpus) -> None:
    """Of the others their sentences."""
    first = next(corpus.articles())
    texts = read_texts(corpus, limit=len(first.text))
    assert texts.whole == {first.number}
    assert texts.pieces[first.number] == [(0, first.text)]
    others = [pieces for number, pieces in texts.pieces.items() if number != first.number]
    assert all(pieces for pieces in others)


def test_reprints_come_after_the_first_of_them(tmp_path: Path) -> None:
    """A limit that holds two texts holds two different ones."""
    told = ARTICLES["post-3"]
    lines = [line("a-1", *told), line("a-2", *told), line("b-1", *ARTICLES["herald-1"])]
    with open_corpus(corpus_file(tmp_path, lines)) as corpus:
        limit = len(told[0]) + len(ARTICLES["herald-1"][0])
        assert read_texts(corpus, limit).whole == {1, 3}


def test_offsets_are_counted_as_browsers_count() -> None:
    """A letter beyond the first plane counts twice, for what comes after it."""
    text = "a🚢b🚢c"
    units = Units({1: beyond(text)})
    assert [units.of(1, offset) for offset in range(len(text) + 1)] == [0, 1, 3, 4, 6, 7]
    assert units.of(2, 4) == 4

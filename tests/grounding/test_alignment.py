"""The passages of a text that come close to a quote, and what differs there."""

from __future__ import annotations

from communique.grounding.alignment import Alignment, Passages
from communique.text.folding import fold

from .made import tokens


def aligned(quote: str, text: str, distance: int = 0) -> Alignment:
    return Alignment(tuple(tokens(quote)), tuple(tokens(text)), distance)


def passages(text: str, quote: str) -> Passages:
    return Passages(text, fold(text, case=True), quote, fold(quote, case=True))


def within(text: str, quote: str, edits: int, differing: int) -> list[tuple[str, int]]:
    """The passages as the (folded) text has them, with how many tokens differ."""
    folded = fold(text, case=True).text
    found = passages(text, quote).within(edits, differing)
    return [(folded[one.start : one.end], one.distance) for one in found]


def changes(alignment: Alignment) -> list[tuple[list[str], list[str]]]:
    return [
        ([token.key for token in one.claimed], [token.key for token in one.found])
        for one in alignment.differences()
    ]


def test_tokens_alike_are_pairs_in_order() -> None:
    """By their places in the quote and in the text."""
    assert list(aligned("the old lake is blue", "the lake is very blue").pairs()) == [
        (0, 0),
        (2, 1),
        (3, 2),
        (4, 4),
    ]


def test_what_differs_without_a_word_between_is_one_difference() -> None:
    """A word more beside another word; what a common word parts are two."""
    one = aligned("the envoys of Malta left", "the crews left")
    assert changes(one) == [(["envoys", "of", "malta"], ["crews"])]
    two = aligned("the old lake is blue", "the lake is very blue")
    assert changes(two) == [(["old"], []), ([], ["very"])]
    assert changes(aligned("the lake", "the lake")) == []
    ends = aligned("so the lake is", "the lake is blue")
    assert changes(ends) == [(["so"], []), ([], ["blue"])]


def test_a_difference_knows_what_stands_beside_it() -> None:
    """On either side in quote and text; nothing before the first or after the last."""
    first, second = aligned("so the lake", "the lake is").differences()
    assert [token.key for token in first.beside()] == ["the", "the"]
    assert [token.key for token in second.beside()] == ["lake", "lake"]
    (inner,) = aligned("the old lake", "the blue lake").differences()
    assert [token.key for token in inner.beside()] == ["the", "lake", "the", "lake"]


def test_similarity_is_the_share_of_tokens_alike() -> None:
    """Of the longer side."""
    assert aligned("a b c d", "a b c", 1).similarity == 0.75
    assert aligned("a b c", "a b c d", 1).similarity == 0.75


TEXT = (
    "The envoy praised the crews of the harbour. He said the island would not accept the new "
    "border. Later the envoy praised the crews of the port."
)


def test_the_closest_passage_comes_first_and_of_equals_the_first() -> None:
    """Each once, with how many tokens differ; none that differs in more than may."""
    harbour, port, cut = (
        f"the envoy praised the crews of the{end}" for end in (" harbour", " port", "")
    )
    assert within(TEXT, port, 1, 1) == [(port, 0), (harbour, 1), (cut, 1)]
    lake = f"{cut} lake"
    assert within(TEXT, lake, 1, 1) == [(harbour, 1), (cut, 1), (port, 1), (cut, 1)]
    assert within(TEXT, lake, 1, 0) == []


def test_words_that_stand_apart_in_the_text_are_one_passage() -> None:
    """With as many tokens between as may differ, and no more."""
    quote = "he said the island would accept the border"
    whole = "he said the island would not accept the new border"
    assert (whole, 2) in within(TEXT, quote, 2, 2)
    assert within(TEXT, quote, 2, 1) == []


def test_a_piece_inside_a_word_is_no_place() -> None:
    """ "he said" does not stand in "she said"."""
    assert within("she said so to the crews", "he said so", 0, 0) == []
    assert within("he said so to the crews", "he said so", 0, 0) == [("he said so", 0)]


def test_words_alone_are_counted() -> None:
    """Marks are none."""
    assert passages("", "“Well,” he said – in 2031.").words == 5


def test_nothing_is_near_nothing() -> None:
    """Neither a quote nor a text without words is an error."""
    assert within("", "the lake", 1, 1) == []
    assert within(TEXT, "", 1, 1) == []

"""Capitals that make another word of one count; others do not."""

from __future__ import annotations

import pytest

from communique.grounding.capitals import same_case

from .made import tokens


@pytest.mark.parametrize(
    ("quote", "text", "same"),
    [
        ("they stand with us", "they stand with US", False),
        ("they stand with Us", "they stand with US", False),
        ("They stand with us", "they Stand with us", True),
        ("who said so", "WHO said so", False),  # at the beginning too: no sentence begins so
        ("Who said so", "who said so", True),
        ("they meet in May", "they meet in may", False),
        ("they will polish boats", "they will Polish boats", False),
        ("they meet Polish envoys", "they meet POLISH envoys", True),
        ("May they meet", "may they meet", True),
        ("It ends. May they meet", "It ends. may they meet", True),
        ('they said: "May we meet', 'they said: "may we meet', True),
        ("it ends, May comes", "it ends, may comes", False),
        ("THEY STAND WITH US", "they stand with us", True),
        ("they stand with us", "THEY STAND WITH US", True),
        ("WITH US", "with us", False),  # two words in capitals are no headline
        ("WITH US, SO", "with us, so", True),
        ("WITH US ALl", "with us all", False),
    ],
)
def test_a_word_keeps_the_case_that_it_means_something_by(
    quote: str, text: str, same: bool
) -> None:
    """But at the beginning of a sentence, and in a headline."""
    ours, theirs = tokens(quote), tokens(text)
    assert same_case(ours, theirs, [(i, i) for i in range(len(ours))]) is same


def test_a_word_that_begins_the_quote_may_stand_within_the_text() -> None:
    """Whoever quotes the end of a sentence may begin with a capital; so the other way round."""
    ours, theirs = tokens("May they meet"), tokens("so may they meet")
    assert same_case(ours, theirs, [(0, 1), (1, 2), (2, 3)])
    assert same_case(theirs, ours, [(1, 0), (2, 1), (3, 2)])
    after = tokens("it ends. May they meet")
    assert same_case(theirs, after, [(1, 3), (2, 4), (3, 5)])
    assert same_case(after, theirs, [(3, 1), (4, 2), (5, 3)])

"""Words that carry a claim are known by their classes; what is a word at all, by a dictionary."""

from __future__ import annotations

import pytest

from communique.grounding.lexicon import is_english, near_protected, negates, protection


@pytest.mark.parametrize(
    ("word", "has"),
    [
        ("never", "negation"),
        ("needn't", "negation"),
        ("will", "modal"),
        ("nobody's", "negation"),
        ("12", "number"),
        ("b2b", "number"),
        ("twelve", "number"),
    ],
)
def test_a_word_that_carries_meaning_has_a_class(word: str, has: str) -> None:
    """Digits make a number; an ending does not hide what a word says."""
    assert has in protection(word)


@pytest.mark.parametrize("word", ["harbour", "#", "classes", "negation"])
def test_other_words_have_none(word: str) -> None:
    """Nor are the names of the classes, or the remarks in the list, words of it."""
    assert protection(word) == frozenset()


@pytest.mark.parametrize("word", ["not", "NOT", "Don’t", "don't", "never"])
def test_a_denial_is_known_as_it_is_written(word: str) -> None:
    """In capitals, with either apostrophe."""
    assert negates(word)


@pytest.mark.parametrize("word", ["will", "note", "12"])
def test_what_does_not_deny_negates_nothing(word: str) -> None:
    """Other classes are no denial."""
    assert not negates(word)


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("nevr", True),
        ("nevver", True),
        ("naver", True),
        ("enver", True),
        ("never", True),
        ("nevvers", False),
        ("harbour", False),
    ],
)
def test_one_slip_away_is_near(word: str, near: bool) -> None:
    """A letter more, less or other, or two exchanged; not two slips."""
    assert near_protected(word) is near


@pytest.mark.parametrize(
    ("word", "known"),
    [("harbor", True), ("hrbor", False), ("harbo", False), ("b2", True), ("naïve", True)],
)
def test_a_word_is_whole_words_of_the_dictionary(word: str, known: bool) -> None:
    """What has other signs than a to z is not judged."""
    assert is_english(word) is known

"""When two speakers are the same."""

from __future__ import annotations

import pytest

from communique.records import Span
from communique.scoring.speakers import same_speaker, speaker_names_agree


@pytest.mark.parametrize(
    ("gold", "predicted", "agree"),
    [
        ("Senator Ann Lee of Ohio", "Lee", True),
        ("the spokesman for the mayor", "a spokesman", True),
        ("Ann Lee", "Bob Ray", False),
        ("Lee", "she", False),
        ("Mrs. Lee", "Ann Lee", True),
        ("NATO", "NATO's", True),
        ("Leaders", "the leaders", True),
        ("Prime Minister", "the Prime Minister", True),
        ("...", "Lee", False),
    ],
)
def test_names(gold: str, predicted: str, agree: bool) -> None:
    """The head of one name must be among the words of the other, titles and pronouns apart."""
    assert speaker_names_agree(gold, predicted) is agree
    assert speaker_names_agree(predicted, gold) is agree


def test_a_pronoun_at_the_same_place_is_the_same_speaker() -> None:
    """Overlapping mentions settle it, whatever the names."""
    he = Span(start=10, end=12, text="He")
    assert same_speaker(("Ann Lee", he), (None, he))


def test_mentions_that_only_touch_are_two() -> None:
    """Half-open neighbours share nothing; one letter in common is enough."""
    she, bob = Span(start=0, end=3, text="She"), Span(start=3, end=6, text="Bob")
    assert not same_speaker((None, she), (None, bob))
    assert not same_speaker((None, bob), (None, she))
    assert same_speaker((None, she), (None, Span(start=2, end=6, text="eBob")))


def test_no_predicted_speaker_is_wrong() -> None:
    """A prediction without a speaker does not name the gold speaker."""
    assert not same_speaker(("Ann Lee", None), (None, None))


def test_either_the_mention_or_the_name_may_agree() -> None:
    """A resolved name agrees with a mention that is only a surname."""
    mention = Span(start=0, end=3, text="Lee")
    elsewhere = Span(start=9, end=12, text="She")
    assert same_speaker((None, mention), ("Ann Lee", elsewhere))

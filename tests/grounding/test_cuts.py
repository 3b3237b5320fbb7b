"""A quote does not end where a word does but what it says does not."""

import pytest

from communique import ground


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("a non-binding agreement", "binding agreement"),
        ("the ex-President spoke", "President spoke"),
        ("the region is nuclear-free", "the region is nuclear"),
        ("twenty-five troops left", "five troops left"),
        ("one-third of the land", "one"),
        ("they spent 50 million", "they spent 50"),
        ("five hundred troops left", "hundred troops left"),
        ("1 500 troops left", "500 troops left"),
        ("it fell to -5 degrees", "5 degrees"),
        ("it costs US$50 now", "$50 now"),
        ("1/2 of the land", "2 of the land"),
    ],
)
def test_a_cut_that_denies_or_gives_another_number_is_refused(text: str, quote: str) -> None:
    """Prefixes that deny and numbers of several words belong to what they stand beside."""
    assert ground(text, quote).status == "unsupported"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("the cease-fire held", "cease"),
        ("the US-led talks", "US"),
        ("they met on 5 May", "on 5"),
        ("they said no - talks failed", "talks failed"),
        ("2014-2031", "2031"),
    ],
)
def test_other_words_may_be_cut(text: str, quote: str) -> None:
    """Beside a hyphen, a blank, a dash."""
    assert ground(text, quote).status == "exact"

"""Which words mean which country."""

from __future__ import annotations

import pytest

from communique.llm.countries import means_country


@pytest.mark.parametrize(
    ("quote", "code"),
    [
        ("British", "GB"),
        ("U.S.", "US"),
        ("President of the United States", "US"),
        ("South Korean", "KR"),
        ("Ukraine’s", "UA"),
        ("Kosovo", "XK"),
        ("UK Prime Minister", "GB"),
    ],
)
def test_names_and_adjectives_mean_their_country(quote: str, code: str) -> None:
    """A name, an adjective or a title that holds one proves the country."""
    assert means_country(quote, code)


@pytest.mark.parametrize(
    ("quote", "code"),
    [
        ("North Korea", "KR"),
        ("us", "US"),
        ("it", "IT"),
        ("Niger", "NG"),
        ("French", "DE"),
        ("EU", "EU"),
        ("President", "FR"),
        ("British", "ZZ"),
    ],
)
def test_other_words_do_not(quote: str, code: str) -> None:
    """Words that mean another country, or none, prove nothing."""
    assert not means_country(quote, code)

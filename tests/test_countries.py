"""Country words mean their country, and only exactly."""

import pycountry
import pytest

from communique.countries import code_in, codes, codes_in, country_words, lookup

# Where the `countrynames` package answers otherwise, and why ours stands.
KNOWN_DIFFERENCES = {
    "GB": "the package codes the parts of the United Kingdom (GB-SCT, GB-WLS, GB-NIR)",
    "MU": "the package takes 'Mauritian' for Mauritania",
    "DO": "'Dominican' alone is usually of the Dominican Republic; the package takes Dominica",
}


def test_every_assigned_code_has_a_word_and_no_other_code_has() -> None:
    """The list is that of ISO 3166-1, with Kosovo's user-assigned XK."""
    assigned = {country.alpha_2 for country in pycountry.countries}
    assert codes() == assigned | {"XK"}


def test_words_agree_with_a_library_that_knows_them() -> None:
    """Name by name and adjective by adjective, but for the differences explained above."""
    countrynames = pytest.importorskip("countrynames", reason="needs a compiler to install")
    for word, meant in country_words().items():
        known = countrynames.to_code(word)
        if known is not None and meant.code not in KNOWN_DIFFERENCES:
            assert (word, known) == (word, meant.code)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("British", "GB"),
        ("the Netherlands", "NL"),
        ("U.S.", "US"),
        ("Emirates", "AE"),
        ("Côte d’Ivoire", "CI"),
        ("Kosovo", "XK"),
        ("Saudi", "SA"),
        ("EU", None),
        ("Soviet", None),
        ("us", None),
        ("Nigeri", None),
    ],
)
def test_lookup_is_exact(words: str, code: str | None) -> None:
    """The EU is no country, "us" is no US, and nothing is guessed."""
    found = lookup(words)
    assert (found.code if found else None) == code


def test_the_longest_word_wins_at_each_place() -> None:
    """ "South Korean" is not Korean, a possessive is no other word."""
    assert codes_in("South Korean and North Korean envoys in Ukraine’s capital") == (
        "KR",
        "KP",
        "UA",
    )
    assert code_in("the US President") == "US"
    assert code_in("French and German") is None

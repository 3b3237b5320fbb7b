"""The lexicons say what they should, checked against a library that knows."""

import countrynames
import pytest

from communique.rules import lexicon

# Where the library is silent or answers otherwise, and why ours stands.
KNOWN_DIFFERENCES = {
    "DO": "'Dominican' alone is usually of the Dominican Republic; the library takes Dominica",
    "GB": "the library codes the parts of the United Kingdom (GB-SCT, GB-WLS, GB-NIR)",
    "MU": "the library takes 'Mauritian' for Mauritania",
}


@pytest.mark.parametrize("word", sorted(lexicon.countries()))
def test_country_words_mean_their_country(word: str) -> None:
    """Every name and adjective agrees with `countrynames`, where that knows it."""
    code = lexicon.countries()[word][0]
    known = countrynames.to_code(word)
    if known is not None and code not in KNOWN_DIFFERENCES:
        assert known == code


@pytest.mark.parametrize(
    ("word", "lemma", "form"),
    [("said", "say", "past"), ("denies", "deny", "third"), ("stressing", "stress", "ing"),
     ("urged", "urge", "past"), ("begging", "beg", "ing"), ("wrote", "write", "past")],
)  # fmt: skip
def test_verbs_inflect(word: str, lemma: str, form: str) -> None:
    """Forms are made from the lemma, irregular ones are given."""
    assert (lemma, form) in {(f.verb.lemma, f.form) for f in lexicon.reporting_verbs()[word]}


def test_every_lexicon_names_its_source() -> None:
    """A data file without a source is no lexicon."""
    folder = lexicon.files("communique.rules").joinpath("lexicons")
    for file in folder.iterdir():
        head = file.read_text("utf-8")[:1500]
        assert head.startswith("#"), file.name
        assert "source" in head.lower(), file.name

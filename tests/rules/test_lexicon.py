"""The lexicons say what they should, checked against a library that knows."""

import pytest

from communique.rules import lexicon


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

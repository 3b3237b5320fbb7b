"""Near-duplicate articles."""

from random import Random

from communique.corpus.articles import Sources
from communique.records import text_sha256

WORDS = "harbour ferry grain river treaty fish timber school bridge island valley energy".split()


def prose(seed: int, number: int = 200) -> str:
    return " ".join(Random(seed).choices(WORDS, k=number))


def sources(*texts: str) -> list[int]:
    taking = Sources()
    return [taking.take(i, t, text_sha256(t)).original for i, t in enumerate(texts, 1)]


def test_a_reprint_belongs_to_the_first() -> None:
    """To the letter, or with other capitals, a headline and a menu around it."""
    text = prose(1)
    reprint = f"Elsewhere: talks\n\n{text.upper()}\n\nHome News Sport"
    assert sources(text, text, reprint, prose(2)) == [1, 1, 1, 4]


def test_a_chain_of_changes_joins_no_strangers() -> None:
    """Every article is compared with the first of a group, not with the last."""
    pieces = [prose(seed, 20) for seed in range(24)]
    windows = [" ".join(pieces[i : i + 12]) for i in range(13)]
    found = sources(*windows)
    assert found[1] == 1
    assert found[-1] != 1


def test_an_empty_likeness_is_no_likeness() -> None:
    assert sources("One.", "Two.", "") == [1, 2, 3]

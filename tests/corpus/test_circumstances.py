"""What an article's words tell of a meeting beside its record."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.corpus import open_corpus
from communique.corpus.circumstances import is_aside, parties
from communique.corpus.explaining import explain_apart
from communique.corpus.sentences import sentence_at
from communique.values import Span
from corpus.made import ANN, BO, CAI, DAG, built, record


def at(text: str, words: str) -> list[Span]:
    start = text.index(words)
    return [Span.of(text, start, start + len(words))]


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("They held a trilateral meeting in Oslo.", 3),
        ("In three-way talks they met in Oslo.", 3),
        ("They held four-party talks: the meeting of the year.", 4),
        ("They met. A trilateral meeting was planned.", None),
        ("They met, trilateral and quadrilateral.", None),
        ("They met on three dates.", None),
    ],
)
def test_how_many_parties_is_told_by_the_word_for_the_meeting(
    said: str, number: int | None
) -> None:
    """In its own sentence, and when it is one number."""
    word = next(w for w in ("met", "held", "talks", "meeting") if w in said)
    assert parties(said, at(said, word)) == number


def test_a_meeting_is_on_the_sidelines_by_its_sentence() -> None:
    """But a summit's sentence may tell of talks beside it."""
    text = "Mr. Lee met the A. B. Rae group on the sidelines of the summit. They met again."
    assert is_aside(text, "bilateral meeting", at(text, "met the"))
    assert not is_aside(text, "summit", at(text, "met the"))
    assert not is_aside(text, "bilateral meeting", at(text, "met again"))
    assert not is_aside(text, "call", [])
    assert sentence_at(text, 0) == (0, text.index(" They"))


@pytest.mark.parametrize(
    ("kind", "words", "reason"),
    [
        ("multilateral meeting", ", a trilateral meeting", "of fewer by its name"),
        ("other", " on the sidelines of the summit", "on the other's sidelines"),
        ("bilateral meeting", "", "was on the sidelines"),
    ],
)
def test_talks_at_a_summit_are_not_the_summit(
    tmp_path: Path, kind: str, words: str, reason: str
) -> None:
    """On the same day, in the same place, of some of the same people."""
    few = (ANN, BO) if kind == "bilateral meeting" else (ANN, BO, CAI)
    summit = record("a", people=(ANN, BO, CAI, DAG), kind="summit", place="Averno")
    beside = record("b", people=few, kind=kind, place="Averno", filler="b", after=words)
    out, made = built(tmp_path, summit, beside)
    assert made.meetings == 2
    with open_corpus(out) as corpus:
        assert reason in explain_apart(corpus, 1, 2)

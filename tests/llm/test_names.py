"""Under which name a record of several pieces has a participant."""

from __future__ import annotations

import pytest

from communique.llm.names import Names
from communique.llm.proof import Proven
from communique.records import Participant, Span


def person(name: str, country: str | None = None) -> Proven[Participant]:
    span = Span(start=0, end=len(name), text=name)
    evidence = {"country": (span,)} if country else {}
    return Proven(
        Participant(name=name, country=country, mentions=(span,), evidence=evidence), span.start
    )


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([["Tordis Solvang"], ["Solvang"]], ["Tordis Solvang"]),
        ([["Solvang"], ["Tordis Solvang"]], ["Tordis Solvang"]),
        ([["Solvang"], ["Anna Tordis Solvang"], ["Tordis Solvang"]], ["Anna Tordis Solvang"]),
        ([["SOLVANG"], ["Solvang"]], ["SOLVANG"]),
        ([["Ada Rae"], ["Bo Rae"], ["Rae"]], ["Ada Rae", "Bo Rae", "Rae"]),
        ([["Ada Vex and Bo Rae"], ["Rae"]], ["Ada Vex and Bo Rae", "Rae"]),
        ([["Office of Bo Rae"], ["Rae"]], ["Office of Bo Rae", "Rae"]),
        ([["Tordis Solvang", "Solvang"], ["Rae"]], ["Tordis Solvang", "Solvang", "Rae"]),
        ([["Tordis Solvang"], ["Olvang", "Tordis"]], ["Tordis Solvang", "Olvang", "Tordis"]),
    ],
    ids=["later", "earlier", "chain", "case", "two", "and", "of", "told apart", "no surname"],
)  # fmt: skip
def test_a_surname_is_the_one_person_it_can_mean(
    pieces: list[list[str]], expected: list[str]
) -> None:
    """Names that end alike are one person, unless a third could be meant or a piece has both."""
    assert list(Names([[person(name) for name in piece] for piece in pieces]).known) == expected


def test_people_of_two_countries_are_two() -> None:
    """The Norwegian Solvang of one piece is not the Danish one of another."""
    names = Names([[person("Tordis Solvang", "NO")], [person("Solvang", "DK")]])
    assert names.known == ("Tordis Solvang", "Solvang")
    assert names.fullest(0, "Solvang") == "Solvang"
    assert names.fullest(1, "Solvang") == "Solvang"
    names = Names([[person("Tordis Solvang", "NO")], [person("Solvang", "NO")]])
    assert names.known == ("Tordis Solvang",)


def test_names_that_no_piece_lists_stay() -> None:
    """Who only speaks is no participant, and keeps the name the text gives."""
    names = Names([[person("Tordis Solvang")], []])
    assert names.fullest(1, "the Board") == "the Board"
    assert names.fullest(1, "Solvang") == "Tordis Solvang"
    assert names.of(1) == ["Tordis Solvang"]

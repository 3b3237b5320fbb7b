"""Participants that a model makes up out of words that do stand in the article."""

from __future__ import annotations

from typing import Any

import pytest

from communique.llm.answer import read_answer
from communique.records import Participant, Readout
from llm.made import INFO, answer, claim_participant, document

TEXT = (
    "Swiss President Ada Vex met Maltese Foreign Minister Bo Rae in Rome. Prime Minister Cy Dorn "
    "of Malta, the Norwegian envoy Di Falk, and Presidents Ed Gorm and Flo Hatt joined the Danish "
    "minister’s call.\n\nFor Malta:\nIo Jarn, Envoy for Water\nKit Lund, Secretary\n"
)
NAMES = ["Ada Vex", "Bo Rae", "Cy Dorn", "Di Falk", "Ed Gorm", "Flo Hatt", "Io Jarn", "Kit Lund"]


def read(name: str, mention: str | None = None, **claimed: Any) -> tuple[Participant, Readout]:
    people = [
        claim_participant(one, mention if one == name else None, **(claimed if one == name else {}))
        for one in NAMES
    ]
    result = read_answer(document(TEXT), answer(participants=people), INFO)
    return next(p for p in result.participants if p.name == name), result


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Bo Rae", "President"),
        ("Ada Vex", "Foreign Minister"),
        ("Bo Rae", "Prime Minister"),
        ("Di Falk", "Presidents"),
        ("Io Jarn", "Secretary"),
    ],
)
def test_the_title_of_another_is_not_theirs(name: str, title: str) -> None:
    """Words that another participant stands right behind, or between, are about that one."""
    person, result = read(name, title=title)
    assert person.title is None
    (issue,) = result.issues
    assert (issue.code, issue.value) == ("unsupported", title)
    assert f"nowhere beside {name}" in issue.message


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Ada Vex", "President"),
        ("Bo Rae", "Foreign Minister"),
        ("Cy Dorn", "Prime Minister"),
        ("Di Falk", "envoy"),
        ("Ed Gorm", "Presidents"),
        ("Flo Hatt", "Presidents"),
        ("Io Jarn", "Envoy for Water"),
        ("Kit Lund", "Secretary"),
    ],
)
def test_ones_own_title_is(name: str, title: str) -> None:
    """Before the name, behind it, line by line, and shared by several."""
    person, result = read(name, title=title)
    assert (person.title, result.issues) == (title, ())


@pytest.mark.parametrize(
    ("name", "word", "code", "proven"),
    [
        ("Ada Vex", "Swiss", "CH", True),
        ("Bo Rae", "Swiss", "CH", False),
        ("Bo Rae", "Maltese", "MT", True),
        ("Cy Dorn", "Malta", "MT", True),
        ("Di Falk", "Danish", "DK", False),
        ("Di Falk", "Norwegian", "NO", True),
    ],
)
def test_whom_the_text_introduces_with_a_country_has_no_other(
    name: str, word: str, code: str, proven: bool
) -> None:
    """A country of somebody else's in the same paragraph is an issue."""
    person, result = read(name, country_quote=word, country=code)
    assert person.country == (code if proven else None)
    assert [i.code for i in result.issues] == ([] if proven else ["unsupported"])


def test_words_that_do_not_name_somebody_introduce_nobody() -> None:
    """The mention of another participant opens no paragraph to the claims about this one."""
    text = "Ada Vex spoke.\n\nMaltese Foreign Minister Bo Rae listened."
    claim = claim_participant(
        "Ada Vex", "Maltese Foreign Minister", title="Foreign Minister", country="MT"
    )
    result = read_answer(document(text), answer(participants=[claim]), INFO)
    assert (result.participants[0].title, result.participants[0].country) == (None, None)
    assert len(result.issues) == 2

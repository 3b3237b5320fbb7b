"""A place lies inside quotation marks from where they open to where they close."""

from __future__ import annotations

import pytest

from communique.grounding.marks import LONGEST_QUOTATION, inside_quotation


@pytest.mark.parametrize(
    "text",
    [
        "He said “we go | on” and left",
        "He said «we go | on» and left",
        'He said:"we go | on" and left',
        "He said 'we go | on' and left",
        "He said (‘we go | on’) and left",
        "He said:‘I | go on’ and left",
        "'I go | on' he said",
        "He left ('we go | on') by train",
        "The port is open.\n“We go | on,” he said.\nThen he left.",
        "“We go on.” “But | slowly.”",
    ],
)
def test_words_between_marks_are_inside(text: str) -> None:
    """Double marks of any kind, single ones, after a blank, a bracket or a colon."""
    before, after = text.split("|")
    assert inside_quotation(before + after, len(before))


@pytest.mark.parametrize(
    "text",
    [
        "|“We go on,” he said",
        "He said “we go on” and | left",
        'He said:"we go on" and | left',
        'He said: "we go on." He | left',
        "He said 'we go on' and | left",
        "He said ‘we go on’ and | left",
        "The ministers' talks | went on",
        "It's so, the envoy's | uncle said",
        "O'Brien | left town",
        "He said: “We go on.\nThe port | opened.",
        "The lake.\n“We go on.\nThe port | opened.",
        "He said: “\nThe port | opened.",
    ],
)
def test_words_beside_marks_are_not(text: str) -> None:
    """An apostrophe opens nothing, and a new paragraph ends what nobody closed."""
    before, after = text.split("|")
    assert not inside_quotation(before + after, len(before))


def test_a_mark_far_away_opens_nothing() -> None:
    """One that nobody closed would make a quotation of the rest of a long paragraph."""
    text = "“" + "a" * (LONGEST_QUOTATION + 1)
    assert inside_quotation(text, LONGEST_QUOTATION)
    assert not inside_quotation(text, LONGEST_QUOTATION + 1)

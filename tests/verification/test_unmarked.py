"""A quotation mark changes no word: what a draft reports without marks stands in a source with."""

from __future__ import annotations

import time

import pytest

import communique
from communique.verification.report import Finding
from communique.verification.unmarked import Unmarked, has_marks

SOURCE = (
    "BRIDGE TOWN, May 4, 2031 – Mayor Ann Lee met reporters.\n\n"
    "Lee said the bank was “ready to look at it, but not to hurry”.\n\n"
    "Critic Bo Rae called the plan ‘a railway to nowhere’.\n\n"
    'Councillor Cy Moe slammed a plan to close the Old Bridge as "reckless". Moe said the crew '
    "were “brave.” “They left at night,” the pilot said.\n"
)


def finding(draft: str) -> Finding:
    (found,) = communique.verify(draft, SOURCE).findings
    return found


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        (
            "Lee said the bank was ready to look at it, but not to hurry.",
            "the bank was “ready to look at it, but not to hurry”",
        ),
        (
            "Lee said that the bank was ready to look at it.",
            "the bank was “ready to look at it",
        ),
        ("Bo Rae called the plan a railway to nowhere.", "the plan ‘a railway to nowhere’"),
        (
            "Cy Moe slammed a plan to close the Old Bridge as reckless.",
            'a plan to close the Old Bridge as "reckless"',
        ),
    ],
)
def test_words_reported_without_marks_are_verbatim(draft: str, found: str) -> None:
    """With their place, and the mark at its end that closes what it holds."""
    told = finding(draft)
    assert told.verdict == "verbatim"
    assert told.source is not None
    assert told.source.span.text == found
    assert SOURCE[told.source.span.start : told.source.span.end] == found


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        ("Lee said “the bank was ready to look at it, but not to hurry”.", "altered"),
        ("Lee said the “bank was ready to look at it, but not to hurry”.", "altered"),
        ("Lee: “the bank was ready to look at it”", "altered"),
        ("Lee said the bank was ready to look at it, but to hurry.", "altered"),
        ("Lee said the bank was ready to look at that, but not to hurry.", "altered"),
        ("Bo Rae said the bank was ready to look at it, but not to hurry.", "wrong_speaker"),
        ("Moe said the crew were brave. They left at night.", "verbatim"),
    ],
)
def test_a_direct_quotation_must_still_be_one(draft: str, verdict: str) -> None:
    """Also without marks the words count, and whose they are."""
    assert finding(draft).verdict == verdict


def test_what_was_altered_is_shown_without_the_marks() -> None:
    """They are no part of what differs."""
    told = finding("Lee said the bank was ready to look at it, but to hurry.")
    assert told.diff == "the bank was ready to look at it, but {+not+} to hurry"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("it was “no accident”, he said", "it was no accident, he said"),
        ("it was „no accident”", "it was no accident"),
        ("it was «no accident»", "it was no accident"),
        ("he wrote “it was ‘no accident’ at all”.", "he wrote it was no accident at all."),
        ("the ministers' talks, and O'Brien's", "the ministers' talks, and O'Brien's"),
        ('a 6" pipe and an 8" pipe', 'a 6" pipe and an 8" pipe'),
        ("it was “no accident.\nThe” road", "it was “no accident.\nThe” road"),
        ('it was "not "right" there', 'it was "not right there'),
    ],
)
def test_marks_go_in_pairs(raw: str, text: str) -> None:
    """Not an apostrophe, not inches, not what a paragraph leaves open."""
    assert Unmarked.of(raw).text == text
    assert has_marks(raw) is ('"' in raw or raw != text or "“" in raw)


def test_words_of_two_quotations_in_a_row_are_not_one() -> None:
    """Another may be speaking in the second; nor do the marks say what "…" may leave out."""
    unmarked = Unmarked.of("Lee said: “The port is open.” “The road is closed,” said Rae.")
    assert unmarked.ground("The port is open. The road is closed") is None
    assert unmarked.ground("Lee said: The port … road is closed") is None
    assert unmarked.ground("The road is closed, said Rae") is not None


def test_odd_marks_take_no_time() -> None:
    """Of sources and of drafts, both hostile."""
    started = time.process_time()
    for odd in ("‘" + "a’b" * 5000, " 'a" * 5000, "“a" * 5000, '"a" ' * 5000):
        Unmarked.of(odd)
        assert communique.verify(f"Lee said “it was {odd[:2000]}”.", SOURCE).findings
    blanks = Unmarked.of("so “a pier”" + " " * 50_000 + "burned")
    assert blanks.ground("so a pier burned") is not None
    assert time.process_time() - started < 5


def test_the_first_and_the_last_mark_are_of_the_place() -> None:
    """Where their other halves are: a span shows no half of a quotation that it holds whole."""
    unmarked = Unmarked.of("Lee was “ready to go,” but “not today.” Then he left.")
    spans = {
        words: unmarked.ground(words).spans[0].text  # type: ignore[union-attr]
        for words in ("ready to go, but not", "ready to go, but not today", "was ready to go")
    }
    assert spans == {
        "ready to go, but not": "“ready to go,” but “not",
        "ready to go, but not today": "“ready to go,” but “not today.”",
        "was ready to go": "was “ready to go,”",
    }
    assert Unmarked.of("no marks here").ground("marks here") is None

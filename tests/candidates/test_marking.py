"""The article with its candidates marked in it."""

from __future__ import annotations

import re

from candidates.made import TEXT, candidates
from communique.candidates import marked


def unmarked(text: str) -> str:
    """``text`` without marks, where it has no brackets of its own."""
    return re.sub(r"\[[acdkmt]\d+ | c\d+\]|\]", "", text)


def test_marks_taken_out_leave_the_article() -> None:
    """Nothing but marks is put in."""
    assert unmarked(marked(candidates())) == TEXT


def test_a_mark_holds_its_words_and_a_content_ends_with_its_id() -> None:
    """Contents lie within contents: the end says which one ends."""
    shown = marked(candidates())
    assert "[a1 [m3 Norwegian] Foreign Minister] [m4 Tordis Solvang] [t" in shown
    assert re.search(r"\[c1 “.*,” c1\] \[m\d+ she\] \[k\d said\]", shown)


def test_ids_that_the_article_imitates_are_given_to_nothing() -> None:
    """A text that writes marks of its own cannot say what they mean."""
    text = f"[m1 The King] [c1 nothing c1]\n\n{TEXT} It ends. c2]"
    found = candidates(text).by_id
    assert not {"m1", "c1", "c2"} & found.keys()
    assert {"m2", "c3"} <= found.keys()

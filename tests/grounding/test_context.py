"""How much of the context of a quote stands around a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.grounding.context import common_length, shared_context


@pytest.mark.parametrize(
    ("there", "was", "shared"),
    [
        (("Then she ", " that"), ("And she ", " that"), len(" she  that")),
        (("Ada ", " so"), ("Ada ", " no"), len("Ada  ")),
        (("x Ada ", " so"), ("Ada ", " so"), len("Ada  so")),
        (("", ""), ("Ada ", " so"), 0),
        (("he made ", ""), ("she made ", ""), len(" made ")),
        (("", "my"), ("", "me"), 0),
        (("", " so"), ("", " so, they"), len(" so")),
        (("", " so"), ("", " some"), len(" ")),
    ],
    ids=[
        "both sides",
        "whole words only",
        "all there was",
        "nothing there",
        "not 'he' of 'she'",
        "not 'm' of 'my'",
        "as far as the text goes",
        "not 'so' of 'some'",
    ],
)
def test_context_is_counted_outwards_in_whole_words(
    there: tuple[str, str], was: tuple[str, str], shared: int
) -> None:
    assert shared_context(*there, *was) == shared


@given(st.text("ab", max_size=40), st.text("ab", max_size=40))
def test_the_common_beginning_is_that_of_a_comparison_letter_by_letter(a: str, b: str) -> None:
    length = common_length(a, b)
    assert a[:length] == b[:length]
    assert length == min(len(a), len(b)) or a[length] != b[length]

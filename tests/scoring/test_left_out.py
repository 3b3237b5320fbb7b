"""What a model gave and its record does not hold."""

from __future__ import annotations

from typing import Any

import pytest

from communique.records import Issue
from communique.scoring.documents import compare_document
from communique.scoring.left_out import cut_lists, left_out_items

from .made import gold_document, readout

TEXT = "Ann Lee said: “We agree on all of it.” Then she left."


def left_out(code: str, path: str | None, value: Any) -> list[tuple[str, str, bool]]:
    issue = Issue(code=code, message="", path=path, value=value)
    found = left_out_items(TEXT, readout(TEXT, issues=[issue]))
    return [(item.item, item.error_class, item.is_quote_not_verbatim) for item in found]


@pytest.mark.parametrize("code", ["unsupported", "from_example"])
def test_a_direct_quotation_that_is_not_verbatim_is_counted(code: str) -> None:
    """Be it invented, changed, or copied from the prompt's example."""
    quote = {"content": "We agree on most of it", "kind": "direct"}
    assert left_out(code, "statements", quote) == [("statements", "fabricated", True)]


def test_a_verbatim_quotation_left_out_for_another_reason_is_not_fabricated() -> None:
    """Its words are in the text, whatever the marks: given, but no statement."""
    quote = {"content": '"We agree on all of it." Then she left.', "kind": "direct"}
    assert left_out("unsupported", "statements", quote) == [("statements", "spurious", False)]


@pytest.mark.parametrize("content", [None, 3, " ", ["We agree"]])
def test_a_quotation_without_words_is_not_in_the_text(content: object) -> None:
    """A model may give anything."""
    quote = {"content": content, "kind": "direct"}
    assert left_out("unsupported", "statements", quote) == [("statements", "fabricated", True)]
    assert left_out("unsupported", "statements", content) == [("statements", "fabricated", False)]


def test_an_indirect_statement_that_is_not_there_is_no_quotation() -> None:
    """Fabricated all the same."""
    words = {"content": "that she would resign", "kind": "indirect"}
    assert left_out("unsupported", "statements", words) == [("statements", "fabricated", False)]


@pytest.mark.parametrize(
    ("code", "path", "expected"),
    [
        ("unsupported", "participants", [("participants", "fabricated", False)]),
        ("unsupported", "meetings[2]", [("meetings", "fabricated", False)]),
        ("boilerplate", "participants", [("participants", "boilerplate", False)]),
        ("unsupported", "participants[0].country", []),
        ("duplicate", "statements", []),
        ("split", None, []),
    ],
)
def test_whole_items_alone_are_left_out(
    code: str, path: str | None, expected: list[tuple[str, str, bool]]
) -> None:
    """A field of an item that is kept, and a note about the document, are none."""
    assert left_out(code, path, {"name": "X"}) == expected


def test_boilerplate_that_was_left_out_does_not_lower_what_is_supported() -> None:
    """The text has it; it is in the list of what was left out."""
    issue = Issue(code="boilerplate", message="", path="participants", value={"name": "X"})
    found = compare_document(gold_document(TEXT), readout(TEXT, issues=[issue]))
    assert found.score.supported.denominator == 0
    assert found.left_out == (issue,)
    assert found.score.classes.participants.predicted.boilerplate == 1


@pytest.mark.parametrize(
    ("path", "lists"),
    [
        ("statements", {"statements"}),
        ("meetings", {"meetings", "statements"}),
        (None, {"participants", "meetings", "statements"}),
    ],
)
def test_a_cut_answer_has_lost_what_was_to_come(path: str | None, lists: set[str]) -> None:
    """The list in which it stopped and those that are asked for after it."""
    cut = Issue(code="answer_truncated", message="", path=path)
    assert cut_lists(readout(TEXT, issues=[cut])) == lists
    assert cut_lists(readout(TEXT)) == set()

"""Which candidates a record leaves alone."""

from __future__ import annotations

from candidates.made import TEXT
from communique.candidates import candidates_in, explain_choice
from communique.records import Document
from communique.rules import read


def test_what_stands_in_the_record_is_decided_all_else_is_not() -> None:
    """Every candidate is in an item of the record or told, in text order."""
    document = Document(id="a", text=TEXT)
    explanation = explain_choice(document, read(document))
    assert {reason.rule for reason in explanation.rejected} == {"undecided"}
    left = [(reason.what, reason.span.text) for reason in explanation.rejected]
    assert ("mention", "OSLO") in left
    assert ("trigger", "talks") in left
    assert ("trigger", "met") not in left
    assert ("mention", "Tordis Solvang") not in left
    starts = [reason.span.start for reason in explanation.rejected]
    assert starts == sorted(starts)


def test_each_item_of_the_record_was_chosen() -> None:
    """With its path, as the rules tell theirs."""
    document = Document(id="a", text=TEXT)
    record = read(document)
    made = explain_choice(document, record).made
    paths = [f"participants[{i}]" for i in range(len(record.participants))]
    paths += [f"meetings[{i}]" for i in range(len(record.meetings))]
    paths += [f"statements[{i}]" for i in range(len(record.statements))]
    assert [reason.path for reason in made] == paths


def test_of_an_empty_record_all_candidates_are_undecided() -> None:
    document = Document(id="a", text=TEXT)
    nothing = read(document).model_copy(
        update={"participants": (), "meetings": (), "statements": ()}
    )
    explanation = explain_choice(document, nothing)
    assert len(explanation.rejected) == len(candidates_in(document).items)

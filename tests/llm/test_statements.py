"""Statements that a model makes up out of words that do stand in the article."""

from __future__ import annotations

from typing import Any

import pytest

from communique.llm.answer import read_answer
from communique.records import Readout
from llm.made import INFO, answer, claim_participant, claim_statement, document

TEXT = (
    "ROME, June 3, 2031 – Swiss President Ada Vex met Maltese Foreign Minister Bo Rae.\n\n"
    "Vex said that the treaty was dead. “We go on. Nobody leaves,” she added. Rae stressed the "
    "need for “patience and care”, and left. According to the Board, Mr. Dorn of the U.S. Senate "
    "had said no.\n\n"
    "Dorn wrote to his party:\n\n“I have read it.\n\n“I will not sign.”\n"
)


def read(content: str, **claimed: Any) -> Readout:
    people = [claim_participant("Ada Vex"), claim_participant("Bo Rae")]
    said = claim_statement(content, **claimed)
    return read_answer(document(TEXT), answer(participants=people, statements=[said]), INFO)


@pytest.mark.parametrize(
    ("speaker", "mention"),
    [("Bo Rae", "Rae"), ("Bo Rae", "she"), ("Board", "the Board"), ("Ada Vex", "Ada Vex")],
)
def test_who_stands_in_another_sentence_did_not_say_it(speaker: str, mention: str) -> None:
    """A name, a pronoun, a body: the cue's sentence has to have it."""
    content = "that the treaty was dead"
    result = read(content, cue="said", speaker=speaker, speaker_mention=mention)
    (said,) = result.statements
    assert (said.speaker, said.speaker_mention, said.cue and said.cue.text) == (None, None, "said")
    (issue,) = result.issues
    assert (issue.code, issue.path, issue.value) == (
        "unsupported",
        "statements[0].speaker",
        speaker,
    )
    assert "not in one sentence with the cue" in issue.message


def test_a_cue_of_another_sentence_reports_nothing() -> None:
    """The content stays, with the speaker beside it."""
    content = "that the treaty was dead"
    result = read(content, cue="stressed", speaker="Ada Vex", speaker_mention="Vex")
    assert (result.statements[0].cue, result.statements[0].speaker) == (None, "Ada Vex")
    assert [(i.path, i.value) for i in result.issues] == [("statements[0].cue", "stressed")]


@pytest.mark.parametrize(
    ("content", "cue", "mention"),
    [
        ("“We go on. Nobody leaves,”", "added", "she"),
        ("no", "said", "Mr. Dorn"),
        ("“I have read it.", "wrote", "Dorn"),
        ("“I will not sign.”", "wrote", "Dorn"),
    ],
)
def test_quotations_and_abbreviations_end_no_sentence(content: str, cue: str, mention: str) -> None:
    """Speaker and cue are found beside them, and over the paragraphs of a quotation."""
    kind = "direct" if "“" in content else "indirect"
    result = read(content, cue=cue, speaker=mention, speaker_mention=mention, kind=kind)
    (said,) = result.statements
    assert (said.cue and said.cue.text, said.speaker) == (cue, mention)
    assert result.issues == ()


@pytest.mark.parametrize(
    ("content", "claimed", "kind"),
    [
        ("that the treaty was dead", "direct", "indirect"),
        ("that the treaty was dead", "mixed", "indirect"),
        ("“We go on. Nobody leaves,”", "indirect", "direct"),
        ("We go on. Nobody leaves", "indirect", "direct"),
        ("We go on. Nobody leaves", "mixed", "direct"),
        ("the need for “patience and care”", "indirect", "mixed"),
    ],
)
def test_the_marks_of_the_text_tell_the_kind(content: str, claimed: str, kind: str) -> None:
    """Nobody's words are passed off as quoted, or quoted ones as reported."""
    result = read(content, kind=claimed)
    assert [s.kind for s in result.statements] == [kind]
    assert [(i.code, i.path, i.value) for i in result.issues] == [
        ("corrected", "statements[0].kind", claimed)
    ]


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        TEXT.split("\n\n")[1],
        "that the treaty was dead. “We go on. Nobody leaves,”",
        "“We go on. Nobody leaves,” she added. Rae stressed the need for “patience and care”",
    ],
    ids=["the article", "a paragraph", "two sentences", "quotations and what is between"],
)
@pytest.mark.parametrize("kind", ["direct", "indirect"])
def test_what_goes_on_after_a_sentence_is_no_statement(content: str, kind: str) -> None:
    """No single reporting word holds for all of it."""
    result = read(content, kind=kind, cue="said", speaker="Ada Vex", speaker_mention="Vex")
    assert result.statements == ()
    assert [(i.code, i.path) for i in result.issues] == [("unsupported", "statements")]


def test_a_quotation_of_several_paragraphs_is_a_statement_in_each() -> None:
    """Given as one, it has the speaker of its beginning in all."""
    content = "“I have read it.\n\n“I will not sign.”"
    result = read(content, kind="direct", cue="wrote", speaker="Dorn", speaker_mention="Dorn")
    assert [(s.content.text, s.speaker, s.kind) for s in result.statements] == [
        ("“I have read it.", "Dorn", "direct"),
        ("“I will not sign.”", "Dorn", "direct"),
    ]
    assert result.issues == ()


def test_several_speakers_have_semicolons_between_them() -> None:
    """Each must be named by the text, as in any record."""
    text = "Vex and Rae said that it was time. “Leaders said no.”"
    for speaker, expected in (("Vex; Rae", "Ada Vex; Bo Rae"), ("Vex; Dorn", None)):
        claim = claim_statement(
            "that it was time", cue="said", speaker=speaker, speaker_mention="Vex and Rae"
        )
        people = [claim_participant("Ada Vex"), claim_participant("Bo Rae")]
        names = f"Ada Vex met Bo Rae. {text}"
        result = read_answer(document(names), answer(participants=people, statements=[claim]), INFO)
        assert result.statements[0].speaker == expected
        assert len(result.issues) == (expected is None)

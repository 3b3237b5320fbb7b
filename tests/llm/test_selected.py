"""Answers in ids: what they claim is proven as anything else a model says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from communique.candidates import candidates_in
from communique.errors import AnswerError
from communique.llm.asking import Answered
from communique.llm.pieces import Piece
from communique.llm.selected import read_selections
from communique.llm.selection import MOST_ADDED
from communique.records import Document, Readout
from llm.made import INFO, TEXT, claim_participant, claim_statement, document

CANDIDATES = candidates_in(document())


def id_of(words: str, kind: str, occurrence: int = 0) -> str:
    """The id of a candidate by its words."""
    same = [one.id for one in CANDIDATES.items if one.kind == kind and one.span.text == words]
    return same[occurrence]


def read(**lists: Any) -> Readout:
    answer: Mapping[str, Any] = {"took_part": [], "met": [], "said": [], "added": None, **lists}
    return read_selections(document(), [Answered(Piece.whole(TEXT), answer)], INFO)


def said(words: str, *more: str) -> list[str]:
    return [id_of(words, "c"), *more]


SHE = "that it would be rebuilt"


def test_ids_become_a_participant_with_its_proof() -> None:
    """Title and country stand where they are marked."""
    ids = [id_of("Livia Marchetti", "m"), id_of("Swiss Foreign Minister", "a"), id_of("Swiss", "m")]
    (person,) = read(took_part=[ids]).participants
    assert (person.name, person.title, person.country) == (
        "Livia Marchetti",
        "Swiss Foreign Minister",
        "CH",
    )
    assert person.evidence["country"][0].text == "Swiss"


def test_a_pronoun_speaks_for_the_one_it_is_said_to_mean() -> None:
    """The mention stays where it is, the name is the longest; nesting and kind follow from the
    places and the marks."""
    ids = said(SHE, id_of("said", "k", 1), id_of("She", "m"), id_of("Livia Marchetti", "m"))
    (statement,) = read(said=[ids]).statements
    assert statement.speaker == "Livia Marchetti"
    assert statement.speaker_mention is not None
    assert statement.speaker_mention.text == "She"
    assert (statement.kind, statement.nested) == ("indirect", False)


def test_a_pronoun_that_means_nobody_names_no_speaker() -> None:
    (statement,) = read(said=[said(SHE, id_of("said", "k", 1), id_of("She", "m"))]).statements
    assert statement.speaker is None


def test_a_meeting_takes_its_sentence_and_the_day_its_dates_tell() -> None:
    people = [[id_of("Livia Marchetti", "m")], [id_of("Amadi\u00a0Okonjo", "m")]]
    met = {
        "t": id_of("hosted", "t"), "kind": "bilateral meeting", "d": [id_of("Monday", "d")],
        "at": None, "by": people[0][0], "m": [one for ids in people for one in ids],
    }  # fmt: skip
    (meeting,) = read(took_part=people, met=[met]).meetings
    assert (meeting.date, meeting.organizer) == ("2031-06-02", "Livia Marchetti")
    assert meeting.participants == ("Livia Marchetti", "Amadi Okonjo")
    assert {"Monday", "June 3, 2031"} <= {span.text for span in meeting.evidence}


@pytest.mark.parametrize(
    ("lists", "value"),
    [
        ({"took_part": [["m999"]]}, "m999"),
        ({"took_part": [["nobody"]]}, "nobody"),
        ({"took_part": [[7]]}, 7),
        ({"took_part": [["k1"]]}, "k1"),
        ({"said": [["c999", "k1"]]}, "c999"),
        ({"said": [["m1"]]}, ["m1"]),
        ({"said": [[]]}, []),
        ({"met": [{"t": "t999", "kind": "call"}]}, "t999"),
        ({"met": [{"t": "d1", "kind": "call"}]}, "d1"),
    ],
)
def test_an_id_that_marks_nothing_or_something_else_is_refused(
    lists: dict[str, Any], value: object
) -> None:
    """It is an issue, as the model gave it; there is no item."""
    record = read(**lists)
    assert (record.participants, record.meetings, record.statements) == ((), (), ())
    (issue,) = record.issues
    assert issue.code in ("unknown_id", "invalid_item")
    assert issue.value == value


def test_ids_are_read_however_they_are_written() -> None:
    """In capitals, with the brackets, or named as fields, by servers without constraints."""
    mention, content = id_of("Livia Marchetti", "m"), id_of(SHE, "c")
    record = read(took_part=[[f"[{mention}]".upper()]], said=[{"content": content, "cue": None}])
    assert [one.name for one in record.participants] == ["Livia Marchetti"]
    assert [one.content.text for one in record.statements] == [SHE]
    assert record.issues == ()


def test_a_content_within_another_chosen_one_is_nested() -> None:
    text = "“I know that Bo Rae said the lake is for sale,” Ann Lee said."
    found = candidates_in(Document(id="a", text=text))
    ids = [[one.id] for one in found.of("c")]
    piece = Answered(Piece.whole(text), {"took_part": [], "met": [], "said": ids, "added": None})
    record = read_selections(Document(id="a", text=text), [piece], INFO)
    nested = {one.content.text: one.nested for one in record.statements}
    assert nested["“I know that Bo Rae said the lake is for sale,”"] is False
    assert nested["the lake is for sale"] is True


def test_choosing_is_no_less_strict_than_copying() -> None:
    """A speaker whose mention names somebody else is left out, as in copied words."""
    okonjo = id_of("Amadi\u00a0Okonjo", "m")
    people = [[id_of("Livia Marchetti", "m")], [okonjo]]
    content = "that the cafe\u0301 at the pass had never closed"
    ids = said(content, id_of("recalled", "k"), id_of("Marchetti", "m", 2), okonjo)
    record = read(took_part=people, said=[ids])
    assert record.statements[0].speaker is None
    assert "names Livia Marchetti, not Amadi Okonjo" in record.issues[0].message


def test_what_has_no_mark_may_be_added_in_words_and_is_proven() -> None:
    """Like any copied item; what the article does not say is an issue."""
    added = {
        "participants": [claim_participant("Livia Marchetti"), claim_participant("Ann Lee")],
        "statements": [claim_statement("no bridges at all")],
    }
    record = read(added=added)
    assert [one.name for one in record.participants] == ["Livia Marchetti"]
    assert [issue.code for issue in record.issues] == ["unsupported", "unsupported"]


def test_more_items_than_asked_for_are_not_looked_at() -> None:
    added = {"participants": [claim_participant("Ann Lee")] * (MOST_ADDED + 2)}
    record = read(added=added)
    assert sum(issue.code == "too_many_items" for issue in record.issues) == 2


def test_an_answer_without_its_lists_is_none() -> None:
    with pytest.raises(AnswerError, match="instead of took_part, met, said, added"):
        read_selections(document(), [Answered(Piece.whole(TEXT), {"x": 1})], INFO)
    (issue, *_) = read(said="none").issues
    assert (issue.code, issue.path) == ("invalid_answer", "statements")


def test_ids_of_a_piece_mean_what_was_shown_of_it() -> None:
    """Each piece counts its own candidates, and their places are those of the whole text."""
    lead = "Ann Lee met Bo Rae.\n\n"
    text = lead + "It rained. " * 120 + "\n\n“We go on,” Ann Lee said.\n"
    whole = Piece.whole(text)
    halves = whole.halves()
    assert halves is not None
    shown = candidates_in(Document(id="a", text=halves[1].shown))
    content = next(shown.of("c"))
    empty = {"took_part": [], "met": [], "said": [], "added": None}
    answers = [Answered(halves[0], empty), Answered(halves[1], {**empty, "said": [[content.id]]})]
    (statement,) = read_selections(Document(id="a", text=text), answers, INFO).statements
    assert statement.content.text == "“We go on,”"
    assert statement.content.start == text.index("“We")

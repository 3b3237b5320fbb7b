"""Captions, credits and appeals hold no participants, meetings or statements."""

from __future__ import annotations

from communique.llm.answer import read_answer
from llm.made import (
    INFO,
    answer,
    claim_meeting,
    claim_participant,
    claim_statement,
    document,
)

TEXT = (
    "Ada Vex met Bo Rae in Rome. Vex said that all is well.\n\n"
    "Photo: Cy Dorn, who met Ada Vex, said it was cold\n\n"
    "Subscribe to our newsletter\n"
)


def test_what_stands_in_boilerplate_alone_is_an_issue() -> None:
    """Each item as the model gave it; who is named in the article too stays."""
    people = [claim_participant("Ada Vex"), claim_participant("Cy Dorn")]
    caption = claim_statement("it was cold", cue="said", speaker="Cy Dorn")
    good = claim_statement("that all is well", cue="said", speaker="Ada Vex", speaker_mention="Vex")
    meeting = claim_meeting("Cy Dorn, who met Ada Vex")
    appeal = claim_statement("Subscribe to our newsletter")
    said = answer(participants=people, meetings=[meeting], statements=[good, caption, appeal])
    result = read_answer(document(TEXT), said, INFO)
    assert [p.name for p in result.participants] == ["Ada Vex"]
    assert [s.content.text for s in result.statements] == ["that all is well"]
    assert result.meetings == ()
    assert [(i.code, i.path, i.value) for i in result.issues] == [
        ("boilerplate", "participants", people[1]),
        ("boilerplate", "meetings", meeting),
        ("boilerplate", "statements", caption),
        ("boilerplate", "statements", appeal),
    ]

"""What several pieces of a document say, made one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.llm.answer import read_answer, read_answers
from communique.llm.asking import Answered
from communique.project import data_path
from communique.records import Document, Readout
from communique.testing import Play
from llm.made import INFO, answer, claim_meeting, claim_participant, claim_statement
from llm.parts import pieces_of, read_piece

FILLER = "The road over the pass was closed by snow for most of a long winter. " * 10 + "\n\n"


def read_in_pieces(text: str, *answers: dict[str, Any], published: str | None = None) -> Readout:
    """The record of ``text`` in as many pieces as there are answers."""
    pieces = pieces_of(text, (len(answers) - 1).bit_length())
    assert len(pieces) == len(answers)
    document = Document(id="pass", text=text, published=published)
    answered = [Answered(*pair) for pair in zip(pieces, answers, strict=True)]
    return read_answers(document, answered, INFO)


def values(record: Readout) -> dict[str, Any]:
    return record.model_dump(include={"participants", "meetings", "statements"})


# Articles with people who are named in full somewhere, and by their surnames after.
NAMES = ("Livia Marchetti", "Amadi Okonjo", "Tordis Solvang", "Kwabena Asiedu-Mills", "Bo Rae")
OFFICES = (("Swiss", "CH"), ("Nigerian", "NG"), ("Norwegian", "NO"), ("Ghanaian", "GH"))


def _span(text: str, at: int, words: str) -> dict[str, Any]:
    assert text[at : at + len(words)] == words
    return {"start": at, "end": at + len(words), "text": words}


@st.composite
def articles(draw: st.DrawFn) -> dict[str, Any]:
    """An article and what a perfect reader finds in all of it."""
    guests = draw(st.permutations(list(zip(NAMES, OFFICES, strict=False))))[
        : draw(st.integers(2, 4))
    ]
    text = draw(st.sampled_from(["Talks on the pass\n\nBERN, June 3, 2031 – ", "", FILLER]))
    people, meetings, statements = [], [], []
    host = guests[0][0]
    for name, (adjective, code) in guests:
        text += f"{adjective} President "
        at = len(text) - len(f"{adjective} President ")
        people.append(
            {
                "name": name,
                "title": "President",
                "country": code,
                "organization": None,
                "mentions": [_span(text + name, len(text), name)],
                "evidence": {
                    "country": [_span(text, at, adjective)],
                    "title": [_span(text, at + len(adjective) + 1, "President")],
                },
            }
        )
        text += f"{name} came. "
    report = f"{host} met them all for talks in Bern on 2 June 2031"
    at = len(text)
    text += report + ".\n\n"
    people[0]["mentions"].append(_span(text, at, host))
    meetings.append(
        {
            "kind": "multilateral meeting",
            "date": "2031-06-02",
            "place": "Bern",
            "organizer": host,
            "participants": [name for name, _ in guests],
            "evidence": [_span(text, at, report)],
            "field_evidence": {
                "date": [_span(text, at + report.index("2 June 2031"), "2 June 2031")],
                "place": [_span(text, at + report.index("Bern"), "Bern")],
                "organizer": [_span(text, at, host)],
            },
        }
    )
    for number in range(draw(st.integers(3, 30))):
        name, _ = draw(st.sampled_from(guests))
        surname = name.split()[-1]
        content = f"that bridge number {number} of the pass would be rebuilt before the next winter"
        at = len(text)
        text += f"{surname} said {content}." + draw(st.sampled_from([" ", "\n\n", "\r\n\r\n"]))
        statements.append(
            {
                "content": _span(text, at + len(surname) + 6, content),
                "kind": "indirect",
                "speaker": name,
                "speaker_mention": _span(text, at, surname),
                "cue": _span(text, at + len(surname) + 1, "said"),
            }
        )
    return {
        "text": text, "participants": people, "meetings": meetings, "statements": statements
    }  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(articles(), st.integers(1, 4))
def test_pieces_perfectly_answered_give_the_record_of_the_whole(
    article: dict[str, Any], depth: int
) -> None:
    """Whatever the cuts: the same people, meetings and statements, in the order of the text."""
    document = Document(id="a", text=article["text"])
    whole = read_answer(document, Play()(article), INFO)
    assert len(whole.statements) == len(article["statements"])
    pieces = pieces_of(document.text, depth)
    answered = [Answered(piece, read_piece(article, piece)) for piece in pieces]
    parted = read_answers(document, answered, INFO)
    assert values(parted) == values(whole)
    assert parted.issues == whole.issues == ()
    for _, span in parted.spans():
        assert document.text[span.start : span.end] == span.text
    starts = [s.content.start for s in parted.statements]
    assert starts == sorted(starts)
    # The merged record, told again as one answer or beside empty ones, is the same record.
    told = Play()({**parted.model_dump(mode="json"), "text": document.text})
    assert values(read_answer(document, told, INFO)) == values(parted)
    assert read_answers(document, answered, INFO) == parted


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_the_seeds_in_pieces_give_the_gold_back(seed: int, depth: int) -> None:
    """Real articles, cut where their paragraphs end, lose no statement and no speaker."""
    lines = data_path("gold/seeds.jsonl").read_text("utf-8").splitlines()
    gold = json.loads(lines[seed])
    document = Document(id="seed", text=gold["text"])
    whole = read_answer(document, Play()(gold), INFO)
    answered = [Answered(p, read_piece(gold, p)) for p in pieces_of(document.text, depth)]
    parted = read_answers(document, answered, INFO)
    assert len(answered) > 1
    assert parted.statements == whole.statements
    people, others = (
        [p.model_dump(exclude={"evidence"}) for p in r.participants] for r in (parted, whole)
    )
    assert people == others
    assert [(m.kind, m.date, m.participants) for m in parted.meetings] == [
        (m.kind, m.date, m.participants) for m in whole.meetings
    ]


LEAD = "Talks on the pass\n\nSwiss President Livia Marchetti met Amadi Okonjo.\n\n"
TEXT = f"{LEAD}{FILLER}Then Marchetti said that it would snow. Rae agreed.\n\n{FILLER}"


def test_speakers_are_called_by_the_fullest_name_of_any_piece() -> None:
    """A later piece has the surname only; the record has the person once, with every mention."""
    first = answer(participants=[claim_participant("Livia Marchetti", title="President")])
    said = claim_statement(
        "that it would snow", cue="said", speaker_mention="Marchetti", speaker="Marchetti"
    )
    second = answer(participants=[claim_participant("Marchetti")], statements=[said])
    record = read_in_pieces(TEXT, first, second)
    assert [(p.name, p.title) for p in record.participants] == [("Livia Marchetti", "President")]
    assert [s.speaker for s in record.statements] == ["Livia Marchetti"]
    assert record.issues == ()


def test_a_speaker_who_took_no_part_gets_the_fullest_name_too() -> None:
    """A spokeswoman is named in full where she first speaks, and by surname after."""
    text = f"Spokeswoman Ada Vex said that it rained.\n\n{FILLER}Vex said that it would snow.\n\n"
    first = claim_statement(
        "that it rained", cue="said", speaker_mention="Ada Vex", speaker="Ada Vex"
    )
    second = claim_statement("that it would snow", cue="said", speaker_mention="Vex", speaker="Vex")
    text += FILLER
    record = read_in_pieces(text, answer(statements=[first]), answer(statements=[second]))
    assert [s.speaker for s in record.statements] == ["Ada Vex", "Ada Vex"]


def test_groups_are_no_surnames() -> None:
    """The leaders of one piece need not be the G20 leaders of another."""
    text = f"The G20 leaders said that it rained.\n\n{FILLER}Then leaders said that it would snow."
    text += f"\n\n{FILLER}"
    first = claim_statement(
        "that it rained", speaker_mention="The G20 leaders", speaker="G20 leaders"
    )
    second = claim_statement("that it would snow", speaker_mention="leaders", speaker="leaders")
    record = read_in_pieces(text, answer(statements=[first]), answer(statements=[second]))
    assert [s.speaker for s in record.statements] == ["G20 leaders", "leaders"]


def test_a_speaker_is_spelt_as_the_text_beside_does() -> None:
    """Two spellings of one group stay, in one piece and in two."""
    text = f"Leaders said that it rained. Then leaders said that it would snow.\n\n{FILLER}"
    claims = [
        claim_statement("that it rained", speaker_mention="Leaders", speaker="Leaders"),
        claim_statement("that it would snow", speaker_mention="leaders", speaker="leaders"),
    ]
    record = read_in_pieces(text, answer(statements=claims))
    assert [s.speaker for s in record.statements] == ["Leaders", "leaders"]
    text = f"Leaders said that it rained.\n\n{FILLER}{FILLER}Then leaders said that it would snow."
    record = read_in_pieces(text, *(answer(statements=[claim]) for claim in claims))
    assert [s.speaker for s in record.statements] == ["Leaders", "leaders"]


def test_a_name_written_in_a_piece_that_nobody_listed_is_still_a_mention() -> None:
    """The mentions are those in the whole text, as if it had been read at once."""
    text = TEXT + "Livia Marchetti went home.\n"
    record = read_in_pieces(
        text, answer(participants=[claim_participant("Livia Marchetti")]), answer()
    )
    assert len(record.participants[0].mentions) == 2


def test_a_model_quotes_only_what_it_was_shown() -> None:
    """Words of another piece, or across the omission, prove nothing."""
    unseen = claim_statement("that it would snow")
    across = claim_statement("met Amadi Okonjo. […] Then Marchetti said")
    record = read_in_pieces(TEXT, answer(statements=[unseen]), answer(statements=[across]))
    assert record.statements == ()
    assert [issue.code for issue in record.issues] == ["unsupported", "unsupported"]
    assert [issue.value for issue in record.issues] == [unseen, across]


def test_no_name_reaches_across_the_omission() -> None:
    """A speaker put together from the lead's end and the piece's beginning stands nowhere."""
    text = f"Talks with Livia\n\n{FILLER}Marchetti said that it would snow.\n\n{FILLER}"
    said = claim_statement(
        "that it would snow", cue="said", speaker_mention="Marchetti", speaker="Livia […] Marchetti"
    )
    record = read_in_pieces(text, answer(), answer(statements=[said]))
    assert record.statements == ()
    assert [(i.code, i.path) for i in record.issues] == [("unsupported", "statements")]


def test_what_a_later_piece_says_of_the_lead_is_counted_once() -> None:
    """The lead is shown to all; its statements, however far they reach, are there once."""
    text = f"Marchetti said that it would rain.\n\n{FILLER}{FILLER}"
    one = claim_statement("that it would rain", cue="said")
    other = claim_statement("it would rain", cue="said")
    record = read_in_pieces(text, answer(statements=[one]), answer(statements=[other]))
    assert [s.content.text for s in record.statements] == ["that it would rain"]
    record = read_in_pieces(text, answer(), answer(statements=[other]))
    assert [s.content.start for s in record.statements] == [text.index("it would")]


def test_titles_that_contradict_are_an_issue() -> None:
    """The first piece is believed; a longer form of the same is no contradiction."""
    text = f"{LEAD}{FILLER}Minister Livia Marchetti, Swiss President, spoke.\n\n{FILLER}"
    first = answer(participants=[claim_participant("Livia Marchetti", title="President")])
    second = answer(participants=[claim_participant("Livia Marchetti", title="Swiss President")])
    assert read_in_pieces(text, first, second).issues == ()
    second = answer(participants=[claim_participant("Livia Marchetti", title="Minister")])
    record = read_in_pieces(text, first, second)
    assert record.participants[0].title == "President"
    (issue,) = record.issues
    assert (issue.code, issue.path, issue.value) == (
        "conflict",
        "participants[0].title",
        "Minister",
    )


def test_issues_point_at_the_merged_record() -> None:
    """A field left out in a later piece is named by the place its item has in the record."""
    said = claim_statement("that it would snow", cue="bellowed")
    first = answer(statements=[claim_statement("met Amadi Okonjo")])
    record = read_in_pieces(TEXT, first, answer(statements=[said]))
    assert [issue.path for issue in record.issues] == ["statements[1].cue"]


FUZZ_TEXT = (
    "Talks on the pass\n\n"
    "BERN, June 3, 2031 – Swiss President Livia Marchetti met Amadi Okonjo.\n\n"
    + FILLER
    + "On Monday President Marchetti met Bo Okonjo. Livia Marchetti said that it would snow.\n\n"
    + FILLER
    + "Okonjo, hosted by Marchetti in Rome, said “no, never”. Amadi Okonjo met Rae on Tuesday.\n\n"
    + FILLER
)
WORDS = st.sampled_from(
    [
        *("Livia Marchetti", "Marchetti", "Amadi Okonjo", "Okonjo", "Bo Okonjo", "OKONJO", "Rae"),
        *("President", "Swiss", "Monday", "Rome", "said", "met", "that it would snow", "nothing"),
        *("met Amadi Okonjo", "met Bo Okonjo", "met Amadi Okonjo. […] Okonjo", "[…]", "no, never"),
        *("Talks on the pass", "Livia Marchetti met Amadi Okonjo", "Amadi Okonjo met Rae", ""),
    ]
)
MAYBE = st.none() | WORDS
CLAIMS = {
    "participants": st.builds(
        claim_participant,
        WORDS,
        WORDS,
        title=MAYBE,
        country_quote=MAYBE,
        country=st.sampled_from([None, "CH", "NG"]),
    ),
    "meetings": st.builds(
        claim_meeting,
        WORDS,
        kind=st.sampled_from(["call", "bilateral meeting", "other"]),
        date_quotes=st.lists(WORDS, max_size=2),
        date=st.sampled_from([None, "2031-06-02", "2031", "XXXX-06-03"]),
        place=MAYBE,
        organizer=MAYBE,
        participants=st.lists(WORDS, max_size=3),
    ),
    "statements": st.builds(
        claim_statement, WORDS, cue=MAYBE, speaker=MAYBE, speaker_mention=MAYBE
    ),
}
ANSWERS = st.fixed_dictionaries(
    {name: st.lists(claims, max_size=5) for name, claims in CLAIMS.items()}
)


@settings(deadline=None)
@given(st.lists(ANSWERS, min_size=2, max_size=2))
def test_whatever_is_said_about_pieces_makes_a_sound_record(answers: list[dict[str, Any]]) -> None:
    """Every span is the text's, every name a participant's, nobody and no place there twice."""
    result = read_in_pieces(FUZZ_TEXT, *answers)
    for _, span in result.spans():
        assert FUZZ_TEXT[span.start : span.end] == span.text
    names = [person.name.casefold() for person in result.participants]
    assert len(set(names)) == len(names)
    contents = [(s.content.start, s.content.end) for s in result.statements]
    assert len(set(contents)) == len(contents)
    assert contents == sorted(contents, key=lambda place: place[0])
    starts = [person.mentions[0].start for person in result.participants]
    assert starts == sorted(starts)
    again = read_in_pieces(FUZZ_TEXT, *answers)
    assert again.model_dump_json() == result.model_dump_json()

"""Quotes become spans: occurrence, ``in``, paragraphs, the nearest evidence, regions."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.gold.records import GoldDocument
from communique.records import Readout, text_sha256

from .workshop import ARTICLE, SOURCE, line_of, make_project, read, with_statement


@pytest.fixture
def document(tmp_path: Path) -> GoldDocument:
    found, problems = read(make_project(tmp_path))
    assert problems == []
    assert found is not None
    return found


def test_every_span_is_the_raw_text(document: GoldDocument) -> None:
    """NBSP, curly quotes, CRLF and an emoji before it leave every span equal to its text."""
    assert document.text == ARTICLE
    assert document.text_sha256 == text_sha256(ARTICLE)
    for _, span in document.spans():
        assert ARTICLE[span.start : span.end] == span.text


def test_a_blank_matches_a_no_break_space_and_the_span_keeps_it(document: GoldDocument) -> None:
    """The value has one blank where the text has an NBSP; the evidence has the NBSP."""
    ada = document.participants[0]
    assert ada.title == "Foreign Minister"
    assert [span.text for span in ada.evidence["title"]] == ["Foreign\u00a0Minister"]


def test_repeated_evidence_is_taken_nearest_to_the_first_mention(tmp_path: Path) -> None:
    """Of two "Foreign Minister" each participant gets the one beside the name."""
    source = SOURCE.replace("title: Danish Foreign Minister", "title: Foreign Minister")
    found, problems = read(make_project(tmp_path, source=source))
    assert problems == []
    assert found is not None
    ada, jonas = (p.evidence["title"][0] for p in found.participants)
    assert ada.start == ARTICLE.index("Foreign\u00a0Minister Ada")
    assert jonas.start == ARTICLE.index("Foreign Minister Jonas")


def test_an_occurrence_of_evidence_wins_over_the_nearest(tmp_path: Path) -> None:
    """``occurrence`` picks a place far from the mention."""
    source = SOURCE.replace(
        "title: Danish Foreign Minister", "title: {quote: Foreign Minister, occurrence: 1}"
    )
    found, _ = read(make_project(tmp_path, source=source))
    assert found is not None
    assert found.participants[1].evidence["title"][0].text == "Foreign\u00a0Minister"


def test_mentions_and_statements_stand_in_text_order(document: GoldDocument) -> None:
    """The order in which a labeler typed them does not matter."""
    assert [m.text for m in document.participants[0].mentions] == [
        "Ada Lindqvist",
        "She",
        "Lindqvist",
    ]
    starts = [s.content.start for s in document.statements]
    assert starts == sorted(starts)


def test_cue_and_mention_are_counted_in_the_statements_paragraph(document: GoldDocument) -> None:
    """``said`` number 3 of the paragraph is the council's, not the text's third."""
    council = next(s for s in document.statements if s.speaker == "the Harbour Council")
    assert council.cue is not None
    assert council.cue.start == ARTICLE.index("said.\r\nPhoto")
    nested = next(s for s in document.statements if s.nested)
    assert nested.speaker_mention is not None
    assert nested.speaker_mention.start == ARTICLE.index("Holm said")


def test_a_cue_outside_the_paragraph_is_looked_up_in_the_whole_text(tmp_path: Path) -> None:
    """A quote that the paragraph lacks is searched everywhere."""
    source = with_statement("traffic had doubled", cue="welcomed")
    found, problems = read(make_project(tmp_path, source=source))
    assert problems == []
    assert found is not None
    assert found.statements[0].cue is not None
    assert found.statements[0].cue.start == ARTICLE.index("welcomed")


def test_in_may_repeat_when_it_says_which(tmp_path: Path) -> None:
    """``in_occurrence`` tells repeated longer quotes apart."""
    head = "mentions: [Jonas Holm, "
    source = SOURCE.replace(
        "mentions: [Jonas Holm", head + "{quote: Holm, in: Holm said that, in_occurrence: 1}"
    )
    found, problems = read(make_project(tmp_path, source=source))
    assert problems == []
    assert found is not None
    assert found.participants[1].mentions[1].start == ARTICLE.index("Holm said")


def test_regions_run_from_first_to_last_words(document: GoldDocument) -> None:
    """A region covers everything between, the ends included."""
    assert [span.text for span in document.boilerplate] == [
        "Photo: Harbour Council",
        "Read more about Holm. All rights reserved",
    ]


def test_to_occurrence_counts_from_the_beginning_of_the_region(tmp_path: Path) -> None:
    """``to`` is the first that follows; ``to_occurrence: 2`` the one after."""
    text = "Links end here. Body. Links one end. two end. three end."
    lines = (
        "document: ferry\ntext: seeds/ferry.txt\nstatus: draft\nparticipants: []\nmeetings: []\n"
    )
    lines += "statements: []\nboilerplate:\n  - {from: Links, to: end, occurrence: 2%s}\n"
    first, _ = read(make_project(tmp_path, source=lines % "", text=text))
    third, _ = read(make_project(tmp_path, source=lines % ", to_occurrence: 3", text=text))
    none, problems = read(make_project(tmp_path, source=lines % ", to_occurrence: 4", text=text))
    assert first is not None
    assert first.boilerplate[0].text == "Links one end"
    assert third is not None
    assert third.boilerplate[0].text == "Links one end. two end. three end"
    assert none is None
    assert "'end' stands 3 times from 'Links' on, not 4 times" in problems[0].message


def test_the_last_words_of_a_region_are_not_inside_its_first(tmp_path: Path) -> None:
    """``to`` ends no earlier than ``from`` does."""
    source = "document: ferry\ntext: seeds/ferry.txt\nstatus: draft\nparticipants: []\n"
    source += "meetings: []\nstatements: []\nboilerplate:\n  - {from: Read more, to: Read}\n"
    found, _ = read(make_project(tmp_path, source=source, text="Read more of this. Read on"))
    assert found is not None
    assert found.boilerplate[0].text == "Read more of this. Read"


def test_meeting_evidence_holds_that_of_its_fields(document: GoldDocument) -> None:
    """Date and place are proven by spans that are part of the meeting's evidence."""
    meeting = document.meetings[0]
    assert meeting.date == "2031-05-05"
    assert {span.text for span in meeting.field_evidence["date"]} == {"Monday", "May 6, 2031"}
    assert {*meeting.field_evidence["place"]} <= {*meeting.evidence}
    assert meeting.participants == ("Ada Lindqvist", "Jonas Holm")


def test_a_day_without_a_year_has_its_issue(tmp_path: Path) -> None:
    """EDTF ``XXXX-05-06`` comes with the issue that a record would have."""
    source = SOURCE.replace(
        'value: 2031-05-05, quotes: [Monday, "May 6, 2031"]', "value: XXXX-05-06, quotes: [May 6]"
    )
    found, problems = read(make_project(tmp_path, source=source))
    assert problems == []
    assert found is not None
    assert [(i.code, i.path, i.value) for i in found.issues] == [
        ("date_year_unknown", "meetings[0].date", "May 6")
    ]


def test_gold_is_a_valid_record(document: GoldDocument) -> None:
    """What gold shares with a record constructs a Readout: all evidence is there."""
    dump = document.model_dump()
    shared = {key: dump[key] for key in Readout.model_fields}
    for items, extra in (
        ("participants", {"aliases", "optional"}),
        ("statements", {"core"}),
    ):
        shared[items] = [
            {k: v for k, v in item.items() if k not in extra} for item in shared[items]
        ]
    assert Readout.model_validate(shared).document_id == "ferry"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "that traffic had doubled\n    kind: indirect\n    speaker: Jonas",
            "that traffic has doubled\n    kind: indirect\n    speaker: Jonas",
            "nearest (line 5, 95 % alike): 'that traffic had doubled,'",
            id="nearest match",
        ),
        pytest.param(
            "content: \u201cThe line\u2019s future is safe,\u201d",
            "content: \u201cThe line's future is safe,\u201d",
            "U+2019 RIGHT SINGLE QUOTATION MARK where the quote has U+0027 APOSTROPHE",
            id="straight for curly",
        ),
        pytest.param(
            "mentions: [Jonas Holm]",
            "mentions: [Jonas Hol]",
            "only inside longer words: 'Jonas Holm' (line 4)",
            id="part of a word",
        ),
        pytest.param(
            "mentions: [Jonas Holm]",
            "mentions: [Holm]",
            "'Holm' stands 3 times in the text (text lines 4, 5, 7); add `occurrence: 1` to `3`",
            id="repeats",
        ),
        pytest.param(
            "mentions: [Jonas Holm]",
            "mentions: [{quote: Holm, occurrence: 4}]",
            "occurrence 4 of 'Holm', which stands only 3 times in the text",
            id="occurrence too large",
        ),
        pytest.param(
            "{quote: She, in: She welcomed}",
            "{quote: She, in: She praised}",
            "`in`: 'She praised' is not in the text",
            id="in not in the text",
        ),
        pytest.param(
            "{quote: She, in: She welcomed}",
            "{quote: Holm, in: She welcomed}",
            "'Holm' is not in its `in` quote 'She welcomed'",
            id="quote outside in",
        ),
        pytest.param(
            "{quote: She, in: She welcomed}",
            "{quote: said, in: Foreign Minister}",
            "'Foreign Minister' stands twice in the text (text lines 4, 4); "
            "add `in_occurrence: 1` to `2`",
            id="in repeats",
        ),
        pytest.param(
            "cue: {quote: said, occurrence: 3}",
            "cue: said",
            "'said' stands 3 times in the statement's paragraph",
            id="cue repeats in its paragraph",
        ),
        pytest.param(
            "{quote: Lindqvist, occurrence: 2}",
            "{quote: Lindqvist, occurrence: 1}",
            "mentions of 'Ada Lindqvist' overlap",
            id="overlapping mentions",
        ),
        pytest.param(
            "mentions: [Jonas Holm]",
            "mentions: [{quote: Holm, occurrence: 3}]",
            "stands in boilerplate",
            id="label in boilerplate",
        ),
        pytest.param(
            "{from: Read more, to: All rights reserved}",
            "{from: Read more, to: Norwegian}",
            "'Norwegian' stands nowhere from 'Read more' on, not once",
            id="region ends before it begins",
        ),
    ],
)
def test_what_cannot_be_placed_is_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """The error has the source's path, the line of the quote, and what helps to mend it."""
    assert SOURCE.count(old) == 1
    source = SOURCE.replace(old, new)
    found, problems = read(make_project(tmp_path, source=source))
    assert found is None
    assert len(problems) == 1
    assert said in problems[0].message
    assert problems[0].path.endswith("gold/sources/ferry.yaml")
    assert problems[0].line == line_of(source, new)
    assert problems[0].message.startswith(f"{problems[0].path}:{problems[0].line}: ")


def test_statements_given_twice_and_nested_in_nothing_are_errors(tmp_path: Path) -> None:
    """The same span twice is an error; so is a nested statement outside of any other."""
    twice = with_statement("its cost").replace(
        "boilerplate:", "  - content: its cost\n    kind: indirect\nboilerplate:"
    )
    _, problems = read(make_project(tmp_path, source=twice))
    assert [p.line for p in problems] == [line_of(twice, "its cost") + 2]
    assert "given already on line" in problems[0].message
    alone = with_statement("its cost", nested="true")
    _, problems = read(make_project(tmp_path, source=alone))
    assert "inside that of no other statement" in problems[0].message


def test_all_errors_of_a_file_are_reported_in_its_order(tmp_path: Path) -> None:
    """One pass names the wrong header, participant, meeting and statement together."""
    source = (
        SOURCE.replace("status: labeled", "status: final")
        .replace("value: DK", "value: UK")
        .replace("quote: Norwegian", "quote: Swedish")
        .replace("kind: bilateral meeting", "kind: chat")
        .replace("content: that traffic had doubled", "content: that trains had doubled")
    )
    _, problems = read(make_project(tmp_path, source=source))
    assert [p.line for p in problems] == [
        line_of(source, words) for words in ("final", "Swedish", "UK", "chat", "trains")
    ]


def test_a_misspelt_speaker_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    """Each of several speakers is looked for; the line is the speaker's own."""
    for wrong in ("Jonas Hulm", "Ada Lindqvist; Jonas Hulm"):
        source = SOURCE.replace("speaker: Jonas Holm", f"speaker: {wrong}")
        found, problems = read(make_project(tmp_path, source=source))
        assert found is None
        assert [p.line for p in problems] == [line_of(source, f"speaker: {wrong}")]
        assert "speaker 'Jonas Hulm': no participant has this name" in problems[0].message
        assert "is 'Jonas Holm' meant?" in problems[0].message


@pytest.mark.parametrize(
    "speaker", ["J. Holm", "Ada Lindqvist; J. Holm", "Foreign Minister Ada Lindqvist; the plan"]
)
def test_a_speaker_is_a_participant_an_alias_or_words_of_the_text(
    tmp_path: Path, speaker: str
) -> None:
    """White space of the text, such as a no-break space, is as good as a blank."""
    source = SOURCE.replace("speaker: Jonas Holm", f"speaker: {speaker}")
    found, problems = read(make_project(tmp_path, source=source))
    assert problems == []
    assert found is not None
    assert speaker in [statement.speaker for statement in found.statements]

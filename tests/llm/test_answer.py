"""Grounding an answer: the proven in the record, the rest in the issues."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import AnswerError
from communique.llm.answer import read_answer
from communique.records import Readout
from llm.made import (
    INFO,
    TEXT,
    answer,
    claim_meeting,
    claim_participant,
    claim_statement,
    document,
)


def read(text: str = TEXT, published: str | None = None, **lists: list[Any]) -> Readout:
    return read_answer(document(text, published), answer(**lists), INFO)


def test_statement_is_grounded_with_cue_and_speaker() -> None:
    """A true statement gets the spans of its content, its cue and its speaker."""
    claim = claim_statement(
        "that it would be rebuilt",
        cue="said",
        speaker_mention="She",
        speaker="Livia Marchetti",
    )
    (statement,) = read(statements=[claim]).statements
    assert statement.content.text == "that it would be rebuilt"
    assert statement.cue is not None
    assert statement.cue.start == TEXT.rindex("said")
    assert statement.speaker_mention is not None
    assert statement.speaker_mention.start == TEXT.index("She")
    assert statement.speaker == "Livia Marchetti"


@pytest.mark.parametrize(
    "content",
    [
        '"We won\'t wait for another winter,"',
        "“We won't  wait\nfor another winter,”",
        "\u201cWe won\u2019t wait for another win\u00adter,\u201d",
    ],
    ids=["straight quotes", "white space", "soft hyphen"],
)
def test_folded_quote_is_found_as_the_text_writes_it(content: str) -> None:
    """Quotes, dashes, spaces and invisible characters may differ; the span is the text's own."""
    (statement,) = read(statements=[claim_statement(content, kind="direct")]).statements
    assert statement.content.text == "“We won’t wait for another winter,”"


def test_composed_accent_finds_the_combining_one() -> None:
    """An accent written as one character stands for the one written as two."""
    claim = claim_statement("that the café at the pass had never closed")
    (statement,) = read(statements=[claim]).statements
    assert "cafe\u0301" in statement.content.text


@pytest.mark.parametrize(
    "content",
    [
        "We will wait for another winter",
        "the road must not open",
        "the need for 50 new bridges",
        "President Okonjo resigned",
    ],
)
def test_invented_or_altered_content_is_an_issue(content: str) -> None:
    """What the text does not hold, however near, is left out and reported as the model gave it."""
    claim = claim_statement(content)
    result = read(statements=[claim])
    assert result.statements == ()
    (issue,) = result.issues
    assert (issue.code, issue.path, issue.value) == ("unsupported", "statements", claim)


def test_an_edit_that_changes_nothing_is_tolerated_and_told() -> None:
    """The record has the text's words; the issue shows what the model wrote."""
    claim = claim_statement("that the cafe at pass had never closed".replace("cafe", "café"))
    result = read(statements=[claim])
    assert [s.content.text for s in result.statements] == [
        "that the cafe\u0301 at the pass had never closed"
    ]
    (issue,) = result.issues
    assert (issue.code, issue.path) == ("edited", "statements[0].content")
    assert "{+the+}" in issue.message


def test_a_direct_quotation_is_not_edited() -> None:
    """Not by an article."""
    claim = claim_statement("“We won’t wait for the another winter”", kind="direct")
    assert read(statements=[claim]).statements == ()


def test_a_quote_in_parts_is_a_statement_for_each() -> None:
    """Whoever leaves out "Marchetti said" between the halves means two contiguous contents."""
    claim = claim_statement(
        "“We won’t wait for another winter,” … “the road must open.”",
        kind="direct",
        cue="said",
        speaker_mention="Marchetti",
        speaker="Livia Marchetti",
    )
    result = read(statements=[claim])
    assert [(s.content.text, s.speaker, s.cue and s.cue.text) for s in result.statements] == [
        ("“We won’t wait for another winter,”", "Livia Marchetti", "said"),
        ("“the road must open.”", "Livia Marchetti", "said"),
    ]
    assert result.issues == ()


def test_a_content_cut_out_behind_its_negation_is_refused() -> None:
    """ "support the plan" stands in the text, right after "do not"."""
    text = "Leaders said they do not support the plan. They support the plan of the council, too."
    claim = claim_statement("support the plan", cue="said")
    result = read(text, statements=[claim])
    assert result.statements == ()
    assert "'not' right before" in result.issues[0].message


def test_a_meeting_is_proven_by_all_parts_of_its_report() -> None:
    """A report that leaves something out keeps its parts as evidence."""
    claim = claim_meeting("Livia Marchetti on Monday hosted … for talks")
    (meeting,) = read(meetings=[claim]).meetings
    assert [span.text for span in meeting.evidence] == [
        "Livia Marchetti on Monday hosted",
        "for talks",
    ]


def test_one_bad_item_does_not_lose_its_siblings() -> None:
    """An item that breaks the schema becomes an issue; those beside it stay."""
    good = claim_statement("that it would be rebuilt")
    result = read(statements=[claim_statement("the road must open", kind="shouted"), good, 7])
    assert [s.content.text for s in result.statements] == ["that it would be rebuilt"]
    assert [issue.code for issue in result.issues] == ["invalid_item", "invalid_item"]
    assert result.issues[0].message.startswith("kind: ")
    assert result.issues[1].value == 7


def test_keys_left_out_count_as_null() -> None:
    """A server without constraints may let a model skip keys that may be null."""
    claim = {"content": "that it would be rebuilt", "kind": "Indirect"}
    (statement,) = read(statements=[claim]).statements
    assert (statement.speaker, statement.cue, statement.nested) == (None, None, False)


def test_unsupported_speaker_leaves_the_statement_without_one() -> None:
    """The content is kept, the speaker whom the text does not name is an issue at its path."""
    claim = claim_statement(
        "that it would be rebuilt", cue="said", speaker_mention="he", speaker="Boris Nobody"
    )
    result = read(statements=[claim])
    assert result.statements[0].speaker is None
    assert result.statements[0].speaker_mention is None
    (issue,) = result.issues
    assert (issue.code, issue.path) == ("unsupported", "statements[0].speaker")
    assert issue.value == "Boris Nobody"


def test_speaker_whom_the_mention_contradicts_is_refused() -> None:
    """Words that name one participant do not prove that another one spoke."""
    people = [claim_participant("Livia Marchetti"), claim_participant("Amadi Okonjo")]
    claim = claim_statement(
        "“the road must open.”",
        cue="said",
        speaker_mention="Marchetti",
        speaker="Amadi Okonjo",
        kind="direct",
    )
    result = read(participants=people, statements=[claim])
    assert result.statements[0].speaker is None
    assert "names Livia Marchetti, not Amadi Okonjo" in result.issues[0].message


def test_surname_resolves_to_the_participant() -> None:
    """A speaker given by surname takes the fullest name of the record."""
    claim = claim_statement(
        "the road must open", cue="said", speaker_mention="Marchetti", speaker="Marchetti"
    )
    result = read(participants=[claim_participant("Livia Marchetti")], statements=[claim])
    assert result.statements[0].speaker == "Livia Marchetti"


def test_repeated_content_maps_to_successive_places() -> None:
    """Content that stands twice and is given twice is two statements; a third is a duplicate."""
    text = "They agreed to meet again. Later.\n\nThey agreed to meet again, too."
    claims = [claim_statement("to meet again", cue="agreed") for _ in range(3)]
    result = read(text, statements=claims)
    assert [s.content.start for s in result.statements] == [12, 47]
    assert [s.cue.start for s in result.statements if s.cue] == [5, 40]
    assert [issue.code for issue in result.issues] == ["duplicate"]


def test_of_two_places_the_one_beside_the_cue_is_meant() -> None:
    """A caption that repeats the content does not draw it away from its cue."""
    text = "the need for unity\n\nBefore that, nothing.\n\nLeaders stressed the need for unity."
    claim = claim_statement("the need for unity", cue="stressed", speaker_mention="Leaders")
    (statement,) = read(text, statements=[claim]).statements
    assert statement.content.start == text.rindex("the need")


def test_items_come_in_text_order_and_paths_follow() -> None:
    """The order of the answer does not matter; issues point at the final places."""
    claims = [
        claim_statement("that it would be rebuilt", cue="bellowed"),
        claim_statement("the road must open", kind="direct"),
    ]
    result = read(statements=claims)
    assert [s.content.text for s in result.statements] == [
        "the road must open",
        "that it would be rebuilt",
    ]
    assert [issue.path for issue in result.issues] == ["statements[1].cue"]


def test_participant_gets_every_mention_and_its_evidence() -> None:
    """Whole-word mentions of the name are listed; title and country carry their words."""
    text = "French President Ada Vex met Bo Li. Ada Vex spoke. Ada Vexler did not."
    claim = claim_participant(
        "Ada Vex",
        "French President Ada Vex",
        title="President",
        country_quote="French",
        country="fr",
    )
    (person,) = read(text, participants=[claim]).participants
    assert [span.start for span in person.mentions] == [17, 36]
    assert (person.title, person.country) == ("President", "FR")
    assert person.evidence["country"][0].text == "French"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "Chancellor"}, "title"),
        ({"organization": "OPEC"}, "organization"),
        ({"country_quote": "French", "country": "DE"}, "country"),
        ({"country_quote": "German", "country": "DE"}, "country"),
        ({"country_quote": None, "country": "FR"}, "country"),
        ({"country_quote": "President", "country": "FR"}, "country"),
        ({"title": "Emperor"}, "title"),
    ],
    ids=["title", "organization", "wrong code", "no such word", "no quote", "no country", "far"],
)
def test_unproven_attribute_is_null_and_an_issue(changes: dict[str, Any], field: str) -> None:
    """A derived field without words that prove it is null, and the issue says which."""
    text = "French President Ada Vex met Bo Li.\n\nThe Emperor waved."
    result = read(text, participants=[claim_participant("Ada Vex", **changes)])
    (person,) = result.participants
    assert getattr(person, field) is None
    assert [(issue.code, issue.path) for issue in result.issues] == [
        ("unsupported", f"participants[0].{field}")
    ]


def test_participant_whom_the_text_does_not_name_is_an_issue() -> None:
    """An invented person does not enter the record, and no meeting may name them."""
    people = [claim_participant("Zed Zero"), claim_participant("Livia Marchetti")]
    meeting = claim_meeting(
        "hosted Nigerian President", participants=["Zed Zero", "Marchetti", "Livia Marchetti"]
    )
    result = read(participants=people, meetings=[meeting])
    assert [p.name for p in result.participants] == ["Livia Marchetti"]
    assert result.meetings[0].participants == ("Livia Marchetti",)
    assert [(i.path, i.code) for i in result.issues] == [
        ("participants", "unsupported"),
        ("meetings[0].participants", "unsupported"),
    ]


def test_the_same_participant_twice_is_one() -> None:
    """The second entry for a name is a duplicate."""
    claims = [claim_participant("Livia Marchetti"), claim_participant("Livia  Marchetti")]
    result = read(participants=claims)
    assert len(result.participants) == 1
    assert [issue.code for issue in result.issues] == ["duplicate"]


def test_day_without_a_year_is_edtf_and_an_issue() -> None:
    """A year that nothing tells is not believed; the words of the day stand in the issue."""
    text = "Leaders met on January 24 in Rome."
    claim = claim_meeting("Leaders met", date_quotes=["January 24"], date="2022-01-24")
    result = read(text, meetings=[claim])
    assert result.meetings[0].date == "XXXX-01-24"
    (issue,) = result.issues
    assert (issue.code, issue.path) == ("date_year_unknown", "meetings[0].date")
    assert issue.value == "January 24"


def test_publication_tells_the_year() -> None:
    """The date of publication bears out the year."""
    text = "Leaders met on January 24 in Rome."
    claim = claim_meeting("Leaders met", date_quotes=["January 24"], date="2022-01-24")
    result = read(text, published="2022-01-26", meetings=[claim])
    assert (result.meetings[0].date, result.issues) == ("2022-01-24", ())


def test_meeting_that_is_not_reported_is_an_issue() -> None:
    """Without words that report it there is no meeting."""
    result = read(meetings=[claim_meeting("The two leaders dined in Paris")])
    assert result.meetings == ()
    assert [(i.code, i.path) for i in result.issues] == [("unsupported", "meetings")]


def test_answer_without_any_list_is_an_error() -> None:
    """An object with other keys is no answer at all."""
    with pytest.raises(AnswerError, match="'summary' instead of participants"):
        read_answer(document(), {"summary": "They met."}, INFO)


def test_missing_list_is_reported() -> None:
    """A list that is missing counts as empty, and an issue says so."""
    result = read_answer(document(), {"statements": []}, INFO)
    assert [(i.code, i.path) for i in result.issues] == [
        ("invalid_answer", "participants"),
        ("invalid_answer", "meetings"),
    ]


def test_more_items_than_asked_for_are_not_looked_at() -> None:
    """A model that repeats itself without end costs issues, not hours."""
    claims = [claim_statement(f"made up number {i}") for i in range(5000)]
    good = claim_statement("that it would be rebuilt")
    result = read(statements=[good, *claims, good])
    assert [s.content.text for s in result.statements] == ["that it would be rebuilt"]
    codes = Counter(issue.code for issue in result.issues)
    assert codes == {"unsupported": 199, "too_many_items": 4802}
    assert [i.value for i in result.issues if i.code == "too_many_items"][-1] == good


@pytest.mark.parametrize("kind", ["participants", "meetings", "statements"])
def test_monotonous_text_takes_time_in_proportion(kind: str) -> None:
    """A text that says the same thousands of times is read in a moment."""
    text = "he said it. " * 3400
    claims: dict[str, list[Any]] = {
        "participants": [claim_participant("he", title="it", country_quote="he", country="XX")],
        "meetings": [claim_meeting("he said it", date_quotes=["it"], date="2031-01-01", place="it")]
        * 20,
        "statements": [
            claim_statement("it", cue="said", speaker_mention="he", speaker="he")
            for _ in range(200)
        ],
    }
    started = time.perf_counter()
    result = read(text, **{kind: claims[kind]})
    assert time.perf_counter() - started < 5
    assert len(result.statements) == (200 if kind == "statements" else 0)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
WORDS = st.sampled_from([*TEXT.split(), *TEXT.splitlines(), "nothing of the kind", ""])
CLAIMS = (
    st.builds(claim_statement, WORDS, cue=WORDS, speaker=WORDS, speaker_mention=WORDS)
    | st.builds(claim_participant, WORDS, WORDS, title=WORDS, country_quote=WORDS)
    | st.builds(claim_meeting, WORDS, place=WORDS, organizer=WORDS, date_quotes=st.lists(WORDS))
    | JSON
)


@given(st.lists(CLAIMS, max_size=6), st.lists(CLAIMS, max_size=6), st.lists(CLAIMS, max_size=6))
def test_any_answer_is_accounted_for(
    participants: list[Any], meetings: list[Any], statements: list[Any]
) -> None:
    """Whatever a model says, each item is in the record or an issue, and spans equal the text."""
    lists = {"participants": participants, "meetings": meetings, "statements": statements}
    result = read(**lists)
    for _, span in result.spans():
        assert TEXT[span.start : span.end] == span.text
    for name, items in lists.items():
        kept = len(getattr(result, name))
        left_out = [issue for issue in result.issues if issue.path == name]
        assert kept + len(left_out) == len(items)

"""Meetings: who took part, when, of what kind, convened by whom."""

import pytest

from .made import record

LEE, RAE, DAY = "Irish Prime Minister Ann Lee", "Maltese President Bo Rae", "Czech envoy Cy Day"


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        (f"{LEE} met {RAE} on Monday.", ["Ann Lee", "Bo Rae"]),
        (f"{LEE} met with {RAE} and {DAY} in Oslo.", ["Ann Lee", "Bo Rae", "Cy Day"]),
        (f"{LEE} spoke by phone with {RAE}.", ["Ann Lee", "Bo Rae"]),
        (f"{LEE} hosted a dinner for {RAE}.", ["Ann Lee", "Bo Rae"]),
        (f"{LEE} held talks. The talks also included {RAE}.", ["Ann Lee", "Bo Rae"]),
        (f"{LEE} held talks with {RAE} about former king Ed Fox.", ["Ann Lee", "Bo Rae"]),
        (f"{LEE} met {RAE}, spokesman Ed Fox said.", ["Ann Lee", "Bo Rae"]),
        (f"The talks with {LEE} also included these leaders:\n\n- {RAE}\n- {DAY}",
         ["Ann Lee", "Bo Rae", "Cy Day"]),
        ("Countries attending the meeting included Chad, Peru, Laos and Fiji.",
         ["Chad", "Peru", "Laos", "Fiji"]),
        ("Chad and Peru held a round of talks in Lima.", ["Chad", "Peru"]),
        (f"{LEE} held talks with the ambassador of Peru.", ["Ann Lee", "Peru"]),
        (f"A delegation from Laos met {RAE}.", ["Laos", "Bo Rae"]),
        (f"{LEE} met {RAE}. {DAY} was not at the meeting.", ["Ann Lee", "Bo Rae"]),
        (f"{LEE} met {RAE}. Also present was {DAY}.", ["Ann Lee", "Bo Rae", "Cy Day"]),
        (f"{LEE} chaired a summit. The following took part:\n\n- Bo Rae, king\n- Cy Day, envoy",
         ["Ann Lee", "Bo Rae", "Cy Day"]),
        ("Participants of the summit\n\nMalta: President Bo Rae\nFiji: Prime Minister Cy Day",
         ["Bo Rae", "Cy Day"]),
        (f"{LEE} called on {RAE} on Monday.", ["Ann Lee", "Bo Rae"]),
        ("Peace talks between Chad and Peru opened in Lima.", ["Chad", "Peru"]),
        ("Chad met Peru in the Laos room.", ["Chad", "Peru"]),
        ("Chad met Peru to talk about gas from Laos and Fiji.", ["Chad", "Peru"]),
        (f"{LEE} hosted talks in Oslo. {RAE} attended.", ["Ann Lee", "Bo Rae"]),
    ],
)  # fmt: skip
def test_the_grammar_of_the_meeting_decides_who_took_part(
    text: str, participants: list[str]
) -> None:
    """Subject, object, "with", "included", lists; not those spoken of or who only tell."""
    found = record(text)
    assert [p.name for p in found.participants] == participants
    assert list(found.meetings[0].participants) == participants


@pytest.mark.parametrize(
    "text",
    [
        f"{LEE} will meet {RAE} on Monday.",
        f"{LEE} plans to meet {RAE}.",
        f"{LEE} did not meet {RAE}.",
        f"{LEE} met the demands of {RAE}.",
        f"{LEE} wrote a book.",
        "Trade talks between Chad and Peru have stalled.",
    ],
)
def test_what_was_not_held_is_no_meeting(text: str) -> None:
    """Plans, denials and other senses of the verb are not reported as held."""
    assert record(text).meetings == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{LEE} met {RAE}.", "bilateral meeting"),
        (f"{LEE} met {RAE} and {DAY}.", "multilateral meeting"),
        (f"{LEE} spoke by phone with {RAE}.", "call"),
        (f"{LEE} took part in a virtual meeting with {RAE}.", "video call"),
        (f"{LEE} attended the summit with {RAE}.", "summit"),
        (f"{LEE} spoke for over an hour with {RAE}.", "call"),
        (f"{LEE} met {RAE} days before a summit in Rome.", "bilateral meeting"),
        (f"{LEE} met {RAE} on the sidelines of the summit.", "bilateral meeting"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    """Named by its word, else by the number of sides."""
    assert record(text).meetings[0].kind == kind


@pytest.mark.parametrize(
    ("text", "published", "date", "issue"),
    [
        (f"{LEE} met {RAE} on January 24.", None, "XXXX-01-24", "date_year_unknown"),
        (f"{LEE} met {RAE} on January 24.", "2031-02-01", "2031-01-24", None),
        (f"{LEE} met {RAE} on 24 January 2030.", "2031-02-01", "2030-01-24", None),
        (f"{LEE} met {RAE} on Monday.", "2031-01-29", "2031-01-27", None),
        (f"{LEE} met {RAE} on Monday.", None, None, "date_unresolved"),
        (f"{LEE} met {RAE} yesterday.", "2031-03-01", "2031-02-28", None),
        (f"May 5, 2031\n\n{LEE} met {RAE} on Sunday.", None, "2031-05-04", None),
        (f"OSLO, May 5, 2031 (Agency) - {LEE} met {RAE} on Sunday.", None, "2031-05-04", None),
        (f"{LEE} met {RAE} on Tuesday, 6 May 2031.", None, "2031-05-06", None),
        (f"{LEE} met {RAE}.", "2031-01-29", None, None),
        (f"{LEE} met {RAE} this morning.", "2031-01-29", "2031-01-29", None),
        (f"{LEE} met {RAE} last night.", "2031-01-29", "2031-01-28", None),
        (f"{LEE} met {RAE}. At Monday's meeting she agreed.", "2031-01-29", "2031-01-27", None),
    ],
)
def test_dates_are_as_precise_as_the_text_allows(
    text: str, published: str | None, date: str | None, issue: str | None
) -> None:
    """Weekdays need an anchor, a day without a year keeps its year unknown, with an issue."""
    found = record(text, published)
    assert found.meetings[0].date == date
    assert [i.code for i in found.issues if i.code.startswith("date")] == ([issue] if issue else [])


@pytest.mark.parametrize(
    "text",
    [
        f"{RAE} took part in talks organized by {LEE}.",
        f"{LEE} hosted talks with {RAE}.",
    ],
)
def test_the_organizer_is_named_only_where_the_text_says_so(text: str) -> None:
    """ "organized by", "hosted"; else null."""
    assert record(text).meetings[0].organizer == "Ann Lee"
    assert record(f"{LEE} met {RAE}.").meetings[0].organizer is None


def test_places_stand_after_the_sides() -> None:
    """ "met X in Oslo": the place, not where someone comes from."""
    assert record(f"{LEE} met {RAE} in Oslo on Monday.").meetings[0].place == "Oslo"
    assert record(f"{LEE} met {RAE} to speak of the war in Chad.").meetings[0].place is None
    before = f"{LEE} met {RAE} before a summit in Rome."
    assert record(before).meetings[0].place is None
    once = f"{LEE} met {RAE}. It was their first meeting since May 2030, when they met in Rome."
    assert record(once).meetings[0].place is None


def test_two_occasions_stay_two() -> None:
    """A summit and a talk on another day are told apart."""
    found = record(
        f"{LEE} attended a summit with {RAE} and {DAY} on 5 May 2031. "
        f"On 6 May 2031 she held a bilateral meeting with {RAE}."
    )
    assert [(m.kind, m.date) for m in found.meetings] == [
        ("summit", "2031-05-05"),
        ("bilateral meeting", "2031-05-06"),
    ]


def test_an_office_at_home_is_flagged_as_inferred() -> None:
    """English reporting leaves out the country at home; the record says it was inferred."""
    found = record(
        f"Kenya is in talks with Chad. Kenya's ports are open. President Ed Fox met {RAE}."
    )
    fox = next(p for p in found.participants if p.name == "Ed Fox")
    assert fox.country == "KE"
    assert "country_inferred" in {issue.code for issue in found.issues}


@pytest.mark.parametrize(
    "text",
    [
        # Spoken of, more often than anything else.
        (
            "Prime Minister Ann Lee met Irish President Bo Rae. They spoke about the aid for Peru, "
            "the floods in Peru and a plan for Peru."
        ),
        # In passing: the other country is named many times more.
        (
            "Prime Minister Ann Lee met Irish President Bo Rae in Ireland. Ireland and Irish firms "
            "are at stake, the Irish president said: Ireland pays, Ireland votes, Ireland waits, "
            "as Ireland did. Peru sent a note. Peru waits."
        ),
    ],
)
def test_a_topic_is_no_home(text: str) -> None:
    """A country only talked about, or named in passing, is not taken for an official's own."""
    found = record(text)
    lee = next(p for p in found.participants if p.name == "Ann Lee")
    assert lee.country is None
    assert not found.issues


def test_country_and_organisation_come_with_their_words() -> None:
    """The evidence for IE is the word "Irish"; an organisation's office is no country's."""
    found = record(f"{LEE} met NATO Secretary-General Bo Rae.").participants
    assert [(p.country, p.organization) for p in found] == [("IE", None), (None, "NATO")]
    assert found[0].evidence["country"][0].text == "Irish"
    assert found[1].evidence["organization"][0].text == "NATO"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"A day ago, {LEE} met {RAE}.", "2031-05-06"),
        (f"Three days ago {LEE} met {RAE}.", "2031-05-04"),
        (f"{LEE} met {RAE} after lunch on Tuesday.", "2031-05-06"),
        (f"{LEE} met {RAE}, who took office last month, on Tuesday.", "2031-05-06"),
        (f"{LEE}, who arrived on Sunday, met {RAE} on Tuesday.", "2031-05-06"),
        (f"{LEE} told reporters on Friday that her talks with {RAE} on Tuesday went well.",
         "2031-05-06"),
        (f"{LEE} met {RAE} in Oslo, the palace said on Tuesday.", "2031-05-06"),
        (f"{LEE} met {RAE} on Tuesday, days before a summit on 7 May.", "2031-05-06"),
        # The day of another clause is not the meeting's.
        (f"{LEE} met {RAE}, who took office on 21 April.", None),
        (f"{LEE} met {RAE} after he took office on 21 April.", None),
        (f"{LEE} met {RAE} before parliament reopened on 21 April.", None),
    ],
)  # fmt: skip
def test_days_ago_and_the_days_of_other_clauses(text: str, day: str | None) -> None:
    """A date is read in the clause that reports the meeting."""
    found = record(text, published="2031-05-07")
    assert [m.date for m in found.meetings] == [day]


@pytest.mark.parametrize(
    "headline",
    [
        "Ireland and Malta hold talks on water",
        "Ireland hosts Malta for talks",
        "Ireland, Malta Meet In Oslo",
        "Ireland, Malta and Peru met in Oslo",
        "Ireland and Malta held talks on Monday.",
    ],
)
def test_a_country_in_a_headline_stands_for_its_people(headline: str) -> None:
    """Whom the article names takes part, not the country beside them: in a headline in any
    letters, and in a sentence."""
    found = record(f"{headline}\n\n{LEE} met {RAE} in Oslo.")
    assert [p.name for p in found.participants] == ["Ann Lee", "Bo Rae"]
    assert [m.kind for m in found.meetings] == ["bilateral meeting"]


def test_a_country_takes_part_where_nobody_is_named_for_it() -> None:
    """Beside a person of another country, and in an article of one line."""
    found = record(f"Ireland and Peru held talks in Oslo. {LEE} hosted the talks.")
    assert [p.name for p in found.participants] == ["Peru", "Ann Lee"]
    found = record("Chad and Peru held another round of trade talks in Lima")
    assert [p.name for p in found.participants] == ["Chad", "Peru"]


def test_a_country_under_two_names_is_one_side() -> None:
    """ "the United Kingdom" and "Britain" in one meeting."""
    found = record("Britain and Chad held talks in Oslo. The United Kingdom met Chad on Monday.")
    assert [m.kind for m in found.meetings] == ["bilateral meeting"]
    assert [p.country for p in found.participants] == ["GB", "TD"]


@pytest.mark.parametrize(
    "comment",
    [
        "Ed Fox, who leads a think tank, told The Herald the call was a mistake.",
        "Former Czech envoy Cy Day said Monday's call changed nothing.",
    ],
)
def test_who_only_comments_on_a_meeting_takes_no_part(comment: str) -> None:
    """People without an office, or who once had one, tell of it from outside."""
    found = record(f"{LEE} spoke by phone with {RAE} on Monday. {comment}")
    assert [p.name for p in found.participants] == ["Ann Lee", "Bo Rae"]


def test_another_meeting_beside_the_summit_is_its_own() -> None:
    """ "the summit" in the background does not make the talks part of what came before."""
    found = record(
        f"{LEE} spoke by phone with {RAE}. She also held talks with {DAY} on the sidelines of the "
        "summit."
    )
    assert [m.participants for m in found.meetings] == [
        ("Ann Lee", "Bo Rae"),
        ("Ann Lee", "Cy Day"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{LEE} met {RAE} in Oslo on Monday and {DAY} on Tuesday.",
         [("Bo Rae", "2031-05-05", "Oslo"), ("Cy Day", "2031-05-06", None)]),
        (f"{LEE} had separate calls with {RAE} and {DAY} on Monday.",
         [("Bo Rae", "2031-05-05", None), ("Cy Day", "2031-05-05", None)]),
        (f"{LEE} spoke separately to {RAE} and {DAY}.",
         [("Bo Rae", None, None), ("Cy Day", None, None)]),
    ],
)  # fmt: skip
def test_one_sentence_may_tell_of_several_meetings(
    text: str, told: list[tuple[str, str | None, str | None]]
) -> None:
    """A day for each, or a word that says they met apart; the subject took part in each."""
    found = record(text, published="2031-05-08").meetings
    assert [(m.participants, m.date, m.place) for m in found] == [
        (("Ann Lee", name), date, place) for name, date, place in told
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{LEE} met {RAE} and {DAY} in Oslo on Monday.",
        f"{LEE} met {RAE} on Monday and will meet {DAY} on Tuesday.",
        f"{LEE} met {RAE} on Monday to speak of separate talks with {DAY}.",
        f"{LEE} met {RAE} and {DAY} in Oslo and discussed separate proposals.",
    ],
)
def test_one_meeting_of_several_sides_stays_one(text: str) -> None:
    """Without a day or a word for each; a plan is no meeting."""
    assert len(record(text, published="2031-05-08").meetings) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"{LEE} said she had spoken by phone with {RAE}.", 1),
        (f"{LEE} and {RAE} had met in Rome.", 0),
        (f"{LEE} said she had met {RAE} two years ago.", 0),
    ],
)
def test_had_met_is_of_the_past_unless_it_is_reported_speech(text: str, count: int) -> None:
    """ "said she had met" is "I met"; "had met" alone is an earlier occasion."""
    assert len(record(text).meetings) == count


CONFERENCE = (
    "The Minister of Transport of Norhavn, Pia Stellan, hosted the third Northern Ferry Conference "
    "in Port Ardal on 3 June 2031."
)
LISTED = ["Ada Okafor", "Marta Ruiz y Vega", "Luc d’Amboise", "Omar bin Talal"]


@pytest.mark.parametrize(
    "heading",
    ["List of participants:", "Participants:", "Attendees", "In attendance:", "Also present:"],
)
@pytest.mark.parametrize(
    ("bullet", "after"),
    [
        ("- ", "Excused: Jo Brekke, Mayor of Ardal."),
        ("", "For more information contact Jo Brekke, Press Officer, 555."),
    ],
)
def test_a_list_under_its_heading_takes_part_in_the_meeting_reported(
    heading: str, bullet: str, after: str
) -> None:
    """One a line, with title and body; who is excused or to be called stays out."""
    items = [
        "Ada Okafor, Director, Ferry Board",
        "Marta Ruiz y Vega, Secretary General, Harbour Union",
        "Luc d’Amboise, Chairman, Port Council",
        "Omar bin Talal, Minister of Ports, Selmar",
    ]
    lines = "\n".join(bullet + item for item in items)
    found = record(f"{CONFERENCE}\n\n{heading}\n{lines}\n\n{after}")
    [meeting] = found.meetings
    assert list(meeting.participants) == ["Pia Stellan", *LISTED]
    assert (meeting.organizer, meeting.date) == ("Pia Stellan", "2031-06-03")
    assert meeting.place == "Port Ardal"
    assert found.participants[4].title == "Minister of Ports"


@pytest.mark.parametrize("heading", ["Excused:", "Not present:", "Apologies", "Sponsors:"])
def test_a_list_of_others_takes_no_part(heading: str) -> None:
    """A list of who stayed away, or of something else, adds nobody."""
    found = record(f"{LEE} met {RAE}.\n\n{heading}\n- Jo Brekke, Mayor\n- Ada Okafor, Director")
    assert [p.name for p in found.participants] == ["Ann Lee", "Bo Rae"]

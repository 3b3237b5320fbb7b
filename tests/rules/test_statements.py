"""What is attributed, to whom: each rule on a sentence written for it."""

import pytest

from .made import record, statements

LEE = "Irish Foreign Minister Ann Lee"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LEE} said that talks would go on.", [("Ann Lee", "that talks would go on")]),
        (f"{LEE} said talks would go on.", [("Ann Lee", "talks would go on")]),
        (f"Talks would go on, {LEE} said.", [("Ann Lee", "Talks would go on")]),
        (f"Talks would go on, said {LEE} on Monday.", [("Ann Lee", "Talks would go on")]),
        (f"“We go on,” {LEE} said.", [("Ann Lee", "“We go on,”")]),
        (f"{LEE} said: “We go on.”", [("Ann Lee", "“We go on.”")]),
        (f"“We go,” said {LEE}, “and on.”", [("Ann Lee", "“We go,”"), ("Ann Lee", "“and on.”")]),
        (f"{LEE} stressed the need for unity.", [("Ann Lee", "the need for unity")]),
        (f"{LEE} told reporters that talks failed.", [("Ann Lee", "that talks failed")]),
        (f"{LEE} urged both sides to talk.", [("Ann Lee", "both sides to talk")]),
        (f"{LEE} pledged to send aid.", [("Ann Lee", "to send aid")]),
        (f"{LEE} called for more aid.", [("Ann Lee", "more aid")]),
        (f"According to {LEE}, talks would go on.", [("Ann Lee", "talks would go on")]),
        (f"Talks would go on, according to {LEE}.", [("Ann Lee", "Talks would go on")]),
        (f"{LEE} made clear that talks failed.", [("Ann Lee", "that talks failed")]),
        (f"{LEE} welcomed the aid and stressed the need for more.",
         [("Ann Lee", "the aid"), ("Ann Lee", "the need for more")]),
        (f"{LEE} praised the aid, adding that more was needed.",
         [("Ann Lee", "the aid"), ("Ann Lee", "that more was needed")]),
        (f"The deal, {LEE} said, was done.", [("Ann Lee", "was done")]),
        (f"{LEE} asked whether talks would go on.", [("Ann Lee", "whether talks would go on")]),
        (f"{LEE} called the talks a farce.", [("Ann Lee", "the talks a farce")]),
        (f"{LEE} went on to say that talks failed.", [("Ann Lee", "that talks failed")]),
        (f"While {LEE} pledged aid, Bo Rae, the king, warned of war.",
         [("Ann Lee", "aid"), ("Bo Rae", "war")]),
        ("Ann Lee: We go on with the talks.", [("Ann Lee", "We go on with the talks")]),
        (f"At one point, {LEE} said, she was ill.", [("Ann Lee", "she was ill")]),
        (f"Instead, {LEE} told The Herald, aid would go on.", [("Ann Lee", "aid would go on")]),
        (f"Before the talks broke down, {LEE} said, aid was sent.",
         [("Ann Lee", "Before the talks broke down"), ("Ann Lee", "aid was sent")]),
        (f"{LEE} said she had seen the port but agreed that aid was late.",
         [("Ann Lee", "she had seen the port"), ("Ann Lee", "that aid was late")]),
        (f"{LEE}, who left, said she saw ships lining up.",
         [("Ann Lee", "she saw ships lining up")]),
        (f"{LEE} told The Herald Tuesday morning that aid came.", [("Ann Lee", "that aid came")]),
        (f"The aid came late, {LEE} said, adding that more was needed.",
         [("Ann Lee", "The aid came late"), ("Ann Lee", "that more was needed")]),
        (f"Noting the cold, {LEE} said talks would go on.",
         [("Ann Lee", "the cold"), ("Ann Lee", "talks would go on")]),
    ],
)  # fmt: skip
def test_a_cue_takes_its_content(text: str, expected: list[tuple[str, str]]) -> None:
    """Cue before, after and inside; clause, complement, infinitive; coordinated and participle."""
    assert statements(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{LEE} met the envoy on Monday.",
        f"{LEE} arrived in Dublin.",
        f"{LEE} did not say why.",
        "The report was long.",
        "His calls went unheard.",
        f"{LEE} will say more on Friday.",
        f"The aid promised by {LEE} came late.",
    ],
)
def test_verbs_that_do_not_report_cue_nothing(text: str) -> None:
    """Meeting and moving, nouns that look like verbs, negations and plans report nothing."""
    assert statements(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{LEE} met Bo Rae. She said that talks would go on.", "Ann Lee"),
        (f"{LEE} spoke. Lee said that talks would go on.", "Ann Lee"),
        (f"{LEE} spoke. The foreign minister said that talks would go on.", "Ann Lee"),
        ("Leaders stressed unity. The leaders said that talks would go on.", "Leaders"),
        (f"{LEE} stressed the cold. “We will not give up.”", "Ann Lee"),
        ("A court said in a statement it was cold. The statement said talks failed.", "court"),
        (f"The envoy of {LEE}, who was ill, said talks failed.", f"envoy of {LEE}"),
    ],
)  # fmt: skip
def test_speakers_are_resolved_to_the_fullest_name(text: str, speaker: str) -> None:
    """Pronouns, surnames, titles, collectives and documents mean whom they mean."""
    assert statements(text)[-1][0] == speaker


def test_a_chain_has_one_outer_statement_and_nested_inner_ones() -> None:
    """The outermost attribution is the statement."""
    found = record(f"The ministry said that {LEE} stressed the need for aid.").statements
    assert [(s.speaker, s.nested) for s in found] == [("ministry", False), ("Ann Lee", True)]


def test_kinds_follow_the_marks() -> None:
    """Direct in marks, mixed with marks inside, indirect without."""
    text = (
        f"“We go on,” {LEE} said. She said that talks were “hard but fair”. She stressed the cold."
    )
    assert [s.kind for s in record(text).statements] == ["direct", "mixed", "indirect"]


def test_a_forgotten_closing_mark_ends_before_the_attribution() -> None:
    """ "We go on, she said. — the attribution is no part of the quotation."""
    found = record(f'{LEE} spoke.\n"We go on with the talks, the minister said.').statements
    assert [s.content.text for s in found] == ['"We go on with the talks']


def test_a_question_that_was_introduced_ends_its_sentence() -> None:
    """After "asked: “…?”" somebody else speaks; after "“…?”" alone may follow who asked."""
    text = f"{LEE} asked: “Do we wait?” Rae warned that the town would pay. “Why?” Lee asked."
    found = [(s.speaker, s.content.text) for s in record(text).statements]
    assert found[:2] == [("Ann Lee", "“Do we wait?”"), ("Rae", "that the town would pay")]
    assert found[2][0] == "Ann Lee"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nobody laughed. “What will a tram do?” Rae promised that the town would pay.",
         [(None, "“What will a tram do?”"), ("Rae", "that the town would pay")]),
        ("“We go on!” Rae told reporters on Monday that the money was gone.",
         [(None, "“We go on!”"), ("Rae", "that the money was gone")]),
        ("“Who pays?” Rae said: “We shall not.”",
         [(None, "“Who pays?”"), ("Rae", "“We shall not.”")]),
        (f"{LEE} said that it rained. “Who pays?” Rae said the town would pay.",
         [("Ann Lee", "that it rained"), ("Ann Lee", "“Who pays?”"),
          ("Rae", "the town would pay")]),
        ("“We go!” Rae told reporters on Monday.", [("Rae", "“We go!”")]),
        ("“Why?” Rae asked that night.", [("Rae", "“Why?”")]),
        ("“Why not now?” Rae said it again.", [("Rae", "“Why not now?”")]),
        ("“Why?” Rae asked, adding: “We must know.”",
         [("Rae", "“Why?”"), ("Rae", "“We must know.”")]),
        ("“Who pays?” Rae said, “and who rides?”",
         [("Rae", "“Who pays?”"), ("Rae", "“and who rides?”")]),
    ],
)  # fmt: skip
def test_a_cue_with_content_of_its_own_leaves_the_question_before_it(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    """A question that stands before "X promised that …" is not X's by that cue."""
    assert statements(text) == expected


@pytest.mark.parametrize(
    "speaker",
    [
        "A spokeswoman for the bank, Ines Caro, later told the Courier",
        "The bank’s spokeswoman, Ines Caro, said",
        "The chairman of the water board, Ines Caro, said on Monday",
    ],
)
def test_a_name_between_commas_behind_an_office_is_its_holder(speaker: str) -> None:
    """The name is the speaker, not the office of a body written small."""
    assert statements(f"{speaker} that no sum was named.") == [
        ("Ines Caro", "that no sum was named")
    ]


@pytest.mark.parametrize(
    "source",
    [
        "One of them, who asked not to be named,",
        "A driver who asked not to be publicly identified because of the risk",
        "A driver who requested anonymity",
        "A driver, asking to remain anonymous,",
    ],
)
def test_a_wish_not_to_be_named_is_no_statement(source: str) -> None:
    """How a source wants to be cited is not what it says; another wish is."""
    found = statements(f"Two drivers left. {source} said that the brakes had failed.")
    assert [content for _, content in found] == ["that the brakes had failed"]
    assert statements(f"{LEE} asked not to be paid.") == [("Ann Lee", "not to be paid")]

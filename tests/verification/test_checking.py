"""A draft's quotations and attributions get the verdict that the sources bear out."""

from __future__ import annotations

import time

import pytest

import communique
from communique.errors import InputError, UsageError
from communique.records import Document

SOURCE = (
    "PORT SABLE, May 4, 2031 – Irish Prime Minister Ann Lee met Maltese President Bo Rae.\n"
    "\n"
    "“We will not close the harbour before the winter,” Lee said. She stressed that 40 ships were "
    "on their way, and thanked the crews.\n"
    "\n"
    "Rae told reporters that the road would be “a gift to our children”. “It must be built, "
    "whatever the cost, by both of us,” he said.\n"
    "\n"
    "Leaders agreed to meet again in June."
)


def verdicts(draft: str, sources: object = SOURCE) -> list[tuple[str, str | None]]:
    return [
        (finding.verdict, finding.speaker)
        for finding in communique.verify(draft, sources).findings  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        ('"We will not close the harbour before the winter," Ann Lee said.', "verbatim"),
        ("Lee said: “we will not close the harbour before the winter.”", "verbatim"),
        ("- **Ann Lee**: “We will not close the harbour before the winter”", "verbatim"),
        ("“We will not close the harbour before the winter” — Ann Lee", "verbatim"),
        ("The Irish prime minister said “We will not close the harbour”.", "verbatim"),
        ("Lee stressed that 40 ships were on their way.", "verbatim"),
        ("According to Lee, 40 ships were on their way.", "verbatim"),
        ("Bo Rae said: “It must be built … by both of us.”", "verbatim"),
        ("Bo Rae said: “[The road] must be built, whatever the cost.”", "verbatim"),
        ("Bo Rae called the road “a gift to our children”.", "verbatim"),
        ("The leaders agreed to meet again in June.", "verbatim"),
        ("“We will close the harbour before the winter,” Lee said.", "altered"),
        ("Lee stressed that 14 ships were on their way.", "altered"),
        ("Leaders agreed not to meet again in June.", "altered"),
        ("Bo Rae said: “It must be built, whatever the profit, by both of us.”", "altered"),
        ("“We will not close the harbour before the winter,” Bo Rae said.", "wrong_speaker"),
        ("Rae stressed that 40 ships were on their way.", "wrong_speaker"),
        ("Ann Lee: “It must be built, whatever the cost”", "wrong_speaker"),
        ("Lee said: “We have bought an orchestra for the lighthouse.”", "not_in_sources"),
        ("Rae announced the sale of every goat on the island.", "not_in_sources"),
    ],
)
def test_each_claim_gets_its_verdict(draft: str, verdict: str) -> None:
    """Whatever way the draft attributes and writes it."""
    assert [found for found, _ in verdicts(draft)] == [verdict]


def test_what_was_altered_is_shown_with_its_place() -> None:
    """The diff has the draft's words and the source's; the span is the source's own."""
    draft = "Lee said: “We will close the harbour before the summer.”"
    (finding,) = communique.verify(draft, SOURCE).findings
    assert finding.diff == "We will {+not+} close the harbour before the [-summer-]{+winter+}"
    assert finding.source is not None
    span = finding.source.span
    assert span.text == "We will not close the harbour before the winter"
    assert SOURCE[span.start : span.end] == span.text
    assert draft[finding.span.start : finding.span.end] == finding.span.text


def test_who_really_said_it_is_told() -> None:
    """With the words' place."""
    (finding,) = communique.verify("Bo Rae: “40 ships were on their way”", SOURCE).findings
    assert (finding.verdict, finding.said_by) == ("wrong_speaker", "Ann Lee")
    assert "by Ann Lee" in finding.message


def test_a_quotation_of_nobody_is_checked_for_its_words() -> None:
    """There is no speaker to be wrong."""
    assert verdicts("It is “a gift to our children”, they thought.") == [("verbatim", None)]


def test_quotations_inside_a_draft_s_own_words_are_checked_one_by_one() -> None:
    """The frame is the writer's; what is in quotation marks must be somebody's."""
    draft = (
        "Rae said that nothing could be better than “a gift to our children”, paid “from the sea”."
    )
    assert verdicts(draft) == [("verbatim", "Rae"), ("not_in_sources", "Rae")]


def test_of_several_sources_the_one_that_has_the_words_is_named() -> None:
    """Also where another has them by somebody else."""
    other = Document(id="other", text="“The harbour is ours,” Cy Moe said.\n\nHe went home.")
    third = ("third", "“The harbour is ours,” Dee Noor said on Monday.")
    sources = [Document(id="first", text=SOURCE), other, third]
    draft = "“The harbour is ours,” Dee Noor said. “The harbour is ours,” said Ann Lee."
    report = communique.verify(draft, sources)
    assert [finding.verdict for finding in report.findings] == ["verbatim", "wrong_speaker"]
    assert [f.source and f.source.document_id for f in report.findings] == ["third", "other"]


def test_a_draft_without_quotations_is_clean() -> None:
    """Nothing claimed, nothing wrong."""
    report = communique.verify("The weather was fine.", SOURCE)
    assert (report.findings, report.clean) == ((), True)


def test_the_report_is_json_in_the_agreed_shape() -> None:
    """span, verdict, speaker, source, diff; texts are not repeated."""
    report = communique.verify("Rae stressed that 40 ships were on their way.", SOURCE)
    dumped = report.model_dump(mode="json")
    (finding,) = dumped["findings"]
    assert set(dumped) == {"findings"}
    assert finding["span"]["text"] == "that 40 ships were on their way"
    assert finding["verdict"] == "wrong_speaker"
    assert finding["speaker"] == "Rae" or finding["speaker"] == "Bo Rae"
    assert set(finding["source"]) == {"document_id", "span"}
    assert finding["diff"] is None


@pytest.mark.parametrize("sources", [[], ["", SOURCE], [{"id": "x", "text": 7}]])
def test_sources_that_are_none_are_refused(sources: list[object]) -> None:
    """By name, before anything is checked."""
    with pytest.raises((InputError, UsageError)):
        communique.verify("Lee said: “No.”", sources)  # type: ignore[arg-type]


def test_an_empty_draft_is_refused() -> None:
    with pytest.raises(InputError, match="empty"):
        communique.verify("  ", SOURCE)


def test_it_takes_milliseconds() -> None:
    """A draft against an article of usual length."""
    draft = "“We will not close the harbour,” Lee said. Rae said the road would be free.\n" * 5
    communique.verify(draft, SOURCE)
    started = time.process_time()
    communique.verify(draft, SOURCE * 5)
    assert time.process_time() - started < 0.5  # 20 ms on an idle machine


@pytest.mark.parametrize(
    "draft",
    [
        "“" * 500,
        "\u202e“We will” said Lee",
        "Lee said: “{{ 7*7 }}”",
        "“\0”",
        '"' * 999 + "said Lee",
    ],
)
def test_odd_drafts_end_in_a_report(draft: str) -> None:
    """Unpaired marks, templates, controls."""
    for finding in communique.verify(draft, SOURCE).findings:
        assert draft[finding.span.start : finding.span.end] == finding.span.text

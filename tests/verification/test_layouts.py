"""Speakers and quotations as summaries lay them out; nobody is accused of what is only unclear."""

from __future__ import annotations

import time

import pytest

import communique

SOURCE = (
    "PORT SABLE, May 4, 2031 – Irish Prime Minister Ann Lee met Maltese President Bo Rae.\n"
    "\n"
    "“We will not close the harbour before the winter,” Lee said. “The judge wrote 'never again' "
    "on the file.”\n"
    "\n"
    "Rae told reporters that the road would be “a gift to our children”. “It must be built, "
    "whatever the cost, by both of us,” he said.\n"
    "\n"
    "Customs Commissioner Cy Moe warned that the old fire was “no accident”.\n"
    "\n"
    "“The pilots are home,” the Sable Harbour Authority said.\n"
    "\n"
    "Lee thanked goalkeeper Dee Noor. “I simply closed my eyes,” she said.\n"
)
HARBOUR = "We will not close the harbour before the winter"


def verdicts(draft: str) -> list[str]:
    return [finding.verdict for finding in communique.verify(draft, SOURCE).findings]


@pytest.mark.parametrize(
    "draft",
    [
        f"Lee said:\n\n> {HARBOUR}.\n",
        f"> {HARBOUR}.\n>\n> — Ann Lee\n\nThe talks went on.",
        f"> “{HARBOUR}.”\n>\n> — Ann Lee\n",
        f"> “{HARBOUR}.”\n\n— Ann Lee, prime minister\n",
        f"**Ann Lee:**\n\n> {HARBOUR}\n",
        f"- “{HARBOUR}.”\n- Bo Rae said: “It must be built.”\n",
        f"**Key quote:** “{HARBOUR}”",
        f"Summary: “{HARBOUR}”",
        f"Bo Rae left early. Then Ann Lee took the floor. “{HARBOUR},” she added.",
        f"Bo Rae was happy. Ann Lee was clear. She said, “{HARBOUR}.”",
        f"“{HARBOUR},” the Irish premier said.",
        f"“{HARBOUR},” the veteran said.",
        "Lee said that “[t]he judge wrote ‘never again’ on the file”.",
        "Lee said: ‘The judge wrote “never again” on the file.’",
        "According to the Sable Harbour Authority, “The pilots are home.”",
        "- “The pilots are home.” — Sable Harbour Authority",
        "Dee Noor: “I simply closed my eyes”",
        "“I simply closed my eyes,” Ann Lee said.",
        "Moe warned that the old fire was “no accident”.",
        "Commissioner Cy Moe has warned that the old fire was “no accident”.",
        "The commissioner said the fire was “no accident”.",
    ],
)
def test_what_the_source_has_is_not_accused(draft: str) -> None:
    """Whatever the layout; of a pronoun's or label's several meanings one that fits will do."""
    assert set(verdicts(draft)) == {"verbatim"}


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        (f"Rae said:\n\n> {HARBOUR.replace(' not', '')}.\n", "altered"),
        (f"> {HARBOUR}.\n>\n> — Bo Rae\n", "wrong_speaker"),
        (f"> “{HARBOUR}.”\n>\n> — Bo Rae\n", "wrong_speaker"),
        (f"Bo Rae was clear. He said, “{HARBOUR}.”", "wrong_speaker"),
        ("According to Bo Rae, “The pilots are home.”", "wrong_speaker"),
        ("> We bought an orchestra.\n", "not_in_sources"),
        ("Moe warned that the new fire was “no accident”.", "altered"),
        ("Customs Commissioner Cy Moe warned that the old storm was “no accident”.", "altered"),
        ("Cy Moe warned that the old fire was not “no accident”.", "altered"),
    ],
)
def test_what_is_wrong_in_it_is_found(draft: str, verdict: str) -> None:
    """The layout hides no error."""
    assert verdicts(draft) == [verdict]


def test_an_altered_sentence_is_shown_whole() -> None:
    """The finding is about the words around the quotation, so it has them."""
    (finding,) = communique.verify(
        "Moe warned that the new fire was “no accident”.", SOURCE
    ).findings
    assert finding.span.text == "Moe warned that the new fire was “no accident”."
    assert finding.diff is not None
    assert "[-new-]{+old+}" in finding.diff


def test_block_quotes_have_their_place_in_the_draft() -> None:
    """Spans are those of the draft as it was written."""
    draft = f"Intro.\n\nLee said:\n\n> {HARBOUR[:20]}\n> {HARBOUR[20:]}.\n>\n> — Ann Lee\n\nEnd."
    (finding,) = communique.verify(draft, SOURCE).findings
    assert draft[finding.span.start : finding.span.end] == finding.span.text
    assert finding.span.text.startswith(HARBOUR[:20])
    assert finding.span.text.endswith(HARBOUR[20:] + ".")


def test_a_text_against_itself_is_clean() -> None:
    assert communique.verify(SOURCE, SOURCE).clean


def test_many_claims_against_a_long_source_take_seconds() -> None:
    """Who speaks where is looked up, not searched for."""
    names = [f"Ann Mc{chr(65 + i % 26)}{chr(97 + i // 26)}ree" for i in range(200)]
    said = [
        f"“We counted {i + 300} boats in the harbour of lot {i},” said {names[i]}."
        for i in range(200)
    ]
    source = "\n\n".join(line + " The weather was fine." * 40 for line in said)
    started = time.perf_counter()
    report = communique.verify("\n\n".join(said), source)
    assert len(report.findings) == 200
    assert report.clean
    assert time.perf_counter() - started < 10  # 1 s on an idle machine

"""The page of what annotators have differently: each thing in its line, each annotator's below."""

from __future__ import annotations

import re

from communique.gold.records import GoldDocument, GoldParticipant, GoldStatement
from communique.pages.differences import AROUND, differences_page
from communique.records import Span, text_sha256
from communique.scoring.agreement import agreement

TEXT = "The <b>first</b> line.\r\nAda Vex said that “it & all” would go. Bo Ray left.\r\nThe last."


def labeled(content: str, name: str, text: str = TEXT) -> list[GoldDocument]:
    at = text.index(content)
    return [
        GoldDocument(
            document_id="<i>d</i>",
            text_sha256=text_sha256(text),
            participants=(GoldParticipant(name=name),),
            statements=(
                GoldStatement(content=Span.of(text, at, at + len(content)), kind="direct"),
            ),
            text=text,
        )
    ]


def test_a_difference_is_shown_in_its_line_with_what_each_has() -> None:
    found = agreement(
        {"a": labeled("that “it & all” would go", "Ada Vex"),
         "<u>b</u>": labeled("“it & all” would go", "Ada Vex")}
    )  # fmt: skip
    html = differences_page(found)
    assert re.findall(r'<article class="difference" id="(d\d)">', html) == ["d1"]
    assert (
        'said <span class="lit content" data-items="d1">that “it &amp; all” would go</span>' in html
    )
    assert "The last." not in html
    assert "<td><bdi>“it &amp; all” would go</bdi></td>" in html


def test_names_and_texts_are_inert() -> None:
    found = agreement(
        {"<u>b</u>": labeled("it & all", "<img src=x>"), "a": labeled("first", "Bo Ray")}
    )
    html = differences_page(found)
    for hostile in ("<u>", "<i>", "<img", "<b>"):
        assert hostile not in html
    assert "&lt;img src=x&gt;" in html
    assert html.count('<td class="none">nothing</td>') == 4


def test_of_a_long_line_only_the_neighbourhood_is_shown() -> None:
    text = "zq " * 5_000 + "Ada said so. " + "y " * 5_000
    found = agreement({"a": labeled("so", "A", text), "b": labeled("said so", "A", text)})
    assert differences_page(found).count("zq ") <= AROUND


def test_annotators_who_agree_have_a_page_that_says_so() -> None:
    same = labeled("it & all", "Ada Vex")
    assert "They differ in nothing." in differences_page(agreement({"a": same, "b": same}))

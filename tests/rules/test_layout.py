"""Paragraphs and the lines of a scraped page that are no article."""

import pytest

from communique.rules.layout import paragraphs


def kept(text: str) -> list[str]:
    return [text[p.start : p.end] for p in paragraphs(text) if p.boilerplate is None]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("The envoys shake hands. Photo: City Press", "credit"),
        ("The two envoys at the lake. | AP Photo", "credit"),
        ("You May Also Like", "related"),
        ("Related: A look at the lake talks", "related"),
        ("Share this article", "share"),
        ("Sign up for our newsletter and get it every day in your inbox", "appeal"),
        ("By Ann Writer", "byline"),
        ("(Reporting by Ann Writer; Editing by Bo Cutter)", "byline"),
        ("© 2031 City Press. All rights reserved.", "rights"),
        ("Comments Off on The lake talks", "comments"),
    ],
)
def test_boilerplate_is_known_by_its_form(line: str, rule: str) -> None:
    """Captions, credits, appeals, related links and bylines are named by rule and left out."""
    prose = "The envoys of both sides met at the lake on Monday and agreed to meet again soon."
    found = paragraphs(f"{prose}\n\n{line}\n\n{prose[:-1]} there.")
    assert [p.boilerplate for p in found] == [None, rule, None]


def test_what_follows_the_article_on_the_page_is_boilerplate() -> None:
    """Once the page's own lines begin after the last prose, nothing below is article."""
    text = (
        "The envoys of both sides met at the lake on Monday and agreed to meet again.\n\n"
        "You may also like\n\nLake Envoy Quits\n\nPrime Minister Bo Rae Resigns"
    )
    assert kept(text) == [text.split("\n")[0]]


def test_a_repeated_caption_goes_a_repeated_standfirst_stays() -> None:
    """A line that comes again is the page's unless it is a sentence."""
    standfirst = "Both sides stressed that the talks would go on."
    caption = "Envoy Ann Lee and Envoy Bo Rae"
    text = "\n\n".join([caption, standfirst, caption, "More was said later.", standfirst])
    assert kept(text) == [standfirst, "More was said later.", standfirst]


def test_lines_wrapped_by_hand_make_one_paragraph() -> None:
    """Breaks inside sentences join; a blank line, an indent or a bullet begins anew."""
    text = (
        "The envoys of the two sides met at the lake on Monday\n"
        "to speak about fishing rights that neither side would\n"
        "give up before.\n"
        "    They will meet again in spring, said both of the\n"
        "envoys after the talks.\n\n- Ann Lee\n- Bo Rae"
    )
    assert [" ".join(p.split()) for p in kept(text)] == [
        " ".join(text.split("\n    ")[0].split()),
        "They will meet again in spring, said both of the envoys after the talks.",
        "- Ann Lee",
        "- Bo Rae",
    ]


def test_front_matter_is_set_apart() -> None:
    """The YAML head of a saved page is no article."""
    text = "---\ntitle: 'Talks'\ndate: 2031-05-04\n---\nThe envoys met.\n"
    assert [p.boilerplate for p in paragraphs(text)] == ["front_matter", None]

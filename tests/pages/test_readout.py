"""The page of records, as it is written."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from communique.pages.readout import readout_marks, readouts_page
from communique.records import (
    ErrorInfo,
    ExtractorInfo,
    Failure,
    Issue,
    Meeting,
    Participant,
    Readout,
    Span,
    Statement,
)

from .sample import seed_002
from .test_article import HOSTILE

FAILED = Failure(
    document_id="bad",
    error=ErrorInfo(code="unreadable", message="bad.txt: empty", stage="read"),
)


class Elements(HTMLParser):
    """All tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] for _, attrs in self.found if attribute in attrs]


def hostile() -> Readout:
    """A record of hostile text whose every field is hostile too."""
    span = Span.of(HOSTILE, 0, 25)
    return Readout(
        text=HOSTILE,
        document_id='"><script>alert(1)</script>',
        extractor=ExtractorInfo(model="</style><script>", version="1"),
        participants=(
            Participant(name=HOSTILE, title=HOSTILE, mentions=(span,), evidence={"title": (span,)}),
        ),
        meetings=(
            Meeting(kind="other", participants=(HOSTILE,), evidence=(span,)),
            Meeting(
                kind="call",
                place=HOSTILE,
                evidence=(span,),
                field_evidence={"kind": (span,), "place": (span,)},
            ),
        ),
        statements=(
            Statement(content=span, kind="direct", speaker=HOSTILE, speaker_mention=span, cue=span),
        ),
        issues=(Issue(code=HOSTILE, message=HOSTILE, path=HOSTILE, value={"a": [HOSTILE]}),),
    )


def test_page_shows_every_item_of_every_record() -> None:
    """Names, titles, quotes, issues and failures stand on the page, once for each item."""
    record = seed_002()
    page = readouts_page([record, FAILED], title="Seeds")
    ids = Elements(page).values("id")
    assert [i for i in ids if re.fullmatch(r"d1-p\d+", i)] == [f"d1-p{n}" for n in range(1, 10)]
    assert [i for i in ids if re.fullmatch(r"d1-s\d+", i)] == [f"d1-s{n}" for n in range(1, 10)]
    assert "d1-m1" in ids
    for shown in ("Emmanuel Macron", "2022-02-28", "quote_open", "bad.txt: empty", "<title>Seeds"):
        assert shown in page


def test_every_item_has_lit_text_and_every_lit_text_an_item() -> None:
    """What is lit in the article and what stands beside it name each other."""
    elements = Elements(readouts_page([seed_002(), hostile()]))
    lit = {item for value in elements.values("data-items") for item in value.split()}
    assert lit == set(elements.values("data-item"))


def test_element_ids_are_unique() -> None:
    """A permalink means one element, also with several documents."""
    ids = Elements(readouts_page([seed_002(), FAILED, seed_002(), hostile()])).values("id")
    assert len(ids) == len(set(ids))


def test_every_span_of_a_record_is_lit() -> None:
    """No span of the record is left out of the article."""
    record = seed_002()
    marked = {(mark.start, mark.end) for mark in readout_marks(record, "d1")}
    assert marked == {(span.start, span.end) for _, span in record.spans()}


def test_page_asks_the_network_for_nothing() -> None:
    """No element of the page can load or send anything, and its policy forbids the rest."""
    elements = Elements(readouts_page([seed_002(), hostile()]))
    loading = {"src", "href", "srcset", "action", "data", "poster", "background", "style"}
    assert not [(tag, a) for tag, a in elements.found if loading & set(a)]
    (policy,) = [a["content"] for _, a in elements.found if "http-equiv" in a]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_hostile_record_adds_no_element() -> None:
    """A page of hostile text has the scripts and styles of any other page, and no handlers."""

    def tags(page: str) -> list[str]:
        return [tag for tag, _ in Elements(page).found if tag in {"script", "style", "iframe", "b"}]

    page = readouts_page([hostile()])
    assert tags(page) == tags(readouts_page([seed_002()]))
    attributes = {name for _, attrs in Elements(page).found for name in attrs}
    assert not [name for name in attributes if name.startswith("on")]


@pytest.mark.parametrize("items", [[], [FAILED]])
def test_page_without_records(items: list[Failure]) -> None:
    """Nothing found is a page too."""
    assert readouts_page(items).startswith("<!doctype html>")


def test_page_depends_on_nothing_but_its_records() -> None:
    """The same records make the same bytes."""
    assert readouts_page([seed_002()]) == readouts_page([seed_002()])

"""What is left of a document where not all places are there: what is proven, and issues."""

from __future__ import annotations

from dataclasses import replace

from communique.exchange.items import Claim, Found, Item, Labeled, head_of, items_of
from communique.exchange.rebuilding import rebuilt
from communique.gold.records import GoldDocument
from communique.records import (
    ExtractorInfo,
    Failure,
    Meeting,
    Participant,
    Readout,
    Span,
    Statement,
)

TEXT = "Minister Ann Lee met Bo Rae. “We go,” she said."


def span(words: str) -> Span:
    return Span.of(TEXT, TEXT.index(words), TEXT.index(words) + len(words))


RECORD = Readout(
    text=TEXT,
    document_id="a",
    extractor=ExtractorInfo(model="regex", version="1"),
    participants=(
        Participant(
            name="Ann Lee", title="Minister", mentions=(span("Ann Lee"), span("she")),
            evidence={"title": (span("Minister"),)},
        ),
        Participant(name="Bo Rae", mentions=(span("Bo Rae"),)),
    ),
    meetings=(
        Meeting(kind="other", participants=("Ann Lee", "Bo Rae"), evidence=(span("met"),)),
    ),
    statements=(
        Statement(content=span("“We go,”"), kind="direct", speaker="Ann Lee",
                  speaker_mention=span("she"), cue=span("said")),
    ),
)  # fmt: skip


def without(*words: str, gold: bool = False) -> Labeled:
    """The record brought back after a tool wrote other words for these."""

    def damaged(item: Item) -> Item:
        places = tuple(
            replace(p, claim=Claim(p.claim.start, p.claim.end, "gone"))
            if p.claim.exact in words else p
            for p in item.places
        )  # fmt: skip
        return replace(item, places=places, where="file:1")

    items = tuple(map(damaged, items_of(RECORD)))
    back = rebuilt(Found({**head_of(RECORD), "gold": gold}, items, "file"), TEXT)
    assert not isinstance(back, Failure)
    return back


def paths(document: Labeled) -> list[str | None]:
    assert all(issue.code == "not_placed" for issue in document.issues)
    return [issue.path for issue in document.issues]


def test_a_value_without_proof_leaves_a_record_and_stays_in_gold() -> None:
    """A record may claim only what it proves; a label is a person's word."""
    record, gold = without("Minister"), without("Minister", gold=True)
    assert record.participants[0].title is None
    assert paths(record) == ["participants[0].title", "participants[0].title"]
    assert gold.participants[0].title == "Minister"
    assert paths(gold) == ["participants[0].title"]


def test_a_mention_that_is_gone_leaves_the_others() -> None:
    """And the speaker, whom the statement's mention proved, is left out of a record."""
    record = without("she")
    assert record.participants[0].mentions == (span("Ann Lee"),)
    (statement,) = record.statements
    assert (statement.speaker, statement.speaker_mention) == (None, None)
    assert "statements[0].speaker" in paths(record)
    assert without("she", gold=True).statements[0].speaker == "Ann Lee"


def test_a_participant_without_mention_leaves_its_meetings_too() -> None:
    record = without("Bo Rae")
    assert [p.name for p in record.participants] == ["Ann Lee"]
    assert record.meetings[0].participants == ("Ann Lee",)
    assert paths(record)[-1] == "meetings[0].participants"


def test_a_statement_without_content_is_left_out() -> None:
    """With what it was, where it stood in the file."""
    record = without("“We go,”")
    assert record.statements == ()
    last = record.issues[-1]
    assert last.message == "file:1: left out: statement without a place in the text"
    assert last.value == {"kind": "direct", "nested": False, "speaker": "Ann Lee"}


def test_values_of_wrong_types_fail_the_document_by_name() -> None:
    """Whatever a tool's file has in the place of a name, a date, a list."""
    for values in (
        {"name": 5}, {"name": ["x"]}, {"name": "Nobody Known"}, {"name": "Ann Lee", "title": {}},
    ):  # fmt: skip
        item = replace(next(iter(items_of(RECORD))), values=values)
        back = rebuilt(Found(head_of(RECORD), (item,), "file"), TEXT)
        assert isinstance(back, Failure)
        assert (back.document_id, back.error.message[:5]) == ("a", "file:")


def test_all_places_of_a_changed_text_move() -> None:
    """Gold of an article that was read anew: the labels stand where their words went."""
    new = "By our reporter. " + TEXT
    back = rebuilt(Found({**head_of(RECORD), "gold": True}, tuple(items_of(RECORD)), "f"), new)
    assert isinstance(back, GoldDocument)
    assert back.issues == ()
    assert back.statements[0].content.start == RECORD.statements[0].content.start + 17
    assert back.text == new

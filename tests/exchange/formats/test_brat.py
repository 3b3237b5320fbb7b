"""brat's standoff: back without loss but of what stands nowhere, and read by the corpus reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.exchange.items import Labeled
from communique.exchange.losses import Losses
from communique.gold.brat import load_brat
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument, GoldMeeting, GoldParticipant, GoldStatement
from communique.records import Failure, Span, text_sha256

from ..made import ROOT, exported, golds, imported, records, there_and_back

SEEDS = load_gold(ROOT / "gold" / "seeds.jsonl")


@settings(max_examples=30, deadline=None)
@given(document=st.one_of(records(edges=False), golds(edges=False, placed=True)))
def test_any_document_comes_back_the_same(
    document: Labeled, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whose items stand somewhere, and whose spans do not end in white space."""
    assert there_and_back(document, "brat", tmp_path_factory.mktemp("trip")) == document


def test_no_annotation_goes_over_a_line_end(tmp_path: Path) -> None:
    """Each line of the file is one annotation, and each fragment stands in one line of the text."""
    text = "Ada\r\nVex\u2028 said\x85so"
    span = Span.of(text, 0, len(text))
    document = GoldDocument(
        document_id="a/../b", text=text, text_sha256=text_sha256(text),
        statements=(GoldStatement(content=span),),
    )  # fmt: skip
    out = exported([document], "brat", tmp_path / "out")
    (file,) = out.glob("*.ann")
    assert file.name == "000001-a_b.ann"
    lines = file.read_text("utf-8").splitlines()
    assert lines[0] == "T1\tContent 0 3;5 8;9 14;15 17\tAda Vex  said so"
    assert [line.split("\t")[0] for line in lines] == ["T1", "T2", "E1", "#1"]
    assert imported("brat", out) == [document]


def test_the_reader_of_corpora_reads_the_attributions(tmp_path: Path) -> None:
    """The export looks as PolNeAR does: contents, cues and boilerplate are the same."""
    out = exported(SEEDS, "brat", tmp_path / "out")
    for seed, read in zip(SEEDS, load_brat(out), strict=True):
        assert [s.content for s in read.statements] == [s.content for s in seed.statements]
        assert [s.cue for s in read.statements] == [s.cue for s in seed.statements]
        assert read.boilerplate == seed.boilerplate


def test_what_stands_nowhere_is_said_not_to_be_carried(tmp_path: Path) -> None:
    """Once, with how often."""
    document = GoldDocument(
        document_id="a", text="x ", text_sha256=text_sha256("x "),
        participants=(GoldParticipant(name="Ada"), GoldParticipant(name="Bo")),
        meetings=(GoldMeeting(kind="call", participants=("Ada",)),),
        boilerplate=(Span.of("x ", 0, 2), Span.of("x ", 1, 2)),
    )  # fmt: skip
    losses = Losses()
    exported([document], "brat", tmp_path / "out", losses)
    assert list(losses.lines()) == [
        "not carried: items that stand nowhere in the text (3 times)",
        "not carried: spans of nothing but white space",
    ]


def test_a_corpus_of_others_is_read_as_ever(tmp_path: Path) -> None:
    """Without documents.jsonl it is `gold.brat`'s; what is wrong there is named."""
    out = exported(SEEDS, "brat", tmp_path / "out")
    (out / "documents.jsonl").unlink()
    assert imported("brat", out) == list(load_brat(out))
    next(out.glob("*.ann")).write_text("T1\tCue 0 1\tnot so\n", "utf-8")
    (failure,) = imported("brat", out)
    assert isinstance(failure, Failure)
    assert "marks" in failure.error.message


def test_a_content_in_two_pieces_becomes_two_statements(tmp_path: Path) -> None:
    """An annotator may join what has other words in between; each piece has its place."""
    text = "“We go,” she said, “now.”"
    document = GoldDocument(document_id="a", text=text, text_sha256=text_sha256(text))
    out = exported([document], "brat", tmp_path / "out")
    (file,) = out.glob("*.ann")
    file.write_text(
        "T1\tContent 0 8;19 25\t“We go,” “now.”\nT2\tCue 13 17\tsaid\n"
        "T3\tAttribution 13 17\tsaid\nE1\tAttribution:T3 Content:T1 Cue:T2\nR1\tOdd Arg1:T1\n",
        "utf-8",
    )
    (back,) = imported("brat", out)
    assert isinstance(back, GoldDocument)
    assert [(s.content.text, s.cue and s.cue.start) for s in back.statements] == [
        ("“We go,”", 13),
        ("“now.”", 13),
    ]
    assert [i.code for i in back.issues] == ["not_understood"]

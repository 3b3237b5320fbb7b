"""Attribution corpora in brat's format: texts, annotations, and what becomes of fragments."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from communique.gold.brat import load_brat
from communique.gold.flat import gold_from_flat
from communique.gold.problems import GoldErrors
from communique.gold.records import GoldDocument
from communique.records import Readout
from communique.scoring.documents import compare_document

TEXT = "“We sail,” Ada Vex said, “at dawn.” It rains, sources close to her\nadded. Read more"


def line(number: int, label: str, *quotes: str) -> str:
    """A T line that marks ``quotes``, each at its only place in ``TEXT``."""
    places = [(TEXT.index(quote), TEXT.index(quote) + len(quote)) for quote in quotes]
    offsets = ";".join(f"{start} {end}" for start, end in places)
    return f"T{number}\t{label} {offsets}\t{' '.join(quotes).replace(chr(10), ' ')}"


ANNOTATIONS = (
    line(1, "Content", "“We sail,”", "“at dawn.”"),
    line(2, "Source", "Ada Vex"),
    line(3, "Cue", "said"),
    line(4, "Attribution", "said"),
    "E1\tAttribution:T4 Content:T1 Cue:T3 Source:T2",
    line(5, "Content", "It rains"),
    line(6, "Cue", "added"),
    line(7, "Source", "sources close to her"),
    line(8, "Attribution", "added"),
    "E2\tAttribution:T8 Content:T5 Cue:T6 Source:T7",
    line(9, "Discard", "Read more"),
    "#1\tAnnotatorNotes T5\tunclear",
    "A1\tMood E2",
)


def pair(folder: Path, *annotations: str, text: str = TEXT, name: str = "storm") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_bytes("".join(a + "\n" for a in annotations).encode())
    return folder


def only(folder: Path) -> GoldDocument:
    (document,) = load_brat(folder)
    return document


def test_an_attribution_becomes_a_statement_for_each_fragment(tmp_path: Path) -> None:
    """Same speaker and cue; nothing is said of kinds, participants and meetings."""
    document = only(pair(tmp_path, *ANNOTATIONS))
    assert (document.document_id, document.text) == ("storm", TEXT)
    assert document.scores == ("statements",)
    told = [(s.content.text, s.speaker, s.cue and s.cue.text) for s in document.statements]
    assert told == [
        ("“We sail,”", "Ada Vex", "said"),
        ("“at dawn.”", "Ada Vex", "said"),
        ("It rains", "sources close to her", "added"),
    ]
    assert {s.kind for s in document.statements} == {None}
    assert all(s.core for s in document.statements)
    assert [span.text for span in document.boilerplate] == ["Read more"]


def test_fragments_with_a_line_end_between_them_are_one(tmp_path: Path) -> None:
    """brat cuts a span where a line ends; the text does not."""
    cut = line(1, "Content", "close to her", "added")
    event = "E1\tAttribution:T2 Content:T1"
    document = only(pair(tmp_path, cut, line(2, "Attribution", "said"), event))
    (statement,) = document.statements
    assert statement.content.text == "close to her\nadded"
    assert (statement.speaker, statement.speaker_mention, statement.cue) == (None, None, None)


def test_a_content_inside_another_is_an_inner_statement(tmp_path: Path) -> None:
    """Matched, but neither rewarded nor punished."""
    outer = line(1, "Content", "It rains, sources close to her\nadded")
    inner = line(2, "Content", "It rains")
    events = ("E1\tAttribution:T1 Content:T1", "E2\tAttribution:T2 Content:T2")
    document = only(pair(tmp_path, outer, inner, *events))
    assert [(s.nested, s.core) for s in document.statements] == [(False, True), (True, False)]


def test_annotations_may_stand_in_a_folder_of_their_own(tmp_path: Path) -> None:
    """As in PolNeAR: attributions/NAME_ANNOTATOR.ann, text/NAME.txt."""
    pair(tmp_path / "text", *ANNOTATIONS)
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "storm.ann").rename(tmp_path / "attributions" / "storm_4e07.ann")
    document = only(tmp_path)
    assert document.document_id == "storm"
    assert document.extractor is not None
    assert document.extractor.model == "4e07"
    assert len(document.statements) == 3


@pytest.mark.parametrize(
    ("annotations", "complaint"),
    [
        (["T1\tContent 0 3\tWe"], "storm.ann:1: T1: marks '“We' in the text, but says 'We'"),
        (["T1\tContent 5 900\tx"], "T1: 5 to 900 is no span of a text of"),
        (["T1\tContent 5 5\t"], "T1: 5 to 5 is no span"),
        (["T1 Content 0 3 We"], "storm.ann:1: not a span of brat"),
        (["", "E1\tAttribution:T7 Content:T8"], "storm.ann:2: T8 is not in this file"),
        (["R1\tSays Arg1:T1 Arg2:T2"], "attributions are read from events"),
    ],
)
def test_wrong_annotations_name_file_and_line(
    tmp_path: Path, annotations: list[str], complaint: str
) -> None:
    """Nothing is left out silently."""
    with pytest.raises(GoldErrors) as caught:
        load_brat(pair(tmp_path, *annotations))
    assert complaint in str(caught.value)


def test_a_missing_text_and_an_empty_folder_are_errors(tmp_path: Path) -> None:
    """With the name that was looked for."""
    with pytest.raises(GoldErrors, match=r"no \.ann file in this folder"):
        load_brat(tmp_path)
    pair(tmp_path, *ANNOTATIONS).joinpath("storm.txt").unlink()
    with pytest.raises(GoldErrors, match=r"no text for it: storm\.txt is not below"):
        load_brat(tmp_path)


DEV = os.environ.get("COMMUNIQUE_DEV")
MOST = 12
"""Articles of it that are tried."""


@pytest.mark.skipif(DEV is None, reason="COMMUNIQUE_DEV is not set")
def test_a_real_corpus_scores_as_its_flat_lines_do(tmp_path: Path) -> None:
    """Articles written in brat's format and read again have the same labels, and the scores of
    the offline extractor's records are the same."""
    import communique

    corpus = (Path(str(DEV)) / "polnear" / "dev.jsonl").read_bytes()
    rows = [json.loads(row) for row in corpus.splitlines()[:MOST]]
    for number, row in enumerate(rows):
        pair(tmp_path, *_as_brat(row), text=row["text"], name=f"{number:02}")
    documents = load_brat(tmp_path)
    assert sum(len(document.statements) for document in documents) > 200
    for row, document in zip(rows, documents, strict=True):
        bare = [{**s, "kind": None, "core": True} for s in row["statements"]]
        flat = gold_from_flat({**row, "id": document.document_id, "statements": bare})
        ours = {(s.content, s.speaker, s.speaker_mention, s.cue) for s in document.statements}
        assert ours == {(s.content, s.speaker, s.speaker_mention, s.cue) for s in flat.statements}
        assert document.boilerplate == flat.boilerplate
        record = communique.extract(row["text"], document_id=document.document_id)
        assert isinstance(record, Readout)
        for counts in ("iou50", "iou80", "exact"):
            found = getattr(compare_document(document, record).score, counts)
            assert found == getattr(compare_document(flat, record).score, counts)


def _as_brat(row: dict[str, Any]) -> list[str]:
    """The flat labels as lines of brat: one event a group of pieces."""
    lines: list[str] = []

    def mark(label: str, places: list[tuple[int, int]]) -> str:
        name = f"T{len(lines) + 1}"
        words = " ".join(row["text"][start:end] for start, end in places).replace("\n", " ")
        offsets = ";".join(f"{start} {end}" for start, end in places)
        lines.append(f"{name}\t{label} {offsets}\t{words}")
        return name

    groups: dict[str, list[dict[str, Any]]] = {}
    for statement in row["statements"]:
        groups.setdefault(statement["group"], []).append(statement)
    for group, pieces in groups.items():
        roles = [f"Content:{mark('Content', [(p['start'], p['end']) for p in pieces])}"]
        for role, key in (("Source", "speaker"), ("Cue", "cue")):
            start, end = pieces[0].get(f"{key}_start"), pieces[0].get(f"{key}_end")
            if start is not None and end is not None:
                roles.append(f"{role}:{mark(role, [(start, end)])}")
        lines.append(f"{group}\tAttribution:{roles[0].partition(':')[2]} {' '.join(roles)}")
    for start, end in row["ignore"]:
        mark("Discard", [(start, end)])
    return lines

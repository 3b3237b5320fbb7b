"""Reading gold lines and flat lines."""

from __future__ import annotations

import gc
import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from communique.gold.build import build_gold
from communique.gold.problems import GoldErrors
from communique.gold.reading import load_gold

from .workshop import make_project

TEXT = "Ada Lind said it would rain. Photo: me"

FLAT: dict[str, Any] = {
    "id": "rain",
    "text": TEXT,
    "published": "2031-05-06",
    "annotator": "ann",
    "lang": "en",
    "participants": [
        {
            "name": "Ada Lind",
            "title": None,
            "country": "NO",
            "organization": None,
            "optional": True,
            "mentions": [{"start": 0, "end": 8, "text": "Ada Lind"}],
        }
    ],
    "meetings": [
        {"kind": "call", "date": "2031", "place": None, "organizer": None, "participants": None}
    ],
    "statements": [
        {
            "start": 14,
            "end": 27,
            "text": "it would rain",
            "kind": "indirect",
            "speaker_text": "Lind",
            "speaker_start": 4,
            "speaker_end": 8,
            "speaker_name": "Ada Lind",
            "cue_text": "said",
            "cue_start": 9,
            "cue_end": 13,
            "core": False,
            "group": "g1",
        }
    ],
    "boilerplate": [[29, 38]],
    "ignore": [],
}


def _write(path: Path, *items: object) -> Path:
    lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
    path.write_text(lines, encoding="utf-8")
    return path


def _flat(**changes: object) -> dict[str, Any]:
    return {**FLAT, **changes}


def _statement(**changes: object) -> dict[str, Any]:
    return _flat(statements=[{**FLAT["statements"][0], **changes}])


def test_built_gold_reads_back_as_it_was(tmp_path: Path) -> None:
    """What build wrote is what load gives."""
    (gold_set,) = build_gold(make_project(tmp_path))
    assert load_gold(gold_set.path) == gold_set.documents


def test_a_flat_line_becomes_a_gold_document(tmp_path: Path) -> None:
    """Offsets become spans, regions boilerplate, the annotator the one who made it."""
    (document,) = load_gold(_write(tmp_path / "a.jsonl", FLAT))
    (statement,) = document.statements
    assert statement.content.text == "it would rain"
    assert statement.speaker == "Ada Lind"
    assert statement.speaker_mention is not None
    assert statement.speaker_mention.text == "Lind"
    assert statement.cue is not None
    assert statement.cue.text == "said"
    assert (statement.kind, statement.core) == ("indirect", False)
    assert [span.text for span in document.boilerplate] == ["Photo: me"]
    assert document.participants[0].optional
    assert document.meetings[0].participants == ()
    assert document.published == "2031-05-06"
    assert document.extractor is not None
    assert document.extractor.model == "ann"


def test_the_speaker_is_the_text_where_no_name_is_given(tmp_path: Path) -> None:
    """Corpora without resolved names still have speakers; some statements have none."""
    named = _statement(speaker_name=None)
    none = {**_statement(speaker_name=None, speaker_text=None), "id": "none"}
    none["statements"][0].update(speaker_start=None, speaker_end=None, cue_start=None)
    found = load_gold(_write(tmp_path / "a.jsonl", named, none))
    assert found[0].statements[0].speaker == "Lind"
    assert found[1].statements[0].speaker is None
    assert found[1].statements[0].speaker_mention is None
    assert found[1].statements[0].cue is None


def test_ignore_and_boilerplate_are_one(tmp_path: Path) -> None:
    """Either key marks regions where nothing is labeled."""
    (document,) = load_gold(_write(tmp_path / "a.jsonl", _flat(boilerplate=[], ignore=[[29, 34]])))
    assert [span.text for span in document.boilerplate] == ["Photo"]


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ([1], "not a gold line"),
        ({"text": "x"}, "not a gold line"),
        ({"id": "x"}, "text: Field required"),
        (_statement(end=12), "span [14, 12) is -2 long"),
        (_statement(start=15), "long"),
        (_statement(start=15, end=28), "statements[0].content claims 'it would rain' at [15, 28)"),
        (_statement(end=99, text=None), "text: String should have at least 1 character"),
        (_statement(cue_text="says"), "statements[0].cue claims 'says' at [9, 13)"),
        (_statement(kind="spoken"), "statements.0.kind: Input should be 'direct', 'mixed' or"),
        (_flat(boilerplate=[[5]]), "boilerplate.0"),
    ],
)
def test_a_wrong_line_is_named_with_its_number(tmp_path: Path, item: object, said: str) -> None:
    """The error has the file, the line and the field."""
    path = _write(tmp_path / "a.jsonl", FLAT, item)
    with pytest.raises(GoldErrors) as caught:
        load_gold(path)
    assert (caught.value.path, caught.value.line) == (str(path), 2)
    assert said in caught.value.message


def test_all_wrong_lines_are_named(tmp_path: Path) -> None:
    """Bytes that are no UTF-8, no JSON and a document given twice, in one error."""
    path = _write(tmp_path / "a.jsonl", FLAT)
    path.write_bytes(path.read_bytes() + b"\n\xff\n{\n" + path.read_bytes())
    with pytest.raises(GoldErrors) as caught:
        load_gold(path)
    assert [error.line for error in caught.value.errors] == [3, 4, 5]
    assert "rain is there already on line 1" in caught.value.message


def test_annotators_may_label_the_same_document(tmp_path: Path) -> None:
    """A document by two annotators is two labelings."""
    found = load_gold(_write(tmp_path / "a.jsonl", FLAT, _flat(annotator="bob")))
    assert [d.extractor.model for d in found if d.extractor] == ["ann", "bob"]


def test_a_line_separator_in_a_text_does_not_end_the_line(tmp_path: Path) -> None:
    """U+2028 stands raw in JSON and is no line end here."""
    text = TEXT + "\u2028more"
    (document,) = load_gold(_write(tmp_path / "a.jsonl", _flat(text=text)))
    assert document.text == text


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The error says which file."""
    with pytest.raises(GoldErrors, match=r"none\.jsonl: cannot be read: No such file"):
        load_gold(tmp_path / "none.jsonl")


def test_the_labeled_corpora_load() -> None:
    """Every file of the development corpora loads, document by document."""
    folder = os.environ.get("COMMUNIQUE_DEV")
    if not folder:
        pytest.skip("COMMUNIQUE_DEV is not set: no labeled corpora to read")
    paths = sorted(Path(folder).glob("*/*.jsonl"))
    assert paths
    for path in paths:
        lines = [line for line in path.read_bytes().split(b"\n") if line.strip()]
        documents = load_gold(path)
        assert len(documents) == len(lines)
        for document, line in zip(documents, lines, strict=True):
            assert len(document.statements) == len(json.loads(line)["statements"])


def test_broken_lines_leave_nothing_in_memory(tmp_path: Path) -> None:
    """However often they are read: errors that hold one another would keep the whole file."""
    text = "Ann Lee spoke. " * 5_000
    span = {"start": 0, "end": 3, "text": "Bob, who is not there"}
    line = {"document_id": "a", "text": text, "statements": [{"content": span, "kind": "direct"}]}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(line), "utf-8")

    def read(times: int) -> int:
        for _ in range(times):
            with pytest.raises(GoldErrors):
                load_gold(path)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        read(3)
        before = read(3)
        assert read(20) - before < len(text)
    finally:
        tracemalloc.stop()

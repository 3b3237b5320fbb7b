"""Checking: every way in which built gold and its sources can drift apart is seen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.gold.build import build_gold
from communique.gold.check import check_gold

from .workshop import ARTICLE, SOURCE, line_of, make_project, source_path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    build_gold(make_project(tmp_path))
    return tmp_path


def _edit(project: Path, change: Callable[[str], str]) -> None:
    built = project / "gold" / "seeds.jsonl"
    built.write_bytes(change(built.read_text(encoding="utf-8")).encode())


def test_what_was_just_built_has_no_drift(project: Path) -> None:
    """A fresh build passes, and the check tells what it looked at."""
    result = check_gold(project)
    assert result.drifts == ()
    assert [d.document_id for s in result.sets for d in s.documents] == ["ferry"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.replace('"place": "Bergen"', '"place": "Oslo"'), "not what its source says"),
        (lambda s: s.replace(", ", ",", 1), "not byte for byte what the sources build"),
        (lambda s: s + s.replace('"ferry"', '"boat"'), "boat has no source"),
        (lambda s: s + s, "ferry is there already on line 1"),
        (lambda s: "", "ferry is missing here"),
        (lambda s: s[:-9] + "\n", "not JSON"),
        (lambda s: s.replace('"status": "labeled"', '"status": "done"'), "status: Input should be"),
        (lambda s: s.replace('"kind": "direct"', '"kind": "quoted"'), "statements.0.kind"),
        (lambda s: s.replace("Ferry talks", "Fairy talks"), "text_sha256 is not that of the text"),
    ],
)
def test_an_edited_file_is_drift(project: Path, change: Callable[[str], str], said: str) -> None:
    """Whatever is changed in the built file is named, with the file."""
    _edit(project, change)
    (drift,) = check_gold(project).drifts
    assert said in drift.message
    assert drift.path.endswith("gold/seeds.jsonl")


def test_a_moved_span_is_drift(project: Path) -> None:
    """A span whose text is not the text there is named with its path."""
    line = json.loads((project / "gold" / "seeds.jsonl").read_text(encoding="utf-8"))
    line["statements"][0]["content"]["start"] += 1
    line["statements"][0]["content"]["end"] += 1
    _edit(project, lambda _: json.dumps(line, ensure_ascii=False) + "\n")
    (drift,) = check_gold(project).drifts
    assert "statements[0].content claims" in drift.message
    assert drift.line == 1


def test_an_edited_source_and_a_changed_text_are_drift(project: Path) -> None:
    """Sources and texts that moved on since the build are seen without any sha256 in them."""
    make_project(project, source=SOURCE.replace("published: 2031-05-06", "published: null"))
    assert "ferry is not what its source says" in check_gold(project).drifts[0].message
    make_project(project, text=ARTICLE + "\n")
    assert "ferry is not what its source says" in check_gold(project).drifts[0].message


def test_a_broken_source_is_named_and_does_not_accuse_the_built_file(project: Path) -> None:
    """One cause, one drift."""
    wrong = SOURCE.replace("quote: Danish", "quote: Finnish")
    make_project(project, source=wrong)
    (drift,) = check_gold(project).drifts
    assert "'Finnish' is not in the text" in drift.message
    assert drift.line == line_of(wrong, "Finnish")


def test_files_without_sources_and_sources_without_files_are_drift(project: Path) -> None:
    """Built gold whose sources are gone, and sources never built."""
    source_path(project).rename(source_path(project).with_suffix(".kept"))
    (gone,) = check_gold(project).drifts
    assert "built gold without sources" in gone.message
    make_project(project)
    (project / "gold" / "seeds.jsonl").unlink()
    (missing,) = check_gold(project).drifts
    assert "not built; run `communique gold build`" in missing.message


def test_imported_gold_needs_no_source_but_must_be_valid(project: Path) -> None:
    """A flat file beside the seeds is read and not held to have sources."""
    flat = project / "gold" / "corpus.jsonl"
    flat.write_text('{"id": "a", "text": "Hi", "statements": []}\n', encoding="utf-8")
    assert check_gold(project).drifts == ()
    flat.write_text('{"id": "a", "text": 1}\n', encoding="utf-8")
    (drift,) = check_gold(project).drifts
    assert drift.message.endswith("gold/corpus.jsonl:1: text: Input should be a valid string")


def test_annotators_files_must_resolve(project: Path) -> None:
    """A single annotator's labeling is checked, and never built."""
    own = project / "gold" / "annotators" / "a"
    own.mkdir(parents=True)
    (own / "ferry.yaml").write_text(SOURCE, encoding="utf-8")
    result = check_gold(project)
    assert result.drifts == ()
    assert [(name, d.document_id) for name, d in result.annotators] == [("a", "ferry")]
    (own / "ferry.yaml").write_text(SOURCE.replace("[Jonas Holm]", "[J. Holm]"), encoding="utf-8")
    (drift,) = check_gold(project).drifts
    assert drift.path.endswith("gold/annotators/a/ferry.yaml")

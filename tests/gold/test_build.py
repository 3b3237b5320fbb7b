"""Building: the same sources give the same bytes, and nothing half-built is ever seen."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from communique.errors import OutputError, UsageError
from communique.gold.build import build_gold
from communique.gold.problems import GoldErrors
from communique.records import text_sha256

from .workshop import ARTICLE, SOURCE, line_of, make_project, source_path


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """The build is deterministic, in another folder too, and leaves nothing beside the file."""
    first, second = make_project(tmp_path / "a"), make_project(tmp_path / "b")
    build_gold(first)
    data = (first / "gold" / "seeds.jsonl").read_bytes()
    build_gold(first)
    build_gold(second)
    assert (first / "gold" / "seeds.jsonl").read_bytes() == data
    assert (second / "gold" / "seeds.jsonl").read_bytes() == data
    assert sorted(path.name for path in (first / "gold").iterdir()) == ["seeds.jsonl", "sources"]


def test_a_line_has_the_keys_of_a_record_then_those_of_gold_the_text_last(tmp_path: Path) -> None:
    """Keys stand in contract order; letters beyond ASCII stand as they are."""
    build_gold(make_project(tmp_path))
    raw = (tmp_path / "gold" / "seeds.jsonl").read_text(encoding="utf-8")
    line = json.loads(raw)
    assert list(line) == [
        "document_id",
        "text_sha256",
        "extractor",
        "meetings",
        "participants",
        "statements",
        "issues",
        "boilerplate",
        "published",
        "status",
        "text",
    ]
    assert line["extractor"] == {"model": "gold", "version": "1", "prompt_sha256": None}
    assert line["text"] == ARTICLE
    assert "\U0001f6a2" in raw
    assert "\u201c" in raw


def test_lines_are_sorted_by_document(tmp_path: Path) -> None:
    """By id, not by file name: "ferry-2.yaml" comes before "ferry.yaml"."""
    make_project(tmp_path)
    for name in ("ferry-2", "alpha"):
        copy = source_path(tmp_path).with_name(f"{name}.yaml")
        copy.write_text(SOURCE.replace("document: ferry", f"document: {name}"), encoding="utf-8")
    (gold_set,) = build_gold(tmp_path)
    assert [document.document_id for document in gold_set.documents] == [
        "alpha",
        "ferry",
        "ferry-2",
    ]


def test_a_subfolder_is_a_set_of_its_own(tmp_path: Path) -> None:
    """gold/sources/SET builds gold/SET.jsonl, and seeds.jsonl stays as it was."""
    build_gold(make_project(tmp_path))
    seeds = (tmp_path / "gold" / "seeds.jsonl").read_bytes()
    (tmp_path / "gold" / "sources" / "mine").mkdir()
    shutil.copy(source_path(tmp_path), tmp_path / "gold" / "sources" / "mine" / "ferry.yaml")
    sets = build_gold(tmp_path)
    assert [gold_set.name for gold_set in sets] == ["seeds", "mine"]
    assert (tmp_path / "gold" / "mine.jsonl").read_bytes() == seeds
    assert (tmp_path / "gold" / "seeds.jsonl").read_bytes() == seeds


def test_a_set_named_seeds_is_refused(tmp_path: Path) -> None:
    """Two sources of seeds.jsonl would overwrite each other."""
    make_project(tmp_path)
    (tmp_path / "gold" / "sources" / "seeds").mkdir()
    with pytest.raises(GoldErrors, match="is the set of gold/sources itself"):
        build_gold(tmp_path)


def test_a_file_that_would_be_passed_over_is_named(tmp_path: Path) -> None:
    """``.yml`` is not silently left out."""
    make_project(tmp_path)
    source_path(tmp_path).rename(source_path(tmp_path).with_suffix(".yml"))
    with pytest.raises(GoldErrors, match=r"ferry\.yml: a source's name must end in \.yaml"):
        build_gold(tmp_path)


def test_all_errors_of_all_files_are_raised_together_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    """One error line for each, and the file built before stays."""
    build_gold(make_project(tmp_path))
    before = (tmp_path / "gold" / "seeds.jsonl").read_bytes()
    wrong = SOURCE.replace("quote: Norwegian", "quote: Swedish")
    source_path(tmp_path).write_text(wrong, encoding="utf-8")
    other = source_path(tmp_path).with_name("boat.yaml")
    other.write_text(wrong.replace("quote: Danish", "quote: Finnish"), encoding="utf-8")
    with pytest.raises(GoldErrors) as caught:
        build_gold(tmp_path)
    assert [(Path(e.path).name, e.line) for e in caught.value.errors] == [
        ("boat.yaml", 1),
        ("boat.yaml", line_of(wrong, "Swedish")),
        ("boat.yaml", line_of(wrong, "Danish}")),
        ("ferry.yaml", line_of(wrong, "Swedish")),
    ]
    assert str(caught.value).splitlines() == [e.message for e in caught.value.errors]
    assert (tmp_path / "gold" / "seeds.jsonl").read_bytes() == before


def test_a_text_that_changed_under_its_labels_is_drift(tmp_path: Path) -> None:
    """The sha256 in the source is that of the text file, or the build fails at its line."""
    source = SOURCE.replace("published:", f"text_sha256: {text_sha256(ARTICLE)}\npublished:")
    build_gold(make_project(tmp_path, source=source))
    make_project(tmp_path, source=source, text=ARTICLE + " ")
    with pytest.raises(
        GoldErrors, match=r"drift: .*ferry\.txt is not the text that was labeled"
    ) as e:
        build_gold(tmp_path)
    assert e.value.line == line_of(source, "text_sha256")


def test_adjudicated_labels_name_the_text_they_were_made_from(tmp_path: Path) -> None:
    """Status adjudicated without text_sha256 is an error that gives the sha256."""
    source = SOURCE.replace("status: labeled", "status: adjudicated")
    with pytest.raises(GoldErrors, match=f"need `text_sha256: {text_sha256(ARTICLE)}`"):
        build_gold(make_project(tmp_path, source=source))


@pytest.mark.parametrize(
    ("path", "data", "said"),
    [
        ("seeds/none.txt", b"", "none.txt cannot be read"),
        ("seeds/blank.txt", b" \n", "blank.txt is empty"),
        ("seeds/latin.txt", b"caf\xe9", "latin.txt is not UTF-8 (byte 3)"),
        ("../ferry.txt", b"", "give the path from the project folder"),
        ("/seeds/ferry.txt", b"", "give the path from the project folder"),
    ],
)
def test_a_text_that_cannot_be_read_is_named(
    tmp_path: Path, path: str, data: bytes, said: str
) -> None:
    """The error stands at the line of ``text:``."""
    make_project(tmp_path, source=SOURCE.replace("seeds/ferry.txt", path))
    if data:
        (tmp_path / path).write_bytes(data)
    with pytest.raises(GoldErrors) as caught:
        build_gold(tmp_path)
    assert said in str(caught.value)
    assert caught.value.line == 2


def test_a_text_may_be_a_link_that_stays_in_the_project(tmp_path: Path) -> None:
    """One that leads out is not followed."""
    root = make_project(tmp_path / "in")
    text = root / "seeds" / "ferry.txt"
    kept = text.rename(root / "kept.txt")
    text.symlink_to(kept)
    assert len(build_gold(root)[0].documents) == 1
    text.unlink()
    text.symlink_to(kept.rename(tmp_path / "outside.txt"))
    with pytest.raises(GoldErrors, match=r"ferry\.txt is a link that leads out of the project"):
        build_gold(root)


def test_nothing_to_build_is_a_wrong_call(tmp_path: Path) -> None:
    """A project without sources says so."""
    (tmp_path / "gold").mkdir()
    with pytest.raises(UsageError, match=r"nothing to build: .*sources has no \.yaml file"):
        build_gold(tmp_path)


def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    """Writing fails with a named error; no temporary file stays behind."""
    make_project(tmp_path)
    (tmp_path / "gold" / "seeds.jsonl").mkdir()
    with pytest.raises(OutputError, match=r"seeds\.jsonl: cannot write"):
        build_gold(tmp_path)
    assert list((tmp_path / "gold").glob(".*")) == []


@pytest.mark.slow
def test_a_thousand_documents_are_built_in_seconds(tmp_path: Path) -> None:
    """1,000 sources with two participants and three statements each: under 20 seconds."""
    make_project(tmp_path)
    for i in range(999):
        copy = source_path(tmp_path).with_name(f"d{i:04}.yaml")
        copy.write_text(SOURCE.replace("document: ferry", f"document: d{i:04}"), encoding="utf-8")
    started = time.perf_counter()
    (gold_set,) = build_gold(tmp_path)
    assert len(gold_set.documents) == 1000
    assert time.perf_counter() - started < 20

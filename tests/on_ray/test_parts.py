"""OUT as a folder of parts, and parts made one file; no cluster is needed for that."""

from __future__ import annotations

import copy
from pathlib import Path

import pyarrow.parquet
import pytest

from communique import extract
from communique.errors import OutputError
from communique.outputs.formats import line_of
from communique.ray.merging import merge
from communique.ray.parts import Parts, PartsFormat, key_of, part_name
from communique.records import ErrorInfo, Failure, Readout

NAMES = [part_name([bytes([number])]) for number in range(3)]
FAILURE = Failure(document_id="bad", error=ErrorInfo(code="unreadable", message="no", stage="read"))


def record(name: str) -> Readout:
    return extract(f"Ann Lee said on day {name} that it rained.", document_id=name)


def filled(folder: Path) -> Parts:
    parts = Parts(str(folder), "jsonl")
    parts.start(overwrite=False, resume=False)
    parts.put(NAMES[0], [record("c"), record("a")], [FAILURE])
    parts.put(NAMES[1], [record("b")], [])
    return parts


def test_part_read_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    """With what failed then: nothing of the first reading is left."""
    parts = filled(tmp_path / "out")
    parts.put(NAMES[0], [record("c"), record("a"), record("bad")], [])
    assert parts.failures() == []
    assert len(parts.names()) == 2
    assert [path.name for path in tmp_path.rglob(".*")] == []


def test_folder_is_found_from_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a worker runs is not where the call was made; messages name it as it was given."""
    monkeypatch.chdir(tmp_path)
    parts = copy.deepcopy(Parts("out", "jsonl"))  # by __reduce__, as it is sent along
    monkeypatch.chdir("/")
    parts.start(overwrite=False, resume=False)
    parts.put(NAMES[0], [record("a")], [])
    assert parts.names() == [f"{tmp_path}/out/{NAMES[0]}.jsonl"]
    assert parts.folder == "out"


@pytest.mark.parametrize("format_", ["jsonl", "parquet"])
def test_part_tells_whose_records_it_has(tmp_path: Path, format_: str) -> None:
    """By id and text, and who made them."""
    parts = Parts(str(tmp_path / "out"), "jsonl" if format_ == "jsonl" else "parquet")
    parts.start(overwrite=False, resume=False)
    one = record("a")
    parts.put(NAMES[0], [one], [])
    assert list(parts.read(parts.names()[0])) == [(key_of("a", one.text_sha256), one.extractor)]


def test_earlier_parts_are_refused_gone_on_with_or_replaced(tmp_path: Path) -> None:
    """As files are; of those gone on with, the failures are read again."""
    parts = filled(tmp_path / "out")
    with pytest.raises(OutputError, match="exists; use --resume, --overwrite"):
        parts.start(overwrite=False, resume=False)
    with pytest.raises(OutputError, match="not parquet"):
        Parts(parts.folder, "parquet").start(overwrite=False, resume=True)
    parts.start(overwrite=False, resume=True)
    assert (len(parts.names()), parts.failures()) == (2, [])
    parts.start(overwrite=True, resume=False)
    assert parts.names() == []


def test_folder_of_something_else_is_not_touched(tmp_path: Path) -> None:
    """Whatever was asked for."""
    article = tmp_path / "article.txt"
    article.write_text("It rained.")
    with pytest.raises(OutputError, match=r"holds 'article.txt', which no such call wrote"):
        Parts(str(tmp_path), "jsonl").start(overwrite=True, resume=False)
    with pytest.raises(OutputError, match="is a file"):
        Parts(str(article), "jsonl").start(overwrite=True, resume=False)
    assert article.read_text() == "It rained."


@pytest.mark.parametrize("format_", ["jsonl", "parquet"])
def test_records_are_dropped_and_the_others_stay_as_they_are(
    tmp_path: Path, format_: PartsFormat
) -> None:
    """Of a part where none is left, the file goes too."""
    parts = Parts(str(tmp_path / "out"), format_)
    parts.start(overwrite=False, resume=False)
    a, b = record("a"), record("b")
    parts.put(NAMES[0], [a, b], [])
    parts.put(NAMES[1], [a], [])
    alone = Parts(str(tmp_path / "alone"), format_)
    alone.start(overwrite=False, resume=False)
    alone.put(NAMES[0], [b], [])
    stale = {("a", a.text_sha256)}
    assert [parts.drop(name, lambda *one: one in stale) for name in sorted(parts.names())] == [1, 1]
    (name,) = parts.names()
    if format_ == "jsonl":
        assert Path(name).read_bytes() == Path(alone.names()[0]).read_bytes()
    else:
        kept, expected = (pyarrow.parquet.read_table(one) for one in (name, alone.names()[0]))
        assert kept.equals(expected)
        assert kept.schema.equals(expected.schema, check_metadata=True)


def test_damaged_part_is_named(tmp_path: Path) -> None:
    """It is not taken for what it was."""
    parts = filled(tmp_path / "out")
    name = parts.names()[0]
    Path(name).write_text('{"document_id": "a", "text_')
    with pytest.raises(OutputError, match=r"part-.*: damaged: remove it"):
        list(parts.read(name))


def test_merged_file_is_sorted_and_has_nothing_twice(tmp_path: Path) -> None:
    """A record that two parts have stands once; failures stand beside, while there are any."""
    parts, out = filled(tmp_path / "out"), tmp_path / "all.jsonl"
    parts.put(NAMES[2], [record("b"), record("d")], [])
    merge(parts, out, "jsonl")
    assert out.read_text("utf-8").splitlines() == [line_of(record(name)) for name in "abcd"]
    failures = tmp_path / "all.jsonl.failures.jsonl"
    assert failures.read_text("utf-8") == f"{line_of(FAILURE)}\n"
    parts.start(overwrite=False, resume=True)
    merge(parts, out, "jsonl")
    assert not failures.exists()
    merge(parts, tmp_path / "all.parquet", "parquet")
    ids = pyarrow.parquet.read_table(tmp_path / "all.parquet")["document_id"].to_pylist()
    assert ids == list("abcd")

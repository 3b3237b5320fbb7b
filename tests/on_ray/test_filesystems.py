"""Which files a call on a cluster names, and under which ids; no cluster is needed for that."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.documents import Source, find_sources
from communique.errors import UsageError
from communique.ray.filesystems import find_files, is_address


def content(source: Source) -> bytes:
    with source.opened() as file:
        return file.read()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "sub/b.txt", "sub/a.txt", ".hidden.txt", "README.md", "table.jsonl"):
        path = tmp_path / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"It rained on {name}.")
    return tmp_path / "folder"


def test_an_address_is_read_as_its_path_is(folder: Path) -> None:
    """The same files in the same order with the same ids: texts, hidden ones and READMEs not."""
    there = find_files([f"file://{folder}"])
    here = find_sources([str(folder)])
    assert [(one.id, one.kind) for one in there] == [(one.id, one.kind) for one in here]
    assert [content(one) for one in there] == [content(one) for one in here]
    assert there[0].path == f"file://{folder}/a.txt"


def test_paths_of_this_machine_are_found_from_everywhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named in messages as they were given."""
    monkeypatch.chdir(folder)
    (source,) = find_files(["table.jsonl"])
    monkeypatch.chdir("/")
    assert (source.path, source.id) == ("table.jsonl", "table.jsonl")
    assert content(source) == b"It rained on table.jsonl."


def test_one_file_and_nothing(folder: Path) -> None:
    """A file is read whatever is beside it; what is not there ends the call."""
    (source,) = find_files([f"file://{folder}/table.jsonl"])
    assert source.kind == "jsonl"
    with pytest.raises(UsageError, match="nothing"):
        find_files([f"file://{folder}/nothing"])
    with pytest.raises(UsageError, match="cannot be read here"):
        find_files(["gopher://somewhere/else"])


def test_what_one_machine_alone_can_read_is_refused() -> None:
    """Standard input, and datasets that are streamed."""
    for path in ("-", "hf:someone/something"):
        with pytest.raises(UsageError, match="is read on one machine"):
            find_files([path])


def test_addresses_are_told_from_paths() -> None:
    """A drive letter is none."""
    assert is_address("s3://bucket/folder")
    assert not any(map(is_address, ("folder/a.txt", "C:/folder", "hf:name", "http:")))


def test_address_with_a_password_is_refused_without_repeating_it() -> None:
    """For a record of a failure would hold it."""
    with pytest.raises(UsageError, match="the address of 'bucket' has a password") as refused:
        find_files(["s3://someone:secret@bucket/articles"])
    assert "secret@" not in str(refused.value)

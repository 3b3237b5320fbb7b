"""What is written lasts: a name stands for the old file or all of the new one, never for a half."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from communique.durable import write_whole, writing
from communique.errors import OutputError


def test_a_file_is_replaced_as_a_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    """Nothing else is left in the folder."""
    path = tmp_path / "labels.yaml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["labels.yaml"]


def test_what_cannot_be_written_is_named_and_nothing_is_changed(tmp_path: Path) -> None:
    """Here the name is a folder's."""
    folder = tmp_path / "taken"
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"taken: cannot write: "):
        write_whole(folder, b"new")
    assert [path.name for path in tmp_path.rglob("*")] == ["taken", "inside"]


def test_a_link_in_the_place_of_the_temporary_file_is_not_followed(tmp_path: Path) -> None:
    """What it points at stays as it was."""
    other = tmp_path / "other"
    other.write_bytes(b"precious")
    (tmp_path / f".a.{os.getpid()}.tmp").symlink_to(other)
    write_whole(tmp_path / "a", b"new")
    assert (other.read_bytes(), (tmp_path / "a").read_bytes()) == (b"precious", b"new")


def test_other_errors_pass_through(tmp_path: Path) -> None:
    """Only what the system refused is an OutputError."""
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "a"):
        _ = 1 // 0

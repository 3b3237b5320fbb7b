"""A command's one file is refused before any work, or written as a whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from communique.cli.out_file import check_out, write_out
from communique.errors import OutputError


def test_what_cannot_be_written_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """A folder, a file that is there, a folder that is missing, what is no file at all."""
    there, pipe = tmp_path / "there.html", tmp_path / "pipe"
    there.write_text("old", "utf-8")
    os.mkfifo(pipe)
    for out, overwrite, told in (
        (tmp_path, True, "is a folder; name a file"),
        (there, False, "exists; use --overwrite or another name"),
        (tmp_path / "missing" / "page.html", False, f"no such folder: {tmp_path / 'missing'}"),
        (pipe, True, "is not a file; name one"),
    ):
        with pytest.raises(OutputError, match=told):
            check_out(out, overwrite=overwrite)
    check_out(there, overwrite=True)
    check_out(tmp_path / "new.html", overwrite=False)


def test_text_is_written_as_it_is_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    """Its line ends too; half a surrogate pair, which no file can hold, stops nothing."""
    out = tmp_path / "page.html"
    out.write_text("old and longer", "utf-8")
    write_out(out, "a\r\nb\n\ud800")
    assert out.read_bytes() == b"a\r\nb\n\xed\xa0\x80"
    assert list(tmp_path.iterdir()) == [out]

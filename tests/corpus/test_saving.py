"""The file of a corpus in its place, and the files beside it."""

from pathlib import Path

import pytest

from communique.corpus.saving import save
from communique.errors import UsageError
from communique.outputs.target import Target
from corpus.made import record, write_lines


def test_what_stands_beside_out_stays(tmp_path: Path) -> None:
    """A file of any name is read, or left alone; nothing else is left behind."""
    records = write_lines(tmp_path / "z.db.staged", [record("a")])
    before = records.read_bytes()
    assert save([records], None, Target(tmp_path / "z.db", "sqlite"), None).articles == 1
    assert records.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["z.db", "z.db.staged"]


@pytest.mark.parametrize("name", ["z.db.part", "z.db.failures.jsonl"])
def test_records_that_would_be_overwritten_are_refused(tmp_path: Path, name: str) -> None:
    records = write_lines(tmp_path / name, [record("a")])
    before = records.read_bytes()
    with pytest.raises(UsageError, match="is read and would be overwritten"):
        save([records], None, Target(tmp_path / "z.db", "sqlite", overwrite=True), None)
    assert records.read_bytes() == before

"""Data are looked for in the user's project folder, then among those of the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import UsageError
from communique.project import data_path, packaged_root, project_root


def test_the_projects_folder_comes_before_the_packaged_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers take the working directory when it has a gold/, else what came with the package."""
    monkeypatch.chdir(tmp_path)
    assert project_root() is None
    assert data_path("gold/seeds.jsonl") == packaged_root() / "gold" / "seeds.jsonl"
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "seeds.jsonl").write_text("{}", "utf-8")
    assert data_path("gold/seeds.jsonl") == tmp_path / "gold" / "seeds.jsonl"


def test_a_root_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    """It is named, and so is the option that names it."""
    with pytest.raises(UsageError, match=r"nowhere: no such folder \(--root names"):
        project_root(tmp_path / "nowhere")


def test_what_is_in_neither_is_told_with_where_it_was_looked_for(tmp_path: Path) -> None:
    """Also a name that no file can have."""
    for name in ("gold/nothing.jsonl", "gold/\0.jsonl"):
        with pytest.raises(UsageError, match="not found; looked for ") as caught:
            data_path(name, tmp_path)
        assert str(tmp_path) in caught.value.message
        assert str(packaged_root()) in caught.value.message

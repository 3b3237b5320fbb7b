"""``communique extract --engine``: calls that cannot be, refused before anything is read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from communique.cli.app import app
from communique.errors import UsageError

SEEDS = str(Path(__file__).parents[2] / "seeds")


def extract(*args: object) -> None:
    command = typer.main.get_command(app)
    command.main(["extract", SEEDS, *map(str, args)], standalone_mode=False)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--engine", "spark", "-o", "x"], "unknown engine 'spark'"),
        (["--engine", "ray"], "name it, -o OUT"),
        (["--engine", "ray", "-o", "x", "--max-cost", "1"], "cannot be counted over the nodes"),
        (["--engine", "ray", "-o", "x", "--max-time", "1"], "cannot be counted over the nodes"),
        (["--engine", "ray", "-o", "x", "--explain"], "are of --engine local"),
        (["--engine", "ray", "-o", "x", "--cross-check"], "are of --engine local"),
        (["--engine", "ray", "-o", "x", "--calibration", "c"], "--calibration is for"),
        (["--engine", "ray", "-o", "x", "--format", "html"], "writes jsonl or parquet, not html"),
        (["--engine", "ray", "-o", "x.parquet", "--format", "jsonl"], "is parquet, not jsonl"),
        (["--engine", "ray", "-o", "s3://b/x.jsonl"], "s3://b/x.jsonl: one file is merged"),
        (["--engine", "ray", "-o", "x", "--resume", "--overwrite"], "exclude each other"),
    ],
)
def test_what_does_not_hold_on_a_cluster_is_refused(
    args: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do instead; nothing is written."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=said):
        extract(*args)
    assert list(tmp_path.iterdir()) == []


def test_file_of_another_call_is_not_gone_on_with(tmp_path: Path) -> None:
    """Without its parts nobody knows what it holds."""
    (tmp_path / "out.jsonl").touch()
    with pytest.raises(UsageError, match=r"was not made of .*parts"):
        extract("--engine", "ray", "-o", tmp_path / "out.jsonl", "--resume")


def test_without_ray_one_line_says_what_to_install(tmp_path: Path) -> None:
    """And nothing is written."""
    code = "import sys; sys.modules['ray'] = None; from communique.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "extract", SEEDS, "--engine", "ray", "-o", tmp_path / "out"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "error: Ray Data is not installed, which reads on a cluster: pip install 'communique[ray]'"
    ]
    assert list(tmp_path.iterdir()) == []

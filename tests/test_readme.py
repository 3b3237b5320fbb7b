"""The README's Python blocks run, and its figures are those the commands print."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_python_blocks_run() -> None:
    """What the README shows to type works as it stands."""
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        run = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        assert "Ann Lee “We go on,”" in run.stdout


def test_figures_are_those_of_the_commands(tmp_path: Path) -> None:
    """The rows of both suites in the README are what `evals run` prints now."""
    for suite in ("seeds", "challenge"):
        command = [sys.executable, "-m", "communique.evals", "run", "-m", "regex", "--suite", suite]
        run = subprocess.run(
            [*command, "-o", str(tmp_path / suite)],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        row = next(line for line in run.stdout.splitlines() if line.startswith("regex "))
        figures = re.findall(r"\d\.\d\d \(\d+/\d+\)", row)
        shown = figures if suite == "seeds" else [*figures[0:2], *figures[3:5], *figures[6:8]]
        assert [figure for figure in shown if figure not in README] == []
        assert json.loads((tmp_path / suite / "scores.json").read_text("utf-8"))["models"]

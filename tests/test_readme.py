"""The README's figures are those the commands print; its blocks are run by ``conftest.py``."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_demo_prints_what_the_readme_shows() -> None:
    """The findings about the draft, word for word."""
    command = [sys.executable, "-m", "communique", "verify", "evals/drafts/two-calls.txt"]
    run = subprocess.run([*command, "--against", "seeds"], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 1
    assert run.stdout in README
    assert run.stderr in README


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

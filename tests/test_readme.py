"""The README's Python blocks run, and its figures are those the commands print."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from communique.testing import FakeServer

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def claim(quote: str | None, value: Any) -> dict[str, Any]:
    return {"quote": quote, "value": value}


PLEDGE = {
    "donor": claim("Norhavn", "Norhavn"),
    "recipient": claim("the Tarnow Relief Fund", "Tarnow Relief Fund"),
    "amount": claim("€50 million", 50_000_000),
    "currency": claim("€50 million", "EUR"),
    "day": claim("on Wednesday", "2031-09-03"),
}
SANCTION = {
    "by": claim("Quarland", "Quarland"),
    "targets": [claim("the Belgor River Company", "Belgor River Company")],
    "measure": claim("froze the assets", "asset freeze"),
    "announced": claim("on Thursday", "2031-06-12"),
    "reason": claim("because of the flooding", "the flooding of the Lenta valley"),
}
INVENTED = {**SANCTION, "by": claim("Ostrevia", "Ostrevia")}


@pytest.fixture(scope="module")
def model() -> Iterator[str]:
    """Where the README's models answer: what each text says, once with an invention."""
    answers = {"pledges": {"pledges": [PLEDGE]}, "sanctions": {"sanctions": [SANCTION, INVENTED]}}
    texts = {
        name: ast.literal_eval(match[0])
        for block in BLOCKS
        if (name := next((key for key in answers if f"    {key}: list" in block), None))
        and (match := re.search(r"(?<=^text = )\(\n.*?^\)", block, re.DOTALL | re.MULTILINE))
    }
    assert texts.keys() == answers.keys()
    records = [{"text": texts[name], "name": name} for name in answers]
    with FakeServer(records, play=lambda record: answers[record["name"]]) as server:
        yield server.base_url


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_python_blocks_print_what_they_say(block: str, model: str) -> None:
    """What the README shows to type works as it stands, and prints what its comments tell."""
    environment = {**os.environ, "OPENAI_BASE_URL": model, "OPENAI_API_KEY": "none"}
    run = subprocess.run(
        [sys.executable, "-c", block], capture_output=True, text=True, env=environment
    )
    assert run.returncode == 0, run.stderr
    told = re.findall(r"^\s*print\(.*\)  # (.+)$|^# (.+)$", block, re.MULTILINE)
    for line in (here or below for here, below in told):
        assert line in run.stdout


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

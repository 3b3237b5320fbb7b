"""The five walks of CONTRIBUTING.md, taken in a copy of the project as they are written there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WALKS = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Five walks")[1]
WALK = dict(re.findall(r"^### (.+?)$(.*?)(?=^### |\Z)", WALKS, re.M | re.S))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
NAMED = re.compile(r"^`([\w/.]+)`\n\n((?:```(?:python|diff)\n.*?^```\n+)+)", re.M | re.S)
FOLDERS = ("src", "tests", "gold", "evals", "prompts", "seeds")


def changed(text: str, difference: str) -> str:
    """``text`` after a change, whose lines stand in it once as they were."""
    lines = [(line[:1], line[1:]) for line in difference.splitlines(keepends=True)]
    old = "".join(line for sign, line in lines if sign in " -")
    new = "".join(line for sign, line in lines if sign in " +")
    assert text.count(old) == 1, difference
    return text.replace(old, new)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", WALK)
def test_a_walk_is_one_place_its_test_and_commands_that_work(name: str, tmp_path: Path) -> None:
    """One file and one test are made or changed; then every command ends well."""
    home = tmp_path / "communique"
    home.mkdir()
    for folder in FOLDERS:
        ignored = shutil.ignore_patterns("__pycache__", "corpus", "results")
        shutil.copytree(ROOT / folder, home / folder, ignore=None if folder == "src" else ignored)
    shutil.copy(ROOT / "pyproject.toml", home)
    touched = []
    for path, blocks in NAMED.findall(WALK[name]):
        file = home / path
        touched.append(path)
        for language, body in FENCE.findall(blocks):
            text = changed(file.read_text("utf-8"), body) if language == "diff" else body
            file.write_text(text, "utf-8")
    assert [Path(path).name.startswith("test_") for path in touched] == [False, True]
    programs = {
        "pytest": f'"{sys.executable}" -m pytest -p no:cacheprovider',
        "communique": f'"{sys.executable}" -m communique',
        "evals": f'"{sys.executable}" -m communique.evals',
    }
    commands = [body for language, body in FENCE.findall(WALK[name]) if not language]
    assert commands
    for line in "".join(commands).splitlines():
        command = re.sub(r"(?:^|(?<=\| ))(\w+)\b", lambda m: programs.get(m[1], m[1]), line)
        ran = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=home,
            env={**os.environ, "PYTHONPATH": f"{home / 'src'}{os.pathsep}{home}"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, f"{line}\n{ran.stdout}\n{ran.stderr}"
        if "extract -" in line:
            assert "that talks had failed" in ran.stdout

"""The command as a whole: help, version, what it loads."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import communique

from .warm import run_command


def run(*args: str, module: str = "communique") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *args], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("module", ["communique", "communique.evals"])
def test_version(module: str) -> None:
    """--version prints one line, the version that is installed."""
    done = run("--version", module=module)
    assert (done.returncode, done.stdout) == (0, f"communique {communique.__version__}\n")
    assert version("communique") == communique.__version__


@pytest.mark.parametrize("call", ["communique", "communique extract", "communique.evals run"])
def test_help(call: str) -> None:
    """Every command explains itself, plainly."""
    module, *command = call.split()
    done = run(*command, "--help", module=module)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: ")


def test_help_of_extract_shows_examples() -> None:
    """The help can be copied from."""
    assert "communique extract articles/ -o records.jsonl\n" in run("extract", "--help").stdout


def test_no_command_shows_the_help() -> None:
    """Without arguments: what there is, and exit code 2."""
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert "extract" in done.stderr


def test_unknown_command_is_one_line() -> None:
    """A typo is answered with the command that was meant."""
    done = run("extrakt")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    assert "extract" in line


def test_help_loads_nothing_heavy() -> None:
    """Showing the help waits for no library that it does not need."""
    code = (
        "import sys; sys.argv = ['communique', '--help']\n"
        "from communique.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'rich', 'pydantic', 'jinja2', 'datasets', 'pyarrow', 'openai', 'instructor',"
        " 'numpy', 'scipy', 'httpx', 'uvicorn', 'anyio'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == "[]\n"


def test_no_message_advises_a_command_that_is_not_there() -> None:
    """What a user is told to type works."""
    package = Path(communique.__file__).parent
    advised = {
        command
        for path in package.rglob("*.py")
        for command in re.findall(r"`communique (\w+)", path.read_text("utf-8"))
    }
    assert advised
    for command in advised:
        assert run_command(command, "--help").returncode == 0, command

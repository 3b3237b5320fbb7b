"""A reader at a page: a folder with the seeds, the commands, a model that answers."""

from __future__ import annotations

import ast
import contextlib
import difflib
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sybil import Document, Example
from sybil.example import SybilFailure
from tests.documentation import commands
from tests.documentation.model import ModelOfAPage

ROOT = Path(__file__).parents[2]
FILES = Path(__file__).parent / "files"
CHECKOUT = ("evals", "gold", "prompts")
SERVERS = re.compile(r"http://(?:127\.0\.0\.1|localhost|gpu):(?:1234|8000|8080|11434|30000)/v1")
"""Where pages say that a model's server is: of LM Studio, vLLM, llama.cpp, Ollama, SGLang."""

PORTS = re.compile(r"\b87\d\d\b")
"""Ports of servers that a page starts itself; each session has other ones, so that two can run."""

NOT_THE_READERS = ("CI", "COLUMNS")
"""What the environment of the tests may have, which changes what commands do."""

HERE = "session of the page"
"""The name under which a page's namespace keeps its session."""


class Session:
    """What a reader of ``page`` has: made for its first block, gone after its last.

    The folder holds ``seeds/`` and what ``files/`` beside this module has under the page's name.
    README.md is read in the checkout, whose data folders are there too.
    """

    def __init__(self, page: Document) -> None:
        name = str(Path(page.path).relative_to(ROOT).with_suffix(""))
        self._home = tempfile.TemporaryDirectory(prefix="communique-docs-")
        self.folder = Path(self._home.name) / "here"
        bin_folder = Path(self._home.name) / "bin"
        bin_folder.mkdir()
        python = bin_folder / "python"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
        python.chmod(0o755)
        commands.scripts(bin_folder)
        shutil.copytree(ROOT / "seeds", self.folder / "seeds")
        for data in CHECKOUT if name == "README" else ():
            shutil.copytree(ROOT / data, self.folder / data)
        if (FILES / name).is_dir():
            shutil.copytree(FILES / name, self.folder, dirs_exist_ok=True)
        self.model = ModelOfAPage(page, self.folder).start()
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in NOT_THE_READERS},
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
            "PYTHONUNBUFFERED": "1",  # so that both streams are in one order, as on a terminal
            "OPENAI_BASE_URL": self.model.base_url,
            "OPENAI_API_KEY": "none",
        }
        self._started: list[int] = []
        self._ports: dict[str, str] = {}

    def python(self, example: Example) -> str:
        """What the block prints, run in the page's namespace."""
        source = "\n" * example.line + self._addressed(example.parsed.source)
        code = compile(source, example.path, "exec", dont_inherit=True)
        printed = io.StringIO()
        example.namespace.setdefault("__name__", "__main__")
        with (
            patch.dict(os.environ, self.environment, clear=True),
            patch.object(sys, "path", [str(self.folder), *sys.path]),
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(printed),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore", ResourceWarning)  # as Python does by itself
            exec(code, example.namespace)  # noqa: S102 - the page's own
        return self._shown(printed.getvalue())

    def sh(self, example: Example) -> str:
        """What the block prints on both streams.

        Raises:
            SybilFailure: its exit code is not 0.
        """
        with tempfile.TemporaryFile() as printed:
            # To a file: what goes on in the background would keep a pipe open.
            shell = subprocess.Popen(
                ["bash", "-e", "-c", self._addressed(example.parsed.source)],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._started.append(shell.pid)
            code = shell.wait(timeout=60)
            printed.seek(0)
            output = printed.read().decode("utf-8")
        if code:
            raise SybilFailure(example, f"exit code {code}:\n{output}")
        return self._shown(output)

    def write(self, name: str, source: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._addressed(source), "utf-8")

    def close(self) -> None:
        for group in self._started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGTERM)
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", "")).startswith(self._home.name):
                del sys.modules[name]
        self.model.stop()
        self._home.cleanup()

    def _addressed(self, source: str) -> str:
        """``source`` with the addresses and ports of this session for those of the page."""
        for port in PORTS.findall(source):
            self._ports.setdefault(port, _free_port())
        source = PORTS.sub(lambda found: self._ports[found[0]], source)
        return SERVERS.sub(self.model.base_url, source)

    def _shown(self, output: str) -> str:
        """``output`` with the ports of the page."""
        for shown, port in self._ports.items():
            output = re.sub(rf"\b{port}\b", shown, output)
        return output


def run(example: Example) -> str | None:
    """Run a block; what is wrong with what it prints."""
    block = example.parsed
    _skip_what_says_so(example)
    if block.language == "sh":
        output = _session(example).sh(example)
    else:
        output = _session(example).python(example)
        for line in told(block.source):
            if line not in output.splitlines():
                return f"no line {line!r} in what it prints:\n{output}"
    return None if block.output is None else difference(block.output, output)


def written(example: Example) -> None:
    """Write a block to the file that its title names."""
    _skip_what_says_so(example)
    _session(example).write(example.parsed.title, example.parsed.source)


def close(namespace: dict[str, Any]) -> None:
    """End the session of a page, if one of its blocks has begun it."""
    session = namespace.pop(HERE, None)
    if session is not None:
        session.close()


def told(source: str) -> list[str]:
    """The lines that the comments of ``source`` say it prints."""
    lines = source.splitlines()
    beside = {
        number: found[1]
        for number, line in enumerate(lines, 1)
        if (found := re.fullmatch(r"\s*print\(.*\)  # (.+)", line))
    }
    for statement in ast.parse(source).body:
        if any(isinstance(node, ast.Name) and node.id == "print" for node in ast.walk(statement)):
            number = statement.end_lineno or 0
            while number < len(lines) and lines[number].startswith("# "):
                number += 1
                beside[number] = lines[number - 1].removeprefix("# ")
    return [beside[number] for number in sorted(beside)]


def difference(shown: str, printed: str) -> str | None:
    """How ``printed`` differs from what a page shows of it, where … stands for anything."""
    shown, printed = (
        "\n".join(map(str.rstrip, text.rstrip().splitlines())) for text in (shown, printed)
    )
    if re.fullmatch(re.escape(shown).replace("…", ".*"), printed, re.DOTALL):
        return None
    return "\n".join(
        difflib.unified_diff(
            shown.splitlines(), printed.splitlines(), "shown", "printed", lineterm=""
        )
    )


def _free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def _skip_what_says_so(example: Example) -> None:
    if example.parsed.skipped:
        page = Path(example.path).relative_to(ROOT)
        pytest.skip(f"{page}:{example.line}: {example.parsed.skipped}")


def _session(example: Example) -> Session:
    if HERE not in example.namespace:
        example.namespace[HERE] = Session(example.document)
    session: Session = example.namespace[HERE]
    return session

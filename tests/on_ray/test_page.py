"""``docs/how-to/cluster.md``: its blocks that need Ray, run one after another in a folder."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from on_ray.made import SEEDS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "cluster.md"
BLOCK = re.compile(
    r'<!--- skip: next, "needs Ray; [^"]+" -->\n```(sh|python)\n(.*?)```\n(?:\n```text\n(.*?)```)?',
    re.DOTALL,
)


def test_blocks_do_what_the_page_says(tmp_path: Path, env: dict[str, str]) -> None:
    """On the cluster that RAY_ADDRESS names."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    command = tmp_path / "bin" / "communique"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m communique "$@"\n')
    command.chmod(0o755)
    env = {**env, "PATH": f"{command.parent}:{env['PATH']}"}
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    assert [language for language, _, _ in blocks] == ["sh", "sh", "python", "sh"]
    for language, source, printed in blocks:
        program = ["bash", "-e"] if language == "sh" else [sys.executable]
        done = subprocess.run(
            [*program, "-c", source], cwd=tmp_path, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, source + done.stderr
        assert printed in done.stderr
    assert (tmp_path / "records.jsonl").read_bytes() == (tmp_path / "here.jsonl").read_bytes()
    assert done.stderr.endswith(
        "0 documents: 0 records, 0 failures -> records; 2 records stood there before\n"
    )

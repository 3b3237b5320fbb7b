"""Articles to be read on a cluster, and what a run on one machine makes of them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parents[2] / "seeds"


def articles(n: int, start: int = 0) -> list[dict[str, str]]:
    """Articles like the seeds, told apart by their last line."""
    texts = [path.read_bytes().decode() for path in sorted(SEEDS.glob("*.txt"))]
    return [
        {
            "id": f"d{i:05}",
            "text": f"{texts[i % 2]}\n\nNumber {i}.",
            "published": "2022-03-01",
        }
        for i in range(start, start + n)
    ]


def write_lines(path: Path, rows: list[dict[str, str]], *more: str) -> Path:
    lines = [*map(json.dumps, rows), *more]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def communique(*args: object, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "communique", *map(str, args)],
        capture_output=True,
        text=True,
        env=env,
        timeout=110,
        check=False,
    )


def lines_of(*files: Path) -> list[str]:
    """All lines, sorted by document."""
    lines = [line for file in files for line in file.read_bytes().decode().splitlines()]
    return sorted(lines, key=document_id)


def document_id(line: str) -> str:
    record: dict[str, Any] = json.loads(line)
    return str(record["document_id"])

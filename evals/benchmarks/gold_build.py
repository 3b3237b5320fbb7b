"""How long `gold build` takes over many documents, and whether it gives the same bytes each time.

    python evals/benchmarks/gold_build.py [--documents 1000] [--times 2]

The documents are the two seeds under other names: articles of 300 words, their sources 6 kB each.
Prints seconds and the SHA-256 of the built file for each time.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from communique.gold.build import build_gold
from communique.project import packaged_root


def make_project(folder: Path, documents: int) -> None:
    """A project with so many documents in the set ``many``."""
    root = packaged_root()
    sources = sorted((root / "gold" / "sources").glob("*.yaml"))
    shutil.copytree(root / "seeds", folder / "seeds")
    target = folder / "gold" / "sources" / "many"
    target.mkdir(parents=True)
    for number in range(documents):
        source = sources[number % len(sources)]
        name = f"{source.stem}-{number}"
        text = source.read_text("utf-8").replace(
            f"document: {source.stem}\n", f"document: {name}\n", 1
        )
        (target / f"{name}.yaml").write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--times", type=int, default=2)
    asked = parser.parse_args()
    print(f"{asked.documents} documents, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder:
        make_project(Path(folder), asked.documents)
        for _ in range(asked.times):
            began = time.perf_counter()
            (built,) = build_gold(Path(folder))
            seconds = time.perf_counter() - began
            digest = hashlib.sha256(built.path.read_bytes()).hexdigest()
            print(f"{seconds:.1f} s, {seconds / asked.documents * 1000:.1f} ms each, {digest}")


if __name__ == "__main__":
    main()

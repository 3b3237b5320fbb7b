"""What it costs to go on with a run: nothing is asked again, everything is read and compared again.

    python evals/benchmarks/resume.py

A command asks a server on loopback about short articles, each another one; the same command with
``--resume`` then finds all of them done. Seconds of both, and the exponent of growth of the second
(the slope of log seconds over log documents, those of one document taken off): 1 is linear.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from memory import growth, write_articles


def timed(*command: str) -> float:
    """Seconds of ``communique extract`` with these arguments."""
    began = time.monotonic()
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "communique", "extract", *command],
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.monotonic() - began


def main() -> None:
    from communique.testing import FakeServer

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[500, 1000, 2000, 4000, 8000])
    options = parser.parse_args()
    sizes, seconds = [], []
    print("documents  asked s  resumed s  ms/document resumed  asked again")
    with tempfile.TemporaryDirectory() as folder:
        start = 0.0
        for number in [1, *options.documents]:
            articles = _articles(Path(folder), number)
            rows = [json.loads(line) for line in articles.read_text("utf-8").splitlines()]
            out = str(Path(folder, f"out-{number}.jsonl"))
            with FakeServer([{"text": row["text"]} for row in rows]) as server:
                call = (str(articles), "-m", "openai/fake", "--base-url", server.base_url)
                asked = timed(*call, "--concurrency", "16", "-o", out)
                before = server.requests
                took = timed(*call, "-o", out, "--resume")
                again = server.requests - before
            if number == 1:
                start = took
                continue
            sizes.append(number)
            seconds.append(took)
            each = 1000 * (took - start) / number
            print(
                f"{number:>9,} {asked:>8.1f} {took:>10.1f} {each:>20.2f} {again:>12}",
                flush=True,
            )
    more = [max(took - start, 1e-3) for took in seconds]
    print(f"one document {start:.1f} s; growth exponent of the rest {growth(sizes, more)}")


def _articles(folder: Path, number: int) -> Path:
    path = folder / f"articles-{number}.jsonl"
    write_articles(path, number)
    return path


if __name__ == "__main__":
    main()

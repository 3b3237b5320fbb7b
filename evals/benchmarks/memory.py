"""What memory `communique extract` takes for a thousand and for a hundred thousand articles.

    python evals/benchmarks/memory.py

Writes short articles of generated text, each another one, as JSONL, runs the offline extractor over
the first of them as a command of its own into each format, and prints the command's peak resident
memory (ru_maxrss) and its pace. Flat is right: nothing but a hash for each id may grow. The last
lines tell how seconds and megabytes grow: the exponent is the slope of their logarithms over those
of the documents, 1 is linear and 0 is flat.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ARTICLE = (
    "OSLO, 5 May 2031 – Irish Prime Minister Ann Lee met Maltese President Bo Rae in Oslo on "
    "Monday and spoke of {n} ships.\n\n“We go on, and {n} ships go with us,” Lee said. The "
    "president said that the talks had been open. He added that {m} more would follow.\n\n"
    "Lee also spoke with Norwegian Foreign Minister Pia Stellan by phone.\n"
)
SUFFIXES = {"jsonl": "jsonl", "json": "json", "table": "txt", "parquet": "parquet", "sqlite": "db"}


def write_articles(path: Path, number: int) -> None:
    with path.open("w", encoding="utf-8") as lines:
        for n in range(number):
            row = {"id": f"article-{n:07}", "text": ARTICLE.format(n=n, m=n % 977)}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def measure(articles: Path, out: Path) -> tuple[float, float]:
    """Peak resident memory in MB, and seconds, of one call."""
    command = [sys.executable, "-m", "communique", "extract", str(articles), "-o", str(out)]
    started = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {' '.join(command)}")
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * unit / 1e6, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--formats", nargs="+", choices=SUFFIXES, default=["jsonl", "sqlite"])
    options = parser.parse_args()
    print("format   documents   peak MB   seconds   documents/s")
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in options.formats}
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder, "articles.jsonl")
        for number in options.documents:
            write_articles(articles, number)
            for name in options.formats:
                out = Path(folder, f"out.{SUFFIXES[name]}")
                megabytes, seconds = measure(articles, out)
                out.unlink()
                taken[name].append((megabytes, seconds))
                print(
                    f"{name:<8} {number:>9,} {megabytes:>9.0f} {seconds:>9.0f} "
                    f"{number / seconds:>13.0f}",
                    flush=True,
                )
    if len(options.documents) > 1:
        for name, found in taken.items():
            memory, time_ = (growth(options.documents, one) for one in zip(*found, strict=True))
            print(f"{name}: growth exponent of memory {memory}, of time {time_}")


def growth(sizes: Sequence[int], costs: Sequence[float]) -> str:
    """The exponent of ``costs`` over ``sizes`` by least squares on logarithms, with its error."""
    # Not before: a process that is started counts the memory of the one that starts it.
    import numpy as np
    from scipy.stats import linregress

    fit = linregress(np.log(sizes), np.log(costs))
    return f"{fit.slope:.2f} (standard error {fit.stderr:.2f})"


if __name__ == "__main__":
    main()

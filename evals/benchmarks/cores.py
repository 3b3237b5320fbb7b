"""What several processes gain for the offline extractor, and that they change nothing.

    python evals/benchmarks/cores.py

Articles like the seeds (the two, told apart by a last line) are read with one process and with
several, by turns in one run, so that whatever else the machine does befalls all alike. The time is
by the clock and holds the start of the workers; the records are compared as bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from pathlib import Path
from statistics import median

from communique import extract_many

SEEDS = Path(__file__).parents[2] / "seeds"


def articles(n: int) -> list[tuple[str, str]]:
    texts = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    return [(f"d{i}", f"{texts[i % len(texts)]}\n\nNumber {i}.") for i in range(n)]


def timed(given: list[tuple[str, str]], processes: int) -> tuple[float, str]:
    """Seconds, and the hash of all records."""
    digest = hashlib.sha256()
    began = time.perf_counter()
    for result in extract_many(given, processes=processes):
        digest.update(result.model_dump_json().encode() + b"\n")
    return time.perf_counter() - began, digest.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    given = articles(options.articles)
    seconds: dict[int, list[float]] = {n: [] for n in options.processes}
    hashes = set()
    for _ in range(options.rounds):
        for n in options.processes:
            took, made = timed(given, n)
            seconds[n].append(took)
            hashes.add(made)
    base = seconds[options.processes[0]]
    print(f"{options.articles} articles, {options.rounds} rounds by turns")
    print("processes  seconds (median)  articles/s  times as fast (each round)")
    for n, took in seconds.items():
        ratios = " ".join(f"{one / this:.2f}" for one, this in zip(base, took, strict=True))
        print(f"{n:9}  {median(took):16.2f}  {options.articles / median(took):10.0f}  {ratios}")
    print("same bytes" if len(hashes) == 1 else f"DIFFERENT: {len(hashes)} versions")


if __name__ == "__main__":
    main()

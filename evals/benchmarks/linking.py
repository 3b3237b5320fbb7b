"""How well and how fast `communique corpus build` links articles about meetings that are all known.

    python evals/benchmarks/linking.py [--articles 1000 10000 30000] [--seed 9]

Writes the articles of ``evals/simulations/corpus.py``, builds a corpus of them with a command of
its own, and prints what ``corpus score`` says of it: precision and recall over pairs of meetings
(two articles' that are one) and of names (two that are one person's); then seconds and the
command's peak resident memory. Large meetings have most pairs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SIMULATION = Path(__file__).parents[1] / "simulations" / "corpus.py"


def measure(records: Path, out: Path) -> tuple[float, float]:
    """Peak resident memory in MB, and seconds, of one call."""
    command = [sys.executable, "-m", "communique", "corpus", "build", str(records), "-o", str(out)]
    started = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {' '.join(command)}")
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * unit / 1e6, seconds


def score(database: Path, truth: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "communique", "corpus", "score", str(database), str(truth)]
    asked = [*command, "--format", "json"]
    done = subprocess.run(asked, check=True, capture_output=True)  # noqa: S603 - our own
    scores: dict[str, Any] = json.loads(done.stdout)
    return scores


def shown(counts: dict[str, Any]) -> str:
    pairs = f"{counts['tp']:,} right, {counts['fp']:,}, {counts['fn']:,}"
    return f"{counts['precision']:.3f} / {counts['recall']:.3f} ({pairs})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000, 30_000])
    parser.add_argument("--seed", type=int, default=9)
    options = parser.parse_args()
    print("precision / recall over pairs (right, wrongly together, wrongly apart)")
    for number in options.articles:
        with tempfile.TemporaryDirectory() as folder:
            records, truth = Path(folder, "records.jsonl"), Path(folder, "truth.jsonl")
            command = [str(SIMULATION), "-o", str(records), "--truth", str(truth)]
            sizes = ["--articles", str(number), "--seed", str(options.seed)]
            subprocess.run([sys.executable, *command, *sizes], check=True)  # noqa: S603 - our own
            out = Path(folder, "corpus.db")
            megabytes, seconds = measure(records, out)
            scores = score(out, truth)
        whole = scores["whole"]
        print(
            f"{number:,} articles: meetings {shown(scores['meetings'])}, "
            f"people {shown(scores['people'])}, "
            f"whole and pure {whole['numerator']:,} of {whole['denominator']:,} meetings; "
            f"{seconds:.0f} s, {megabytes:.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()

"""How well and how fast `communique corpus build` links articles about meetings that are all known.

    python evals/benchmarks/linking.py [--articles 1000 10000 30000] [--seed 9]

Writes the articles of ``evals/simulations/corpus.py``, builds a corpus of them with a command of
its own, and prints precision and recall over pairs: of an article's meetings (two that tell of one
meeting) and of names (two that are one person's); then seconds and the command's peak resident
memory. Large meetings have most pairs, so that the last column tells of all meetings alike: the
share of articles that are where most articles of their meeting are (one row for each meeting that
has several, the mean over meetings).
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

from communique.corpus.pairs import pair_counts
from communique.scoring.counts import Counts

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


def score(database: Path, truths: list[dict[str, Any]]) -> tuple[Counts, Counts, float]:
    """Pairs of meetings, pairs of names, and how whole the meetings are."""
    with closing(sqlite3.connect(database)) as db:
        query = (
            "SELECT document_id, item, number FROM links JOIN articles USING (article)"
            " WHERE link_to = 'meeting'"
        )
        found = {(name, item): number for name, item, number in db.execute(query)}
        query = (
            "SELECT document_id, value, person FROM claims JOIN articles USING (article)"
            " WHERE field = 'attended'"
        )
        people = {(name, value): person for name, value, person in db.execute(query)}
    meetings = {
        (one["document_id"], f"meetings[{nth}]"): number
        for one in truths
        for nth, number in enumerate(one["meetings"])
    }
    names = {
        (one["document_id"], name): number
        for one in truths
        for name, number in one["people"].items()
        if (one["document_id"], name) in people
    }
    groups: dict[int, Counter[int]] = defaultdict(Counter)
    for item, number in meetings.items():
        groups[number][found[item]] += 1
    several = [group for group in groups.values() if group.total() > 1]
    whole = sum(max(group.values()) / group.total() for group in several) / len(several)
    return pair_counts(meetings, found), pair_counts(names, people), whole


def shown(counts: Counts) -> str:
    precision, recall = counts.precision or 0.0, counts.recall or 0.0
    return f"{precision:.3f} / {recall:.3f} ({counts.tp:,} right, {counts.fp:,}, {counts.fn:,})"


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
            truths = [json.loads(line) for line in truth.read_text("utf-8").splitlines()]
            meetings, names, whole = score(out, truths)
        print(
            f"{number:,} articles: meetings {shown(meetings)}, names {shown(names)}, "
            f"{whole:.3f} of a meeting's articles together; {seconds:.0f} s, {megabytes:.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()

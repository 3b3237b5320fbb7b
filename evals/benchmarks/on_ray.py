"""What Ray costs on one machine, for the offline extractor: beside --processes, by turns.

    python evals/benchmarks/on_ray.py

Articles like the seeds (the two, told apart by a last line), in Parquet files, are read with two
processes of this machine and with two actors of a Ray cluster of two cores that is up already; the
sizes of blocks, and so of parts, by turns. The time is by the clock, from the first file to the
last part, and holds the start of workers and actors; the processor time, which a busy machine
changes less, is that of one process reading here, and of all of Ray's. What a call costs before it
reads, and how much an article more, is told by a call with few of them. The records are compared as
bytes. Memory is the resident set of an actor at its most, pages shared with others included.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

import pyarrow
import pyarrow.parquet

from communique.documents import read_documents
from communique.extraction import extract_many
from communique.outputs.formats import line_of
from communique.ray import cluster
from communique.ray.filesystems import find_files
from communique.ray.library import connect
from communique.ray.merging import merge
from communique.ray.parts import Parts
from communique.ray.reader import Order
from communique.runs.limits import Limits

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = 4
FEW = 100
BLOCK = cluster.OFFLINE_BYTES


def write_articles(folder: Path, n: int) -> list[str]:
    folder.mkdir(exist_ok=True)
    texts = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    rows = [{"id": f"d{i:07}", "text": f"{texts[i % 2]}\n\nNumber {i}."} for i in range(n)]
    paths = []
    for k in range(FILES):
        paths.append(str(folder / f"{k}.parquet"))
        some = rows[k * n // FILES : (k + 1) * n // FILES]
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(some), paths[-1])
    return paths


def local(paths: list[str], processes: int) -> tuple[float, str]:
    """Seconds, and the hash of all records."""
    digest = hashlib.sha256()
    began = time.perf_counter()
    for result in extract_many(read_documents(paths), processes=processes):
        digest.update(line_of(result).encode() + b"\n")
    return time.perf_counter() - began, digest.hexdigest()


def on_ray(paths: list[str], actors: int, block: int, out: Path) -> tuple[float, str, int]:
    """Seconds, the hash of all records when sorted, and the number of parts."""
    cluster.OFFLINE_BYTES = block
    order = Order.of("regex", Limits())
    parts = Parts(str(out), "jsonl")
    parts.start(overwrite=True, resume=False)
    began = time.perf_counter()
    for _ in cluster.extract_files(find_files(paths), order, parts, actors=actors):
        pass
    seconds = time.perf_counter() - began
    merge(parts, out.with_suffix(".jsonl"), "jsonl")
    whole = hashlib.sha256(out.with_suffix(".jsonl").read_bytes()).hexdigest()
    return seconds, whole, len(parts.names())


class Watch:
    """Watches the processes of Ray: processor time of all, resident sets of those that read."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self.actors: dict[str, float] = {}
        """Of each actor, by process: its resident set at its most, in MB."""
        threading.Thread(target=self._watch, daemon=True).start()

    def seconds(self) -> float:
        """Of a processor, used so far by all of them."""
        return sum(self._seconds.values())

    def _watch(self) -> None:
        while True:
            for process in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    self._look(process)
            time.sleep(0.5)

    def _look(self, process: Path) -> None:
        name = (process / "cmdline").read_text("utf-8", "replace")
        if not re.match(r"ray::|\S*/(raylet|gcs_server)\0|\S*python\S*\0.*/ray/", name):
            return
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        self._seconds[process.name] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        if "_Writer" in name:
            pages = int((process / "statm").read_text().split()[1])
            size = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
            self.actors[process.name] = max(self.actors.get(process.name, 0), size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--blocks", type=int, nargs="+", default=[1 << 18, 1 << 20, 1 << 22])
    options = parser.parse_args()
    began = time.perf_counter()
    ray = connect()
    started = time.perf_counter() - began
    watch = Watch()
    start: list[float] = []
    clock: dict[str, list[float]] = {}
    processor: dict[str, list[float]] = {}
    hashes, parts = set(), {}
    with tempfile.TemporaryDirectory() as folder:
        paths = write_articles(Path(folder), options.articles)
        few = write_articles(Path(folder) / "few", FEW)
        for _ in range(options.rounds):
            before = time.process_time()
            took, made = local(paths, 1)
            clock.setdefault("one process", []).append(took)
            processor.setdefault("one process", []).append(time.process_time() - before)
            took, made = local(paths, 2)
            clock.setdefault("two processes", []).append(took)
            hashes.add(made)
            used = watch.seconds()
            on_ray(few, 2, BLOCK, Path(folder) / "out")
            start.append(watch.seconds() - used)
            for block in options.blocks:
                name = f"two actors, blocks of {block >> 10} KiB"
                used = watch.seconds()
                took, made, parts[name] = on_ray(paths, 2, block, Path(folder) / "out")
                clock.setdefault(name, []).append(took)
                processor.setdefault(name, []).append(watch.seconds() - used)
                hashes.add(made)
    print(f"{options.articles} articles, {options.rounds} rounds by turns; Ray {ray.__version__}")
    print(f"Ray was up after {started:.1f} s")
    print("articles/s  ms of a processor an article  parts  (medians; articles/s of each round)")
    for name, took in clock.items():
        each = " ".join(f"{options.articles / one:.0f}" for one in took)
        cost = (
            f"{1000 * median(processor[name]) / options.articles:.1f}" if name in processor else ""
        )
        speed = options.articles / median(took)
        print(f"{speed:10.0f}  {cost:>28}  {parts.get(name, ''):5}  {name} ({each})")
    alone = median(processor["one process"]) / options.articles
    print(f"a call on Ray with {FEW} articles: {median(start):.1f} s of a processor")
    for name in (name for name in processor if name in parts):
        further = (median(processor[name]) - median(start)) / (options.articles - FEW)
        print(
            f"{name}: {1000 * further:.1f} ms for an article more, {further / alone:.2f} times "
            f"those of one process; a billion, {further * 1e9 / 3600:,.0f} core-hours"
        )
    print(f"an actor at its most: {max(watch.actors.values()):.0f} MB")
    print("same bytes" if len(hashes) == 1 else f"DIFFERENT: {len(hashes)} versions")


if __name__ == "__main__":
    main()

"""How many small faults, put into grounding and scoring one by one, the tests of these rooms find.

    python evals/benchmarks/mutants.py            # 16 of each module, picked by the seed
    python evals/benchmarks/mutants.py --each 0   # all
    python evals/benchmarks/mutants.py --left     # of the same those that were not found last time

mutmut makes the faults ("mutants") and runs, for each, the tests that come through the function it
is in (pyproject.toml: ``tool.mutmut``). A mutant is killed when a test fails or runs out of time.
Interrupted, it tells what was found so far, and goes on from there with ``--left``.
Not mutated are decorated functions (properties, cached ones) and what stands outside functions
(word lists, patterns, thresholds). Run from the repository; mutmut works in ``mutants/`` there.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from random import Random

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import get_mutant_name

KILLED = {"killed", "timeout"}
UNTRIED = "not checked"


def names_of(path: Path) -> list[str]:
    """All mutants of a module, by mutmut's names for them."""
    mutated = mutate_file_contents(str(path), path.read_text("utf-8"))
    return [get_mutant_name(path, name) for name in mutated.mutant_names]


def sampled(names: list[str], each: int, seed: str) -> list[str]:
    """``each`` of ``names``, or all: the same every time, and fewer are some of more."""
    shuffled = Random(seed).sample(names, len(names))  # noqa: S311
    return shuffled[: each or None]


def statuses(path: Path) -> dict[str, str]:
    """What mutmut has found of a module's mutants so far."""
    data = SourceFileMutationData(path=path)
    data.load()
    return {name: status_by_exit_code[code] for name, code in data.exit_code_by_key.items()}


def changed_lines(name: str, path: Path) -> list[str]:
    lines = get_diff_for_mutant(name, path=path).splitlines()
    return [line for line in lines if line[:1] in "+-" and not line.startswith(("+++", "---"))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--each", type=int, default=16, help="mutants of each module; 0: all")
    parser.add_argument("--seed", type=int, default=10)
    parser.add_argument("--left", action="store_true", help="only those not killed last time")
    options = parser.parse_args()
    all_of = {path: names_of(path) for path in sorted(walk_mutatable_files())}
    tried = {
        path: sampled(names, options.each, f"{options.seed} {path}")
        for path, names in all_of.items()
    }
    wanted = [
        name
        for path, names in tried.items()
        for found in [statuses(path) if options.left else {}]
        for name in names
        if found.get(name) not in KILLED
    ]
    if wanted:
        os.nice(19)
        mutmut = Path(sys.executable).with_name("mutmut")
        command = [mutmut, "run", "--max-children", "1", *wanted]
        with suppress(KeyboardInterrupt):
            subprocess.run(command, stdout=sys.stderr, check=True)  # noqa: S603
    report(all_of, tried)


def report(all_of: Mapping[Path, list[str]], sample: Mapping[Path, list[str]]) -> None:
    """A row a module, of those of its sample that were tried; then those that are left."""
    print(f"{'module':34} mutants  tried  killed  survived  untested  score")
    totals: Counter[str] = Counter()
    left: list[str] = []
    for path, names in sample.items():
        found = statuses(path)
        tried = [name for name in names if found.get(name, UNTRIED) != UNTRIED]
        if not tried:
            continue
        counts = Counter("killed" if found[name] in KILLED else found[name] for name in tried)
        counts += Counter(mutants=len(all_of[path]), tried=len(tried))
        totals += counts
        print_row("/".join(path.with_suffix("").parts[-2:]), counts)
        for name in sorted(tried):
            if found[name] not in KILLED:
                left += [f"{name}: {found[name]}", *changed_lines(name, path)]
    print_row("together", totals)
    print("\n".join(["", *left]))


def print_row(name: str, counts: Counter[str]) -> None:
    """``survived`` holds whatever is neither killed nor untested."""
    tried, killed, untested = counts["tried"], counts["killed"], counts["no tests"]
    print(
        f"{name:34} {counts['mutants']:7}  {tried:5}  {killed:6}  {tried - killed - untested:8}  "
        f"{untested:8}  {killed / tried:5.0%}"
    )


if __name__ == "__main__":
    main()

"""``python -m tests.fuzz READER --seconds N``: one reader, by coverage where atheris is installed.

Exit code 0: nothing found. Else the last lines say what was found, and the bytes that led to it are
in a file whose name begins with ``crash-``, ``timeout-`` or ``oom-`` in ``--findings``.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import itertools
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

SLOW = 20
"""Seconds after which one input is a finding."""

LONGEST = 65_536
"""Bytes of an input."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("reader")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--findings", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        by_chance(options.reader, options.seconds, options.findings)
    else:
        by_coverage(options.reader, options.seconds, options.findings)


def by_coverage(reader: str, seconds: int, findings: Path) -> None:
    import atheris

    with atheris.instrument_imports(include=["communique"], enable_loader_override=False):
        from tests.fuzz import readers
    from tests.fuzz.mutations import mutated

    corpus = readers.corpus_of(reader)

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        if seed % 2:
            return bytes(atheris.Mutate(data, longest))
        return mutated(data, corpus[seed % len(corpus)], seed)[:longest]

    grown = Path(tempfile.mkdtemp(prefix="communique-corpus-"))
    for number, data in enumerate(corpus):
        (grown / str(number)).write_bytes(data)
    arguments = [
        sys.argv[0],
        f"-max_total_time={seconds}",
        f"-timeout={SLOW}",
        f"-max_len={LONGEST}",
        f"-artifact_prefix={findings}/",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
        str(grown),
    ]
    atheris.Setup(arguments, lambda data: readers.read(reader, data), custom_mutator=mutate)
    try:
        atheris.Fuzz()
    finally:
        shutil.rmtree(grown, ignore_errors=True)


def by_chance(reader: str, seconds: int, findings: Path) -> None:
    from tests.fuzz.mutations import mutated
    from tests.fuzz.readers import corpus_of, read

    corpus = corpus_of(reader)
    end = time.monotonic() + seconds
    first = random.SystemRandom().randrange(2**32)
    for seed in itertools.count(first):
        data = mutated(corpus[seed % len(corpus)], corpus[seed // 7 % len(corpus)], seed)
        started = time.monotonic()
        try:
            read(reader, data)
            if time.monotonic() - started > SLOW:
                raise TimeoutError(f"more than {SLOW} seconds")
        except Exception:
            found = findings / f"crash-{hashlib.sha256(data).hexdigest()}"
            found.write_bytes(data)
            print(f"{reader}: {found}", file=sys.stderr)
            raise
        if started > end:
            print(f"Done {seed - first + 1} runs in {seconds} second(s)")
            return


if __name__ == "__main__":
    main()

"""Articles a second on one core, offline: the rules beside spaCy with textacy, in one run.

    python evals/benchmarks/speed.py --peers OTHER_PYTHON

OTHER_PYTHON is one with spaCy, textacy and a small English pipeline (``--pipeline`` names it).
They read the seeds again and again, in turns, a process each, one thread. textacy finds direct
quotations alone and fails on some articles; what it fails on counts as read.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve()
ARTICLES = sorted((HERE.parents[2] / "seeds").glob("*.txt"))


def rules(pipeline: str) -> Callable[[str], object]:
    """The offline extractor, records and proofs included."""
    import communique

    return communique.extract


def spacy_textacy(pipeline: str) -> Callable[[str], object]:
    """Named entities and dependencies by spaCy, direct quotations by textacy."""
    import spacy
    import textacy.extract

    nlp = spacy.load(pipeline)

    def read(text: str) -> object:
        document = nlp(text)
        try:
            return [*document.ents, *textacy.extract.direct_quotations(document)]
        except ValueError:
            return list(document.ents)

    return read


READERS = {"communique": rules, "spacy+textacy": spacy_textacy}


def measure(name: str, pipeline: str, seconds: float) -> None:
    """Read for ``seconds``, and print articles and characters a processor second."""
    read = READERS[name](pipeline)
    texts = [path.read_text("utf-8") for path in ARTICLES]
    for text in texts:
        read(text)
    done = characters = 0
    started = time.process_time()
    while time.process_time() - started < seconds:
        text = texts[done % len(texts)]
        read(text)
        done += 1
        characters += len(text)
    used = time.process_time() - started
    print(json.dumps({"articles": done / used, "characters": characters / used}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", help="a Python with spaCy, textacy and a pipeline")
    parser.add_argument("--pipeline", default="en_core_web_sm")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--measure", choices=READERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return measure(options.measure, options.pipeline, options.seconds)
    found: dict[str, list[dict[str, float]]] = {
        name: [] for name in READERS if name == "communique" or options.peers
    }
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    for _ in range(options.rounds):
        for name, rounds in found.items():
            python = sys.executable if name == "communique" else options.peers
            arguments = ["--measure", name, "--pipeline", options.pipeline]
            command = [python, str(HERE), *arguments, "--seconds", str(options.seconds)]
            run = subprocess.run(  # noqa: S603 - this file itself
                command, capture_output=True, text=True, check=True, env=one_thread
            )
            rounds.append(json.loads(run.stdout.splitlines()[-1]))
    print(
        f"{'':<15}{'articles/s':>11}{'characters/s':>14}{'ratio':>8}   (a core, median of rounds)"
    )
    base = median(one["articles"] for one in list(found.values())[-1])
    for name, rounds in found.items():
        articles = median(one["articles"] for one in rounds)
        characters = median(one["characters"] for one in rounds)
        print(f"{name:<15}{articles:>11.1f}{characters:>14,.0f}{articles / base:>7.1f}x")
    return None


if __name__ == "__main__":
    main()

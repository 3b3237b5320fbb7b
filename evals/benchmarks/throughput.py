"""Documents a second through one loopback server, beside the peers, all in one run.

    python evals/benchmarks/throughput.py --peers OTHER_PYTHON

OTHER_PYTHON is one with langextract, openai and instructor (ours has the latter two: without
``--peers`` langextract is left out). The server answers each request after a fixed wait; it counts
requests and tokens, so that these are nobody's own claims. Communique's figure holds grounding and
records; the bare clients read JSON. Each pair of client and concurrency has a process of its own,
and they take turns.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
ARTICLES = sorted(map(str, (HERE.parents[1] / "seeds").glob("*.txt")))
OWN = ("communique", "helped", "openai", "instructor")


@contextmanager
def server(latency: float) -> Iterator[str]:
    command = [sys.executable, str(HERE / "server.py"), "--latency", str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None  # noqa: S101 - for the type checker
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def measure(
    python: str, name: str, base_url: str, documents: int, concurrency: int
) -> dict[str, Any]:
    """One client's figures: documents a second, processor ms, requests and tokens a document."""
    with urlopen(f"{base_url}/count") as reply:  # noqa: S310 - our own server
        reply.read()
    command = [python, str(HERE / "peer.py"), name, base_url, str(documents), str(concurrency)]
    run = subprocess.run([*command, *ARTICLES], capture_output=True, text=True, check=False)  # noqa: S603
    if run.returncode:
        raise SystemExit(f"{name}: {run.stderr.strip().splitlines()[-1]}")
    found = json.loads(run.stdout.splitlines()[-1])
    with urlopen(f"{base_url}/count") as reply:  # noqa: S310 - our own server
        counted = json.load(reply)
    asked_for = documents + min(4, documents)  # the warm-up is counted by the server too
    return {
        "rate": found["answered"] / found["wall"],
        "cpu": 1000 * found["cpu"] / documents,
        **{key: value / asked_for for key, value in counted.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", help="a Python with langextract")
    parser.add_argument("--latency", type=float, default=0.2, help="seconds an answer takes")
    parser.add_argument("--concurrency", type=int, nargs="+", default=[1, 16, 64, 256])
    parser.add_argument("--seconds", type=float, default=6, help="about how long each one asks")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    names = [*OWN, *(["langextract"] if options.peers else [])]
    print(
        f"{'':<13}{'concurrency':>11}{'docs/s':>9}{'CPU ms':>9}{'requests':>10}{'in':>8}{'out':>7}"
    )
    with server(options.latency) as base_url:
        for concurrency in options.concurrency:
            documents = max(8, int(min(concurrency / options.latency, 200) * options.seconds))
            found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
            for _ in range(options.rounds):
                for name in names:
                    python = options.peers if name == "langextract" else sys.executable
                    found[name].append(measure(python, name, base_url, documents, concurrency))
            for name in names:
                row = {key: median(one[key] for one in found[name]) for key in found[name][0]}
                print(
                    f"{name:<13}{concurrency:>11}{row['rate']:>9.1f}{row['cpu']:>9.1f}"
                    f"{row['requests']:>10.1f}{row['tokens_in']:>8.0f}{row['tokens_out']:>7.0f}",
                    flush=True,
                )
    print("CPU: processor milliseconds of the client a document; requests and tokens a document.")


if __name__ == "__main__":
    main()

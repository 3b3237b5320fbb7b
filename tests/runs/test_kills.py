"""Exactly once: a command that is killed again and again ends as one that never was."""

from __future__ import annotations

import hashlib
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from communique.runs.store import FILE_NAME, AttemptStore
from communique.testing import FakeServer, Fault

CONCURRENCY = 8
SEEDS = Path(__file__).parents[2] / "seeds"

FAULTS = (
    Fault.rate_limited(retry_after=0.02),
    Fault("status", status=503, retry_after=0.02, text="busy"),
    Fault.server_error(),
    Fault.reset(),
    Fault.garbage(),
    Fault.not_json(),
    Fault.slow(0.3),
    Fault.dribble(0.2),
)
"""All that leaves the answer as it is; a cut one makes another record, rightly."""


def articles(n: int) -> list[dict[str, Any]]:
    """Each with the record that a perfect model would give."""
    made = []
    for i in range(n):
        text = f"Minister Ada Vex said that it rained in town {i}. It was late."
        start, end = text.index("that"), text.index(". It")
        content = {"start": start, "end": end, "text": text[start:end]}
        made.append(
            {"id": f"a{i}", "text": text, "statements": [{"content": content, "kind": "indirect"}]}
        )
    return made


class Unreliable:
    """A fault for every fifth request; ``answered`` counts those that got an answer."""

    def __init__(self, seed: int, share: float = 0.2) -> None:
        self._chance = Random(seed)
        self._share = share
        self.answered = 0

    def __call__(self, number: int) -> Fault | None:
        fault = self._chance.choice(FAULTS) if self._chance.random() < self._share else None
        self.answered += fault is None or fault.needs_answer
        return fault


def command(articles_: Path, out: Path, server: FakeServer, *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "communique", "extract", str(articles_), "-o", str(out)),
            *("-m", "openai/fake", "--base-url", server.base_url, *more),
            *("--concurrency", str(CONCURRENCY)),
        ],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finished(process: subprocess.Popen[bytes], seconds: float = 600) -> int:
    _, said = process.communicate(timeout=seconds)
    assert b"Traceback" not in said, said.decode()
    return process.returncode


def given(folder: Path, made: list[dict[str, Any]]) -> Path:
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps({k: a[k] for k in ("id", "text")}) + "\n" for a in made))
    return path


def calm(folder: Path, path: Path, made: list[dict[str, Any]]) -> str:
    """The hash of what a run that nothing disturbs writes."""
    with FakeServer(made) as server:
        assert finished(command(path, folder / "calm.jsonl", server)) == 0
    return hashlib.sha256((folder / "calm.jsonl").read_bytes()).hexdigest()


def succeeded(run: Path) -> Counter[str]:
    """How many records the store holds of each document."""
    db = sqlite3.connect(run / FILE_NAME)
    try:
        rows = db.execute("SELECT document_id FROM attempts WHERE succeeded = 1").fetchall()
    finally:
        db.close()
    return Counter(name for (name,) in rows)


def killed_until_done(folder: Path, n: int, kills: int, seed: int) -> None:
    made = articles(n)
    path, out = given(folder, made), folder / "out.jsonl"
    wanted = calm(folder, path, made)
    chance, unreliable, done = Random(seed), Unreliable(seed), 0
    with FakeServer(made, faults=unreliable, latency=0.01) as server:
        while done < kills:
            before = server.requests
            process = command(path, out, server, "--resume")
            most = before + chance.randint(1, max(2, n // kills))
            while server.requests < most and process.poll() is None:
                time.sleep(0.005)
            time.sleep(chance.random() * 0.05)
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=60)
            done += 1
        code = 1
        for _ in range(20):  # a document that fails in the end is asked about by the next call
            code = finished(command(path, out, server, "--resume"))
            if code == 0:
                break
    assert code == 0
    assert hashlib.sha256(out.read_bytes()).hexdigest() == wanted
    assert not (folder / "out.jsonl.failures.jsonl").exists()
    assert succeeded(folder / "out.jsonl.run") == Counter(f"a{i}" for i in range(n))
    # An answer is lost only where it was under way, or not yet kept, at a kill.
    assert unreliable.answered <= n + kills * 2 * CONCURRENCY


@pytest.mark.slow
def test_three_kills_lose_nothing_and_repeat_nothing(tmp_path: Path) -> None:
    """Two hundred documents, a server that fails each fifth request in eight ways."""
    killed_until_done(tmp_path, 200, kills=3, seed=1)


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize(("documents", "kills", "seed"), [(2000, 25, 1), (10_000, 20, 2)])
def test_many_kills_lose_nothing_and_repeat_nothing(
    tmp_path: Path, documents: int, kills: int, seed: int
) -> None:
    """The same for thousands of documents and twenty kills or more."""
    killed_until_done(tmp_path, documents, kills=kills, seed=seed)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("processes", ["1", "2"])
def test_offline_run_killed_ten_times_gives_the_same_bytes(tmp_path: Path, processes: str) -> None:
    """Three thousand articles like the seeds, in one process and in two."""
    seeds = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    rows = ({"id": f"d{i}", "text": f"{seeds[i % 2]}\n\nNumber {i}."} for i in range(3000))
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    command = (sys.executable, "-m", "communique", "extract", str(path), "--processes", processes)
    subprocess.run([*command, "-o", tmp_path / "calm.jsonl"], check=True, capture_output=True)
    wanted = (tmp_path / "calm.jsonl").read_bytes()
    chance, out, lengths = Random(7), tmp_path / "out.jsonl", []
    for _ in range(10):
        process = subprocess.Popen(
            [*command, "-o", out, "--resume"], stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(1 + 8 * chance.random())
        process.kill()
        process.wait()
        written = out.read_bytes() if out.exists() else b""
        assert wanted.startswith(written[: written.rfind(b"\n") + 1])
        lengths.append(len(written))
    subprocess.run([*command, "-o", out, "--resume"], check=True, capture_output=True)
    assert out.read_bytes() == wanted
    assert lengths == sorted(lengths)  # what is right is never written shorter again


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_end_it_ends_cleanly_and_goes_on(tmp_path: Path, how: signal.Signals) -> None:
    """One line says what is kept; what was answered is not asked about again."""
    made = articles(150)
    path, out = given(tmp_path, made), tmp_path / "out.jsonl"
    wanted = calm(tmp_path, path, made)
    with FakeServer(made, latency=0.05) as server:
        process = command(path, out, server)
        while server.requests < 60 and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(how)
        _, said = process.communicate(timeout=20)
        assert process.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143}[how]
        assert said.startswith(b"interrupted: ")
        assert said.count(b"\n") == 1
        assert finished(command(path, out, server, "--resume")) == 0
        assert server.requests <= 150 + 2 * CONCURRENCY
    assert hashlib.sha256(out.read_bytes()).hexdigest() == wanted


@pytest.mark.slow
def test_two_processes_in_one_run_folder_both_finish(tmp_path: Path) -> None:
    """Neither harms the other: each writes everything, and the store is whole."""
    made = articles(120)
    path = given(tmp_path, made)
    calm(tmp_path, path, made)
    program = """
import sys, json
from communique import Model, extract_many
address, articles, run, out = sys.argv[1:]
given = [json.loads(line) for line in open(articles)]
with open(out, "w", encoding="utf-8") as file:
    for record in extract_many(given, model=Model("openai/fake", base_url=address), run=run):
        print(json.dumps(record.model_dump(mode="json"), ensure_ascii=False), file=file)
"""

    def pushed_back(number: int) -> Fault | None:
        return Fault.rate_limited(retry_after=0.02) if number % 7 == 3 else None

    with FakeServer(made, faults=pushed_back, latency=0.01) as server:
        run = tmp_path / "run"
        both = [
            subprocess.Popen(
                [sys.executable, "-c", program, server.base_url, path, run, tmp_path / name],
                stderr=subprocess.PIPE,
            )
            for name in ("one", "two")
        ]
        assert [finished(process) for process in both] == [0, 0]
    with AttemptStore(run / FILE_NAME) as store:
        assert store.counts()[0] >= 120
    for name in ("one", "two"):
        assert (tmp_path / name).read_bytes() == (tmp_path / "calm.jsonl").read_bytes()

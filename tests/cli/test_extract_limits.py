"""``communique extract`` against servers in trouble, and with a budget."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.test_extract import NAMES, NOBODY, SEEDS, communique, gold, records
from communique.testing import FakeServer, Fault


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Twelve articles: the seeds, six times, each told from the others by its last line."""
    path = tmp_path / "many.jsonl"
    texts = [(SEEDS / f"{name}.txt").read_bytes().decode("utf-8") for name in NAMES]
    rows = [{"id": f"d{i}", "text": texts[i % 2] + f"\n\nNo. {i}"} for i in range(12)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.slow
def test_dead_server_is_waited_for_and_then_the_call_ends(many: Path, tmp_path: Path) -> None:
    """Two lines and exit code 1, whatever the number of documents; no failures."""
    out = tmp_path / "out.jsonl"
    model = ("-m", "openai/x", "--base-url", NOBODY)
    done = communique("extract", many, *model, "-o", out, "--patience", "5")
    assert done.returncode == 1
    waiting, stopped = done.stderr.splitlines()
    assert waiting.startswith(f"no server answers at {NOBODY} ")
    assert waiting.endswith(": waiting (0 answered so far); Ctrl-C stops")
    assert stopped.startswith(f"stopped: no server answers at {NOBODY} ")
    assert stopped.endswith(f": 0 records are in {out}; --resume goes on from there")
    assert not (tmp_path / "out.jsonl.failures.jsonl").exists()


def test_wrong_key_is_said_once_the_third_document_has_met_it(many: Path, tmp_path: Path) -> None:
    """Not a line for each document, and exit code 1."""
    with FakeServer(faults=lambda number: Fault.refused(401, "no such key")) as server:
        model = ("-m", "openai/x", "--base-url", server.base_url, "--concurrency", "1")
        done = communique("extract", many, *model, "-o", tmp_path / "out.jsonl")
        assert server.requests == 3
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("stopped: ")
    assert "(401): no such key" in done.stderr.splitlines()[-1]


@pytest.mark.slow
def test_spent_budget_ends_the_call_and_resume_reaches_the_rest(many: Path, tmp_path: Path) -> None:
    """The line says what was spent and how to go on; the end is as if nothing had happened."""
    out, other = tmp_path / "out.jsonl", tmp_path / "other.jsonl"
    with FakeServer(gold()) as server:
        model = ("-m", "openai/x", "--base-url", server.base_url, "--concurrency", "1")
        done = communique("extract", many, *model, "-o", out, "--max-tokens-total", "5000")
        assert done.returncode == 1
        (line,) = done.stderr.splitlines()
        assert line.startswith("stopped: the budget is spent: ")
        assert " of 5,000 tokens" in line
        assert "--resume goes on from there" in line
        reached = len(records(out.read_text(encoding="utf-8")))
        assert 0 < reached < 12
        assert server.requests == reached
        assert communique("extract", many, *model, "-o", out, "--retry-failed").returncode == 0
        assert server.requests == 12
        assert communique("extract", many, *model, "-o", other).returncode == 0
    assert out.read_bytes() == other.read_bytes()


def test_cost_that_cannot_be_known_cannot_be_bounded(many: Path) -> None:
    """Said before anything is asked: a server of one's own has no price."""
    model = ("-m", "openai/x", "--base-url", NOBODY)
    done = communique("extract", many, *model, "--max-cost", "1")
    assert done.returncode == 2
    assert "the price of 'openai/x' at http://127.0.0.1:9/v1 is not known" in done.stderr


def test_time_bounds_the_offline_extractor(many: Path) -> None:
    """No time, no record, no failure."""
    done = communique("extract", many, "--max-time", "0")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "stopped: the budget is spent: 0 of 0 seconds\n"


def test_several_processes_write_the_same_bytes(many: Path, tmp_path: Path) -> None:
    """In the order of the articles."""
    for processes in ("1", "2"):
        out = tmp_path / f"{processes}.jsonl"
        done = communique("extract", many, "--processes", processes, "-o", out)
        assert done.returncode == 0
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()

"""Any bytes at any reader give a record or a clear error, soon."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .mutations import mutated
from .readers import CORPUS, READERS, corpus_of, read

SLOW = 10
"""Seconds after which a reader of so few bytes hangs."""

ROOT = Path(__file__).parents[2]


def soon(reader: str, data: bytes) -> None:
    started = time.monotonic()
    read(reader, data)
    assert time.monotonic() - started < SLOW


def test_every_reader_has_a_corpus() -> None:
    """And the corpus holds nothing else."""
    assert sorted(path.name for path in CORPUS.iterdir()) == sorted(READERS)
    assert all(map(corpus_of, READERS))


@pytest.mark.parametrize("reader", READERS)
def test_corpus_is_read(reader: str) -> None:
    """What fuzzing has found before is in it."""
    for data in corpus_of(reader):
        soon(reader, data)


@pytest.mark.parametrize("reader", READERS)
@settings(
    max_examples=15,
    derandomize=True,  # `make soak` looks further, each time elsewhere
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_damaged_bytes_are_a_record_or_a_clear_error(reader: str, seed: int) -> None:
    """Files cut, mixed and sprinkled with what readers stumble over."""
    corpus = corpus_of(reader)
    soon(reader, mutated(corpus[seed % len(corpus)], corpus[seed // 7 % len(corpus)], seed))


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=20, deadline=None)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_a_record_or_a_clear_error(reader: str, data: bytes) -> None:
    """Files that were never meant for the reader."""
    soon(reader, data)


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("reader", READERS)
def test_reader_is_fuzzed_for_long(reader: str, tmp_path: Path) -> None:
    """COMMUNIQUE_FUZZ_SECONDS each (20 minutes): by coverage where atheris is there."""
    seconds = os.environ.get("COMMUNIQUE_FUZZ_SECONDS", "1200")
    command = (sys.executable, "-m", "tests.fuzz")
    done = subprocess.run(
        [*command, reader, "--seconds", seconds, "--findings", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = (done.stdout + done.stderr).splitlines()
    print(f"{reader}: {next((line for line in said if line.startswith('Done')), None)}")
    found = sorted(tmp_path.glob("*-*[0-9a-f]"))
    assert done.returncode == 0, f"{done.stderr[-3000:]}\nfound: {found}"

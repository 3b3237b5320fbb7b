"""The offline extractor in several processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import communique
from communique.errors import BudgetSpent
from communique.records import Document, ErrorInfo, Failure, Readout
from communique.runs.limits import Budget, Limits
from communique.runs.loop import run_documents
from communique.runs.store import AttemptStore
from communique.runs.workers import AHEAD, BATCH
from communique.testing import FakeServer
from runs.made import Reading, documents

TEXT = "Irish Prime Minister Ann Lee met Maltese President Bo Rae. She said that it was late ({})."
UNREADABLE = Failure(
    document_id="broken", error=ErrorInfo(code="unreadable", message="not UTF-8", stage="read")
)


class Deadly(Reading):
    """Kills the process that reads certain texts."""

    def read(self, document: Document) -> Readout:
        if "DEADLY" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(document)


def test_records_are_the_same_bytes_in_the_same_order() -> None:
    """As of one process."""
    given = [(f"d{i}", TEXT.format(i)) for i in range(100)]
    one, two = (
        [result.model_dump_json() for result in communique.extract_many(given, processes=n)]
        for n in (1, 2)
    )
    assert one == two


def test_document_that_kills_its_worker_is_one_failure() -> None:
    """Each is named, and everything beside it is read."""
    given: list[Document | Failure] = [*documents(70), UNREADABLE]
    for number in (3, 40, 41):
        given[number] = Document(id=f"d{number}", text="DEADLY")
    results = list(run_documents(given, Deadly(), limits=Limits(processes=2)))
    assert [result.document_id for result in results] == [*(f"d{i}" for i in range(70)), "broken"]
    failed = {r.document_id: r.error.code for r in results if isinstance(r, Failure)}
    died = dict.fromkeys(["d3", "d40", "d41"], "worker_died")
    assert failed == {**died, "broken": "unreadable"}


def test_errors_in_a_worker_are_failures() -> None:
    """As they are in one process."""
    given = [Document(id="a", text="BAD"), Document(id="b", text="fine")]
    bad, fine = run_documents(given, Reading(), limits=Limits(processes=2))
    assert isinstance(bad, Failure)
    assert bad.error.code == "bad_answer"
    assert isinstance(fine, Readout)


def test_documents_are_read_as_they_are_needed() -> None:
    """A few batches ahead of what is handed on."""
    taken = 0

    def endless() -> Iterator[Document]:
        nonlocal taken
        while True:
            taken += 1
            yield Document(id=f"{taken}", text="fine")

    results = run_documents(endless(), Reading(), limits=Limits(processes=2))
    for _ in range(5 * BATCH):
        next(results)
    assert taken <= (5 + 2 * AHEAD) * BATCH
    results.close()  # type: ignore[attr-defined]


def test_store_and_budget_hold_with_workers(tmp_path: Path) -> None:
    """What was read is found again, and nothing is read when there is no time."""
    with AttemptStore(tmp_path / "s.sqlite") as store:
        for _ in range(2):
            limits = Limits(processes=2)
            results = list(run_documents(documents(40), Reading(), store=store, limits=limits))
            assert [r.document_id for r in results] == [f"d{i}" for i in range(40)]
            assert store.counts() == (40, 0)
    none = Limits(processes=2, budget=Budget(seconds=0))
    with pytest.raises(BudgetSpent):
        list(run_documents(documents(3), Reading(), limits=none))


@pytest.mark.slow
@pytest.mark.parametrize("model", ["'regex'", "Model('openai/fake', base_url=sys.argv[1])"])
def test_program_that_no_worker_can_import_gets_one_clear_error(model: str) -> None:
    """Read from standard input: instead of failing article by article."""
    program = f"""
import sys
from communique import Model, extract_many
print(list(extract_many(["Minister Ann Lee said that it was late."], model={model}, processes=2)))
"""
    record = communique.extract("Minister Ann Lee said that it was late.")
    with FakeServer([record]) as server:
        done = subprocess.run(
            [sys.executable, "-", server.base_url],
            input=program,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert "UsageError: worker processes cannot start" in done.stderr
    assert done.stdout == ""


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopped_command_leaves_no_worker_behind(tmp_path: Path, how: signal.Signals) -> None:
    """Ctrl-C, SIGTERM, even SIGKILL: the workers are gone soon after."""
    article = tmp_path / "many.jsonl"
    line = '{"id": "%d", "text": "Minister Ann Lee said that it was late (%d)."}\n'
    article.write_text("".join(line % (i, i) for i in range(60_000)))
    command = [sys.executable, "-m", "communique", "extract", str(article), "--processes", "2"]
    out = tmp_path / "out.jsonl"
    process = subprocess.Popen(
        [*command, "-o", str(out)], stderr=subprocess.PIPE, start_new_session=True
    )
    limit = time.monotonic() + 30
    while (not out.exists() or out.stat().st_size < 10_000) and time.monotonic() < limit:
        time.sleep(0.05)
    if how is signal.SIGINT:
        os.killpg(process.pid, how)
    else:
        os.kill(process.pid, how)
    _, said = process.communicate(timeout=20)
    expected = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}
    assert process.returncode == expected[how]
    if how is not signal.SIGKILL:
        assert b"interrupted" in said
        assert b"Traceback" not in said
    limit = time.monotonic() + 10
    while time.monotonic() < limit:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("workers are left")

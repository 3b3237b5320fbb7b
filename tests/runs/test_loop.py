"""The run loop."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import ServerTimeout, UsageError
from communique.extractor import Immediate
from communique.records import Document, ErrorInfo, Failure, Readout, Usage
from communique.runs.limits import Limits
from communique.runs.loop import run_documents
from communique.runs.store import AttemptStore
from runs.made import Reading, Waiting, answered, documents

UNREADABLE = Failure(
    document_id="broken", error=ErrorInfo(code="unreadable", message="not UTF-8", stage="read")
)


def test_order_of_input_is_kept_under_concurrency() -> None:
    """Whoever finishes first waits for those before."""
    extractor = Waiting(seconds=0.05)
    results = list(run_documents(documents(30), extractor, limits=Limits(concurrency=8)))
    assert [result.document_id for result in results] == [f"d{i}" for i in range(30)]
    assert 1 < extractor.most_in_work <= 8
    assert extractor.closed == 1


@given(st.lists(st.sampled_from(["fine", "BAD", "BUG", None]), max_size=12))
def test_every_document_ends_in_its_place(fates: list[str | None]) -> None:
    """Records, named errors, bugs and unreadable files: one outcome each, in order."""
    logging.disable(logging.ERROR)
    given_documents: list[Document | Failure] = [
        UNREADABLE if fate is None else Document(id=f"{i}", text=fate)
        for i, fate in enumerate(fates)
    ]
    for extractor in (Waiting(), Reading()):
        results = list(run_documents(given_documents, extractor, limits=Limits(concurrency=3)))
        assert [r.document_id for r in results] == [
            "broken" if isinstance(d, Failure) else d.id for d in given_documents
        ]
        codes = {None: "unreadable", "BAD": "bad_answer", "BUG": "internal", "fine": "fine"}
        assert [r.error.code if isinstance(r, Failure) else "fine" for r in results] == [
            codes[fate] for fate in fates
        ]
    logging.disable(logging.NOTSET)


def test_bug_is_a_failure_with_its_type_and_its_traceback_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What nobody foresaw does not stop the others, and is not hushed up."""
    (result,) = run_documents([Document(id="x", text="BUG")], Waiting())
    assert isinstance(result, Failure)
    assert result.error.code == "internal"
    assert result.error.message == "unexpected ZeroDivisionError: oops"
    assert "Traceback" in caplog.text
    assert "document x" in caplog.text


def test_failure_carries_what_it_cost() -> None:
    """A failed attempt was paid for as well."""
    (result,) = run_documents([Document(id="x", text="BAD")], Waiting())
    assert result.usage == Usage(requests=2, input_tokens=5, output_tokens=None)


def test_second_run_asks_only_for_what_failed_or_is_new(tmp_path: Path) -> None:
    """Successes come from the store, failures are tried again, and the order stays."""
    with AttemptStore(tmp_path / "s.sqlite") as store:
        first = Waiting()
        batch = [*documents(3), Document(id="bad", text="BAD")]
        list(run_documents(batch, first, store=store))
        second = Waiting()
        results = list(run_documents([*batch, *documents(5)[3:]], second, store=store))
        assert sorted(second.asked) == ["bad", "d3", "d4"]
        assert [r.document_id for r in results] == ["d0", "d1", "d2", "bad", "d3", "d4"]
        assert store.counts() == (5, 2)


@pytest.mark.parametrize("kind", [Waiting, Reading])
def test_repeats_are_apart(tmp_path: Path, kind: type[Waiting] | type[Reading]) -> None:
    """Another repeat, or another extractor, asks anew; the same one does not."""
    with AttemptStore(tmp_path / "s.sqlite") as store:
        for repeat, asked in ((0, 2), (1, 2), (0, 0)):
            extractor = kind()
            list(run_documents(documents(2), extractor, store=store, repeat=repeat))
            assert len(extractor.asked) == asked


def test_another_fingerprint_asks_anew(tmp_path: Path) -> None:
    """A changed prompt or parameter does not find the old answers."""
    with AttemptStore(tmp_path / "s.sqlite") as store:
        list(run_documents(documents(2), Waiting(), store=store))
        changed = Waiting(mood="changed")
        list(run_documents(documents(2), changed, store=store))
        assert len(changed.asked) == 2


@pytest.mark.parametrize("kind", [Waiting, Reading])
def test_documents_are_read_as_they_are_needed(kind: type[Waiting] | type[Reading]) -> None:
    """A hundred thousand documents are never in memory at once."""
    taken = 0

    def endless() -> Iterator[Document]:
        nonlocal taken
        while True:
            taken += 1
            yield Document(id=f"{taken}", text="fine")

    results = run_documents(endless(), kind(), limits=Limits(concurrency=4))
    for _ in range(10):
        next(results)
    assert taken <= 10 + 4 * 4 + 1
    results.close()  # type: ignore[attr-defined]


def test_extractor_that_waits_for_nothing_needs_no_thread() -> None:
    """Pure computation runs where the caller stands, at microseconds of overhead."""
    extractor = Reading()
    assert isinstance(extractor, Immediate)
    assert not isinstance(Waiting(), Immediate)
    threads: set[int] = set()

    class Watching(Reading):
        def read(self, document: Document) -> Readout:
            threads.add(threading.get_ident())
            return super().read(document)

    list(run_documents(documents(3), Watching()))
    assert threads == {threading.get_ident()}


def test_what_is_wrong_with_the_call_stops_it() -> None:
    """A UsageError is not a document's failure."""

    class Wrong(Waiting):
        async def extract(self, document: Document) -> Readout:
            raise UsageError("no such thing")

    with pytest.raises(UsageError, match="no such thing"):
        list(run_documents(documents(3), Wrong()))
    with pytest.raises(UsageError, match="concurrency is 0"):
        run_documents([], Waiting(), limits=Limits(concurrency=0))


def test_heap_is_set_aside_while_a_run_goes_on_unless_the_caller_has_done_so() -> None:
    """A few hundred objects are Python's own."""
    for mine in (False, True):
        if mine:
            gc.freeze()
        try:
            run = run_documents(documents(3), Waiting())
            next(run)
            assert gc.get_freeze_count() > 10_000
            list(run)
            assert (gc.get_freeze_count() > 10_000) is mine
        finally:
            gc.unfreeze()


def test_abandoned_run_stops_its_attempts() -> None:
    """Closing the iterator cancels what is in work and closes the connections."""

    class Stuck(Waiting):
        async def extract(self, document: Document) -> Readout:
            if document.id != "d0":
                await anyio.sleep(600)
            return await super().extract(document)

    extractor = Stuck()
    results = run_documents(documents(20), extractor, limits=Limits(concurrency=4))
    assert next(results).document_id == "d0"
    started = time.perf_counter()
    results.close()  # type: ignore[attr-defined]
    assert time.perf_counter() - started < 5
    assert extractor.asked == ["d0"]
    assert extractor.closed == 1


def test_interrupt_stops_promptly_and_keeps_what_was_finished(tmp_path: Path) -> None:
    """After Ctrl-C the finished documents are in the store, and the program is gone at once."""
    path = tmp_path / "s.sqlite"
    program = f"""
import pathlib, sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
import anyio
from communique.runs.limits import Limits
from communique.runs.loop import run_documents
from communique.runs.store import AttemptStore
from runs.made import Waiting, answered, documents

class Stuck(Waiting):
    async def extract(self, document):
        if document.id not in ("d0", "d1", "d3"):
            await anyio.sleep(600)
        return answered(document)

with AttemptStore(pathlib.Path({str(path)!r})) as store:
    for result in run_documents(documents(50), Stuck(), store=store, limits=Limits(concurrency=4)):
        print(result.document_id, flush=True)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert [process.stdout.readline(), process.stdout.readline()] == ["d0\n", "d1\n"]
    time.sleep(0.3)
    started = time.perf_counter()
    os.kill(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert time.perf_counter() - started < 5
    assert process.returncode != 0
    assert "KeyboardInterrupt" in errors
    with AttemptStore(path) as store:
        assert store.counts() == (3, 0)
        again = Waiting(mood="calm")
        list(run_documents(documents(4), again, store=store))
        assert again.asked == ["d2"]


def test_equal_documents_wait_for_the_first_and_ask_when_it_fails(tmp_path: Path) -> None:
    """An answer is shared; a failure is not: the next of the same text tries again."""

    class FailsFirst(Waiting):
        async def extract(self, document: Document) -> Readout:
            if not self.asked:
                self.asked.append(document.id)
                await anyio.sleep(0.02)
                raise ServerTimeout("too slow")
            return await super().extract(document)

    extractor = FailsFirst()
    same = [Document(id=f"d{i}", text="Same.") for i in range(4)]
    with AttemptStore(tmp_path / "s.sqlite") as store:
        results = list(run_documents(same, extractor, store=store, limits=Limits(concurrency=4)))
        assert store.counts() == (1, 1)
    assert [isinstance(result, Failure) for result in results] == [True, False, False, False]
    assert [result.document_id for result in results] == ["d0", "d1", "d2", "d3"]
    assert len(extractor.asked) == 2


@pytest.mark.parametrize("kind", [Waiting, Reading])
def test_stored_record_that_is_no_longer_valid_is_made_again(
    tmp_path: Path, kind: type[Waiting] | type[Reading]
) -> None:
    """One bad row does not stop a run: its document is asked about, once, and found from then."""
    path = tmp_path / "s.sqlite"
    with AttemptStore(path) as store:
        list(run_documents(documents(3), kind(), store=store))
    db = sqlite3.connect(path)
    db.execute("UPDATE attempts SET outcome = '{\"a\": 1}' WHERE document_id = 'd1'")
    db.commit()
    db.close()
    with AttemptStore(path) as store:
        for asked in (["d1"], []):
            extractor = kind()
            results = list(run_documents(documents(3), extractor, store=store))
            assert extractor.asked == asked
            assert all(isinstance(result, Readout) for result in results)


def test_store_does_not_hold_up_the_event_loop(tmp_path: Path) -> None:
    """While a look-up waits for the file, other documents are in work."""

    class Slow(AttemptStore):
        def find(self, document: Document, *asked: Any, **more: Any) -> Any:
            if document.id == "d1":
                time.sleep(0.5)
            return super().find(document, *asked, **more)

    class Timed(Waiting):
        finished: float

        async def extract(self, document: Document) -> Readout:
            await anyio.sleep(0.05)
            if document.id == "d0":
                self.finished = time.perf_counter()
            return answered(document)

    extractor = Timed()
    started = time.perf_counter()
    with Slow(tmp_path / "s.sqlite") as store:
        list(run_documents(documents(2), extractor, store=store))
    assert extractor.finished - started < 0.4

"""Runs against a server that pushes back, goes away, refuses: over real HTTP."""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

import communique
from communique import Failure, Model, Readout
from communique.errors import AccessRefused, CommuniqueError, RateLimited, ServerUnreachable
from communique.runs.store import FILE_NAME
from communique.testing import FakeServer, Fault


def texts(n: int) -> list[str]:
    return [f"Minister Ada Vex number {i} said that it rained." for i in range(n)]


def record(text: str) -> dict[str, Any]:
    content = {"start": text.index("that"), "end": text.index("."), "text": "that it rained"}
    return {"text": text, "statements": [{"content": content, "kind": "indirect"}]}


def serving(n: int, faults: Callable[[int], Fault | None], **more: Any) -> FakeServer:
    return FakeServer([record(text) for text in texts(n)], faults=faults, **more)


def model(server: FakeServer) -> Model:
    return Model("openai/fake", base_url=server.base_url, timeout=5.0)


def until_it_ends(
    results: Iterator[Any],
) -> tuple[list[Readout | Failure], CommuniqueError | None]:
    done: list[Readout | Failure] = []
    try:
        done.extend(results)
    except CommuniqueError as error:
        return done, error
    return done, None


@pytest.mark.parametrize(
    "status", [429, *(pytest.param(n, marks=pytest.mark.slow) for n in (503, 529))]
)
def test_server_that_pushes_back_half_the_time_gets_every_document_done(status: int) -> None:
    """Being pushed back is no failure; what it took is in the usage."""
    chance = Random(status)
    pushed = 0

    def half(number: int) -> Fault | None:
        nonlocal pushed
        if chance.random() < 0.5:
            pushed += 1
            return Fault("status", status=status, retry_after=0.005, text="Slow down")
        return None

    with serving(150, half) as server:
        results = list(communique.extract_many(texts(150), model=model(server)))
        assert server.requests == 150 + pushed
    assert all(isinstance(result, Readout) and len(result.statements) == 1 for result in results)
    assert sum(result.usage.requests for result in results) == 150 + pushed
    assert all(result.usage.cost is None or result.usage.cost >= 0 for result in results)


def test_nothing_is_asked_while_the_server_wants_to_be_left_alone() -> None:
    """Retry-After of one answer holds all others that have not begun."""
    asked: list[float] = []

    def first(number: int) -> Fault | None:
        asked.append(time.monotonic())
        return Fault.rate_limited(retry_after=1.0) if number == 0 else None

    with serving(12, first) as server:
        results = list(communique.extract_many(texts(12), model=model(server), concurrency=1))
    assert all(isinstance(result, Readout) for result in results)
    assert asked[1] - asked[0] >= 0.9


@pytest.mark.slow
def test_concurrency_finds_what_the_server_bears() -> None:
    """It rises while there is an answer, and falls to about what is allowed at a time."""
    in_work, refused, most = 0, 0, 0
    lock = threading.Lock()

    class Narrow(FakeServer):
        async def _chat(self, request: Any) -> Any:
            nonlocal in_work, most
            with lock:
                in_work += 1
                most = max(most, in_work)
            try:
                return await super()._chat(request)
            finally:
                with lock:
                    in_work -= 1

    def over(number: int) -> Fault | None:
        nonlocal refused
        if in_work > 12:
            refused += 1
            return Fault("status", status=503, text="busy")
        return None

    records = [record(text) for text in texts(300)]
    with Narrow(records, faults=over, latency=0.2) as server:
        results = list(communique.extract_many(texts(300), model=model(server)))
    assert all(isinstance(result, Readout) for result in results)
    assert 12 < most < 40
    assert refused < 100


@pytest.mark.slow
def test_dead_server_is_waited_for_with_one_message(caplog: pytest.LogCaptureFixture) -> None:
    """The run goes on when the server is back: no failure, one warning, one all-clear."""
    caplog.set_level(logging.WARNING, "communique.runs")
    server = serving(40, lambda number: None)
    with server:
        address = server.base_url
    port = int(address.rsplit(":", 1)[1].removesuffix("/v1"))
    back = FakeServer([record(text) for text in texts(40)], address=("127.0.0.1", port))
    starter = threading.Timer(4.0, back.start)
    starter.start()
    try:
        asked = Model("openai/fake", base_url=address, timeout=5.0)
        results = list(communique.extract_many(texts(40), model=asked))
    finally:
        starter.join()
        back.stop()
    assert [isinstance(result, Readout) for result in results] == [True] * 40
    said = [one.getMessage() for one in caplog.records if one.name == "communique.runs.gate"]
    assert len(said) == 2
    assert said[0].startswith(f"no server answers at {address} ")
    assert said[0].endswith("waiting (0 answered so far); Ctrl-C stops")
    assert said[1] == "the server answers again: going on"


@pytest.mark.slow
def test_server_that_dies_ends_the_run_when_the_patience_does() -> None:
    """What was answered has been handed on; the rest are no failures."""
    server = serving(60, lambda number: None)
    server.start()
    results = communique.extract_many(texts(60), model=model(server), concurrency=2, patience=1.0)
    first = [next(results) for _ in range(5)]
    server.stop()
    rest, error = until_it_ends(results)
    assert isinstance(error, ServerUnreachable)
    assert all(isinstance(result, Readout) for result in [*first, *rest])
    assert len(first) + len(rest) < 30


@pytest.mark.slow
def test_two_documents_that_find_nobody_fail_by_name() -> None:
    """Few documents are not worth minutes of waiting."""
    asked = Model("openai/fake", base_url="http://127.0.0.1:9/v1", timeout=5.0)
    results = list(communique.extract_many(texts(2), model=asked))
    assert [r.error.code for r in results if isinstance(r, Failure)] == ["server_unreachable"] * 2


@pytest.mark.slow
def test_document_that_breaks_the_connection_is_one_failure() -> None:
    """However often it is asked about; the others go on."""

    class Poisoned(FakeServer):
        def _fault(self, number: int) -> Fault | None:
            return Fault.reset() if self._poison else None

        async def _chat(self, request: Any) -> Any:
            self._poison = b"number 7 " in await request.body()
            return await super()._chat(request)

    with Poisoned([record(text) for text in texts(30)]) as server:
        results = list(communique.extract_many(texts(30), model=model(server), concurrency=1))
    failed = [i for i, result in enumerate(results) if isinstance(result, Failure)]
    assert failed == [7]


@pytest.mark.parametrize("status", [401, 403, 404])
def test_wrong_key_or_model_ends_the_run_at_once(status: int) -> None:
    """A handful of requests, one error, not a failure for each document."""
    with serving(500, lambda number: Fault.refused(status, "no such thing")) as server:
        done, error = until_it_ends(communique.extract_many(texts(500), model=model(server)))
        assert server.requests < 10
    assert isinstance(error, AccessRefused)
    assert error.status == status
    assert len(done) < 10


def test_bad_requests_are_failures_of_their_documents() -> None:
    """A 400 ends no run."""
    with serving(30, lambda number: Fault.refused(400, "too odd")) as server:
        results = list(communique.extract_many(texts(30), model=model(server)))
        assert server.requests == 30
    assert [r.error.code for r in results if isinstance(r, Failure)] == ["server_refused"] * 30


def test_quota_that_is_never_filled_ends_the_run() -> None:
    """With the server's own words, after the patience."""
    with serving(50, lambda number: Fault.rate_limited()) as server:
        many = communique.extract_many(texts(50), model=model(server), patience=1.0)
        done, error = until_it_ends(many)
    assert done == []
    assert isinstance(error, RateLimited)
    assert "Rate limit reached" in error.message


def test_deadline_bounds_how_long_a_document_is_asked_about() -> None:
    """After it the last error is its failure; the others are not held up."""

    class Unfair(FakeServer):
        async def _chat(self, request: Any) -> Any:
            self._limited = b"number 3 " in await request.body()
            return await super()._chat(request)

        def _fault(self, number: int) -> Fault | None:
            return Fault.rate_limited() if self._limited else None

    with Unfair([record(text) for text in texts(8)]) as server:
        many = communique.extract_many(texts(8), model=model(server), concurrency=2, deadline=0.5)
        results = list(many)
    failed = [(i, r.error.code) for i, r in enumerate(results) if isinstance(r, Failure)]
    assert failed == [(3, "rate_limited")]


def test_run_keeps_what_the_server_answered_word_for_word(tmp_path: Path) -> None:
    """Also what was no answer; of several replies about a document each."""
    said = "Not JSON at all."
    faults = [Fault.garbage(text=said)]
    with FakeServer([record(texts(1)[0])], faults=faults) as server:
        (done,) = communique.extract_many(texts(1), model=model(server), run=tmp_path)
    assert isinstance(done, Readout)
    db = sqlite3.connect(tmp_path / FILE_NAME)
    ((kept,),) = db.execute("SELECT replies FROM attempts").fetchall()
    db.close()
    first, second = map(json.loads, json.loads(kept))
    assert first["text"] == said
    assert json.loads(second["text"])["statements"][0]["content"] == "that it rained"
    assert second["finish_reason"] == "stop"

"""An OpenAI-compatible server on loopback that answers from records or a script."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from communique.errors import UsageError
from communique.testing.answers import Play
from communique.testing.faults import Fault
from communique.testing.replies import Replies

__all__ = ["Exchange", "FakeServer"]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
HISTORY = 2000
"""Requests remembered; of more, the latest."""

START_SECONDS = 10.0

Scripted = str | Mapping[str, Any] | Fault
FaultPlan = Sequence[Fault | None] | Callable[[int], Fault | None]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as it came, and the fault that met it (None: answered)."""

    path: str
    headers: Mapping[str, str]
    """Names in lower case; of ``authorization`` only the scheme."""
    body: Mapping[str, Any]
    fault: Fault | None

    @property
    def prompt(self) -> str:
        """The messages' texts, one after another."""
        return "\n".join(str(message.get("content") or "") for message in self.body["messages"])


class FakeServer:
    """A real HTTP server that speaks OpenAI's chat completions, for tests and demonstrations.

    Args:
        records: records or gold lines, each with its ``text``: a request that holds one of the
            texts is answered from its record. Objects with ``model_dump`` and ``text`` will do.
        faults: what befalls the request of each number (from 0): a sequence, or a function.
        script: for the requests that no fault befalls, before the records: a text as it is, a
            mapping as JSON, a Fault.
        play: turns a record into an answer; ``Play(drop=3, invent=2)`` is a lazy liar.
        latency: seconds every answer takes.
        context: how many tokens of a prompt it reads: of a longer one it drops the beginning
            without a word, and counts what is left, as Ollama does.
        address: host and port to listen at; port 0 picks a free one.

    Raises:
        UsageError: the host is not loopback, or the port is taken.
    """

    def __init__(
        self,
        records: Iterable[Any] = (),
        *,
        script: Iterable[Scripted] = (),
        faults: FaultPlan = (),
        play: Callable[[Mapping[str, Any]], Mapping[str, Any]] = Play(),  # noqa: B008 - frozen
        latency: float = 0.0,
        context: int | None = None,
        address: tuple[str, int] = ("127.0.0.1", 0),
    ) -> None:
        if address[0] not in LOOPBACK:
            raise UsageError(f"a fake server listens on loopback only, not at {address[0]!r}")
        self.script: deque[Scripted] = deque(script)
        self.history: deque[Exchange] = deque(maxlen=HISTORY)
        self.requests = 0
        """How many requests came."""
        self._faults = faults
        self._replies = Replies([_record(record) for record in records], play, context)
        self._latency = latency
        self._address = address
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._server: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing: asyncio.Event | None = None

    @property
    def base_url(self) -> str:
        """What to give as ``base_url`` or OPENAI_BASE_URL; the server must have been started."""
        if self._socket is None:
            raise UsageError("the fake server has not been started: use it in a with statement")
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}/v1" if ":" in host else f"http://{host}:{port}/v1"

    def start(self) -> Self:
        """Listen; a server that runs already goes on.

        Raises:
            UsageError: the port is taken, or the machine has no such address.
        """
        if self._thread is not None:
            return self
        self._socket = _bound(self._address)
        self._closing = asyncio.Event()
        self._server = _uvicorn_server(self._app(), self._closing)
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve()), name="FakeServer", daemon=True
        )
        self._thread.start()
        limit = time.monotonic() + START_SECONDS
        while not self._server.started:
            if time.monotonic() > limit or not self._thread.is_alive():
                self._socket.close()
                self._thread = self._socket = None
                raise RuntimeError("the fake server did not start")
            time.sleep(0.002)
        return self

    def stop(self) -> None:
        if self._thread is None or self._loop is None or self._closing is None:
            return
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()
        self._thread = self._socket = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._server.serve(sockets=[self._socket])

    def _app(self) -> Any:
        from starlette.applications import Starlette
        from starlette.routing import Route

        return Starlette(
            routes=[
                Route("/v1/chat/completions", self._chat, methods=["POST"]),
                Route("/v1/models", _models),
            ]
        )

    async def _chat(self, request: Any) -> Any:
        from starlette.responses import JSONResponse

        refusal = _refusal(request)
        if refusal is not None:
            return refusal
        number, self.requests = self.requests, self.requests + 1
        body = _body(await request.body())
        if body is None:
            return JSONResponse(_error("the request has no messages"), status_code=400)
        fault = self._fault(number)
        scripted: Scripted | None = None
        if (fault is None or fault.needs_answer) and self.script:
            scripted = self.script.popleft()
        if isinstance(scripted, Fault):
            fault, scripted = scripted, None
        self.history.append(Exchange(request.url.path, _without_key(request.headers), body, fault))
        if fault is not None and fault.kind in ("reset", "hang"):
            return await self._never(request, fault)
        return await self._answered(body, scripted, fault)

    async def _answered(
        self, body: Mapping[str, Any], scripted: str | Mapping[str, Any] | None, fault: Fault | None
    ) -> Any:
        """The response to a request that is answered, or refused with words."""
        late = fault.seconds if fault is not None and fault.kind == "slow" else 0.0
        if self._latency or late:
            await asyncio.sleep(self._latency + late)
        return self._replies.reply(body, body["messages"], scripted, fault)

    def _fault(self, number: int) -> Fault | None:
        if callable(self._faults):
            return self._faults(number)
        return self._faults[number] if number < len(self._faults) else None

    async def _never(self, request: Any, fault: Fault) -> Any:
        from starlette.responses import Response

        if fault.kind == "hang" and self._closing is not None:
            await self._closing.wait()
        else:
            transport = request.scope["communique.transport"]
            # Lingering for no time makes the kernel send a reset instead of a farewell.
            transport.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00"
            )
            transport.abort()
        return Response(status_code=503)


def _bound(address: tuple[str, int]) -> socket.socket:
    try:
        family = socket.AF_INET6 if address[0] == "::1" else socket.AF_INET
        # Said to be TCP, or asyncio would let the kernel hold back the end of each answer (40 ms).
        bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError as error:
        raise UsageError(f"cannot listen at {address[0]}: {error}") from error
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except (OSError, OverflowError) as error:
        bound.close()
        raise UsageError(f"cannot listen at port {address[1]}: {error}") from error
    return bound


def _body(raw: bytes) -> dict[str, Any] | None:
    """The request, if it is an object with a list of messages."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    messages = body.get("messages") if isinstance(body, dict) else None
    if not isinstance(messages, list) or not all(isinstance(one, dict) for one in messages):
        return None
    return dict(body)


def _refusal(request: Any) -> Any:
    """The answer to a web page, or to who reaches this server under a name of its own."""
    from starlette.responses import JSONResponse

    if "origin" in request.headers:
        return JSONResponse(_error("requests from web pages are refused"), status_code=403)
    if request.url.hostname not in LOOPBACK:
        return JSONResponse(_error("this server answers to loopback names only"), status_code=400)
    return None


async def _models(request: Any) -> Any:
    from starlette.responses import JSONResponse

    refusal = _refusal(request)
    if refusal is not None:
        return refusal
    return JSONResponse({"object": "list", "data": [{"id": "fake", "object": "model"}]})


def _uvicorn_server(app: Any, closing: asyncio.Event) -> Any:
    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Server(uvicorn.Server):
        """Stops when it is told to, not at the next of its ticks."""

        async def main_loop(self) -> None:
            await closing.wait()

    class Protocol(H11Protocol):
        """Lets the application have its connection, so that it can break it."""

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)

            async def with_transport(scope: Any, receive: Any, send: Any) -> None:
                await app({**scope, "communique.transport": transport}, receive, send)

            self.app = with_transport

    config = uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        date_header=False,
        timeout_graceful_shutdown=2,
    )
    return Server(config)


def _record(record: Any) -> Mapping[str, Any]:
    """A record as JSON with its text."""
    if hasattr(record, "model_dump"):
        return {**record.model_dump(mode="json"), "text": record.text}
    if not isinstance(record, Mapping) or not isinstance(record.get("text"), str):
        raise UsageError("a record to answer from needs its 'text'")
    return record


def _without_key(headers: Mapping[str, str]) -> dict[str, str]:
    shown = {name.lower(): value for name, value in headers.items()}
    if "authorization" in shown:
        shown["authorization"] = f"{shown['authorization'].partition(' ')[0]} ***"
    return shown


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error"}}

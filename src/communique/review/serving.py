"""Running the server on loopback: in the foreground of a command, or in a thread."""

from __future__ import annotations

import asyncio
import socket
import threading
from types import TracebackType
from typing import Any, Self

from communique.errors import UsageError
from communique.review.plan import Plan
from communique.review.server import Desk, make_app

__all__ = ["ReviewServer"]

START_SECONDS = 10.0


class ReviewServer:
    """A server of one plan, at 127.0.0.1 and nowhere else.

    Args:
        plan: what is reviewed.
        port: 0 picks a free one.

    Raises:
        UsageError: the port is taken.
    """

    def __init__(self, plan: Plan, port: int = 0) -> None:
        self.desk = Desk(plan)
        self._guard = make_app(self.desk)
        self._socket = _bound(port)
        self._guard.port = self._socket.getsockname()[1]
        self._server: Any = None
        self._thread: threading.Thread | None = None
        self.started = threading.Event()

    @property
    def address(self) -> str:
        """Without the token."""
        return f"http://127.0.0.1:{self._guard.port}"

    @property
    def url(self) -> str:
        """What to open: it has the token that lets its reader in."""
        return f"{self.address}/?token={self._guard.token}"

    def run(self) -> None:
        """Serve until interrupted."""
        try:
            asyncio.run(self._serve())
        finally:
            self._socket.close()

    async def _serve(self) -> None:
        import uvicorn

        started = self.started

        class Server(uvicorn.Server):
            """Leaves signals to the command, and tells when it listens."""

            def capture_signals(self) -> Any:
                from contextlib import nullcontext

                return nullcontext()

            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                started.set()

        config = uvicorn.Config(
            self._guard,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        self._server = Server(config)
        await self._server.serve(sockets=[self._socket])

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.run, name="ReviewServer", daemon=True)
        self._thread.start()
        if not self.started.wait(START_SECONDS):
            raise RuntimeError("the review server did not start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()


def _bound(port: int) -> socket.socket:
    # Said to be TCP, or asyncio would let the kernel hold back the end of each answer (40 ms).
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
        # From here on browsers wait until they are answered, and none is turned away.
        bound.listen()
    except (OSError, OverflowError) as error:
        bound.close()
        raise UsageError(f"cannot listen at port {port}: {error}") from error
    return bound

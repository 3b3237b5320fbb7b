"""Connections to one server: each its own, the last used first.

A pool looks at every connection that it has whenever a request begins or ends, and asks the system
about each idle one: with 64 requests in work that is half of what sending takes. Here a request
takes an idle connection from the top of a stack, or makes one; what it costs does not grow with
their number.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache
from urllib.request import getproxies

import httpx2

__all__ = ["Connections", "connections"]

MOST_IDLE = 100
"""Idle connections that are kept, as by the openai client itself."""

_ONE = httpx2.Limits(max_connections=1, max_keepalive_connections=1)


@cache
def _tls() -> ssl.SSLContext:
    """What certificates are held against; to read it takes longer than all else of a client."""
    return httpx2.create_ssl_context()


def connections() -> Connections | None:
    """Connections of one's own; None where proxies are set, which the client itself finds."""
    return None if getproxies() else Connections()


class Connections(httpx2.AsyncBaseTransport):
    """A transport made of transports, each of one connection and for one request at a time."""

    def __init__(self) -> None:
        self._idle: list[httpx2.AsyncHTTPTransport] = []
        self._all: set[httpx2.AsyncHTTPTransport] = set()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        one = self._idle.pop() if self._idle else self._made()
        try:
            response = await one.handle_async_request(request)
        except BaseException:
            await self._give_back(one)  # its connection is closed, the next one will be opened
            raise
        assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101 - of this transport
        response.stream = _Lent(response.stream, lambda: self._give_back(one))
        return response

    def _made(self) -> httpx2.AsyncHTTPTransport:
        one = httpx2.AsyncHTTPTransport(verify=_tls(), limits=_ONE)
        self._all.add(one)
        return one

    async def _give_back(self, one: httpx2.AsyncHTTPTransport) -> None:
        # What is not among them any more was closed while it was lent.
        if one in self._all and len(self._idle) < MOST_IDLE:
            self._idle.append(one)
        else:
            self._all.discard(one)
            await one.aclose()

    async def aclose(self) -> None:
        closing, self._all = self._all, set()
        self._idle.clear()
        for one in closing:
            await one.aclose()


class _Lent(httpx2.AsyncByteStream):
    """The body of a response, whose connection is given back when it is closed."""

    def __init__(
        self, body: httpx2.AsyncByteStream, give_back: Callable[[], Awaitable[None]]
    ) -> None:
        self._body = body
        self._give_back = give_back
        self._closed = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._body)

    async def aclose(self) -> None:
        if self._closed:
            return
        self._closed = True
        try:
            await self._body.aclose()
        finally:
            await self._give_back()

"""How much of a server's reply is read, whoever sent it.

A server may send without end, or a few packed bytes that unpack to gigabytes. So replies are asked
for unpacked, and are read up to a limit; a reply that does not hold to it is no answer. Nor is a
redirection followed: an article goes to the address that was given and nowhere else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx2

from communique.errors import AnswerError

__all__ = ["BOUNDED", "MOST_BYTES"]

MOST_BYTES = 10_000_000
"""Of a reply; a hundred times what models write."""


class _Bounded(httpx2.AsyncByteStream):
    """A body, of which no more than ``MOST_BYTES`` are read.

    Raises:
        AnswerError: there is more of it.
    """

    def __init__(self, body: Any) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for part in self._body:
            read += len(part)
            if read > MOST_BYTES:
                raise AnswerError(f"the server's reply is longer than {MOST_BYTES} bytes")
            yield part

    async def aclose(self) -> None:
        await self._body.aclose()


async def _bound(response: httpx2.Response) -> None:
    packed = response.headers.get("content-encoding", "identity").strip().lower()
    if packed not in ("", "identity"):
        raise AnswerError(
            f"the server packed its reply ({packed[:40]}), though it was asked not to: switch that "
            "off at the server or at what stands before it"
        )
    response.stream = _Bounded(response.stream)


BOUNDED: dict[str, Any] = {
    "headers": {"accept-encoding": "identity"},
    "event_hooks": {"response": [_bound]},
    "follow_redirects": False,
}
"""What an ``httpx2.AsyncClient`` is made with, to keep to all this."""

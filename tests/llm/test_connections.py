"""Connections to one server, the last used first, against a real server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx2
import pytest

from communique.llm import connections as module
from communique.llm.connections import Connections, connections

REPLY = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nword"


class Heard:
    """What a server sees of its clients: connections opened so far, and those open now."""

    opened = 0
    open = 0


@asynccontextmanager
async def server(seconds: float = 0.05) -> AsyncIterator[tuple[str, Heard]]:
    heard = Heard()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.opened += 1
        heard.open += 1
        try:
            while (head := await reader.readuntil(b"\r\n\r\n")) is not None:
                if b"/lost" in head:
                    break
                await asyncio.sleep(seconds)
                writer.write(REPLY)
        except asyncio.IncompleteReadError:
            pass
        finally:
            heard.open -= 1
            writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", heard


def run(test: Callable[[httpx2.AsyncClient, str, Heard], Awaitable[None]]) -> Heard:
    async def main() -> Heard:
        async with server() as (url, heard):
            async with httpx2.AsyncClient(transport=Connections()) as client:
                await test(client, url, heard)
            await asyncio.sleep(0.05)
            return heard

    return asyncio.run(main())


async def get(client: httpx2.AsyncClient, url: str) -> None:
    assert (await client.get(url)).text == "word"


def test_requests_one_after_another_share_a_connection() -> None:
    async def test(client: httpx2.AsyncClient, url: str, heard: Heard) -> None:
        for _ in range(3):
            await get(client, url)

    assert run(test).opened == 1


def test_requests_at_the_same_time_have_connections_of_their_own_which_are_used_again() -> None:
    async def test(client: httpx2.AsyncClient, url: str, heard: Heard) -> None:
        for _ in range(2):
            await asyncio.gather(*(get(client, url) for _ in range(5)))

    heard = run(test)
    assert (heard.opened, heard.open) == (5, 0)  # closed with the client


def test_no_more_idle_connections_are_kept_than_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_IDLE", 2)

    async def test(client: httpx2.AsyncClient, url: str, heard: Heard) -> None:
        await asyncio.gather(*(get(client, url) for _ in range(5)))
        await asyncio.sleep(0.05)
        assert heard.open == 2

    run(test)


def test_requests_that_are_given_up_leave_no_more_idle_and_nothing_after_closing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_IDLE", 2)

    async def main() -> None:
        transport = Connections()
        async with server(5) as (url, _), httpx2.AsyncClient(transport=transport) as client:
            given_up = [asyncio.wait_for(client.get(url), 0.1) for _ in range(5)]
            errors = await asyncio.gather(*given_up, return_exceptions=True)
            assert [type(error) for error in errors] == [TimeoutError] * 5
            assert (len(transport._idle), len(transport._all)) == (2, 2)
            waiting = asyncio.create_task(client.get(url))
            await asyncio.sleep(0.05)
            await transport.aclose()
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            assert (len(transport._idle), len(transport._all)) == (0, 0)

    asyncio.run(main())


def test_connection_that_breaks_or_is_given_up_is_replaced() -> None:
    async def test(client: httpx2.AsyncClient, url: str, heard: Heard) -> None:
        with pytest.raises(httpx2.RemoteProtocolError):
            await client.get(f"{url}/lost")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.get(url), 0.01)
        async with client.stream("GET", url):
            pass  # its body is not read
        await get(client, url)
        await get(client, url)

    assert run(test).opened == 4


def test_where_proxies_are_set_the_client_finds_its_way_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert isinstance(connections(), Connections)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    assert connections() is None

"""``local/PATH``: a GGUF file, which an embedded llama.cpp serves while its client is open."""

from __future__ import annotations

import anyio
from anyio import to_thread

from communique.llm.client import Client, Reply, Request
from communique.llm.local import LocalModel
from communique.llm.openai import InstructorClient
from communique.models import Model

__all__ = ["client"]


def client(model: Model) -> Client:
    """A client of the server in this process.

    Raises:
        UsageError: there is no such file, or llama.cpp is not installed.
    """
    return _Local(model)


class _Local:
    """The server starts with the first request, and may stop with ``aclose``."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._file = LocalModel(model)
        self._asking: InstructorClient | None = None
        # The server answers one request at a time: none waits with its clock running.
        self._turn = anyio.Lock()

    async def complete(self, request: Request) -> Reply:
        async with self._turn:
            if self._asking is None:
                served = await to_thread.run_sync(self._file.open)
                self._asking = InstructorClient(self._model, served)
            return await self._asking.complete(request)

    async def aclose(self) -> None:
        asking, self._asking = self._asking, None
        if asking is not None:
            await asking.aclose()
        await to_thread.run_sync(self._file.close)

"""Requests as the probes need them: word for word on the wire, replies with all they say.

What extracts goes through the openai client, which puts right what servers get wrong; here that is
what is asked about.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import inf
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import anyio
import httpx2

from communique.doctor.reply import Reply, Undecided, read_reply
from communique.errors import AnswerError, ServerUnreachable
from communique.llm.access import request_parameters
from communique.llm.bounded import BOUNDED
from communique.llm.keys import scrubbed
from communique.models import Model

__all__ = ["Wire"]


@dataclass
class Wire:
    """A connection to a model's server, which counts what goes through it.

    Args:
        model: whom to ask; its parameters go with each request.
        base_url, key: where and with what.
    """

    model: Model
    base_url: str
    key: str = field(repr=False)
    deadline: float = inf
    """By ``time.monotonic()``: no answer is waited for after it."""
    requests: int = 0
    tokens_in: int | None = 0
    tokens_out: int | None = 0
    headers: dict[str, str] = field(default_factory=dict)
    """What any reply's headers told of limits."""

    async def __aenter__(self) -> Self:
        self._client = await httpx2.AsyncClient(timeout=None, **BOUNDED).__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def ask(
        self, prompt: str, *, max_tokens: int, schema: Mapping[str, Any] | None = None, **more: Any
    ) -> Reply:
        """The reply to ``prompt``, whose answer the server shall hold to ``schema``; ``more`` are
        further parameters of the request.

        Raises:
            ServerError: no server answers.
            Undecided: what came is neither an answer nor a refusal, or came too late.
        """
        given = replace(self.model, max_tokens=max_tokens)
        parameters = request_parameters(given, urlsplit(self.base_url).hostname or "")
        headers = {"Authorization": f"Bearer {self.key}", **parameters.pop("extra_headers", {})}
        query = parameters.pop("extra_query", None)
        body = {
            "model": self.model.model,
            "messages": [{"role": "user", "content": prompt}],
            **({} if schema is None else {"response_format": _format(schema)}),
            **parameters.pop("extra_body", {}),
            **parameters,
            **more,
        }
        self.requests += 1
        began = time.perf_counter()
        response = await self._send(json=body, headers=headers, params=query)
        reply = read_reply(response, time.perf_counter() - began)
        self.headers.update(reply.headers)
        if reply.answered:
            self.tokens_in = _sum(self.tokens_in, reply.tokens_in)
            self.tokens_out = _sum(self.tokens_out, reply.tokens_out)
        return reply

    async def _send(self, **request: Any) -> httpx2.Response:
        url = f"{self.base_url.rstrip('/')}/chat/completions"
        left = self.deadline - time.monotonic()
        try:
            with anyio.fail_after(left):
                return await self._client.post(url, **request)
        except TimeoutError:
            raise Undecided(f"no answer in time (within {left:.0f} s)") from None
        except AnswerError as error:
            raise Undecided(error.message) from None
        except httpx2.HTTPError as error:
            why = scrubbed(str(error)) or type(error).__name__
            raise ServerUnreachable(
                f"no server answers at {self.base_url} ({why})",
                broke=not isinstance(error, httpx2.ConnectError),
            ) from None


def _format(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "json_schema",
        "json_schema": {"name": "Answer", "strict": True, "schema": schema},
    }


def _sum(before: int | None, more: int | None) -> int | None:
    return None if before is None or more is None else before + more

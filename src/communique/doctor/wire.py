"""Requests as the probes need them: word for word on the wire, replies with all they say.

What extracts goes through the openai client, which puts right what servers get wrong; here that is
what is asked about.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import inf
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import anyio
import httpx2

from communique.errors import AccessRefused, AnswerError, ServerError, ServerUnreachable
from communique.llm.access import request_parameters
from communique.llm.bounded import BOUNDED
from communique.llm.keys import scrubbed
from communique.models import Model

__all__ = ["Reply", "Undecided", "Wire", "refusal"]

SAID = 200
"""Characters of a server's words that are kept."""

_NAMES = ("content-type", "retry-after", "retry-after-ms")
_MOST_TOKENS = 2**48


class Undecided(Exception):
    """A probe cannot tell; its words say why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: an answer, or a refusal with its ``said``."""

    status_code: int
    seconds: float
    headers: Mapping[str, str] = field(default_factory=dict)
    """Of the kinds that tell of limits, names in lower case."""
    said: str = ""
    """The server's words where it refused or failed."""
    code: str | None = None
    type: str | None = None
    """The error's code and type, as OpenAI names them."""
    text: str = ""
    thinking: str = ""
    """What a server gives beside the answer as the model's thoughts."""
    model: str = ""
    finish_reason: str | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None

    @property
    def answered(self) -> bool:
        return self.status_code == 200

    def need_answer(self) -> Self:
        """Itself, where it is an answer.

        Raises:
            Undecided: it is a refusal.
        """
        if not self.answered:
            raise Undecided(f"the server refused ({self.status_code}): {self.said}")
        return self


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
        reply = _reply(response, time.perf_counter() - began)
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


def refusal(reply: Reply, address: str) -> ServerError:
    """The error of our tree for a server that refuses the simplest request."""
    said = f"{address} refused the request ({reply.status_code}): {reply.said}"
    if reply.status_code in (401, 403, 404):
        return AccessRefused(said, status=reply.status_code)
    return ServerError(said)


def _format(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "json_schema",
        "json_schema": {"name": "Answer", "strict": True, "schema": schema},
    }


def _reply(response: httpx2.Response, seconds: float) -> Reply:
    headers = {
        name.lower(): value
        for name, value in response.headers.items()
        if name.lower() in _NAMES or "ratelimit" in name.lower()
    }
    kept: dict[str, Any] = {
        "status_code": response.status_code,
        "seconds": seconds,
        "headers": headers,
    }
    try:
        found = json.loads(response.content)
    except (ValueError, RecursionError):
        found = None
    if response.status_code != 200:
        return Reply(**kept, **_refused(found, response.text))
    if not isinstance(found, dict):
        streamed = "event-stream" in headers.get("content-type", "")
        what = "a stream, which was not asked for" if streamed else "no JSON"
        raise Undecided(f"the reply is {what}: {_short(response.text)}")
    try:
        choice = found["choices"][0]
        message = choice["message"]
        text = message.get("content") or ""
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Undecided(f"the reply is no chat completion: {_short(response.text)}") from None
    usage = found.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    finish_reason = choice.get("finish_reason")
    return Reply(
        **kept,
        text=scrubbed(str(text)),
        thinking=str(message.get("reasoning_content") or message.get("reasoning") or ""),
        model=_short(str(found.get("model") or "")),
        finish_reason=None if finish_reason is None else _short(str(finish_reason)),
        tokens_in=_count(usage.get("prompt_tokens")),
        tokens_out=_count(usage.get("completion_tokens")),
    )


def _refused(found: Any, text: str) -> dict[str, Any]:
    error = found.get("error", found) if isinstance(found, dict) else None
    if not isinstance(error, dict):
        return {"said": _short(str(error or text))}
    kind = {name: str(error[name])[:SAID] for name in ("code", "type") if error.get(name)}
    return {"said": _short(str(error.get("message") or text)), **kind}


def _short(said: str) -> str:
    words = " ".join(scrubbed(said).split())
    return words if len(words) <= SAID else f"{words[: SAID - 1]}…"


def _count(said: Any) -> int | None:
    is_one = isinstance(said, int) and not isinstance(said, bool) and 0 <= said <= _MOST_TOKENS
    return said if is_one else None


def _sum(before: int | None, more: int | None) -> int | None:
    return None if before is None or more is None else before + more

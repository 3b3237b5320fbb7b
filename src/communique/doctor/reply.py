"""What a server answered to one request, with all that tells of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import httpx2

from communique.errors import AccessRefused, ServerError
from communique.llm.keys import scrubbed

__all__ = ["Reply", "Undecided", "read_reply", "refusal"]

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


def refusal(reply: Reply, address: str) -> ServerError:
    """The error of our tree for a server that refuses the simplest request."""
    said = f"{address} refused the request ({reply.status_code}): {reply.said}"
    if reply.status_code in (401, 403, 404):
        return AccessRefused(said, status=reply.status_code)
    return ServerError(said)


def read_reply(response: httpx2.Response, seconds: float) -> Reply:
    """What ``response`` says, which came after ``seconds``.

    Raises:
        Undecided: it is neither a chat completion nor a refusal.
    """
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

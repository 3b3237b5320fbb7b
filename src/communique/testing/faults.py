"""What can go wrong between a client and a model server, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Fault"]

Kind = Literal[
    "status",  # an error status, with Retry-After where asked for
    "reset",  # the connection is reset before an answer
    "hang",  # nothing is answered until the client gives up
    "truncate",  # the answer stops at the token limit
    "garbage",  # the answer is not JSON
    "not_http_json",  # the server answers with a page of HTML
    "slow",  # the right answer, late
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, for one request."""

    kind: Kind
    status: int = 500
    retry_after: float | None = None
    """Seconds, sent as Retry-After."""
    seconds: float = 0.0
    """How late a slow answer comes."""
    text: str = ""
    """The error's message, or the garbage."""

    @property
    def needs_answer(self) -> bool:
        """Whether an answer is made all the same, to be cut or delayed."""
        return self.kind in ("truncate", "slow")

    @classmethod
    def rate_limited(cls, retry_after: float | None = None) -> Fault:
        return cls("status", status=429, retry_after=retry_after, text="Rate limit reached")

    @classmethod
    def server_error(cls, status: int = 500) -> Fault:
        return cls("status", status=status, text="The server had an error")

    @classmethod
    def refused(cls, status: int, text: str) -> Fault:
        return cls("status", status=status, text=text)

    @classmethod
    def reset(cls) -> Fault:
        return cls("reset")

    @classmethod
    def hang(cls) -> Fault:
        return cls("hang")

    @classmethod
    def truncated(cls) -> Fault:
        return cls("truncate")

    @classmethod
    def garbage(cls, text: str = "I am afraid I can't do that.") -> Fault:
        return cls("garbage", text=text)

    @classmethod
    def not_json(cls) -> Fault:
        return cls("not_http_json", text="<html><body>502 Bad Gateway</body></html>")

    @classmethod
    def slow(cls, seconds: float) -> Fault:
        return cls("slow", seconds=seconds)

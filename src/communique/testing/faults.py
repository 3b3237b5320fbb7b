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
    "dribble",  # the right answer, byte by byte
    "cut_prompt",  # the right answer to what is left of a prompt whose beginning was dropped
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, for one request."""

    kind: Kind
    status: int = 500
    retry_after: float | None = None
    """Seconds, sent as Retry-After."""
    seconds: float = 0.0
    """How late a slow answer comes, and how long a dribbling one takes."""
    text: str = ""
    """The error's message, or the garbage."""
    code: str | None = None
    """The error's code, as OpenAI names errors."""
    tokens: int = 0
    """What a server that drops the beginning of a prompt keeps of it."""

    @property
    def needs_answer(self) -> bool:
        """Whether an answer is made all the same, to be cut or delayed."""
        return self.kind in ("truncate", "slow", "dribble", "cut_prompt")

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

    @classmethod
    def dribble(cls, seconds: float) -> Fault:
        """The headers at once, then the bytes of the right answer spread over ``seconds``."""
        return cls("dribble", seconds=seconds)

    @classmethod
    def cut_prompt(cls, tokens: int) -> Fault:
        """Like a server whose context holds ``tokens``: it drops the beginning of a longer prompt
        without a word, and counts what is left (Ollama does)."""
        return cls("cut_prompt", tokens=tokens)

    @classmethod
    def context_exceeded(cls, *, used: int = 9000, limit: int = 8192) -> Fault:
        """OpenAI's refusal of a prompt that is too long."""
        text = (
            f"This model's maximum context length is {limit} tokens. However, your messages "
            f"resulted in {used} tokens. Please reduce the length of the messages."
        )
        return cls("status", status=400, text=text, code="context_length_exceeded")

    @classmethod
    def context_exceeded_llama_cpp(cls, *, used: int = 9000, limit: int = 8192) -> Fault:
        """llama.cpp's refusal of the same."""
        text = (
            f"request ({used} tokens) exceeds the available context size ({limit} tokens), "
            "try increasing it"
        )
        return cls("status", status=400, text=text, code="exceed_context_size_error")

"""A probe: a question to a server, and what it may tell; what probes share while they ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from communique.doctor.reply import Reply
from communique.doctor.wire import Wire
from communique.profiles import Verdict

__all__ = ["Bench", "Probe", "Told", "shortened"]


@dataclass(frozen=True, slots=True)
class Told:
    """What the answers told: a verdict, what it rests on, and limits for the profile by name."""

    verdict: Verdict
    evidence: str
    limits: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Bench:
    """What the probes of one server share: the wire, and what earlier ones found."""

    wire: Wire
    longest: int
    """Tokens of the longest prompt that may be sent."""
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    limits: dict[str, Any] = field(default_factory=dict)
    thinks: bool = False
    """Whether the model has been seen to think, which takes room in its answers."""
    finds_words: bool = False
    """Whether the model gives back words of a short text, so that it can be asked about a long."""
    alone: tuple[Reply, ...] = ()
    together: tuple[Reply, ...] = ()
    """Replies to one and the same request: sent one after another, and at the same time."""

    @property
    def constrained(self) -> bool:
        """Whether the server holds answers to a schema."""
        return self.verdicts.get("schema") == "ok"

    def room(self, tokens: int) -> int:
        """A limit for an answer of ``tokens``, with the thinking that comes before it."""
        return tokens + (2048 if self.thinks else 0)

    async def ask(self, prompt: str, tokens: int, **more: Any) -> Reply:
        """``Wire.ask`` with room for thinking."""
        reply = await self.wire.ask(prompt, max_tokens=self.room(tokens), **more)
        thinks = reply.thinking or reply.text.lstrip().startswith(("<think", "<reasoning"))
        self.thinks = self.thinks or bool(thinks)
        return reply


@dataclass(frozen=True, slots=True)
class Probe:
    """One question.

    ``ask`` raises ``Undecided`` where the answers do not tell.
    """

    name: str
    ask: Callable[[Bench], Awaitable[Told]]
    essential: bool = False
    """Whether records get wrong or poor where the answer is no."""
    after: str | None = None
    """The probe without whose ``ok`` this one tells nothing."""


def shortened(text: str) -> str:
    """The beginning of ``text``, in a line of at most 60 characters."""
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:59]}…"

"""The seam to a model server: one method, three values.

Anything with ``complete`` and ``aclose`` can stand here, so a gateway, a recorder or another
vendor's library is one small class.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

from communique.llm.strict import AnswerSchema
from communique.models import Model
from communique.records import Usage

__all__ = ["Client", "Message", "Reply", "Request"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat; ``content`` reaches the server letter by letter."""

    role: Literal["system", "user"]
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of which model, and the shape the answer must have."""

    model: Model
    messages: tuple[Message, ...]
    schema: AnswerSchema

    def chat(self) -> list[Any]:
        """The messages as clients take them, each a dict."""
        return [asdict(message) for message in self.messages]


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer.

    ``answer`` is a JSON object that has not been checked against the schema: one bad item must not
    lose its siblings. ``model`` is the name as the server gives it. ``usage`` covers every
    attempt.
    """

    answer: dict[str, Any]
    model: str
    usage: Usage
    finish_reason: str | None = None


class Client(Protocol):
    """Sends a request to a model server."""

    async def complete(self, request: Request) -> Reply:
        """The answer to ``request``.

        Raises:
            ServerError: the server is not there, is too slow, refuses or fails.
            AnswerError: it answers with something else than one complete JSON object.
        """
        ...

    async def aclose(self) -> None:
        """Close connections; the client may be used again afterwards."""
        ...

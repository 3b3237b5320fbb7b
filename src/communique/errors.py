"""The errors of communique, in one tree.

```text
CommuniqueError
├── UsageError            the call itself is wrong: an unknown model, format, option
│   └── OutputError       the output exists or cannot be written
├── InputError            a document is no text: missing, empty, binary, not UTF-8, half a character
├── GoldError             a gold source or gold file is wrong (file, line); GoldErrors: several
├── ReviewError           an action in the browser cannot be done; the labels stay as they were
├── PromptError           a prompt file is missing or malformed
├── WorkerDied            a process that worked on the document died
├── ServerError           the world beyond the client seam
│   ├── ServerUnreachable    no server there, or the connection broke
│   ├── ServerTimeout        no answer in time
│   ├── RateLimited          the server pushed back (429)
│   └── ServerRefused        the server said no: request (other 4xx), or failed (5xx)
│       ├── AccessRefused       the key is refused, or the model is not known (401, 403, 404)
│       ├── ServerBusy          the server is overloaded or away (502, 503, 504, 529)
│       └── PromptTooLong       the prompt does not fit into the model's context
├── AnswerError           the server answered, but not with what was asked for
│   ├── AnswerTruncated      the answer stopped at the token limit
│   └── PromptCut            the server read less than it was sent, and did not say so
└── BudgetSpent           a run has spent what it may; the documents left were not reached
```

``UsageError`` is the caller's to fix and stops a call (exit code 2). All others can befall one
document of many: inside a run they become a ``Failure`` value with the error's ``code`` and keep
their place in the denominator. ``BudgetSpent`` befalls a run as a whole; so does a ``ServerError``
when no server answers any more, and ``AccessRefused`` when it meets one document after another:
they end the run, and the documents left are not reached instead of failing.
"""

from __future__ import annotations

from typing import Any, ClassVar

__all__ = [
    "AccessRefused",
    "AnswerError",
    "AnswerTruncated",
    "BudgetSpent",
    "CommuniqueError",
    "GoldError",
    "InputError",
    "OutputError",
    "PromptCut",
    "PromptError",
    "PromptTooLong",
    "RateLimited",
    "ReviewError",
    "ServerBusy",
    "ServerError",
    "ServerRefused",
    "ServerTimeout",
    "ServerUnreachable",
    "UsageError",
    "WorkerDied",
]


class CommuniqueError(Exception):
    """Root of every error that communique raises on purpose."""

    code: ClassVar[str] = "error"
    """Stable, machine-readable name; what ``Failure.error.code`` holds."""

    stage: ClassVar[str] = "extract"
    """The step it befell: ``call``, ``read``, ``prompt``, ``request``, ``answer``, ``write`` …"""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.usage: Any = None
        """What the failed attempt cost (``records.Usage``), where that is known."""


class UsageError(CommuniqueError):
    """The call is wrong; nothing was done."""

    code = "usage"
    stage = "call"


class OutputError(UsageError):
    """The output exists already, or cannot be written."""

    code = "output"
    stage = "write"


class InputError(CommuniqueError):
    """A document cannot be read as text."""

    code = "unreadable"
    stage = "read"


class WorkerDied(CommuniqueError):
    """The process that read a document, or proved an answer about it, died."""

    code = "worker_died"


class GoldError(CommuniqueError):
    """A gold source or built gold file is wrong.

    ``path`` and ``line`` (1-based, None when the whole file is meant) say where.
    """

    code = "gold"
    stage = "gold"

    def __init__(self, message: str, *, path: str, line: int | None = None) -> None:
        where = path if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {message}")
        self.path = path
        self.line = line


class ReviewError(CommuniqueError):
    """An action on the page of ``gold review`` cannot be done: the labels stay as they were.

    ``needs`` names what would make it possible (``value``: say what the words prove).
    """

    code = "review"
    stage = "review"

    def __init__(self, message: str, *, needs: str | None = None) -> None:
        super().__init__(message)
        self.needs = needs


class PromptError(CommuniqueError):
    """A prompt file is missing or malformed."""

    code = "prompt"
    stage = "prompt"


class ServerError(CommuniqueError):
    """A model server failed us; ``retryable`` says whether the same request may succeed later."""

    code = "server"
    stage = "request"
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds after which the server wants to be asked again; None where it did not say."""


class ServerUnreachable(ServerError):
    """No server answers at the address, or the connection broke.

    ``broke`` tells the second: a server was there, and may have died of this very request.
    """

    code = "server_unreachable"
    retryable = True

    def __init__(self, message: str, *, broke: bool = False) -> None:
        super().__init__(message)
        self.broke = broke


class ServerTimeout(ServerError):
    """The server did not answer within the time limit."""

    code = "server_timeout"
    retryable = True


class RateLimited(ServerError):
    """The server asked us to slow down (HTTP 429)."""

    code = "rate_limited"
    retryable = True


class ServerRefused(ServerError):
    """The server refused or failed the request; ``status`` is the HTTP status."""

    code = "server_refused"

    def __init__(self, message: str, *, status: int, retry_after: float | None = None) -> None:
        super().__init__(message, retry_after=retry_after)
        self.status = status


class AccessRefused(ServerRefused):
    """The server refuses the key (401, 403), or knows no such model or address (404)."""

    code = "access_refused"


class ServerBusy(ServerRefused):
    """The server, or what stands before it, has no capacity just now (502, 503, 504, 529)."""

    code = "server_busy"
    retryable = True


class PromptTooLong(ServerRefused):
    """The server refused a prompt that does not fit into the model's context."""

    code = "prompt_too_long"


class AnswerError(CommuniqueError):
    """The model's answer is not what was asked for; ``raw`` is the answer as it came."""

    code = "bad_answer"
    stage = "answer"

    def __init__(self, message: str, *, raw: str = "") -> None:
        super().__init__(message)
        self.raw = raw


class AnswerTruncated(AnswerError):
    """The answer stopped at the token limit before it was complete."""

    code = "answer_truncated"


class PromptCut(AnswerError):
    """The server answered a prompt that it had cut without saying so: part went unread."""

    code = "prompt_cut"


class BudgetSpent(CommuniqueError):
    """A run has spent its budget; what was in work is kept, the rest was not reached."""

    code = "budget_spent"
    stage = "run"

"""Whether a server is still there: when to wait for it, when to try again, when to give up.

One document that fails tells of the document; several in a row, with no answer in between, tell of
the server. Nothing here waits; times are given in seconds of one clock.
"""

from __future__ import annotations

from communique.errors import (
    AccessRefused,
    CommuniqueError,
    ServerError,
    ServerTimeout,
    ServerUnreachable,
)

__all__ = ["Outage"]

REFUSED_IN_A_ROW = 3
"""Documents in a row that find no server, or are refused access: then it is none of theirs."""

LOST_IN_A_ROW = 10
"""Documents in a row whose connections break or whose answers do not come: as above, but a document
may do that to a server."""

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
"""Seconds between two tries whether the server is back."""


class Outage:
    """What befell the documents since the last answer.

    Args:
        patience: seconds without an answer, while the server is asked, after which it is given up.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._silent: set[str] = set()
        self._lost: set[str] = set()
        self._refused: set[str] = set()
        self._since: float | None = None
        self._pause = FIRST_PAUSE
        self._held_until = 0.0
        self.answers = 0

    @property
    def down(self) -> bool:
        """Whether it is the server, and one document at a time tries if it is back."""
        return len(self._silent) >= REFUSED_IN_A_ROW or len(self._lost) >= LOST_IN_A_ROW

    def wait(self, now: float) -> float:
        """Seconds until the next try."""
        return max(0.0, self._held_until - now) if self.down else 0.0

    def answered(self) -> None:
        """The server answered, whatever it said of the document."""
        self.answers += 1
        self._there()
        self._refused.clear()
        self._since = None

    def met(self, error: CommuniqueError, document_id: str, sent: float, now: float) -> None:
        """Take in that a document, asked about since ``sent``, ended in ``error``."""
        if isinstance(error, AccessRefused):
            self._there()
            self._refused.add(document_id)
        elif isinstance(error, ServerUnreachable | ServerTimeout):
            self._unanswered(error, document_id, sent, now)
        elif isinstance(error, ServerError) and error.retryable:
            self._there()
            self._since = sent if self._since is None else self._since
        else:
            self.answered()

    def over(self, error: CommuniqueError, now: float) -> bool:
        """Whether the run has come to its end with ``error``, the last one met."""
        if isinstance(error, AccessRefused):
            return len(self._refused) >= REFUSED_IN_A_ROW
        waited = 0.0 if self._since is None else now - self._since
        retryable = isinstance(error, ServerError) and error.retryable
        single = isinstance(error, ServerUnreachable | ServerTimeout) and not self.down
        return retryable and not single and waited >= self._patience

    def _unanswered(
        self, error: ServerUnreachable | ServerTimeout, document_id: str, sent: float, now: float
    ) -> None:
        nobody = isinstance(error, ServerUnreachable) and not error.broke
        (self._silent if nobody else self._lost).add(document_id)
        self._since = sent if self._since is None else self._since
        # Those that were under way when the last pause began say nothing about its end.
        if self.down and sent >= self._held_until:
            self._held_until = now + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _there(self) -> None:
        self._silent.clear()
        self._lost.clear()
        self._pause = FIRST_PAUSE
        self._held_until = 0.0

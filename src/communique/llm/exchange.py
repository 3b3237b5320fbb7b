"""What one question put on the wire and got back, and what that cost."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

from communique.llm.completion import as_answered, tokens
from communique.llm.keys import scrubbed
from communique.llm.prices import price
from communique.models import Model
from communique.records import Usage
from communique.transcript import tell_reply

__all__ = ["Exchange"]


class Exchange:
    """Everything one question cost, over all its requests; ``completion`` is the last reply."""

    def __init__(self, model: Model, address: str) -> None:
        self.address = address
        self.completion: Any = None
        self._model = model
        self._spent: Usage | None = None
        self._started = time.perf_counter()

    def answered(self, completion: Any, requests: int = 1, base_url: str = "") -> None:
        """The last of ``requests`` was answered, at ``base_url``; the server counted its tokens."""
        self.completion = completion
        tell_reply(lambda: as_answered(completion))
        counted = tokens(completion)
        name = getattr(completion, "model", None)
        cost = price(self._model, counted, base_url, name if isinstance(name, str) else "")
        self._add(requests, counted.input, counted.output, cost)

    def unusable(self, reply: str, requests: int) -> None:
        """The last of ``requests`` got ``reply``, which is no chat completion."""
        tell_reply(lambda: scrubbed(reply))
        self.failed(requests, refused=False)

    def failed(self, requests: int, *, refused: bool) -> None:
        """None of ``requests`` was answered; one that is refused costs nothing."""
        if refused:
            self._add(requests, 0, 0, Decimal(0))
        else:
            free = Decimal(0) if self._model.provider == "local" else None
            self._add(requests, None, None, free)

    def _add(
        self, requests: int, tokens_in: int | None, tokens_out: int | None, cost: Decimal | None
    ) -> None:
        usage = Usage(
            requests=requests, input_tokens=tokens_in, output_tokens=tokens_out, cost=cost
        )
        self._spent = usage if self._spent is None else self._spent + usage

    def usage(self) -> Usage:
        unknown = Usage(input_tokens=None, output_tokens=None, cost=None)
        seconds = time.perf_counter() - self._started
        return (self._spent or unknown) + Usage(seconds=seconds)

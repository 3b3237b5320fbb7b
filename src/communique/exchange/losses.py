"""What a format cannot carry, said once each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

__all__ = ["Losses"]


class Losses:
    """Sentences about what is lost, each with how often it befell."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def note(self, sentence: str) -> None:
        self._seen[sentence] += 1

    def lines(self) -> Iterator[str]:
        for sentence, number in self._seen.items():
            yield f"not carried: {sentence}" + (f" ({number} times)" if number > 1 else "")

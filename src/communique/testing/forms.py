"""The answer that a model would give about a caller's own schema: each leaf with its quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from communique.pointers import Path, pointer

__all__ = ["Forms"]


class Forms:
    """Answers from records as ``Record.model_dump`` gives them: ``value`` and ``evidence``.

    Args:
        drop: leave out every ``drop``-th item of each list (0: none).
        invented: what items are made up of, one for each item to be added to each list that has
            items already: a name, and words for its quotes.
    """

    def __init__(self, drop: int, invented: Sequence[tuple[str, str]]) -> None:
        self._drop = drop
        self._invented = invented

    def __call__(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The answer about the record's text; {} where it has no value."""
        filled = self._filled(record["value"], record.get("evidence") or {}, ())
        return filled if isinstance(filled, dict) else {}

    def _filled(self, value: Any, evidence: Mapping[str, Any], path: Path) -> Any:
        if isinstance(value, dict):
            return {k: self._filled(part, evidence, (*path, k)) for k, part in value.items()}
        if isinstance(value, list):
            items = [self._filled(part, evidence, (*path, i)) for i, part in enumerate(value)]
            kept = [item for i, item in enumerate(items, 1) if not self._drop or i % self._drop]
            return kept + [_made_up(items[0], *words) for words in self._invented if items]
        spans = evidence.get(pointer(path))
        # What has no evidence is null, or a constant of the schema.
        return {"quote": _quote(value, spans), "value": value} if spans else value


def _quote(value: Any, spans: Sequence[Mapping[str, Any]]) -> str:
    """The quoted words; a name that they stand for follows them in the evidence."""
    words = [" ".join(str(span["text"]).split()) for span in spans]
    if len(words) > 1 and words[-1] == value:
        spans = spans[:-1]
    return " … ".join(str(span["text"]) for span in spans)


def _made_up(item: Any, name: str, words: str) -> Any:
    """An item like ``item`` of which no article tells."""
    if isinstance(item, dict) and item.keys() == {"quote", "value"}:
        return {"quote": words, "value": name if isinstance(item["value"], str) else item["value"]}
    if isinstance(item, dict):
        return {key: _made_up(part, name, words) for key, part in item.items()}
    return [] if isinstance(item, list) else item

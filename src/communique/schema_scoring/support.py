"""How many of the leaves that a model gave the text proves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from communique.record import Record
from communique.records import Issue
from communique.scoring.counts import Ratio
from communique.text.folding import fold_string

__all__ = ["supported_leaves", "unproven_claims"]

_UNPROVEN = frozenset({"unsupported", "from_example"})


def unproven_claims(record: Record[Any]) -> tuple[Issue, ...]:
    """The issues about leaves, or items, that the model gave and the text does not prove."""
    return tuple(issue for issue in record.issues if issue.code in _UNPROVEN)


def supported_leaves(record: Record[Any]) -> Ratio:
    """Proven leaves, of these and the unproven ones together.

    A leaf that is proven counts also where the record has no place for it (``proven_parts``). Of
    an item that was left out whole, those leaves count as unproven whose quotes the text does not
    have, and at least one.
    """
    proven = len(record.evidence)
    text = fold_string(record.text, case=True)
    unproven = 0
    for issue in record.issues:
        if issue.code == "proven_parts" and isinstance(issue.value, list | tuple):
            proven += len(issue.value)
        elif issue.code in _UNPROVEN:
            missing = [q for q in _quotes(issue.value) if fold_string(q, case=True) not in text]
            unproven += max(1, len(missing))
    return Ratio(proven, proven + unproven)


def _quotes(raw: Any) -> Iterator[str]:
    """The quote of every leaf that says something; of one without a quote, its value."""
    if isinstance(raw, dict) and "value" in raw and raw.keys() <= {"quote", "value"}:
        if raw["value"] is not None:
            yield str(raw["value"] if raw.get("quote") is None else raw["quote"])
    elif isinstance(raw, dict | list | tuple):
        for part in raw.values() if isinstance(raw, dict) else raw:
            yield from _quotes(part)

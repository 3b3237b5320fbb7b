"""What was decided about a document of a suite with a schema of its own, and why, as text.

The schema is not imported: the run's folder would say which code to run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from communique.errors import UsageError
from communique.outputs.printable import printable
from communique.records import ErrorInfo, Issue
from communique.schema_scoring.decisions import ItemDecision, LeafDecision

__all__ = ["schema_decision_lines"]

_LEAVES = TypeAdapter(tuple[LeafDecision, ...])
_ITEMS = TypeAdapter(tuple[ItemDecision, ...])
_ISSUES = TypeAdapter(tuple[Issue, ...])
_FAILURE = TypeAdapter(ErrorInfo | None)


def schema_decision_lines(
    model: str, reading: Mapping[str, Any], item: str | None = None
) -> list[str]:
    """A line for each decision on a document, or for those that ``item`` names: a JSON pointer of
    either side (and all below it), or words of the line. No line where nothing is called so.

    Args:
        model: its name.
        reading: the document's entry in ``scores.json``.
        item: which of them, None for all.

    Raises:
        UsageError: the entry is none.
    """
    try:
        failure = _FAILURE.validate_python(reading["failure"])
        leaves = _LEAVES.validate_python(reading["decisions"])
        items = _ITEMS.validate_python(reading["items"])
        left_out = _ISSUES.validate_python(reading["left_out"])
    except KeyError as error:
        raise UsageError(f"scores.json: {reading['document_id']} has no {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise UsageError(f"scores.json: {reading['document_id']}: {first['msg']}") from error
    decided = [*map(_item_line, items), *map(_leaf_line, leaves), *map(_left_out_line, left_out)]
    lines = [line for places, line in decided if item is None or _is_called(item, places, line)]
    if failure is not None and item is None:
        lines.insert(0, f"failed: {failure.code}: {printable(failure.message)}")
    if item is not None and not lines:
        return []
    head = f"{model}, {printable(reading['document_id'])}, repeat {reading['repeat']}"
    return [head, *lines]


def _item_line(item: ItemDecision) -> tuple[list[str | None], str]:
    sides = [
        f"{name} {at}"
        for name, at in (("gold", item.gold), ("predicted", item.predicted))
        if at is not None
    ]
    line = f"{item.verdict} {item.path}: {', '.join(sides)}: {item.why}"
    return [item.gold, item.predicted], printable(line)


def _leaf_line(leaf: LeafDecision) -> tuple[list[str | None], str]:
    places = [side.pointer for side in (leaf.gold, leaf.predicted) if side is not None]
    return [*places], printable(str(leaf))


def _left_out_line(issue: Issue) -> tuple[list[str | None], str]:
    return [issue.path], printable(f"left out of {issue.path} ({issue.code}): {issue.message}")


def _is_called(item: str, places: list[str | None], line: str) -> bool:
    if item.startswith("/"):
        return any(f"{place}/".startswith(f"{item}/") for place in places)
    return printable(item).casefold() in line.casefold()

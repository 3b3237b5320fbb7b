"""``usage.jsonl``: what each document cost; apart from the scores, since it holds a clock."""

from __future__ import annotations

from pathlib import Path

from communique.errors import UsageError
from communique.evals.lines import read_lines
from communique.records import Usage

__all__ = ["Read", "read_usage"]

Read = tuple[str, int, str]
"""A document as it was read: the model's slug (``01-regex``), the repeat from 1, its id."""


def read_usage(path: Path) -> dict[Read, Usage]:
    """What each line of ``path`` tells.

    Raises:
        UsageError: the file is not there, or a line is none of usage.
    """
    found: dict[Read, Usage] = {}
    for where, row in read_lines(path):
        try:
            read = (row.pop("model"), row.pop("repeat"), row.pop("document_id"))
            found[read] = Usage.model_validate(row)
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{where}: not what a document cost: {error}") from error
    return found

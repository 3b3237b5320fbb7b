"""The findings of a checked draft as text for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from communique.outputs.printable import printable
from communique.verification import Finding, Verification

__all__ = ["findings_text"]

WIDTH = 96
COLUMN = 16


def findings_text(verification: Verification) -> str:
    """Each finding as a few lines: verdict and words, then what the sources have instead."""
    lines = [line for finding in verification.findings for line in _lines(finding)]
    return "".join(f"{line}\n" for line in lines)


def _lines(finding: Finding) -> Iterator[str]:
    verdict = finding.verdict.replace("_", " ")
    yield from _wrapped(f"{finding.speaker or 'nobody named'}: {finding.span.text}", verdict)
    if finding.diff:
        yield from _wrapped(finding.diff)
    where = f" ({finding.source.document_id})" if finding.source else ""
    yield from _wrapped(finding.message + where)


def _wrapped(text: str, label: str = "") -> list[str]:
    return textwrap.wrap(
        printable(text),
        WIDTH,
        initial_indent=f"{label:<{COLUMN}}",
        subsequent_indent=" " * COLUMN,
        break_long_words=False,
        break_on_hyphens=False,
    )

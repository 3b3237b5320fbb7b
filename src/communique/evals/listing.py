"""What stands under the table: failed documents, misses, false alarms and wrong fields, as text."""

from __future__ import annotations

from collections.abc import Iterator

from communique.evals.results import ModelResult, Results
from communique.outputs.printable import printable
from communique.scoring.decisions import Check, Decision, Side
from communique.scoring.documents import DocumentScore

__all__ = ["FEW_DOCUMENTS", "error_counts", "error_lines"]

MOST = 100
"""Items listed of one kind for one model; ``scores.json`` has all."""

FEW_DOCUMENTS = 20
"""Up to so many, everything wrong is listed without being asked for."""


def error_lines(results: Results) -> list[str]:
    """Everything that each model got wrong, an item a line, safe to print on a terminal."""
    return [line for result in results.models for line in _of_model(result)]


def error_counts(results: Results) -> list[str]:
    """How much each model got wrong, a line a model, and how to see it."""
    lines = ["", "What was wrong: `--errors` lists it; scores.json holds every decision."]
    for result in results.models:
        sections = _sections(result)
        counts = ", ".join(f"{name} {len(found)}" for name, found in sections.items() if found)
        lines.append(f"  {result.model.name}: {counts or 'nothing'}")
    return lines


def _sections(result: ModelResult) -> dict[str, list[str]]:
    """What was wrong, an item a line, by the name of what is wrong with it."""
    several = len(result.repeats) > 1
    documents = [
        (f"{document.document_id} #{repeat}" if several else document.document_id, document)
        for repeat, read in enumerate(result.repeats, start=1)
        for document in read
    ]
    return {
        "failed documents": [line for d in documents for line in _failure(*d)],
        "missed": [line for d in documents for line in _listed(*d, "missed")],
        "false alarms": [line for d in documents for line in _listed(*d, "false alarm")],
        "wrong in matched items": [line for d in documents for line in _wrong_fields(*d)],
        "given but not in the text": [line for d in documents for line in _left_out(*d)],
    }


def _of_model(result: ModelResult) -> Iterator[str]:
    sections = _sections(result)
    yield ""
    yield result.model.name
    if not any(sections.values()):
        yield "  nothing missed, no false alarms, nothing wrong"
    for title, lines in sections.items():
        if lines:
            yield f"  {title} ({len(lines)})"
            yield from (f"    {line}" for line in lines[:MOST])
            if len(lines) > MOST:
                yield f"    and {len(lines) - MOST} more in scores.json"
    if result.score.quotes_not_verbatim:
        yield f"  direct quotes that are not verbatim: {result.score.quotes_not_verbatim}"


def _failure(where: str, document: DocumentScore) -> Iterator[str]:
    if document.failure is not None:
        yield f"{where}  {document.failure.code}: {printable(document.failure.message)}"


def _left_out(where: str, document: DocumentScore) -> Iterator[str]:
    for issue in document.left_out:
        yield f"{where}  {issue.path}  {printable(issue.message)}"


def _listed(where: str, document: DocumentScore, verdict: str) -> Iterator[str]:
    for decision in document.decisions:
        side = decision.gold or decision.predicted
        if decision.verdict == verdict and side is not None:
            yield f"{where}  {decision.item}  {_side(side)}"


def _wrong_fields(where: str, document: DocumentScore) -> Iterator[str]:
    for decision in document.decisions:
        if decision.verdict == "matched" and decision.gold is not None:
            for check in decision.checks:
                if not check.right:
                    field = f"{decision.item} {check.field}"
                    yield f"{where}  {field}  {_check(check, decision)}"


def _check(check: Check, decision: Decision) -> str:
    gold, predicted = (
        "none" if name is None else printable(name) for name in (check.gold, check.predicted)
    )
    side = "" if decision.gold is None else _side(decision.gold)
    return f"gold {gold}, predicted {predicted}: {side}"


def _side(side: Side) -> str:
    place = "" if side.span is None else f" [{side.span.start}:{side.span.end}]"
    return f"{printable(side.text)}{place}"

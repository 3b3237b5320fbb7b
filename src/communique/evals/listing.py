"""What stands under the table: failed documents, misses, false alarms and wrong fields, as text."""

from __future__ import annotations

from collections.abc import Iterator

from communique.evals.results import ModelResult, Results
from communique.scoring.decisions import Check, Decision, Side
from communique.scoring.documents import DocumentScore

__all__ = ["error_lines"]

MOST = 100
"""Items listed of one kind for one model; ``scores.json`` has all."""


def error_lines(results: Results) -> list[str]:
    """Everything that a model got wrong, model by model; text is shown on one line, controls
    escaped."""
    return [line for result in results.models for line in _of_model(result)]


def _of_model(result: ModelResult) -> Iterator[str]:
    repeats = len(result.repeats)
    failed: list[str] = []
    missed: list[str] = []
    false_alarms: list[str] = []
    wrong: list[str] = []
    for repeat, documents in enumerate(result.repeats, start=1):
        for document in documents:
            where = document.document_id if repeats == 1 else f"{document.document_id} #{repeat}"
            if document.failure is not None:
                failed.append(
                    f"{where}: {document.failure.code}: {_line(document.failure.message)}"
                )
            missed += _listed(document, where, "missed")
            false_alarms += _listed(document, where, "false alarm")
            wrong += _wrong_fields(document, where)
    yield ""
    yield result.model.name
    sections = {
        "failed documents": failed,
        "missed": missed,
        "false alarms": false_alarms,
        "wrong in matched items": wrong,
    }
    if not any(sections.values()):
        yield "  nothing missed, no false alarms, nothing wrong"
    for title, lines in sections.items():
        if lines:
            yield f"  {title} ({len(lines)})"
            yield from (f"    {line}" for line in lines[:MOST])
            if len(lines) > MOST:
                yield f"    and {len(lines) - MOST} more in scores.json"
    not_verbatim = result.score.quotes_not_verbatim
    if not_verbatim:
        yield f"  direct quotes that the text does not hold word for word ({not_verbatim})"


def _listed(document: DocumentScore, where: str, verdict: str) -> Iterator[str]:
    for decision in document.decisions:
        side = decision.gold or decision.predicted
        if decision.verdict == verdict and side is not None:
            yield f"{where}  {decision.item}  {_side(side)}"


def _wrong_fields(document: DocumentScore, where: str) -> Iterator[str]:
    for decision in document.decisions:
        if decision.verdict == "matched" and decision.gold is not None:
            for check in decision.checks:
                if not check.right:
                    field = f"{decision.item} {check.field}"
                    yield f"{where}  {field}  {_check(check, decision)}"


def _check(check: Check, decision: Decision) -> str:
    gold, predicted = (
        "none" if name is None else _line(name) for name in (check.gold, check.predicted)
    )
    side = "" if decision.gold is None else _side(decision.gold)
    return f"gold {gold}, predicted {predicted}: {side}"


def _side(side: Side) -> str:
    place = "" if side.span is None else f" [{side.span.start}:{side.span.end}]"
    return f"{_line(side.text)}{place}"


def _line(text: str) -> str:
    """White space made single; characters that would steer a terminal are escaped."""
    single = " ".join(text.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in single)

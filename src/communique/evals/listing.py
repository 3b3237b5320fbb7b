"""What stands under the table: failed documents, items by class of error, wrong fields, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from communique.evals.class_table import class_lines
from communique.evals.results import ModelResult, Results
from communique.outputs.printable import printable
from communique.scoring.decisions import Check, Decision, ErrorClass, Side, SideName, reference
from communique.scoring.documents import DocumentScore

__all__ = ["FEW_DOCUMENTS", "error_counts", "error_lines", "section_lines"]

MOST = 100
"""Items listed of one kind for one model; ``scores.json`` has all."""

FEW_DOCUMENTS = 20
"""Up to so many, everything wrong is listed without being asked for."""


_CLASSES: tuple[ErrorClass, ...] = tuple(
    name for name in get_args(ErrorClass) if name not in {"correct", "excused", "failed_document"}
)
"""In the order in which they are listed; of a failed document a line says all."""


def error_lines(results: Results) -> list[str]:
    """The classes of errors, then everything that each model got wrong, safe for a terminal."""
    listed = (line for result in results.models for line in _of_model(result))
    return [*class_lines(results), *listed]


def error_counts(results: Results) -> list[str]:
    """The classes of errors, and how to see each of them."""
    counts = class_lines(results) or ["", "nothing missed, no false alarms, nothing wrong"]
    return [*counts, "", "What was wrong: `--errors` lists it; scores.json holds every decision."]


def _sections(result: ModelResult) -> dict[str, list[str]]:
    """What was wrong, an item a line, by the name of what is wrong with it."""
    several = len(result.repeats) > 1
    documents = [
        (f"{document.document_id} #{repeat}" if several else document.document_id, document)
        for repeat, read in enumerate(result.repeats, start=1)
        for document in read
    ]
    of_class: dict[str, list[str]] = {name: [] for name in _CLASSES}
    for where, document in documents:
        for decision in document.decisions:
            if decision.error_class in of_class:
                of_class[decision.error_class].append(f"{where}  {_named(decision)}")
    return {
        "failed documents": [line for d in documents for line in _failure(*d)],
        **{name.replace("_", " "): lines for name, lines in of_class.items()},
        "wrong in matched items": [line for d in documents for line in _wrong_fields(*d)],
        "given but left out": [line for d in documents for line in _left_out(*d)],
    }


def _of_model(result: ModelResult) -> Iterator[str]:
    yield ""
    yield result.model.name
    yield from section_lines(_sections(result))
    if result.score.quotes_not_verbatim:
        yield f"  direct quotes that are not verbatim: {result.score.quotes_not_verbatim}"


def section_lines(sections: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The first lines of each section under its name, how many there are, and that there is
    nothing where there is none."""
    if not any(sections.values()):
        yield "  nothing missed, no false alarms, nothing wrong"
    for title, lines in sections.items():
        if lines:
            yield f"  {title} ({len(lines)})"
            yield from (f"    {line}" for line in lines[:MOST])
            if len(lines) > MOST:
                yield f"    and {len(lines) - MOST} more in scores.json"


def _failure(where: str, document: DocumentScore) -> Iterator[str]:
    if document.failure is not None:
        yield f"{where}  {document.failure.code}: {printable(document.failure.message)}"


def _left_out(where: str, document: DocumentScore) -> Iterator[str]:
    for issue in document.left_out:
        yield f"{where}  {issue.path}  {printable(issue.message)}"


def _named(decision: Decision) -> str:
    """The names of its items for ``evals explain``, and what the gold, or else the record, says."""
    sides: list[tuple[SideName, Side | None]] = [
        ("predicted", decision.predicted),
        ("gold", decision.gold),
    ]
    names = [reference(decision.item, name, side.index) for name, side in sides if side]
    told = [_side(side) for side in (decision.gold, decision.predicted) if side]
    return f"{' = '.join(names)}  {' | '.join(dict.fromkeys(told))}"


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
    place = "" if side.span is None else f" [{side.span[0]}:{side.span[1]}]"
    return f"{printable(side.text)}{place}"

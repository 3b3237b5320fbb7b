"""The challenge set's table: a row for each phenomenon, the denominator beside each value."""

from __future__ import annotations

from collections.abc import Iterator

from communique.evals.measures import shown
from communique.evals.results import ModelResult, Results
from communique.evals.table import aligned
from communique.scoring.counts import Ratio
from communique.scoring.documents import Score, total
from communique.scoring.statements import StatementCounts, Threshold

__all__ = ["phenomenon_lines"]


def phenomenon_lines(results: Results) -> list[str]:
    """A table for each model; no line at all for a suite without phenomena."""
    return [line for result in results.models for line in _of_model(results, result)]


def _of_model(results: Results, result: ModelResult) -> Iterator[str]:
    scores = results.by_phenomenon(result)
    if not scores:
        return
    overlap = results.plan.suite.scorer.overlap
    rows = {**scores, "all": total(scores.values())}
    columns = {name: _columns(score, overlap) for name, score in rows.items()}
    asked = [heading for heading, ratio in columns["all"].items() if ratio.denominator]
    table = [["phenomenon", "passages", *asked, "false alarms"]]
    for name, score in rows.items():
        cells = [_cell(columns[name][heading]) for heading in asked]
        table.append([name, str(score.documents), *cells, str(_false_alarms(score, overlap))])
    yield ""
    yield f"{result.model.name}, by phenomenon: recall, and what is right of what was found"
    yield from aligned(table)
    yield "content, attributed, participants, meetings: recall. -: the phenomenon does not ask."
    yield "Only the items labeled in a passage are scored there (gold/README.md)."


def _columns(score: Score, overlap: Threshold) -> dict[str, Ratio]:
    """The figures by heading; those with nothing to count in any phenomenon are not shown."""
    statements: StatementCounts = getattr(score, overlap)
    return {
        "content": statements.content.right_of_gold,
        "attributed": statements.attributed.right_of_gold,
        "participants": score.participants.lenient.right_of_gold,
        "country": score.participants.country,
        "title": score.participants.title,
        "meetings": score.meetings.meetings.right_of_gold,
        "meeting kind": score.meetings.kind,
        "date": score.meetings.date,
        "organizer": score.meetings.organizer,
    }


def _cell(ratio: Ratio) -> str:
    if not ratio.denominator:
        return "-"
    return f"{shown(ratio.value)} ({ratio.numerator}/{ratio.denominator})"


def _false_alarms(score: Score, overlap: Threshold) -> int:
    """Items of the scored kinds that no gold asks for."""
    statements: StatementCounts = getattr(score, overlap)
    return statements.content.fp + score.participants.lenient.fp + score.meetings.meetings.fp

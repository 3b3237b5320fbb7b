"""The scored table: one row a model, the denominator beside each value. All rounding is here.

On a terminal wide enough a ruled table; on a narrower one a block for each model; in a pipe plain
aligned text. Nothing is ever cut off.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from communique.evals.drafts import warning
from communique.evals.measures import Measure, interval, meanings, measures, shown
from communique.evals.results import ModelResult, Results
from communique.statistics.intervals import FEWEST_DOCUMENTS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["aligned", "footnotes", "interval_lines", "plain_table", "print_table"]


def print_table(results: Results, console: Console) -> None:
    """The table as fits the console."""
    if not console.is_terminal:
        lines = plain_table(results)
    else:
        table = _ruled_table(results)
        if _width(table, console) <= console.width:
            console.print(table)
            return
        lines = [line for result in results.models for line in _block(results, result)]
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def plain_table(results: Results) -> list[str]:
    """Two lines of headings, then a line for each model."""
    columns = _row(results, results.models[0])
    heads = [
        ["", "", *_group_heads(columns)],
        ["model", "documents", *(m.name or m.group for m in columns)],
    ]
    rows = [
        [result.model.name, _documents(result), *map(_cell, _row(results, result))]
        for result in results.models
    ]
    return aligned([*heads, *rows])


def interval_lines(results: Results) -> list[str]:
    """95 % intervals of every measure, or one sentence on why there are none."""
    n = len(results.plan.gold)
    if n < FEWEST_DOCUMENTS:
        noun = "document" if n == 1 else "documents"
        return [f"{n} {noun}: counts only; at so few an interval would say nothing."]
    rows = [["95 % interval", "", *(result.model.name for result in results.models)]]
    overlap = results.plan.suite.scorer.overlap
    columns = [[measures(s, overlap) for s in result.by_document()] for result in results.models]
    for i, measure in enumerate(_row(results, results.models[0])):
        cells = [_interval([row[i] for row in d], results.plan.repeats) for d in columns]
        rows.append([measure.group, measure.name, *cells])
    return [
        *aligned(rows),
        f"Wilson intervals clustered by document, {n} documents; F1 by tp / (tp + fp + fn).",
    ]


def footnotes(results: Results) -> list[str]:
    """Whether the gold is to be trusted, and what the columns mean."""
    plan = results.plan
    warned = [warning(plan.drafts, len(plan.gold))] if plan.drafts else []
    overlap = results.plan.suite.scorer.overlap
    found = {
        "iou30": "by three tenths",
        "iou50": "by half",
        "iou80": "by four fifths",
        "exact": "exactly",
    }[overlap]
    return [
        *warned,
        f"content: the statement's letters and digits overlap the gold's {found}.",
        "attributed: the speaker of that content is right too.",
        "F1: twice the right ones / gold and predicted together.",
        *(f"{', '.join(headings)}: {of}." for of, headings in meanings().items()),
        "A failed document misses all of its gold.",
    ]


def _row(results: Results, result: ModelResult) -> tuple[Measure, ...]:
    return measures(result.score, results.plan.suite.scorer.overlap)


def _documents(result: ModelResult) -> str:
    score = result.score
    return f"{score.documents} ({score.failed} failed)" if score.failed else str(score.documents)


def _cell(measure: Measure) -> str:
    return f"{shown(measure.ratio.value)} ({_fraction(measure)})"


def _fraction(measure: Measure) -> str:
    return f"{measure.ratio.numerator}/{measure.ratio.denominator}"


def _group_heads(columns: tuple[Measure, ...]) -> Iterator[str]:
    """The group's name over its first column, where it has several."""
    for group, members in groupby(columns, key=lambda m: m.group):
        several = list(members)
        yield group if len(several) > 1 else ""
        yield from [""] * (len(several) - 1)


def _interval(documents: list[Measure], repeats: int) -> str:
    found = interval(documents, repeats)
    return "-" if found is None else f"[{found.low:.2f}, {found.high:.2f}]"


def aligned(rows: list[list[str]]) -> list[str]:
    """Each row as a line, its cells under those of the others."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _block(results: Results, result: ModelResult) -> list[str]:
    rows = [[f"  {m.group}", m.name, _cell(m)] for m in _row(results, result)]
    score = result.score
    failed = f", {score.failed} failed" if score.failed else ""
    return [f"{result.model.name}: documents {score.documents}{failed}", *aligned(rows), ""]


def _ruled_table(results: Results) -> Table:
    """One row a model; recall, precision and F1 of a group stand under each other in one cell."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_lines=True)
    table.add_column("model", no_wrap=True)
    table.add_column("docs", no_wrap=True)
    for group, _ in groupby(_row(results, results.models[0]), key=lambda m: m.group):
        table.add_column(group.replace(" ", "\n"), no_wrap=True)
    for result in results.models:
        cells = [
            "\n".join(_lines_of_cell(list(members)))
            for _, members in groupby(_row(results, result), key=lambda m: m.group)
        ]
        table.add_row(*map(Text, (result.model.name, _documents(result), *cells)))
    return table


def _width(table: Table, console: Console) -> int:
    """What the table needs to be shown whole."""
    from rich.measure import Measurement

    return Measurement.get(console, console.options.update(max_width=10_000), table).maximum


def _lines_of_cell(members: list[Measure]) -> list[str]:
    if len(members) == 1:
        return [shown(members[0].ratio.value), _fraction(members[0])]
    return [f"{m.name[:1].upper()} {shown(m.ratio.value)} {_fraction(m)}" for m in members]

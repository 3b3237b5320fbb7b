"""Records as tables for people: coloured on a terminal, plain in a pipe or a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from communique.outputs.printable import printable
from communique.pointers import leaves_of
from communique.record import Record, dumped
from communique.records import Failure, Meeting, Readout, Span

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from communique.outputs.formats import Result
    from communique.rules import Reason

__all__ = ["write_table"]

PLAIN_WIDTH = 100
"""Columns where there is no terminal to tell."""

SHOWN = 60
"""Characters of a text that a reason shows."""


def write_table(results: Iterable[Result], stream: TextIO) -> None:
    """Write each result as it comes: its meetings, participants, statements and issues.

    Of an explanation: the rule behind each item, then what was rejected and why.
    """
    from rich.console import Console

    width = None if stream.isatty() else PLAIN_WIDTH
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    for i, result in enumerate(results):
        if i:
            console.print()
        if isinstance(result, Failure):
            console.print(_text(result.document_id, "bold"), _text("failed", "bold red"))
            console.print(_text(f"  {result.error.code}: {result.error.message}"))
        elif isinstance(result, Readout):
            _print_record(console, result)
        elif isinstance(result, Record):
            _print_filled(console, result)
        else:
            _print_heading(console, result.readout)
            _print_reasons(console, result.made)
            console.print("  rejected:" if result.rejected else "  nothing rejected")
            _print_reasons(console, result.rejected)


def _print_filled(console: Console, record: Record[Any]) -> None:
    """A caller's own model: a line a leaf, with the words that prove it."""
    _print_heading(console, record)
    value = {} if record.value is None else dumped(record.value)
    table = _table("field", "value", "proven by")
    for path, leaf in leaves_of(value):
        if leaf is not None:
            words = (_shortened(span) for span in record.evidence.get(path, ()))
            table.add_row(_text(path, "green"), _text(str(leaf)), _text(", ".join(words)))
    if table.row_count:
        console.print(table)
    _print_issues(console, record)
    if not table.row_count:
        console.print(_text("  nothing found", "dim"))


def _print_issues(console: Console, record: Readout | Record[Any]) -> None:
    for issue in record.issues:
        console.print(_text(f"  {issue.code}", "red"), _text(issue.message, "dim"))


def _print_heading(console: Console, record: Readout | Record[Any]) -> None:
    made_by = f"{record.extractor.model} {record.extractor.version}"
    console.print(_text(record.document_id, "bold"), _text(made_by, "dim"))


def _print_reasons(console: Console, reasons: Sequence[Reason]) -> None:
    """Reasons as aligned lines: ``statements[3]  clause_before  [120, 180)  "text…"``."""
    from rich.text import Text

    rows = [(r.path or r.what, r.rule, f"[{r.span.start}, {r.span.end})") for r in reasons]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row, reason in zip(rows, reasons, strict=True):
        what, rule, where = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        line = Text(f"  {what}  ", style="green" if reason.path else "dim")
        line.append(f"{rule}  ", "yellow").append(f"{where}  ", "dim")
        line.append(_shortened(reason.span))
        console.print(line, no_wrap=True, crop=False, overflow="ignore")


def _shortened(span: Span) -> str:
    text = printable(span.text)
    return f'"{text}"' if len(text) <= SHOWN else f'"{text[: SHOWN - 1].rstrip()}…"'


def _print_record(console: Console, record: Readout) -> None:
    _print_heading(console, record)
    for meeting in record.meetings:
        console.print(_text("  " + _meeting_line(meeting), "yellow"))
    if record.participants:
        console.print(_participants(record))
    if record.statements:
        console.print(_statements(record))
    _print_issues(console, record)
    if not (record.meetings or record.participants or record.statements):
        console.print(_text("  nothing found", "dim"))


def _meeting_line(meeting: Meeting) -> str:
    parts = [
        meeting.kind,
        meeting.date,
        f"in {meeting.place}" if meeting.place else None,
        f"organized by {meeting.organizer}" if meeting.organizer else None,
        f"{len(meeting.participants)} participants",
    ]
    return ", ".join(part for part in parts if part)


def _participants(record: Readout) -> Table:
    table = _table("participant", "country", "title", "organization")
    for p in record.participants:
        table.add_row(
            _text(p.name, "green"),
            _text(p.country or ""),
            _text(p.title or ""),
            _text(p.organization or ""),
        )
    return table


def _statements(record: Readout) -> Table:
    table = _table("speaker", "cue", "kind", "statement")
    for s in record.statements:
        table.add_row(
            _text(s.speaker or "-", "blue"),
            _text(s.cue.text if s.cue else "", "italic"),
            _text(s.kind + (" (nested)" if s.nested else "")),
            _text(s.content.text),
        )
    return table


def _table(*columns: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=True, header_style="dim", padding=(0, 1))
    for i, column in enumerate(columns):
        last = i == len(columns) - 1
        table.add_column(column, ratio=1 if last else None, max_width=None if last else 28)
    return table


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text

    indent = text[: len(text) - len(text.lstrip(" "))]
    return Text(indent + printable(text), style=style)

"""Values in a notebook: the same pages, each in a frame of its own.

The frame is a sandbox with another origin than the notebook's: what runs in it reaches nothing
outside, and the styles of either side leave the other alone.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from markupsafe import Markup

from communique.pages.article import escape_text
from communique.pages.readout import readouts_page
from communique.pages.record import record_page
from communique.pages.verification import verification_page
from communique.record import Record
from communique.records import Readout
from communique.schema_scoring import RecordScore, SchemaScore
from communique.scoring.counts import Counts, Ratio
from communique.verification import Verification

__all__ = ["html_of"]

_FRAME = Markup(
    '<iframe srcdoc="{}" title="{}" sandbox="allow-scripts" style="box-sizing: border-box; '
    'width: 100%; height: 32rem; border: 1px solid #8886; resize: vertical"></iframe>'
)
_HEADS = ("field", "recall", "precision", "F1")


@singledispatch
def html_of(value: Any) -> Markup:
    """``value`` as HTML for the output of a notebook's cell.

    Raises:
        TypeError: there is no page for such values.
    """
    raise TypeError(f"no page shows a {type(value).__name__}")


@html_of.register
def _(value: Readout) -> Markup:
    return _framed(readouts_page([value], title="Readout"), f"Readout of {value.document_id}")


@html_of.register
def _(value: Record) -> Markup:  # type: ignore[type-arg]  # of any model
    return _framed(record_page(value), f"Record of {value.document_id}")


@html_of.register
def _(value: Verification) -> Markup:
    return _framed(verification_page(value), "Draft and sources")


@html_of.register
def _(value: SchemaScore) -> Markup:
    rows = [*value.fields.items(), ("all fields", value.leaves), *value.items.items()]
    cells = [[path, *map(_cell, _rates(counts))] for path, counts in rows]
    ended = f"{value.documents} read, {value.failed} failed; all right: {_cell(value.exact)}"
    return Markup("<div>{}<p>{}</p></div>").format(_table([_HEADS, *cells]), ended)


@html_of.register
def _(value: RecordScore) -> Markup:
    wrong = Markup("").join(
        Markup("<li>{}</li>").format(escape_text(str(decision))) for decision in value.wrong
    )
    return Markup("<div>{}<ul>{}</ul></div>").format(html_of(value.score), wrong)


def _framed(page: str, title: str) -> Markup:
    return _FRAME.format(page, escape_text(title))


def _table(rows: list[Any]) -> Markup:
    head, *body = (
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup("<{0}>{1}</{0}>").format("td" if number else "th", escape_text(cell))
                for cell in row
            )
        )
        for number, row in enumerate(rows)
    )
    return Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(
        head, Markup("").join(body)
    )


def _rates(counts: Counts) -> tuple[Ratio, Ratio, Ratio]:
    return counts.right_of_gold, counts.right_of_predicted, counts.twice_right_of_both


def _cell(ratio: Ratio) -> str:
    if ratio.value is None:
        return "–"
    return f"{ratio.value:.2f} ({ratio.numerator}/{ratio.denominator})"

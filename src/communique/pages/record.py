"""The page of a record of a caller's own model: the article, and each leaf with its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communique.pages.article import Mark, article_html
from communique.pages.shell import render_page
from communique.pointers import leaves_of
from communique.record import Record, dumped
from communique.values import Span

__all__ = ["record_page"]

_ASSETS = ("article.css", "readouts.css", "article.js")


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf on the page: the id of its element, its pointer, its value as JSON."""

    id: str
    pointer: str
    value: str
    evidence: tuple[Span, ...]


def record_page(record: Record[Any], *, title: str = "Record") -> str:
    """One self-contained HTML page; leaf ``i`` (from 1) has the permalink ``#d1-s<i>``.

    Leaves of the value that are null are not shown.
    """
    leaves = list(_leaves(record))
    context = {
        "title": title,
        "record": record,
        "leaves": leaves,
        "article": article_html(record.text, _marks(leaves)),
    }
    return render_page("record.html.j2", context, assets=_ASSETS)


def _leaves(record: Record[Any]) -> Iterator[_Leaf]:
    value = None if record.value is None else dumped(record.value)
    told = [(pointer, leaf) for pointer, leaf in leaves_of(value) if leaf is not None]
    for number, (pointer, leaf) in enumerate(told, 1):
        shown = leaf if isinstance(leaf, str) else json.dumps(leaf)
        yield _Leaf(f"d1-s{number}", pointer, shown, record.evidence.get(pointer, ()))


def _marks(leaves: list[_Leaf]) -> Iterator[Mark]:
    for leaf in leaves:
        for span in leaf.evidence:
            yield Mark(span.start, span.end, "content", (leaf.id,))

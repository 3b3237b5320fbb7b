"""The page of what annotators have differently, side by side, each in the line where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from communique.pages.article import Mark, article_html
from communique.pages.shell import render_page
from communique.scoring.agreement import Agreement
from communique.scoring.disagreements import Difference

__all__ = ["differences_page"]

_ASSETS = ("article.css", "differences.css")

AROUND = 400
"""Characters of a line that are shown before and after the place; an article may be one line."""


@dataclass(frozen=True, slots=True)
class _Shown:
    id: str
    difference: Difference
    context: Markup | None


def differences_page(found: Agreement, *, title: str = "Differences between annotators") -> str:
    """One self-contained HTML page; difference ``i`` (from 1) has the permalink ``#d<i>``."""
    texts = {document.document_id: document.text for document in found.documents}
    classes = [
        (what, list(shown))
        for what, shown in groupby(
            _shown(found.differences, texts), key=lambda one: one.difference.what
        )
    ]
    context = {"title": title, "annotators": found.annotators, "classes": classes}
    return render_page("differences.html.j2", context, assets=_ASSETS)


def _shown(differences: Sequence[Difference], texts: dict[str, str]) -> Iterator[_Shown]:
    for i, difference in enumerate(differences, 1):
        name = f"d{i}"
        yield _Shown(name, difference, _context(name, difference, texts[difference.document_id]))


def _context(name: str, difference: Difference, text: str) -> Markup | None:
    at = difference.at
    if at is None:
        return None
    begin = max(text.rfind(mark, 0, at.start) for mark in "\r\n") + 1
    ends = [end for mark in "\r\n" if (end := text.find(mark, at.end)) >= 0]
    first = max(begin, at.start - AROUND)
    last = min(min(ends, default=len(text)), at.end + AROUND)
    mark = Mark(at.start - first, at.end - first, "content", (name,))
    return article_html(text[first:last], [mark])

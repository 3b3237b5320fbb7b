"""The page of a checked draft: the draft, what was found, and the sources, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from communique.pages.article import Mark, article_html
from communique.pages.shell import render_page
from communique.verification import Finding, Verification

__all__ = ["verification_page"]

_ASSETS = ("article.css", "readouts.css", "verification.css", "verification.js")
_LABELS = {
    "verbatim": "verbatim",
    "altered": "altered",
    "wrong_speaker": "wrong speaker",
    "not_in_sources": "not in the sources",
}
_CHANGE = re.compile(r"\[-(?P<claimed>.*?)-\]|\{\+(?P<found>.*?)\+\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A finding on the page: the id of its element, its verdict in words, its diff in pieces."""

    id: str
    finding: Finding
    label: str
    diff: tuple[tuple[str, str], ...]


def verification_page(verification: Verification, *, title: str = "Draft and sources") -> str:
    """One self-contained HTML page; finding ``i`` (from 1) has the permalink ``#f<i>``."""
    findings = [
        _Shown(f"f{i}", finding, _LABELS[finding.verdict], tuple(_pieces(finding.diff or "")))
        for i, finding in enumerate(verification.findings, 1)
    ]
    counts = [
        (_LABELS[verdict], verdict, number) for verdict, number in verification.counts().items()
    ]
    context = {
        "title": title,
        "findings": findings,
        "counts": counts,
        "draft": article_html(verification.draft, _draft_marks(findings)),
        "sources": [
            (source.id, article_html(source.text, _source_marks(findings, source.id)))
            for source in verification.sources
        ],
    }
    return render_page("verification.html.j2", context, assets=_ASSETS)


def _draft_marks(findings: list[_Shown]) -> Iterator[Mark]:
    for shown in findings:
        span, layer = shown.finding.span, shown.finding.verdict.replace("_", "-")
        yield Mark(span.start, span.end, layer, (shown.id,))


def _source_marks(findings: list[_Shown], source_id: str) -> Iterator[Mark]:
    for shown in findings:
        place = shown.finding.source
        if place is not None and place.document_id == source_id:
            layer = shown.finding.verdict.replace("_", "-")
            yield Mark(place.span.start, place.span.end, layer, (shown.id,))


def _pieces(diff: str) -> Iterator[tuple[str, str]]:
    """("same" | "del" | "ins", words) for each piece of a word diff."""
    at = 0
    for change in _CHANGE.finditer(diff):
        if change.start() > at:
            yield "same", diff[at : change.start()]
        claimed = change["claimed"]
        yield ("ins", change["found"]) if claimed is None else ("del", claimed)
        at = change.end()
    if at < len(diff):
        yield "same", diff[at:]

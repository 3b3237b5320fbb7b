"""The page of one or more runs: read, judged, and made values that ``pages.report`` shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.evals.comparison import COMPARED, GROUPS, Comparison, compare
from communique.evals.drafts import warning
from communique.evals.report_classes import classes, names_of
from communique.evals.report_documents import (
    chosen_documents,
    documents_note,
    other_documents,
    shown_documents,
)
from communique.evals.report_figures import COLUMNS, axis, standings
from communique.evals.report_models import Reported, load_reported
from communique.evals.report_pairs import overview, pair_notes, pair_views
from communique.evals.report_trust import judged_documents, trust_note, trusted_models
from communique.evals.report_verdict import verdict
from communique.pages.report_values import ReportView
from communique.statistics.intervals import FEWEST_DOCUMENTS

__all__ = ["MOST_DOCUMENTS", "report_html", "report_view"]

MOST_DOCUMENTS = 300
"""Documents on a page that is not told how many; more make a page slow to open."""

_GROUPS = {
    "participants": "who took part",
    "content": "what was said: the words overlap the gold's {overlap}",
    "attributed": "who said what: the speaker of these words is right too",
}
_OVERLAPS = {
    "iou30": "by three tenths",
    "iou50": "by half",
    "iou80": "by four fifths",
    "exact": "exactly",
}


def report_html(
    targets: Sequence[str],
    *,
    measures: Sequence[str] = COMPARED,
    documents: int = MOST_DOCUMENTS,
    named: Sequence[str] = (),
) -> str:
    """The page of the runs or models named, self-contained.

    Args:
        targets: as ``comparison.candidates`` takes them.
        measures: by which models are compared; each is a family of its own.
        documents: how many are shown, those with the most errors where there are more.
        named: ids of documents that are shown in any case.

    Raises:
        UsageError: see ``load_reported``; a measure or a document is not known.
        GoldError: the gold of a run is wrong.
    """
    from communique.pages.report import report_page

    return report_page(report_view(load_reported(targets), measures, documents, named))


def report_view(
    reported: Reported,
    measures: Sequence[str] = COMPARED,
    documents: int = MOST_DOCUMENTS,
    named: Sequence[str] = (),
) -> ReportView:
    """What the page shows."""
    several = len(reported.models) > 1
    comparison: Comparison | None = None
    if several:
        comparison = compare(reported.candidates, measures)
    chosen = chosen_documents(reported, documents, named)
    others = other_documents(reported, chosen)
    readings = reported.read({*chosen, *judged_documents(reported)})
    found = classes(reported)
    overlap = _OVERLAPS[reported.overlap]
    return ReportView(
        title=f"Benchmark: {reported.suite}",
        verdict=verdict(reported, comparison),
        facts=tuple(_facts(reported)),
        warnings=tuple(_warnings(reported)),
        models=tuple(model.label for model in reported.models),
        groups=tuple((group, _GROUPS[group].format(overlap=overlap)) for group in GROUPS),
        columns=COLUMNS,
        standings=standings(reported),
        axis=axis(reported),
        overview=overview(comparison),
        pairs=pair_views(comparison),
        pair_notes=pair_notes(comparison),
        classes=found,
        error_names=names_of(found),
        trusted=trusted_models(reported, readings),
        trust_note=trust_note(reported),
        documents=shown_documents(reported, chosen, readings),
        others=others,
        documents_note=documents_note(reported, len(chosen), len(others)),
    )


def _facts(reported: Reported) -> Iterator[tuple[str, str]]:
    first = reported.runs[0].about
    yield "suite", f"{reported.suite}: {first['suite'].get('description') or 'no description'}"
    times = f", each read {reported.repeats} times" if reported.repeats > 1 else ""
    yield "documents", f"{len(reported.document_ids)}{times}"
    yield "gold", f"sha256 {reported.runs[0].gold_sha256[:12]}"
    for what, key in (("scorer", "scorer_sha256"), ("communique", "communique")):
        values = dict.fromkeys(str(run.about.get(key, "unknown")) for run in reported.runs)
        shown = [value[:12] if what == "scorer" else value for value in values]
        yield what, ("sha256 " if what == "scorer" else "") + ", ".join(shown)
    packages = first.get("packages") or {}
    told = [f"{name} {version}" for name, version in packages.items() if name != "communique"]
    yield "with", ", ".join([f"Python {first.get('python', 'unknown')}", *told])


def _warnings(reported: Reported) -> Iterator[str]:
    n = len(reported.document_ids)
    if n < FEWEST_DOCUMENTS:
        noun = "document" if n == 1 else "documents"
        yield f"{n} {noun}: counts only; at so few an interval would say nothing."
    if reported.drafts:
        yield warning(reported.drafts, n)
    for model in reported.models:
        if model.score.failed:
            yield (
                f"{model.label} has no record of {model.score.failed} of {model.score.documents} "
                "documents; all of their gold counts as missed."
            )
        answered = model.about.get("answered", ())
        if len(answered) > 1:
            yield f"{model.label} was answered by several models: {', '.join(answered)}."
    scorers = {run.about.get("scorer_sha256") for run in reported.runs}
    if len(scorers) > 1:
        yield "The runs were scored by different versions of the scorer: `evals rescore` them."

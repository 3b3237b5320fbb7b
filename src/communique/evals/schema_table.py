"""What is printed of a run of a caller's own model: fields as rows, three figures a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.evals.measures import shown
from communique.evals.schema_listing import wrong_lines
from communique.evals.schema_results import SchemaModelResult, SchemaResults
from communique.evals.table import aligned
from communique.schema_scoring import SchemaScore
from communique.schema_scoring.fields import comparators_of
from communique.scoring.counts import Counts, Ratio
from communique.statistics.intervals import FEWEST_DOCUMENTS, f1_interval, wilson_interval

__all__ = ["schema_lines"]

_RATES = ("recall", "precision", "F1")
_MORE_FIELDS = "all fields"


def schema_lines(results: SchemaResults, *, width: int | None, errors: bool) -> list[str]:
    """The table, the intervals, what the columns mean, and what was wrong.

    Args:
        results: what to tell.
        width: of the terminal, where it is one: a table that is wider is shown a model at a time.
        errors: list everything wrong, however many documents there are.
    """
    table = _table(results, results.models)
    if width is not None and len(results.models) > 1 and max(map(len, table)) > width:
        table = [line for one in results.models for line in [*_table(results, [one]), ""]]
    return [
        *table,
        "",
        *_interval_lines(results),
        "recall: right leaves / gold leaves; precision: right / predicted; F1 of both.",
        "A wrong leaf is missed and a false alarm at once; null is no leaf.",
        "/*: items of a list of models, matched to the gold's. exact: documents wholly right.",
        "grounded: of the leaves the model gave, those the text proves.",
        "A failed document misses all of its gold.",
        *wrong_lines(results, all_of_it=errors),
        "",
    ]


def _table(results: SchemaResults, models: Sequence[SchemaModelResult]) -> list[str]:
    compared = comparators_of(results.plan.schema)
    heads = [["", ""], ["field", "compared by"]]
    for result in models:
        heads[0] += [f"{result.model.name}, {_documents(result.score)}", "", ""]
        heads[1] += _RATES
    rows = []
    for path in _paths(results):
        counts = [result.score.fields.get(path, Counts()) for result in models]
        rows.append([path, compared.get(path, ""), *_cells(counts)])
    rows.append([_MORE_FIELDS, "", *_cells([result.score.leaves for result in models])])
    for path in dict.fromkeys(p for result in results.models for p in result.score.items):
        counts = [result.score.items.get(path, Counts()) for result in models]
        rows.append([path, "items matched", *_cells(counts)])
    for name in ("exact", "grounded"):
        figures = [_whole(result.score, name) for result in models]
        rows.append([name, "", *(cell for ratio in figures for cell in (_cell(ratio), "", ""))])
    if len(models) == 1:
        # Over the table, as its name would widen the first column.
        return [heads[0][2], *aligned([heads[1], *rows])]
    return aligned([*heads, *rows])


def _paths(results: SchemaResults) -> list[str]:
    """The fields of the schema in order, then those deeper in a model inside itself."""
    known = comparators_of(results.plan.schema)
    told = [path for path, name in known.items() if name != "ignored"]
    found = [path for result in results.models for path in result.score.fields]
    return list(dict.fromkeys([*told, *found]))


def _documents(score: SchemaScore) -> str:
    noun = "document" if score.documents == 1 else "documents"
    failed = f" ({score.failed} failed)" if score.failed else ""
    return f"{score.documents} {noun}{failed}"


def _cells(counts: Sequence[Counts]) -> Iterator[str]:
    for one in counts:
        rates = (one.right_of_gold, one.right_of_predicted, one.twice_right_of_both)
        yield from map(_cell, rates)


def _cell(ratio: Ratio) -> str:
    if not ratio.denominator:
        return "-"
    return f"{shown(ratio.value)} ({ratio.numerator}/{ratio.denominator})"


def _whole(score: SchemaScore, name: str) -> Ratio:
    return score.exact if name == "exact" else score.supported


def _interval_lines(results: SchemaResults) -> list[str]:
    """95 % intervals of recall and precision, or one sentence on why there are none."""
    documents = min(len(result.by_document()) for result in results.models)
    if documents < FEWEST_DOCUMENTS:
        noun = "document" if documents == 1 else "documents"
        return [f"{documents} {noun}: counts only; at so few an interval would say nothing."]
    rows = [["95 % interval", "", *(result.model.name for result in results.models)]]
    columns = [result.by_document() for result in results.models]
    repeats = results.plan.repeats
    for path in [*_paths(results), _MORE_FIELDS]:
        for rate in _RATES:
            ratios = [[_ratio(score, path, rate) for score in column] for column in columns]
            of_f1 = rate == "F1"
            shown = (_interval(found, repeats, of_f1=of_f1) for found in ratios)
            rows.append([path, rate, *shown])
    for name in ("exact", "grounded"):
        ratios = [[_whole(score, name) for score in column] for column in columns]
        rows.append([name, "", *(_interval(found, repeats) for found in ratios)])
    note = f"Wilson intervals clustered by document, {documents} documents."
    return [*aligned(rows), note]


def _ratio(score: SchemaScore, path: str, rate: str) -> Ratio:
    counts = score.leaves if path == _MORE_FIELDS else score.fields.get(path, Counts())
    if rate == "F1":
        return counts.twice_right_of_both
    return counts.right_of_gold if rate == "recall" else counts.right_of_predicted


def _interval(documents: Sequence[Ratio], repeats: int, *, of_f1: bool = False) -> str:
    rule = f1_interval if of_f1 else wilson_interval
    found = rule(documents, repeats=repeats)
    return "-" if found is None else f"[{found.low:.2f}, {found.high:.2f}]"

"""Models compared in pairs on the documents of a suite of a caller's own model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from communique.errors import UsageError
from communique.evals.comparison import Comparison, Pair, judged_pairs, split_target
from communique.evals.schema_recorded import (
    ALL_FIELDS,
    SchemaRecorded,
    SchemaScored,
    load_schema_recorded,
    schema_ratio,
)
from communique.scoring.counts import Ratio
from communique.statistics.items import FoundBy, found_by

__all__ = ["COMPARED", "compare_schema_runs"]

COMPARED = tuple(f"{ALL_FIELDS} {rate}" for rate in ("recall", "precision", "F1"))
"""Where the call names no measures."""

PRIMARY = f"{ALL_FIELDS} F1"
"""What a verdict rests on where it is compared."""

_Named = tuple[str, SchemaRecorded, SchemaScored]


def compare_schema_runs(targets: Sequence[str], names: Sequence[str] = ()) -> Comparison:
    """Each two of the models by each of the measures; each measure is a family of its own.

    Args:
        targets: as ``comparison.candidates`` takes them.
        names: of ``SchemaRecorded.measures``; without any ``COMPARED``.

    Raises:
        UsageError: a target is no such run; two measured different things; a measure is not known.
    """
    found = _candidates(targets)
    first = found[0][1]
    for _, run, _ in found[1:]:
        _refuse_unlike(first, run)
    wanted = tuple(names) or COMPARED
    known = dict.fromkeys(measure for _, run, _ in found for measure in run.measures)
    unknown = next((name for name in wanted if name not in known), None)
    if unknown is not None:
        raise UsageError(f"no measure {unknown!r}; there are: {', '.join(known)}")
    judged = judged_pairs([[_ratios(model, name) for name in wanted] for _, _, model in found])
    pairs = tuple(
        Pair(a, b, tuple(zip(wanted, own, strict=True)), (("leaves", _found(one, two)),))
        for ((a, _, one), (b, _, two)), own in zip(combinations(found, 2), judged, strict=True)
    )
    documents = len(first.document_ids)
    primary = PRIMARY if PRIMARY in wanted else wanted[0]
    return Comparison(first.suite, documents, first.repeats, pairs, primary, "leaves of the values")


def _candidates(targets: Sequence[str]) -> list[_Named]:
    found: list[_Named] = []
    for target in targets:
        folder, name = split_target(target)
        run = load_schema_recorded(Path(folder))
        chosen = [model for model in run.models if name in (None, model.name)]
        if not chosen:
            there_are = ", ".join(model.name for model in run.models)
            raise UsageError(f"{folder}: no model {name!r} in that run; there are: {there_are}")
        known = {(other.path, model.name) for _, other, model in found}
        found += [(folder, run, m) for m in chosen if (run.path, m.name) not in known]
    if len(found) < 2:
        raise UsageError(
            f"{' '.join(targets)}: only one model ({found[0][2].name}); name another run too"
        )
    names = Counter(model.name for _, _, model in found)
    return [
        (model.name if names[model.name] == 1 else f"{folder}:{model.name}", run, model)
        for folder, run, model in found
    ]


def _refuse_unlike(one: SchemaRecorded, two: SchemaRecorded) -> None:
    for what, x, y in (
        ("the schema, or how its fields are compared,", one.schema_sha256, two.schema_sha256),
        ("the gold (gold_sha256)", one.gold_sha256, two.gold_sha256),
        ("the version of the scorer (scorer_sha256)", one.scorer_sha256, two.scorer_sha256),
        ("the number of repeats", one.repeats, two.repeats),
        ("which documents were read", one.document_ids, two.document_ids),
    ):
        if x != y:
            raise UsageError(f"{one.path} and {two.path} cannot be compared: {what} differs")


def _ratios(model: SchemaScored, measure: str) -> list[Ratio]:
    return [schema_ratio(model.documents[name], measure) for name in sorted(model.documents)]


def _found(one: SchemaScored, two: SchemaScored) -> FoundBy:
    return found_by((one.found[leaf], two.found[leaf]) for leaf in one.found if leaf in two.found)

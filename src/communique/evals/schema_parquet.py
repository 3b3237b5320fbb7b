"""``results.parquet`` of a run of a caller's own model: a row for each model, repeat and document.

What it cost, the counts and rates of all leaves and of each field, and every decision. Values are
JSON in text, so that the columns are the same whatever the schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.evals.parquet import costs_of, write_rows
from communique.evals.plan import slug_of
from communique.evals.schema_results import SchemaResults
from communique.evals.usage import Read, read_usage
from communique.outputs.encodable import encodable
from communique.records import Usage
from communique.schema_scoring import RecordScore
from communique.scoring.counts import Counts

if TYPE_CHECKING:
    import pyarrow

__all__ = ["write_schema_results"]


def write_schema_results(path: Path, results: SchemaResults, usage: Path) -> None:
    """Write ``results`` with what each document cost by the file ``usage``.

    Raises:
        OutputError: it cannot be written.
        UsageError: the usage cannot be read.
    """
    write_rows(path, _schema(), _rows(results, read_usage(usage) if usage.exists() else {}))


def _rows(results: SchemaResults, usages: Mapping[Read, Usage]) -> Iterator[dict[str, Any]]:
    for number, result in enumerate(results.models, start=1):
        slug = slug_of(number, result.model.name)
        for repeat, documents in enumerate(result.repeats, start=1):
            for gold, scored in zip(results.plan.gold, documents, strict=True):
                name = gold.document.id
                about = {"model": result.model.name, "repeat": repeat, "document_id": name}
                yield about | _row(scored) | costs_of(usages.get((slug, repeat, name)))


def _row(scored: RecordScore) -> dict[str, Any]:
    score, failure = scored.score, scored.failure
    return {
        "failure": failure and failure.code,
        "failure_message": failure and encodable(failure.message),
        "exact": bool(score.exact.numerator),
        "supported_numerator": score.supported.numerator,
        "supported_denominator": score.supported.denominator,
        **{f"leaves_{name}": value for name, value in score.leaves.as_dict().items()},
        "fields": [{"path": path, **one.as_dict()} for path, one in score.fields.items()],
        "decisions": [_decision(one.as_dict()) for one in scored.leaves],
    }


def _decision(decision: Mapping[str, Any]) -> dict[str, Any]:
    sides = {
        name: decision[name] and {**decision[name], "value": _text(decision[name]["value"])}
        for name in ("gold", "predicted")
    }
    return {**decision, **sides}


def _text(value: Any) -> str:
    return encodable(json.dumps(value, ensure_ascii=False, default=list))


def _schema() -> pyarrow.Schema:
    from pyarrow import bool_, field, float64, int32, int64, list_, schema, string, struct

    side = struct([field("pointer", string()), field("value", string())])
    counts = [
        (name, float64() if value is None else int64())
        for name, value in Counts().as_dict().items()
    ]
    one_field = struct([field("path", string()), *(field(name, type_) for name, type_ in counts)])
    decision = struct(
        [
            *(field(name, string()) for name in ("path", "verdict", "comparator", "why")),
            field("gold", side),
            field("predicted", side),
        ]
    )
    return schema(
        [
            field("model", string()),
            field("repeat", int32()),
            *(field(name, string()) for name in ("document_id", "failure", "failure_message")),
            *(field(name, int64()) for name in ("requests", "input_tokens", "output_tokens")),
            *(field(name, float64()) for name in ("seconds", "cost")),
            field("exact", bool_()),
            *(field(f"supported_{name}", int64()) for name in ("numerator", "denominator")),
            *(field(f"leaves_{name}", type_) for name, type_ in counts),
            field("fields", list_(one_field)),
            field("decisions", list_(decision)),
        ]
    )

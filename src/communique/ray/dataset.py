"""A Ray Dataset of articles → one of records: ``map_batches``, with an extractor in each actor."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from communique.choosing import Asked
from communique.documents.rows import document_of
from communique.documents.tables import COLUMNS
from communique.errors import CommuniqueError
from communique.outputs.encodable import encodable, json_of
from communique.ray.actors import CarefulReader, Tries, pool
from communique.ray.library import ray_library
from communique.ray.reader import Order
from communique.records import Document, Failure
from communique.runs.limits import Limits
from communique.runs.outcomes import Outcome

if TYPE_CHECKING:
    import pyarrow

__all__ = ["extract_dataset"]

BATCH = 256
"""Rows that an actor is given at a time, where the caller does not say."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


def extract_dataset(
    ds: Any,
    *,
    model: Asked = "regex",
    schema: type[BaseModel] | None = None,
    limits: Limits | None = None,
    actors: int | None = None,
    batch_size: int = BATCH,
    options: Mapping[str, Any] = NOTHING,
) -> Any:
    """A Dataset with a row for each row of ``ds``, in no order of its own.

    Its columns: ``document_id``; ``record``, the line of JSON that ``communique extract`` writes;
    ``error``, null or ``{code, message, stage}`` where there is no record; ``usage``, ``{requests,
    input_tokens, output_tokens, cost}`` of this row.

    Args:
        ds: a ``ray.data.Dataset`` with the columns ``id`` (or ``document_id``), ``text`` and
            optionally ``published``; others are left out. Nobody looks for rows with the id or
            the text of another one.
        model, schema: as for ``communique.extract``. Keys come from the environment of the nodes;
            the file of a ``local/`` model must be on each. An article that kills the process that
            reads it is read again apart, and is an error ``worker_died`` where it kills again.
        limits: ``concurrency`` (articles in work at a time), ``patience`` and ``deadline`` hold for
            each actor by itself. A budget cannot be counted over actors, and is refused.
        actors: how many; None for as many as there are cores offline, else for one, which asks as
            much at a time as the server bears.
        batch_size: rows that an actor is given at a time, and that are read again where it is lost.
        options: further arguments of ``map_batches``, such as ``num_gpus``.

    Raises:
        UsageError: the call is wrong, or Ray is not installed. Where a server is gone for longer
            than the patience, or refuses the key, the Dataset fails when it is consumed.
    """
    ray = ray_library()
    order = Order.of(model, limits or Limits(), schema)
    arguments = {"batch_size": batch_size, **pool(ray, order, actors), **options}
    return ds.map_batches(_Rows, **arguments)


class _Rows:
    """In an actor: rows of articles → rows of records."""

    def __init__(self, order: Order, tries: Tries) -> None:
        self._reader = CarefulReader(order, tries)

    def __call__(self, batch: pyarrow.Table) -> pyarrow.Table:
        from pyarrow import Table

        columns = [name for name in COLUMNS if name in batch.column_names]
        given = [document_of(_where(row), row) for row in batch.select(columns).to_pylist()]
        read = self._reader.read([one for one in given if isinstance(one, Document)])
        if read.ended is not None:
            raise CommuniqueError(f"{read.ended.message} [{read.ended.code}]")
        outcomes = iter(read.outcomes)
        rows = [_row(next(outcomes) if isinstance(one, Document) else one) for one in given]
        return Table.from_pylist(rows, schema=_columns())


def _where(row: Mapping[str, Any]) -> str:
    return f"row {row.get('id', row.get('document_id'))}"


def _row(outcome: Outcome) -> dict[str, Any]:
    usage = outcome.usage
    failed = isinstance(outcome, Failure)
    error = outcome.model_dump(mode="json")["error"] if failed else None
    return {
        "document_id": encodable(outcome.document_id),
        "record": None if failed else json_of(outcome.model_dump(mode="json")),
        "error": error and {key: encodable(text) for key, text in error.items()},
        "usage": {
            "requests": usage.requests,
            "input_tokens": usage.input_tokens,
            "output_tokens": usage.output_tokens,
            "cost": None if usage.cost is None else float(usage.cost),
        },
    }


def _columns() -> pyarrow.Schema:
    from pyarrow import field, float64, int64, large_string, schema, string, struct

    error = struct([field(name, string()) for name in ("code", "message", "stage")])
    counts = [field(name, int64()) for name in ("requests", "input_tokens", "output_tokens")]
    usage = struct([*counts, field("cost", float64())])
    return schema(
        [
            field("document_id", string()),
            field("record", large_string()),
            field("error", error),
            field("usage", usage),
        ]
    )

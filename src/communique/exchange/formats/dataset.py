"""A dataset for the ``datasets`` library: a folder with ``data/train.parquet`` and its card.

The columns are those of ``outputs.parquet`` with the text, what only gold has, and ``gold``, which
tells the two apart; features are named in the card, so that nothing is inferred.
(https://huggingface.co/docs/hub/datasets-cards)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.exchange.formats import ExchangeFormat
from communique.exchange.items import FIELDS, PRIMARY, Claim, Found, Item, Kind, Labeled, Place
from communique.exchange.json_values import listed, loaded, mapping
from communique.exchange.losses import Losses
from communique.exchange.rebuilding import failure
from communique.gold.records import GoldDocument
from communique.outputs.parquet import GROUP, record_schema, row_of
from communique.records import Failure

if TYPE_CHECKING:
    import pyarrow

__all__ = ["DATA", "FORMAT"]

DATA = Path("data", "train.parquet")
CARD = "README.md"
OWNS = (DATA.as_posix(), CARD)

READ_ROWS = 100
"""Rows held at a time."""


def write(documents: Iterable[Labeled], path: Path, losses: Losses) -> None:
    """The rows, a row group at a time, and the card.

    Raises:
        OSError: they cannot be written.
    """
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    schema = _schema()
    number = 0
    (path / DATA.parent).mkdir(parents=True)
    with ParquetWriter(path / DATA, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for document in documents:
            number += 1
            rows.append(_row(document, losses))
            if len(rows) == GROUP:
                writer.write_table(Table.from_pylist(rows, schema=schema))
                rows.clear()
        if rows:
            writer.write_table(Table.from_pylist(rows, schema=schema))
    (path / CARD).write_text(_card(schema, number), encoding="utf-8")


def _row(document: Labeled, losses: Losses) -> dict[str, Any]:
    proofs = [*(p.evidence for p in document.participants)]
    if any(set(one) - set(FIELDS["participant"]) for one in proofs):
        losses.note("proofs of fields that are not communique's")
    gold = isinstance(document, GoldDocument)
    return {**row_of(document), "text": document.text, "gold": gold}


def _schema() -> pyarrow.Schema:
    from pyarrow import bool_, field, list_, schema, string, struct

    names = list_(string())
    added = {
        "participants": [field("aliases", names), field("optional", bool_())],
        "statements": [field("core", bool_())],
    }
    columns = []
    for column in record_schema():
        if column.name in added:
            inner = [*column.type.value_type, *added[column.name]]
            column = field(column.name, list_(struct(inner)))
        columns.append(column)
    span = record_schema().field("meetings").type.value_type.field("evidence").type
    columns += [
        field("boilerplate", span),
        *(field(name, string()) for name in ("published", "status", "phenomenon")),
        field("scores", names),
        field("gold", bool_()),
        field("text", string()),
    ]
    return schema(columns)


def _card(schema: pyarrow.Schema, number: int) -> str:
    features = "".join(f"{line}\n" for column in schema for line in _feature(column, "  "))
    return f"""---
pretty_name: Meetings, participants and statements
tags:
- communique
configs:
- config_name: default
  data_files:
  - split: train
    path: {DATA.as_posix()}
dataset_info:
  features:
{features}  splits:
  - name: train
    num_examples: {number}
---
# Meetings, participants and statements of {number} documents

Written by `communique export --to dataset`. A row is a document: who met, who took part and who
said what, each with its spans. Offsets are Unicode code points of `text`, half-open:
`text[start:end]` is the span's own `text`. Where `gold` is true a row was labeled by hand (`status`
tells how far), else `extractor` says what extracted it. `evidence` and `field_evidence` hold what
proves each field, null where nothing does; `issues` what was left out, its `value` as JSON.

The texts are their publishers': this card says nothing of a licence.
"""


def _feature(column: pyarrow.Field, indent: str) -> Iterator[str]:
    """A feature as the YAML of a card has it: ``- name: x`` and its type."""
    yield f"{indent}- name: {column.name}"
    yield from _type(column.type, indent + "  ")


def _type(kind: pyarrow.DataType, indent: str) -> Iterator[str]:
    from pyarrow.types import is_list, is_struct

    if is_list(kind) and is_struct(kind.value_type):
        yield f"{indent}list:"
        for column in kind.value_type:
            yield from _feature(column, indent)
    elif is_list(kind):
        yield f"{indent}list: {kind.value_type}"
    elif is_struct(kind):
        yield f"{indent}struct:"
        for column in kind:
            yield from _feature(column, indent)
    else:
        yield f"{indent}dtype: {kind}"


def read(path: Path) -> Iterator[Found | Failure]:
    """The rows of such a folder, or of its Parquet file alone, some at a time."""
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    file = path / DATA if path.is_dir() else path
    number = 0
    try:
        with ParquetFile(file) as table:
            for batch in table.iter_batches(READ_ROWS):
                for row in batch.to_pylist():
                    number += 1
                    yield _found(row, f"{file}: row {number}")
    # What a damaged file makes Arrow say is of many types; a wrong value is a ValueError too.
    except (ArrowException, OSError, ValueError) as error:
        yield failure(str(file), f"{file}: no Parquet of `communique export`: {error}")


def _found(row: dict[str, Any], where: str) -> Found:
    names = ("gold", "document_id", "text_sha256", "extractor", "published", "status", "phenomenon")
    head = {name: row.get(name) for name in (*names, "scores")}
    head["issues"] = [
        {**mapping(one), "value": loaded(mapping(one).get("value"))}
        for one in listed(row.get("issues"))
    ]
    items: list[Item] = []
    lists: tuple[tuple[Kind, str, str], ...] = (
        ("participant", "mentions", "evidence"),
        ("meeting", "evidence", "field_evidence"),
    )
    for kind, primary, proofs in lists:
        for i, one in enumerate(map(mapping, listed(row.get(f"{kind}s")))):
            at = f"{where}, {kind} {i + 1}"
            places = _places(PRIMARY[kind], one.get(primary), at)
            for role, spans in mapping(one.get(proofs)).items():
                places += _places(role, spans, at)
            items.append(Item(kind, _values(one), tuple(places), at))
    for i, one in enumerate(map(mapping, listed(row.get("statements")))):
        at = f"{where}, statement {i + 1}"
        roles = ("content", "speaker_mention", "cue")
        places = [place for role in roles for place in _places(role, one.get(role), at)]
        items.append(Item("statement", _values(one), tuple(places), at))
    stretches = _places("boilerplate", row.get("boilerplate"), where)
    items += [Item("boilerplate", {}, (place,), where) for place in stretches]
    text = row.get("text")
    return Found(head, tuple(items), where, text if isinstance(text, str) else None)


def _values(one: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if value is not None}


def _places(role: str, spans: Any, where: str) -> list[Place]:
    found = [mapping(span) for span in listed(spans)]
    return [
        Place(role, Claim.of(s.get("start"), s.get("end"), s.get("text")), where) for s in found
    ]


FORMAT = ExchangeFormat(write, read, OWNS)

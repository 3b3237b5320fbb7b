"""``communique extract --engine ray``: files → articles → records, as parts of OUT.

Tasks read files, a file each, and hand out articles in blocks of a bounded size; actors with the
extractor make a part of each block. What comes back to the call is what each part holds, in a few
bytes. A file's own failures, and ids given twice in it, are those of a run on one machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from communique.documents.reading import read_sources
from communique.errors import OutputError, ServerError, UsageError
from communique.given import dated
from communique.outputs.formats import line_of
from communique.ray.actors import CarefulReader, Tries, pool
from communique.ray.filesystems import SharedSource
from communique.ray.finished import Finished
from communique.ray.library import connect
from communique.ray.parts import Parts, key_of, part_name
from communique.ray.reader import Order
from communique.records import Document, ErrorInfo, Failure, Readout, Usage, text_sha256

if TYPE_CHECKING:
    import pyarrow

__all__ = ["Told", "extract_files"]

OFFLINE_BYTES = 1 << 20
"""Of articles in a block, and so in a part: a few seconds of a core."""

ASKED_BYTES = 1 << 18
"""The same where a model is asked: some eighty articles, so that little is paid for twice."""

ROWS = 64
ROW_BYTES = 1 << 17
"""Articles that a task hands on at a time."""

READING = 0.1
"""Of a core, for a task that reads a file."""

CALL = ("call", "write", "prompt")
"""The stages of errors that are the caller's to mend."""

MOST_TOLD = 20
"""Failures of a part that are told one by one."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a part holds."""

    records: int
    failures: int
    usage: Usage
    first: tuple[Failure, ...]
    """Of the failures."""

    def as_json(self) -> str:
        first = [line_of(failure) for failure in self.first]
        usage = self.usage.model_dump(mode="json")
        return json.dumps([self.records, self.failures, usage, first])

    @classmethod
    def of_json(cls, told: str) -> Told:
        records, failures, usage, first = json.loads(told)
        return cls(records, failures, Usage.model_validate(usage), tuple(map(_failure, first)))


def extract_files(
    sources: Sequence[SharedSource],
    order: Order,
    parts: Parts,
    *,
    actors: int | None = None,
    day: str | None = None,
    finished: Finished | None = None,
) -> Iterator[Told]:
    """Read ``sources`` and put the parts there; yields what each holds, as they come.

    Args:
        sources: files that every node can open.
        order: the extractor.
        parts: OUT, where every node can write.
        actors: as for ``extract_dataset``.
        day: of publication, of articles that carry none.
        finished: the documents that are passed over.

    Raises:
        UsageError: while iterating: a node has another extractor, no key, or cannot write.
        ServerError: likewise, when a server is gone for too long, or refuses the key; the parts of
            what is done are there.
    """
    ray = connect()
    arguments = pool(ray, order, actors)
    context = ray.data.DataContext.get_current().copy()
    context.target_max_block_size = OFFLINE_BYTES if order.is_offline else ASKED_BYTES
    given = [asdict(source) for source in sources]
    with ray.data.DataContext.current(context):
        told = (
            ray.data.from_items(given, override_num_blocks=min(len(given), 1_000))
            .map_batches(
                _articles,
                batch_format="pyarrow",
                num_cpus=READING,
                fn_kwargs={"day": day, "finished": finished},
            )
            .map_batches(_Writer, fn_constructor_kwargs={"parts": parts}, **arguments)
        )
    for row in told.iter_rows():
        if row["ended"] is not None:
            ended = ErrorInfo.model_validate_json(row["ended"])
            raise (UsageError if ended.stage in CALL else ServerError)(ended.message)
        yield Told.of_json(row["told"])


def _articles(
    batch: pyarrow.Table, day: str | None, finished: Finished | None
) -> Iterator[pyarrow.Table]:
    """In a task: the articles of files, and in their places what could not be read."""
    from pyarrow import Table

    rows: list[dict[str, str | None]] = []
    size = 0
    keys = None if finished is None else finished.found()
    for row in batch.to_pylist():
        source = SharedSource(**row)
        for one in dated(read_sources([source]), day):
            if isinstance(one, Document):
                if keys is not None and keys.hold(one):
                    continue
                rows.append({**one.model_dump(), "failure": None})
                size += len(one.text)
            else:
                rows.append({"failure": line_of(one)})
            if len(rows) == ROWS or size > ROW_BYTES:
                yield Table.from_pylist(rows, schema=_article_columns())
                rows, size = [], 0
    yield Table.from_pylist(rows, schema=_article_columns())


def _article_columns() -> pyarrow.Schema:
    from pyarrow import field, large_string, schema, string

    return schema(
        [
            field("id", string()),
            field("text", large_string()),
            field("published", string()),
            field("failure", string()),
        ]
    )


class _Writer:
    """In an actor: a block of articles → a part of OUT, and what it holds."""

    def __init__(self, order: Order, tries: Tries, parts: Parts) -> None:
        self._reader = CarefulReader(order, tries)
        self._parts = parts

    def __call__(self, batch: pyarrow.Table) -> dict[str, list[Any]]:
        try:
            told, ended = self._told(batch.to_pylist())
        except OutputError as error:
            told, ended = None, ErrorInfo(code=error.code, message=error.message, stage=error.stage)
        return {
            "told": [None if told is None else told.as_json()],
            "ended": [None if ended is None else ended.model_dump_json()],
        }

    def _told(self, rows: list[dict[str, Any]]) -> tuple[Told | None, ErrorInfo | None]:
        failures = [_failure(row.pop("failure")) for row in rows if row["failure"] is not None]
        documents = [Document(**row) for row in rows if row.pop("failure", "") is None]
        keys = [key_of(one.id, text_sha256(one.text)) for one in documents]
        keys += [key_of(one.document_id, one.error.message) for one in failures]
        read = self._reader.read(documents)
        if read.ended is not None and not read.outcomes:
            return None, read.ended
        records = [one for one in read.outcomes if isinstance(one, Readout)]
        failures += [one for one in read.outcomes if isinstance(one, Failure)]
        self._parts.put(part_name(keys), records, failures)
        usage = sum((one.usage for one in read.outcomes), Usage())
        told = Told(len(records), len(failures), usage, tuple(failures[:MOST_TOLD]))
        return told, read.ended


def _failure(line: str) -> Failure:
    return Failure.model_validate_json(line)

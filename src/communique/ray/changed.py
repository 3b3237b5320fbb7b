"""Records of articles whose text is another one now: a call that is gone on with removes them.

The articles are read once more for that, hashes alone come back: 32 bytes of each article. What
is not among the articles of this call stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from communique.documents.reading import read_sources
from communique.errors import OutputError
from communique.ray.filesystems import SharedSource
from communique.ray.finished import Keys, sorted_keys
from communique.ray.library import connect
from communique.ray.parts import Parts, key_of
from communique.records import Document, text_sha256

if TYPE_CHECKING:
    import pyarrow

__all__ = ["Given", "drop_changed"]


@dataclass(frozen=True, slots=True)
class Given:
    """The articles of a call."""

    ids: Keys
    """Of their ids alone."""
    keys: Keys
    """Of their ids with their texts."""

    def changed(self, document_id: str, sha: str) -> bool:
        """Whether this article is given, and with another text only."""
        return self.ids.have(_id_key(document_id)) and not self.keys.have(key_of(document_id, sha))


def drop_changed(parts: Parts, sources: Sequence[SharedSource]) -> int:
    """Remove from ``parts`` the records of articles that ``sources`` give with another text; how
    many these were.

    Raises:
        OutputError: a part is damaged, or cannot be written.
    """
    names = parts.names()
    if not names:
        return 0
    ray = connect()
    rows = [asdict(source) for source in sources]
    read = ray.data.from_items(rows, override_num_blocks=min(len(rows), 1_000))
    ids, keys = bytearray(), bytearray()
    for row in read.map_batches(_given, batch_format="pyarrow", num_cpus=0.1).iter_rows():
        ids += row["ids"]
        keys += row["keys"]
    given = ray.put((sorted_keys(bytes(ids)), sorted_keys(bytes(keys))))
    dropped = 0
    # In a list: Ray would read a reference that is an argument of its own for itself.
    arguments = {"parts": parts, "given": [given]}
    listed = ray.data.from_items([{"name": name} for name in names])
    for row in listed.map_batches(_drop, batch_format="pyarrow", fn_kwargs=arguments).iter_rows():
        if row["wrong"] is not None:
            raise OutputError(row["wrong"])
        dropped += row["dropped"]
    return dropped


def _given(batch: pyarrow.Table) -> dict[str, list[bytes]]:
    """In a task: of each file the keys, one after another."""
    rows: dict[str, list[bytes]] = {"ids": [], "keys": []}
    for row in batch.to_pylist():
        ids, keys = bytearray(), bytearray()
        for one in read_sources([SharedSource(**row)]):
            if isinstance(one, Document):
                ids += _id_key(one.id)
                keys += key_of(one.id, text_sha256(one.text))
        rows["ids"].append(bytes(ids))
        rows["keys"].append(bytes(keys))
    return rows


def _drop(batch: pyarrow.Table, parts: Parts, given: list[Any]) -> dict[str, list[Any]]:
    """In a task: of each part how many records were removed."""
    import ray

    ids, keys = ray.get(given[0])
    known = Given(Keys(ids), Keys(keys))
    rows: dict[str, list[Any]] = {"dropped": [], "wrong": []}
    for name in batch.column("name").to_pylist():
        dropped, wrong = 0, None
        try:
            dropped = parts.drop(name, known.changed)
        except OutputError as error:
            wrong = error.message
        rows["dropped"].append(dropped)
        rows["wrong"].append(wrong)
    return rows


def _id_key(document_id: str) -> bytes:
    return key_of(document_id, "")  # no text has this for its hash

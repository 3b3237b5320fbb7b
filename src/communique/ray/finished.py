"""Which documents the parts of OUT have records of, so that a call that is gone on with passes
them over: 16 bytes for each, sorted, once in the memory of each node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communique.errors import OutputError
from communique.ray.library import connect
from communique.ray.parts import KEY_BYTES, Parts, key_of
from communique.records import Document, ExtractorInfo, text_sha256

if TYPE_CHECKING:
    import pyarrow

__all__ = ["Finished", "Keys", "find_finished", "sorted_keys"]


@dataclass(frozen=True, slots=True)
class Finished:
    """The keys of documents, in Ray's object store."""

    keys: Any
    """A reference to the sorted array of them."""
    number: int

    def found(self) -> Keys:
        """They themselves, where this runs: in memory that all processes of a node share."""
        import ray

        return Keys(ray.get(self.keys))


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of documents."""

    sorted: Any
    """An array."""

    def hold(self, document: Document) -> bool:
        """Whether ``document``, this very text, is among them."""
        return self.have(key_of(document.id, text_sha256(document.text)))

    def have(self, key: bytes) -> bool:
        """Whether ``key`` is among them."""
        key = key.rstrip(b"\0")  # numpy takes bytes of 0 at the end of a string for none
        place = self.sorted.searchsorted(key)
        return bool(place < len(self.sorted) and self.sorted[place] == key)


def find_finished(parts: Parts, info: ExtractorInfo) -> Finished:
    """What ``parts`` have records of, read by the cluster.

    Raises:
        OutputError: a part is damaged, or was made by another extractor than ``info``.
    """
    ray = connect()
    names = parts.names()
    found = []
    if names:
        read = ray.data.from_items([{"name": name} for name in names]).map_batches(
            _keys, batch_format="pyarrow", fn_kwargs={"parts": parts}
        )
        for row in read.iter_rows():
            if row["wrong"] is not None:
                raise OutputError(row["wrong"])
            for maker in map(ExtractorInfo.model_validate_json, row["makers"]):
                if not info.covers(maker):
                    raise OutputError(
                        f"{parts.folder}: made by {maker.model} {maker.version}, this call would "
                        f"use {info.model} {info.version}, or another prompt: choose another "
                        "output, or --overwrite"
                    )
            found.append(row["keys"])
    keys = sorted_keys(b"".join(found))
    return Finished(ray.put(keys), len(keys))


def sorted_keys(keys: bytes) -> Any:
    """Keys, one after another, as the sorted array of them."""
    from numpy import frombuffer, sort

    return sort(frombuffer(keys, f"S{KEY_BYTES}"))


def _keys(batch: pyarrow.Table, parts: Parts) -> dict[str, list[Any]]:
    """In a task: of each part the keys, one after another, and who made its records."""
    rows: dict[str, list[Any]] = {"keys": [], "makers": [], "wrong": []}
    for name in batch.column("name").to_pylist():
        keys, makers, wrong = bytearray(), set(), None
        try:
            for key, maker in parts.read(name):
                keys += key
                makers.add(maker.model_dump_json())
        except OutputError as error:
            wrong = error.message
        rows["keys"].append(bytes(keys))
        rows["makers"].append(sorted(makers))
        rows["wrong"].append(wrong)
    return rows

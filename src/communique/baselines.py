"""A record kept as a file, and a later one held against it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from communique.differences import Difference, differences
from communique.pointers import leaves_of
from communique.record import Record, dumped
from communique.records import Readout

__all__ = ["as_baseline", "compare", "items_kept"]

Json = dict[str, Any]

LISTS = ("participants", "meetings", "statements")


def as_baseline(result: Readout | Record[Any]) -> Json:
    """What is kept of a record, ready for JSON: its values with their evidence, the codes of its
    issues, the hash of its text; not who made it.
    """
    issues = [{"code": issue.code, "path": issue.path} for issue in result.issues]
    kept: Json = {"text_sha256": result.text_sha256}
    if isinstance(result, Readout):
        kept |= result.model_dump(mode="json", include=set(LISTS))
    else:
        evidence = result.model_dump(mode="json")["evidence"]
        value = None if result.value is None else dumped(result.value)
        kept["value"] = {
            pointer: {"value": leaf, "evidence": evidence.get(pointer, [])}
            for pointer, leaf in leaves_of(value)
        }
    found: Json = json.loads(json.dumps({**kept, "issues": issues}, default=str))
    return found


def compare(baseline: Json, got: Json, ignore: Collection[str] = ()) -> list[Difference]:
    """In what ``got`` differs from ``baseline``.

    Args:
        ignore: fields that do not matter, such as ``cue`` or, at one place only,
            ``participants.title``.
    """
    return list(differences(_without(baseline, ignore), _without(got, ignore)))


def items_kept(baseline: Json, got: Json, ignore: Collection[str] = ()) -> tuple[int, int]:
    """How many items of ``baseline`` are in ``got`` unchanged, and how many it has.

    Items are participants, meetings and statements; of a caller's own schema its leaves.
    """
    left = list(_items(_without(got, ignore)))
    items = list(_items(_without(baseline, ignore)))
    kept = 0
    for name, item in items:
        same = next((o for o in left if o[0] == name and not [*differences(item, o[1])]), None)
        if same is not None:
            left.remove(same)
            kept += 1
    return kept, len(items)


def _items(baseline: Json) -> Iterator[tuple[str, Any]]:
    for name in LISTS:
        yield from ((name, item) for item in baseline.get(name, ()))
    yield from (baseline.get("value") or {}).items()


def _without(value: Any, ignore: Collection[str], path: tuple[str, ...] = ()) -> Any:
    """``value`` without the fields whose path ends in one of ``ignore``."""
    if isinstance(value, Mapping):
        ends = [tuple(name.split(".")) for name in ignore]
        return {
            key: _without(part, ignore, (*path, key))
            for key, part in value.items()
            if not any((*path, key)[-len(end) :] == end for end in ends)
        }
    if isinstance(value, list):
        return [_without(part, ignore, path) for part in value]
    return value

"""The results of a task as Label Studio saves them → items with claimed places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from communique.exchange.items import FIELDS, PRIMARY, Claim, Item, Kind, Place
from communique.exchange.json_values import listed, mapping

__all__ = ["FLAGS", "ITEMS", "LISTS", "ROLES", "TEXTS", "results_items"]

ITEMS: Mapping[str, Kind] = {kind.capitalize(): kind for kind in PRIMARY}
TEXTS: Mapping[str, Kind] = {
    "name": "participant", "title": "participant", "country": "participant",
    "organization": "participant", "aliases": "participant",
    "date": "meeting", "place": "meeting", "organizer": "meeting", "participants": "meeting",
    "speaker": "statement",
}  # fmt: skip
"""Fields that are text, and of which items; those of a list have several."""

LISTS = ("aliases", "participants")
FLAGS: Mapping[str, tuple[Kind, bool]] = {
    "nested": ("statement", False),
    "core": ("statement", True),
    "optional": ("participant", False),
}
"""Fields that are true or false, and what they are where nothing is said."""

ROLES = tuple(dict.fromkeys((*PRIMARY.values(), *(r for f in FIELDS.values() for r in f))))


def results_items(results: Sequence[Any], where: str) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    regions: dict[str, tuple[str, Claim]] = {}
    values: dict[str, dict[str, Any]] = {}
    links: list[tuple[str, str, str | None]] = []
    for one in map(mapping, results):
        value, me, tag = mapping(one.get("value")), str(one.get("id")), one.get("from_name")
        if one.get("type") == "relation":
            label = next(iter(listed(one.get("labels"))), None)
            links.append((str(one.get("from_id")), str(one.get("to_id")), label and str(label)))
        elif one.get("type") == "labels":
            label = str(next(iter(listed(value.get("labels"))), None))
            claim = Claim.of(value.get("start"), value.get("end"), value.get("text"))
            regions.setdefault(me, (label, claim))
        elif isinstance(tag, str) and tag in TEXTS:
            texts = listed(value.get("text"))
            values.setdefault(me, {})[tag] = texts if tag in LISTS else next(iter(texts), None)
        elif isinstance(tag, str):
            chosen = next(iter(listed(value.get("choices"))), None)
            name = "kind" if tag.endswith("_kind") else tag
            values.setdefault(me, {})[name] = {"yes": True, "no": False}.get(str(chosen), chosen)
    kinds = {me: ITEMS[label] for me, (label, _) in regions.items() if label in ITEMS}
    places: dict[str, list[Place]] = {
        me: [Place(PRIMARY[kind], regions[me][1], f"{where}: region {me}")]
        for me, kind in kinds.items()
    }
    used = _linked(links, kinds, regions, places, values, where)
    lost = [me for me in regions if me not in kinds and me not in used]
    items = tuple(
        Item(kind, values.get(me, {}), tuple(places[me]), f"{where}: region {me}")
        for me, kind in sorted(kinds.items(), key=lambda pair: list(PRIMARY).index(pair[1]))
    )
    notes = (f"{where}: region {me} ({regions[me][0]}) belongs to no item" for me in lost)
    return items, tuple(notes)


def _linked(
    links: Iterable[tuple[str, str, str | None]],
    kinds: Mapping[str, Kind],
    regions: Mapping[str, tuple[str, Claim]],
    places: Mapping[str, list[Place]],
    values: dict[str, dict[str, Any]],
    where: str,
) -> set[str]:
    """Give items what relations tie to them, in either direction; the regions that were given."""
    names: dict[str, list[Any]] = {}
    used: set[str] = set()
    for source, target, label in links:
        if source not in kinds or (kinds.get(target) == "meeting" and label == "participant"):
            source, target = target, source
        if kinds.get(source) == "meeting" and kinds.get(target) == "participant":
            names.setdefault(source, []).append(values.get(target, {}).get("name"))
        elif source in kinds and target in regions and target not in kinds:
            role = regions[target][0] if label not in ROLES else label
            place = Place(role, regions[target][1], f"{where}: region {target}")
            places[source].append(place)
            used.add(target)
    for me, found in names.items():
        values.setdefault(me, {}).setdefault("participants", found)
    return used

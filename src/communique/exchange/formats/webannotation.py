"""W3C Web Annotations as JSON-LD: a line for each document, an AnnotationPage with its labels.

An item is an annotation whose targets are its places, each with a TextPositionSelector (code
points, as the model asks) and a TextQuoteSelector. What proves a field of it, its speaker's mention
and its cue are annotations of their own that say ``of`` which. A meeting lists the annotations of
its participants, a statement those of its speaker. Keys that the model does not know are
communique's own, by the second context. The text is not in the file.
(https://www.w3.org/TR/annotation-model/)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from communique.exchange.anchoring import context_of
from communique.exchange.formats import ExchangeFormat
from communique.exchange.items import (
    PRIMARY,
    Claim,
    Found,
    Item,
    Kind,
    Labeled,
    Place,
    head_of,
    items_of,
)
from communique.exchange.json_values import listed, mapping, read_json
from communique.exchange.losses import Losses
from communique.exchange.rebuilding import failure
from communique.outputs.encodable import json_of
from communique.records import Failure

__all__ = ["FORMAT", "VOCABULARY", "page_of"]

VOCABULARY = "urn:x-communique:"

CONTEXT = (
    "http://www.w3.org/ns/anno.jsonld",
    {
        "@vocab": VOCABULARY,
        "of": {"@type": "@id"},
        "speakers": {"@type": "@id"},
        "participants": {"@type": "@id", "@container": "@list"},
        "aliases": {"@container": "@list"},
        "issues": {"@type": "@json"},
    },
)

_MOTIVATION: Mapping[str, str] = {
    "participant": "identifying",
    "meeting": "identifying",
    "statement": "highlighting",
    "boilerplate": "classifying",
}
_KINDS: Mapping[str, Kind] = {kind.capitalize(): kind for kind in PRIMARY}


def write(documents: Iterable[Labeled], path: Path, losses: Losses) -> None:
    """One line of JSON-LD for each document, as they come."""
    losses.note("the text: keep the articles, import needs them (--texts)")
    with path.open("x", encoding="utf-8", newline="") as file:
        for document in documents:
            file.write(json_of(page_of(document)) + "\n")


def page_of(document: Labeled) -> dict[str, Any]:
    """The AnnotationPage of a document, as JSON-LD."""
    source = VOCABULARY + "document:" + quote(document.document_id, safe="")
    items = list(items_of(document))
    names: dict[str, str] = {}
    for i, item in enumerate(items):
        if item.kind == "participant":
            for name in (item.values["name"], *item.values.get("aliases", ())):
                names.setdefault(name, f"{source}#{i}")
    annotations = [
        annotation
        for i, item in enumerate(items)
        for annotation in _annotations(document.text, item, source, f"{source}#{i}", names)
    ]
    return {
        "@context": list(CONTEXT),
        "id": source + "#page",
        "type": "AnnotationPage",
        **head_of(document),
        "items": annotations,
    }


def _annotations(
    text: str, item: Item, source: str, name: str, names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    body: dict[str, Any] = {"type": item.kind.capitalize()}
    body |= {key: value for key, value in item.values.items() if value is not None}
    if item.kind == "meeting":
        # One whom the document does not list stays a name.
        strangers = [one for one in item.values["participants"] if one not in names]
        if strangers:
            body["participant_names"] = item.values["participants"]
        body["participants"] = [names[one] for one in item.values["participants"] if one in names]
    if item.kind == "statement" and item.values["speaker"] is not None:
        who = [names[one] for one in item.values["speaker"].split("; ") if one in names]
        if who:
            body["speakers"] = who
    yield _annotation(
        name, _MOTIVATION[item.kind], body, _targets(text, source, item.having(PRIMARY[item.kind]))
    )
    for role in item.roles():
        yield _annotation(
            f"{name}-{quote(role, safe='')}",
            "describing",
            {"type": "Evidence", "role": role, "of": name},
            _targets(text, source, item.having(role)),
        )


def _annotation(
    name: str, motivation: str, body: Mapping[str, Any], targets: Sequence[Any]
) -> dict[str, Any]:
    return {
        "id": name,
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _targets(text: str, source: str, places: Sequence[Place]) -> list[Any]:
    return [_target(text, source, place.claim) for place in places] or [source]


def _target(text: str, source: str, claim: Claim) -> dict[str, Any]:
    first, last = context_of(text, claim)
    position = {"type": "TextPositionSelector", "start": claim.start, "end": claim.end}
    words = {
        "type": "TextQuoteSelector",
        "exact": claim.exact,
        "prefix": text[first : claim.start],
        "suffix": text[claim.end : last],
    }
    return {"type": "SpecificResource", "source": source, "selector": [position, words]}


def read(path: Path) -> Iterator[Found | Failure]:
    """What a file has of each document: lines or one value, of pages or collections of them."""
    try:
        for where, value in read_json(path):
            pages = list(_pages(value))
            if not pages:
                yield failure(where, f"{where}: no AnnotationPage with items")
            for page in pages:
                yield _found(page, where)
    except ValueError as error:
        yield failure(str(path), f"{path}: not JSON-LD: {error}")


def _pages(value: Any) -> Iterator[dict[str, Any]]:
    for one in listed(value):
        page = mapping(one)
        if isinstance(page.get("items"), list):
            yield page
        elif isinstance(page.get("first"), dict):
            yield from _pages(page["first"])
        elif isinstance(page.get("@graph"), list):
            yield from (mapping(p) for p in page["@graph"] if "items" in mapping(p))


def _found(page: Mapping[str, Any], where: str) -> Found:
    items: dict[str, Item] = {}
    proofs: dict[str, list[Place]] = {}
    notes: list[str] = []
    for number, one in enumerate(page["items"]):
        annotation = mapping(one)
        name = str(annotation.get("id") or number)
        body = mapping(annotation.get("body"))
        kind = body.get("type")
        if kind == "Evidence":
            role = str(body.get("role"))
            places = _places(annotation, role, f"{where}: {name}")
            proofs.setdefault(str(body.get("of")), []).extend(places)
        elif isinstance(kind, str) and kind in _KINDS and name not in items:
            primary = _places(annotation, PRIMARY[_KINDS[kind]], f"{where}: {name}")
            items[name] = Item(_KINDS[kind], body, tuple(primary), f"{where}: {name}")
        else:
            notes.append(f"{where}: {name}: no annotation of communique's: body {str(kind)[:60]!r}")
    notes += [f"{where}: proof of {of}, which is not there" for of in proofs if of not in items]
    whole = tuple(_whole(item, proofs.get(name, ()), items) for name, item in items.items())
    return Found(page, whole, where, None, tuple(notes))


def _whole(item: Item, proofs: Iterable[Place], items: Mapping[str, Item]) -> Item:
    """``item`` with its proofs, its participants by name."""
    values = dict(item.values)
    if item.kind == "meeting":
        ids = [str(one) for one in listed(values.get("participants"))]
        names = [items[one].values.get("name") for one in ids if one in items]
        values["participants"] = values.get("participant_names", names)
    return Item(item.kind, values, (*item.places, *proofs), item.where)


def _places(annotation: Mapping[str, Any], role: str, where: str) -> list[Place]:
    places: list[Place] = []
    for target in listed(annotation.get("target")):
        if not isinstance(target, dict):
            continue  # the source as a whole
        by_type = {
            str(mapping(one).get("type")): mapping(one) for one in listed(target.get("selector"))
        }
        position = by_type.get("TextPositionSelector", {})
        words = by_type.get("TextQuoteSelector", {})
        claim = Claim.of(
            position.get("start"),
            position.get("end"),
            *(words.get(key) for key in ("exact", "prefix", "suffix")),
        )
        places.append(Place(role, claim, where))
    return places


FORMAT = ExchangeFormat(write, read)

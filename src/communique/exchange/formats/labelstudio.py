"""Label Studio: a folder with ``tasks.json`` and the labeling configuration it goes with.

Records are predictions, gold is annotations. An item is a region at its first place, what is known
of it are fields of that region (``perRegion``), its other places are regions to which it has a
relation named by their role; a meeting has relations to its participants. Offsets are code points;
versions before 2021's count UTF-16 units, and import reads both.
(https://labelstud.io/guide/task_format)

A task that came with predictions and comes back with annotations is gold: a person saved it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from communique.exchange.formats import ExchangeFormat
from communique.exchange.items import (
    PRIMARY,
    Claim,
    Found,
    Item,
    Kind,
    Labeled,
    head_of,
    items_of,
)
from communique.exchange.json_values import listed, mapping, read_json
from communique.exchange.label_studio_results import (
    FLAGS,
    ITEMS,
    LISTS,
    ROLES,
    TEXTS,
    results_items,
)
from communique.exchange.losses import Losses
from communique.exchange.rebuilding import failure
from communique.outputs.encodable import json_of
from communique.records import Failure, MeetingKind, StatementKind

__all__ = ["CONFIG", "FORMAT", "TASKS", "config", "task_of"]

TASKS, CONFIG = "tasks.json", "config.xml"


def config() -> str:
    """The labeling configuration."""
    labels = [*ITEMS, *ROLES]
    lines = ["<View>", "  <Relations>"]
    lines += [f'    <Relation value="{role}"/>' for role in (*ROLES, "participant")]
    lines += ["  </Relations>", '  <Labels name="label" toName="text">']
    lines += [f'    <Label value="{label}"/>' for label in labels]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="word"/>']
    for name, kind in TEXTS.items():
        lines.append(
            f'  <TextArea name="{name}" {_when(kind)} placeholder="{name}" maxSubmissions='
            f'"{100 if name in LISTS else 1}"/>'
        )
    choices: list[tuple[str, Kind, Sequence[str]]] = [
        ("meeting_kind", "meeting", get_args(MeetingKind)),
        ("statement_kind", "statement", get_args(StatementKind)),
        *((name, kind, ("yes", "no")) for name, (kind, _) in FLAGS.items()),
    ]
    for name, kind, values in choices:
        lines.append(f'  <Choices name="{name}" {_when(kind)} choice="single">')
        lines += [f'    <Choice value="{value}"/>' for value in values]
        lines.append("  </Choices>")
    return "\n".join([*lines, "</View>", ""])


def _when(kind: Kind) -> str:
    label = kind.capitalize()
    return f'toName="text" perRegion="true" whenTagName="label" whenLabelValue="{label}"'


def write(documents: Iterable[Labeled], path: Path, losses: Losses) -> None:
    """A folder with the tasks, written as they come, and the configuration."""
    path.mkdir()
    (path / CONFIG).write_text(config(), encoding="utf-8")
    with (path / TASKS).open("x", encoding="utf-8", newline="") as file:
        opened = False
        for document in documents:
            file.write((",\n" if opened else "[\n") + json_of(task_of(document, losses)))
            opened = True
        file.write("\n]\n" if opened else "[]\n")


def task_of(document: Labeled, losses: Losses) -> dict[str, Any]:
    """The task of a document: its text, what no annotator changes, its labels."""
    head = head_of(document)
    results = list(_results(document, losses))
    task: dict[str, Any] = {"data": {"text": document.text, "document": head}}
    if head["gold"]:
        return {**task, "annotations": [{"result": results}]}
    made = document.extractor
    version = f"{made.model} {made.version}" if made else ""
    return {**task, "predictions": [{"model_version": version, "result": results}]}


def _results(document: Labeled, losses: Losses) -> Iterator[dict[str, Any]]:
    names: dict[str, str] = {}
    for i, item in enumerate(items_of(document)):
        first, *more = item.having(PRIMARY[item.kind]) or (None,)
        if first is None:
            losses.note("items that stand nowhere in the text")
            continue
        me = f"i{i}"
        if item.kind == "participant":
            names.setdefault(item.values["name"], me)
        yield _region(me, first.claim, item.kind.capitalize())
        yield from _fields(me, first.claim, item, names)
        if item.kind == "meeting":
            for one in item.values["participants"]:
                if one in names:
                    yield _relation(me, names[one], "participant")
        rest = [p for p in item.places if p.role != PRIMARY[item.kind]]
        for j, place in enumerate((*more, *rest)):
            if place.role not in ROLES:
                losses.note(f"proofs of {place.role!r}, which is no field of communique's")
                continue
            yield _region(f"{me}p{j}", place.claim, place.role)
            yield _relation(me, f"{me}p{j}", place.role)


def _fields(
    me: str, claim: Claim, item: Item, names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for name, kind in TEXTS.items():
        value = item.values.get(name) if kind == item.kind else None
        if name == "participants" and value and all(one in names for one in value):
            continue  # relations say it
        if value is not None and value != []:
            yield _field(me, claim, name, "textarea", text=listed(value))
    if item.kind in ("meeting", "statement") and item.values["kind"] is not None:
        yield _field(me, claim, f"{item.kind}_kind", "choices", choices=[item.values["kind"]])
    for name, (kind, usual) in FLAGS.items():
        if kind == item.kind and item.values.get(name, usual) != usual:
            yield _field(me, claim, name, "choices", choices=["no" if usual else "yes"])


def _region(name: str, claim: Claim, label: str) -> dict[str, Any]:
    return _field(name, claim, "label", "labels", text=claim.exact, labels=[label])


def _field(me: str, claim: Claim, tag: str, sort: str, **value: Any) -> dict[str, Any]:
    where = {"start": claim.start, "end": claim.end}
    return {"id": me, "from_name": tag, "to_name": "text", "type": sort,
            "value": {**where, **value}}  # fmt: skip


def _relation(source: str, target: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": source, "to_id": target, "direction": "right",
            "labels": [label]}  # fmt: skip


def read(path: Path) -> Iterator[Found | Failure]:
    """The labels of each task: of each annotation, or where it has none, of its last prediction."""
    file = path / TASKS if path.is_dir() else path
    try:
        for where, value in read_json(file):
            for number, task in enumerate(listed(value), 1):
                yield from _task(mapping(task), f"{where}: task {number}")
    except ValueError as error:
        yield failure(str(file), f"{file}: no JSON of Label Studio: {error}")


def _task(task: Mapping[str, Any], where: str) -> Iterator[Found | Failure]:
    data = mapping(task.get("data"))
    head = mapping(data.get("document"))
    identity = head.get("document_id") or data.get("id") or task.get("id") or where
    text = data.get("text")
    saved = [mapping(one) for one in listed(task.get("annotations"))]
    saved = [one for one in saved if "result" in one and not one.get("was_cancelled")]
    guesses = [mapping(one) for one in listed(task.get("predictions"))]
    guesses = [one for one in guesses if "result" in one]
    if not isinstance(text, str) or not (saved or guesses):
        name = str(identity)
        yield failure(name, f"{where}: no text, or neither annotations nor predictions")
        return
    for one in saved or guesses[-1:]:
        mine = {"document_id": str(identity), **head}
        if saved and not head.get("gold"):
            # Of a prediction that a person has saved, nothing but the text is the model's.
            mine |= {"gold": True, "extractor": None, "status": "labeled"}
        if len(saved) > 1:
            who = str(one.get("completed_by", one.get("id")))
            mine["extractor"] = {"model": who, "version": "labelstudio"}
        items, notes = results_items(listed(one.get("result")), where)
        yield Found(mine, items, where, text, notes)


FORMAT = ExchangeFormat(write, read, (TASKS, CONFIG))

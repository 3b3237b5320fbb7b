"""The documents of a report: what each model gave beside the gold, item by item."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from communique.evals.folder import Reading
from communique.evals.report_marks import marks
from communique.evals.report_models import Reported
from communique.evals.report_names import class_name
from communique.gold.records import GoldDocument
from communique.pages.report_values import ShownDocument, ShownItem, ShownReading, WrongField
from communique.records import Issue, Readout
from communique.scoring.decisions import Decision, SideName, reference
from communique.scoring.left_out import left_out_items

__all__ = ["documents_note", "element_ids", "shown_documents"]

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")

_KINDS = {"statement": 0, "participant": 1, "meeting": 2}


def shown_documents(reported: Reported, most: int) -> tuple[ShownDocument, ...]:
    """At most so many documents in gold order, as each model read them the first time; where
    there are more, those with an error go first."""
    readings = [model.recorded.repeats[0] for model in reported.models]
    rows = list(zip(reported.gold, zip(*readings, strict=True), strict=True))
    ids = element_ids(gold.document_id for gold, _ in rows)
    chosen = range(len(rows))
    if len(rows) > most:
        wrong = {i for i, (_, row) in enumerate(rows) if any(map(_has_error, row))}
        chosen_first = sorted(chosen, key=lambda i: i not in wrong)[:most]
        return tuple(_document(reported, ids[i], *rows[i]) for i in sorted(chosen_first))
    return tuple(_document(reported, ids[i], *rows[i]) for i in chosen)


def documents_note(reported: Reported, shown: int) -> str:
    """What of the documents and readings is not on the page."""
    total = len(reported.gold)
    notes = []
    if shown < total:
        notes.append(
            f"{shown} of {total} documents are here, those with errors first; the figures count "
            "all. `--documents` says how many."
        )
    if reported.repeats > 1:
        notes.append(
            f"Of {reported.repeats} readings of each document the first is here; the figures "
            "count all."
        )
    return " ".join(notes)


def element_ids(document_ids: Iterable[str]) -> list[str]:
    """An id for the element of each document: its own in lower-case letters, digits and hyphens.

    No two hyphens stand in a row, so that ``--`` begins what is inside a document.
    """
    taken: set[str] = set()
    found = []
    for document_id in document_ids:
        slug = _NOT_A_LETTER.sub("-", document_id.lower()).strip("-")[:60].strip("-")
        base = f"doc-{slug}" if slug else "doc"
        name, again = base, 2
        while name in taken:
            name, again = f"{base}-{again}", again + 1
        taken.add(name)
        found.append(name)
    return found


def _has_error(reading: Reading) -> bool:
    decisions = reading.scored["decisions"]
    wrong = any(d["error_class"] not in {"correct", "excused"} for d in decisions)
    return wrong or bool(reading.scored["left_out"] or reading.scored["failure"])


def _document(
    reported: Reported, element: str, gold: GoldDocument, row: Sequence[Reading]
) -> ShownDocument:
    shown = tuple(
        _reading(f"{element}--m{number}", number, model.label, reading)
        for number, (model, reading) in enumerate(zip(reported.models, row, strict=True), start=1)
    )
    about = [part for part in (gold.phenomenon, gold.published and str(gold.published)) if part]
    if gold.status == "draft":
        about.append("draft gold")
    return ShownDocument(element, gold.document_id, ", ".join(about), shown)


def _reading(element: str, number: int, model: str, reading: Reading) -> ShownReading:
    decisions = sorted(reading.document.decisions, key=lambda d: (_KINDS[d.item], _place(d)))
    named = [(_item_id(element, decision), decision) for decision in decisions]
    items = [_item(name, decision) for name, decision in named]
    if isinstance(reading.result, Readout):
        items += _left_out(element, reading.gold, reading.result)
    failure = reading.document.failure
    return ShownReading(
        id=element,
        model=model,
        number=number,
        failure=None if failure is None else f"{failure.code}: {failure.message}",
        text=reading.gold.text,
        marks=tuple(marks(reading, named)),
        items=tuple(items),
    )


def _place(decision: Decision) -> tuple[int, int]:
    spans = [side.span for side in decision.sides.values() if side.span is not None]
    return min(spans, default=(0, 0))


def _item_id(element: str, decision: Decision) -> str:
    """As ``reference`` names it: by the given item, else by that of the gold."""
    side, index = _named_side(decision)
    return f"{element}-{'gold-' if side == 'gold' else ''}{decision.item}-{index}"


def _named_side(decision: Decision) -> tuple[SideName, int]:
    """The side by which an item is called, and its index there."""
    side: SideName = "gold" if decision.predicted is None else "predicted"
    return side, decision.sides[side].index


def _item(name: str, decision: Decision) -> ShownItem:
    gold, given = decision.gold, decision.predicted
    return ShownItem(
        id=name,
        error_class=class_name(decision.error_class),
        what=decision.item,
        reference=reference(decision.item, *_named_side(decision)),
        gold=None if gold is None else gold.text,
        given=None if given is None else given.text,
        fields=tuple(
            WrongField(check.field, check.gold or "none", check.predicted or "none")
            for check in decision.checks
            if not check.right or check.field == "speaker"
        ),
        why=decision.why,
    )


def _left_out(element: str, gold: GoldDocument, record: Readout) -> Iterator[ShownItem]:
    for number, given in enumerate(left_out_items(gold.text, record)):
        if gold.is_scored(given.item):
            yield ShownItem(
                id=f"{element}-left-out-{number}",
                error_class=class_name(given.error_class),
                what=given.item.removesuffix("s"),
                reference="",
                gold=None,
                given=_words(given.issue),
                fields=tuple(_speaker(given.issue)),
                why=f"left out of the record: {given.issue.message}",
            )


def _words(issue: Issue) -> str:
    """What stands for the item: its words, its name, or all of it."""
    value = issue.value if isinstance(issue.value, dict) else {}
    found = value.get("content") or value.get("name") or value.get("evidence")
    return found if isinstance(found, str) else json.dumps(issue.value, ensure_ascii=False)


def _speaker(issue: Issue) -> Iterator[WrongField]:
    value = issue.value if isinstance(issue.value, dict) else {}
    if isinstance(value.get("speaker"), str):
        yield WrongField("speaker", "", value["speaker"])

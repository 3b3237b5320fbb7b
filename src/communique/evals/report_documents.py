"""The documents of a report: what each model gave beside the gold, item by item."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from communique.errors import UsageError
from communique.evals.folder import Reading, RecordedModel
from communique.evals.report_marks import marks
from communique.evals.report_models import Reported
from communique.evals.report_names import class_name
from communique.gold.records import GoldDocument
from communique.pages.report_values import (
    OtherDocument,
    ShownDocument,
    ShownItem,
    ShownReading,
    WrongField,
)
from communique.records import Issue, Readout
from communique.scoring.decisions import Decision, SideName, reference
from communique.scoring.left_out import left_out_items

__all__ = [
    "chosen_documents",
    "documents_note",
    "element_ids",
    "other_documents",
    "shown_documents",
]

MOST_LISTED = 500
"""Documents that are not shown and named with their errors: more are no list to read."""

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")

_KINDS = {"statement": 0, "participant": 1, "meeting": 2}


def chosen_documents(reported: Reported, most: int, named: Sequence[str] = ()) -> tuple[str, ...]:
    """At most so many documents, in gold order; where there are more, those with the most errors.
    Those that are ``named`` are among them in any case, and alone where ``most`` is 0.

    Raises:
        UsageError: there is no document of such a name.
    """
    ids = reported.document_ids
    unknown = next((name for name in named if name not in ids), None)
    if unknown is not None:
        raise UsageError(f"the runs have no document {unknown!r}")
    chosen = set(named) | set(_worst_first(reported)[: max(0, most - len(set(named)))])
    return tuple(name for name in ids if name in chosen)


def other_documents(reported: Reported, chosen: Collection[str]) -> tuple[OtherDocument, ...]:
    """Documents with errors that are not among the ``chosen``, the worst first."""
    shown = set(chosen)
    others = (name for name in _worst_first(reported) if name not in shown)
    counts = ((name, tuple(m.errors[name] for m in reported.models)) for name in others)
    wrong = (OtherDocument(name, errors) for name, errors in counts if any(errors))
    return tuple(islice(wrong, MOST_LISTED))


def _worst_first(reported: Reported) -> list[str]:
    def errors(name: str) -> int:
        return sum(model.errors[name] for model in reported.models)

    return sorted(reported.document_ids, key=errors, reverse=True)


def shown_documents(
    reported: Reported, chosen: Sequence[str], readings: Sequence[RecordedModel]
) -> tuple[ShownDocument, ...]:
    """The documents that are ``chosen``, as each model read them the first time.

    Args:
        reported: all of it.
        chosen: as ``chosen_documents`` gives them.
        readings: of these documents at least, by the models in turn.
    """
    ids = dict(zip(reported.document_ids, element_ids(reported.document_ids), strict=True))
    first = [{r.gold.document_id: r for r in m.readings if r.repeat == 1} for m in readings]
    rows = ([by_id[name] for by_id in first] for name in chosen)
    return tuple(_document(reported, ids[row[0].gold.document_id], row) for row in rows)


def documents_note(reported: Reported, shown: int, others: int) -> str:
    """What of the documents and readings is not on the page, and how to see it."""
    total = len(reported.document_ids)
    notes = []
    if shown < total:
        notes.append(
            f"{shown} of {total} documents are here, those with the most errors first; the "
            "figures count all. `--documents` says how many, `--document ID` names one."
        )
    if others:
        notes.append("Below them the next are named with their errors.")
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


def _document(reported: Reported, element: str, row: Sequence[Reading]) -> ShownDocument:
    gold = row[0].gold
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

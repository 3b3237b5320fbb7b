"""What the scorer decided about an item of a run, and why, as text.

Items are named as in ``scoring.decisions.reference``: ``statement:3`` (or ``statements[3]``) of the
record, ``gold/statement/3`` of the gold; ``participant:Lee`` and plain words find all items that
have these words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise

from communique.evals.measures import shown
from communique.evals.recorded_decisions import RecordedDocument
from communique.evals.table import aligned
from communique.outputs.printable import escaped, printable
from communique.records import Issue
from communique.scoring.contents import GATE, THRESHOLDS
from communique.scoring.decisions import Decision, RunnerUp, Side, SideName, reference

__all__ = ["decision_lines", "item_lines"]

CONTEXT = 40
"""Characters shown on each side of a statement."""

_BY_INDEX = re.compile(
    r"(?:(gold|predicted)[/:])?(participant|statement|meeting)s?(?:[/:](\d+)|\[(\d+)\])"
)
_BY_WORDS = re.compile(r"(?:(gold|predicted)[/:])?(participant|statement|meeting)s?[/:](.+)", re.S)


def decision_lines(document: RecordedDocument) -> list[str]:
    """Every decision on the document, a line each, with the names of its items."""
    rows = [["class", "gold", "predicted", ""]]
    for decision in document.scored.decisions:
        first = next(iter(decision.sides.values()))
        names = [_name(decision, "gold"), _name(decision, "predicted")]
        rows.append([_class(decision), *names, _text(first)])
    lines = [_head(document), *_failure(document), *aligned(rows)]
    return [*lines, *(_left_out(issue) for issue in document.scored.left_out)]


def item_lines(document: RecordedDocument, item: str) -> list[str]:
    """Each decision on ``item`` with its reasons; no line where nothing is called so."""
    found = [d for d in document.scored.decisions if _is_called(d, item)]
    left_out = [issue for issue in document.scored.left_out if _has_words(issue, item)]
    if not (found or left_out):
        return []
    explained = [line for decision in found for line in (*_explained(document, decision), "")]
    return [_head(document), *explained, *map(_left_out, left_out)]


def _is_called(decision: Decision, item: str) -> bool:
    by_index = _BY_INDEX.fullmatch(item)
    if by_index:
        side, kind, *numbers = by_index.groups()
        named = decision.gold if side == "gold" else decision.predicted
        number = int(next(filter(None, numbers)))
        return bool(kind == decision.item and named and named.index == number)
    by_words = _BY_WORDS.fullmatch(item)
    side, kind, words = by_words.groups() if by_words else (None, None, item)
    texts = [one.text for name, one in decision.sides.items() if side in (None, name)]
    return kind in (None, decision.item) and any(
        printable(words).casefold() in printable(text).casefold() for text in texts
    )


def _has_words(issue: Issue, item: str) -> bool:
    by_words = _BY_WORDS.fullmatch(item)
    side, kind, words = by_words.groups() if by_words else (None, None, item)
    of_kind = kind is None or str(issue.path).startswith(kind)
    given = json.dumps(issue.value, ensure_ascii=False)
    return side != "gold" and of_kind and words.casefold() in given.casefold()


def _explained(document: RecordedDocument, decision: Decision) -> Iterator[str]:
    names = [_name(decision, side) for side in reversed(decision.sides)]
    yield f"{' = '.join(names)}: {_class(decision)} ({decision.verdict})"
    for name, side in decision.sides.items():
        yield f"  {name:<11}{_text(side)}"
    yield from _on_the_text(document.text, decision)
    if decision.overlap is not None:
        gate = f"the gate is {THRESHOLDS[GATE]:g}"
        yield f"  {'overlap':<11}{shown(decision.overlap)} of letters and digits; {gate}"
    if decision.weight is not None:
        yield f"  {'weight':<11}{decision.weight:.9g} in the assignment"
    for check in decision.checks:
        gold, predicted = _or_none(check.gold), _or_none(check.predicted)
        right = "right" if check.right else "wrong"
        yield f"  {check.field:<11}{right}: gold {gold}, predicted {predicted}"
    yield f"  {'why':<11}{printable(decision.why)}"
    for second in decision.runners_up:
        yield f"  {'runner-up':<11}{_runner_up(decision, second)}"


def _runner_up(decision: Decision, second: RunnerUp) -> str:
    name = reference(decision.item, second.side, second.item.index)
    figures = ""
    if second.overlap is not None:
        figures += f", overlap {shown(second.overlap)}"
    if second.weight is not None:
        figures += f", weight {second.weight:.9g}"
    return f"{name}{figures}: {printable(second.why)}: {_text(second.item)}"


def _on_the_text(text: str, decision: Decision) -> Iterator[str]:
    """The words of both sides in their surroundings: [=both=], [-gold-], {+predicted+} alone.

    Of an item that was matched with nothing, beside its runner-up.
    """
    sides = decision.sides
    for second in decision.runners_up:
        sides.setdefault(second.side, second.item)
    places = [sides[name].span for name in ("gold", "predicted") if name in sides]
    known = [place for place in places if place is not None]
    if decision.item != "statement" or len(known) < 2:
        return
    a, b = known
    cuts = sorted({*a, *b})
    parts = [_one_line(text[max(0, cuts[0] - CONTEXT) : cuts[0]])]
    for start, end in pairwise(cuts):
        words = _one_line(text[start:end])
        in_gold, in_predicted = a[0] <= start < a[1], b[0] <= start < b[1]
        if in_gold and in_predicted:
            parts.append(f"[={words}=]")
        else:
            parts.append(f"[-{words}-]" if in_gold else f"{{+{words}+}}")
    parts.append(_one_line(text[cuts[-1] : cuts[-1] + CONTEXT]))
    yield f"  {'text':<11}…{''.join(parts)}…"


def _head(document: RecordedDocument) -> str:
    return f"{document.model}, {printable(document.scored.document_id)}, repeat {document.repeat}"


def _failure(document: RecordedDocument) -> Iterator[str]:
    failure = document.scored.failure
    if failure is not None:
        yield f"failed: {failure.code}: {printable(failure.message)}"


def _left_out(issue: Issue) -> str:
    given = printable(json.dumps(issue.value, ensure_ascii=False))
    return f"left out of {issue.path} ({issue.code}): {printable(issue.message)}: {given}"


def _class(decision: Decision) -> str:
    return decision.error_class.replace("_", " ")


def _name(decision: Decision, side: SideName) -> str:
    named = decision.sides.get(side)
    return "-" if named is None else reference(decision.item, side, named.index)


def _text(side: Side) -> str:
    place = "" if side.span is None else f" [{side.span[0]}:{side.span[1]}]"
    return f"{printable(side.text)}{place}"


def _or_none(name: str | None) -> str:
    return "none" if name is None else printable(name)


def _one_line(text: str) -> str:
    """White space made single, but kept at the edges."""
    return escaped(re.sub(r"\s+", " ", text))

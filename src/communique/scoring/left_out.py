"""What a model gave and its record does not hold, as the record's issues tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from communique.gold.records import GoldItem
from communique.grounding.quotes import ground
from communique.records import Issue, Readout
from communique.scoring.decisions import ErrorClass

__all__ = ["LISTS", "LeftOut", "cut_lists", "left_out_items"]

LISTS: tuple[GoldItem, ...] = get_args(GoldItem)
"""In the order in which a model answers."""

_UNPROVEN = {"unsupported", "from_example"}
"""The text has no such item; it was copied from the prompt's example."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A whole item (not one of its fields) that was given and left out."""

    issue: Issue
    item: GoldItem
    error_class: ErrorClass
    is_quote_not_verbatim: bool
    """A direct quotation whose words the text does not have."""

    @property
    def is_unproven(self) -> bool:
        """Not proven by the text, be it that its words are there; False for boilerplate."""
        return self.issue.code in _UNPROVEN


def left_out_items(text: str, record: Readout | None) -> tuple[LeftOut, ...]:
    """The items left out of ``record`` as not proven or as boilerplate, in its order of issues.

    A statement whose words the text does have, which was left out for another reason (it runs on
    after the end of a sentence, it leaves a negation behind), is no fabrication but ``spurious``.
    """
    found = []
    for issue in () if record is None else record.issues:
        item = _whole_item(issue)
        if item is None or issue.code not in {*_UNPROVEN, "boilerplate"}:
            continue
        error_class: Literal["boilerplate", "fabricated", "spurious"] = "fabricated"
        if issue.code == "boilerplate":
            error_class = "boilerplate"
        elif item == "statements" and _is_verbatim(text, issue):
            error_class = "spurious"
        invented = error_class == "fabricated" and item == "statements" and _is_direct(issue)
        found.append(LeftOut(issue, item, error_class, invented))
    return tuple(found)


def cut_lists(record: Readout) -> frozenset[GoldItem]:
    """The lists that a cut answer may have lost items of: where it stopped, and all after it."""
    starts = []
    for issue in record.issues:
        if issue.code == "answer_truncated":
            name = (issue.path or "").partition("[")[0]
            starts.append(LISTS.index(name) if name in LISTS else 0)
    return frozenset(LISTS[min(starts) :]) if starts else frozenset()


def _whole_item(issue: Issue) -> GoldItem | None:
    """Of which list an item was left out; None where only a field of one was."""
    name, _, rest = (issue.path or "").partition("[")
    return next((known for known in LISTS if known == name and "." not in rest), None)


def _is_direct(issue: Issue) -> bool:
    return isinstance(issue.value, Mapping) and issue.value.get("kind") == "direct"


def _is_verbatim(text: str, issue: Issue) -> bool:
    """The text has the statement's words, whatever its quotation marks and blanks."""
    content = issue.value.get("content") if isinstance(issue.value, Mapping) else None
    if not isinstance(content, str) or not content.strip():
        return False
    return ground(text, content).status in {"exact", "folded"}

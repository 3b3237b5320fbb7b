"""Doubtful items taken out of a record, so that what is left is as precise as was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from communique.errors import UsageError
from communique.records import Issue, Meeting, Participant, Readout, Statement
from communique.trust.calibration import Calibration, Confidence, TargetName
from communique.trust.promises import Promise, promise
from communique.trust.signals import Described

__all__ = ["Kept", "Promised", "confident", "keep", "promised"]

T = TypeVar("T", Participant, Statement)

Promised = Mapping[TargetName, Promise]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of a record."""

    readout: Readout
    places: Mapping[str, str]
    """Where each item that was kept stands, by where it stood: ``statements[3]``."""

    def told(self, before: Readout) -> Iterator[tuple[str, str | None, Any]]:
        """Each item of the record as it was: where it stood, where it stands (None where it was
        dropped), the item as JSON."""
        for list_, items in (
            ("participants", before.participants),
            ("statements", before.statements),
        ):
            for i, item in enumerate(items):
                path = f"{list_}[{i}]"
                yield path, self.places.get(path), item.model_dump(mode="json")


_ITEM = re.compile(r"(participants|statements)\[(\d+)\](.*)", re.DOTALL)


def promised(calibration: Calibration, precision: float) -> Promised:
    """What has to be dropped for ``precision``: of participants, and of statements (a statement is
    right where its content and its speaker are).

    Raises:
        UsageError: the calibration's gold cannot support that, of any list that it has labels for.
    """
    targets = {name: t for name, t in calibration.targets() if name != "content"}
    if not targets:
        raise UsageError("the calibration's gold has neither participants nor speakers")
    return {name: promise(target, name, precision) for name, target in targets.items()}


def confident(
    readout: Readout,
    *,
    precision: float,
    calibration: Calibration | None = None,
    described: Described | None = None,
) -> Readout:
    """``readout`` without its doubtful items: of articles like those of the calibration's gold,
    ``precision`` of the participants and of the statements that are left are right.

    What was dropped stands in the issues (``low_confidence``), whole. A list that the gold has no
    labels for is left as it is.

    Args:
        readout: a record.
        precision: as much as that, such as .95.
        calibration: of the extractor that made the record; without it the one that came with the
            package, which is of the offline extractor.
        described: the record's signals, where they are known.

    Raises:
        UsageError: there is no calibration, or its gold cannot support such a promise: the message
            says how many documents it needs.
    """
    known = calibration or Calibration.packaged(readout.extractor.model)
    promises = promised(known, precision)
    return keep(readout, promises, known.confidences(readout, described)).readout


def keep(readout: Readout, promises: Promised, confidences: Iterable[Confidence]) -> Kept:
    """``readout`` without what is less sure than ``promises`` ask."""
    sure = {c.path: c.value for c in confidences}
    people, issues = _split(readout.participants, "participants", promises, sure)
    statements, more = _split(readout.statements, "statements", promises, sure)
    places = {
        **{f"participants[{i}]": f"participants[{n}]" for n, i in enumerate(people)},
        **{f"statements[{i}]": f"statements[{n}]" for n, i in enumerate(statements)},
    }
    dropped = [*issues, *more]
    if not dropped:
        return Kept(readout, places)
    participants = tuple(readout.participants[i] for i in people)
    names = {p.name for p in participants}
    left = readout.model_copy(
        update={
            "participants": participants,
            "statements": tuple(readout.statements[i] for i in statements),
            "meetings": tuple(_without_others(m, names) for m in readout.meetings),
            "issues": (*(_moved(issue, places) for issue in readout.issues), *dropped),
        }
    )
    # Checked once more: copying checks nothing.
    checked = Readout.model_validate({**left.model_dump(), "text": readout.text})
    return Kept(checked.with_usage(readout.usage), places)


def _split(
    items: Sequence[T],
    list_: str,
    promises: Promised,
    sure: Mapping[str, float | None],
) -> tuple[list[int], list[Issue]]:
    """Which items are kept, and an issue for each other."""
    asked = promises.get("participants" if list_ == "participants" else "attributed")
    kept: list[int] = []
    issues: list[Issue] = []
    for i, item in enumerate(items):
        value = sure.get(f"{list_}[{i}]")
        if asked is None or value is None or value >= asked.threshold:
            kept.append(i)
            continue
        issues.append(
            Issue(
                code="low_confidence",
                message=(
                    f"confidence {value:.3f}; a precision of {asked.asked:g} needs "
                    f"{asked.threshold:.3f}"
                ),
                path=list_,
                value=item.model_dump(mode="json"),
            )
        )
    return kept, issues


def _without_others(meeting: Meeting, names: set[str]) -> Meeting:
    participants = tuple(name for name in meeting.participants if name in names)
    return meeting.model_copy(update={"participants": participants})


def _moved(issue: Issue, places: Mapping[str, str]) -> Issue:
    """The issue where its item stands now; of one that was dropped, at the list."""
    found = _ITEM.match(issue.path or "")
    if found is None:
        return issue
    list_, number, rest = found.groups()
    place = places.get(f"{list_}[{number}]")
    path = list_ if place is None else f"{place}{rest}"
    return issue.model_copy(update={"path": path})

"""Whether the record of a changed text is the expected one, and where it came from memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communique.countries import code_in
from communique.differences import Difference, differences, leaf_count
from communique.metamorphic.expectation import comparable, expected_record
from communique.metamorphic.variants import Variant
from communique.records import Failure, Issue, Readout

__all__ = ["Outcome", "check"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one check."""

    variant: Variant
    error: str | None = None
    """Why it could not be made: the original or the variant failed."""
    differences: tuple[Difference, ...] = ()
    excluded: tuple[str, ...] = ()
    """What was not compared, and why."""
    from_memory: tuple[str, ...] = ()
    """Values of the original article that the changed one does not bear out."""
    values: int = 0
    """How many values were expected."""
    kept: int = 0
    """How many of them came out."""

    @property
    def passed(self) -> bool:
        return self.error is None and not self.differences and not self.from_memory

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "check": self.variant.id,
            "change": self.variant.change.detail,
            "passed": self.passed,
            "error": self.error,
            "values": self.values,
            "values_as_expected": self.kept,
            "differences": [difference.as_dict() for difference in self.differences],
            "excluded": list(self.excluded),
            "from_memory": list(self.from_memory),
        }


def check(original: Readout | Failure, got: Readout | Failure, variant: Variant) -> Outcome:
    """Compare the record of a variant with what that of its source lets expect."""
    for result, which in ((original, "the original"), (got, "the variant")):
        if isinstance(result, Failure):
            error = f"{which} failed: {result.error.code}: {result.error.message}"
            return Outcome(variant, error=error)
    if not isinstance(original, Readout) or not isinstance(got, Readout):
        raise TypeError("metamorphic checks compare readouts")
    expected = expected_record(original, variant.change)
    found = tuple(differences(expected.record, comparable(got)))
    values = leaf_count(expected.record)
    lost = sum(leaf_count(d.expected) for d in found if d.kind != "new")
    return Outcome(
        variant,
        differences=found,
        excluded=expected.excluded,
        from_memory=tuple(dict.fromkeys(_from_memory(original, got, variant))),
        values=values,
        kept=max(values - lost, 0),
    )


def _from_memory(original: Readout, got: Readout, variant: Variant) -> Iterator[str]:
    """What the answer has of the original article though the changed one says otherwise.

    Names are looked for in the record and in what was left out of it, because a record cannot hold
    a name that its text has not.
    """
    said = json.dumps(
        [comparable(got), [[issue.value, issue.message] for issue in got.issues]],
        ensure_ascii=False,
        default=str,
    )
    for name in variant.change.gone:
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said):
            yield f"name {name}"
    words, codes = variant.change.words, variant.change.countries
    given = {person.name: person for person in got.participants}
    claimed = set(_claims(got))
    for person in original.participants:
        name = words(person.name)
        for field, old, new in (
            ("country", person.country, codes.get(person.country or "", person.country)),
            ("title", person.title, words(person.title or "")),
        ):
            told = getattr(given.get(name), field, None) == old or (name, field, old) in claimed
            if old is not None and old != new and told:
                yield f"{field} {old} of {name}"
    dates = {meeting.date for meeting in got.meetings} | set(_claimed_dates(got.issues))
    wanted = {variant.change.date(m.date) for m in original.meetings if m.date is not None}
    for meeting in original.meetings:
        quotes = [span.text for span in meeting.field_evidence.get("date", ())]
        quoted = any(quote not in got.text and quote in said for quote in quotes)
        is_new = meeting.date is not None and meeting.date not in wanted
        if is_new and (quoted or meeting.date in dates):
            yield f"date {meeting.date}"


def _claims(record: Readout) -> Iterator[tuple[str, str, str]]:
    """Countries and titles that were claimed of participants and left out: name, field, value."""
    for issue in record.issues:
        at = re.fullmatch(r"participants\[(\d+)\]\.(country|title)", issue.path or "")
        if at is not None:
            item = {"name": record.participants[int(at[1])].name, at[2]: issue.value}
        elif issue.path == "participants" and isinstance(issue.value, dict):
            item = issue.value
        else:
            continue
        for field in ("country", "title"):
            value, name = item.get(field), item.get("name")
            if isinstance(name, str) and isinstance(value, str):
                # Of a country the code that was claimed, or the words quoted for it.
                told = value if field == "title" else code_in(value) or value.upper()
                yield name, field, told


def _claimed_dates(issues: tuple[Issue, ...]) -> Iterator[str]:
    for issue in issues:
        if re.fullmatch(r"meetings\[\d+\]\.date", issue.path or "") and isinstance(
            issue.value, str
        ):
            yield issue.value

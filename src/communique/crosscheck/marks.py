"""What a cross-check tells of each item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from communique.records import Issue, Participant, Readout, Statement

__all__ = ["RULES", "CrossChecked", "Item", "Mark"]

Item = Literal["participant", "statement"]

RULES = "regex"
"""What the offline extractor is called in records."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One item, of the record or of another one of the same text, and who found it."""

    item: Item
    value: Participant | Statement
    """As the first that found it gives it."""
    path: str | None
    """Where it stands in the record, ``statements[3]``; None where only others found it."""
    found_by: tuple[str, ...]
    """The extractors that found it, by their models, in the order in which they were given."""
    voters: int
    """How many extractors there are."""
    speaker_agrees: bool | None = None
    """Whether all that found a statement name the same speaker; None where one alone found it or
    nobody names one, and of participants."""
    places: tuple[str | None, ...] = ()
    """Where it stands in each record, in the order in which they were given; None: nowhere."""

    @property
    def share(self) -> float:
        """Of the extractors, how many found it."""
        return len(self.found_by) / self.voters

    @property
    def quoted(self) -> bool | None:
        """Whether quotation marks stand in or around the content; None of participants."""
        return self.value.kind != "indirect" if isinstance(self.value, Statement) else None

    @property
    def cue(self) -> bool | None:
        """Whether a reporting word is given; None of participants."""
        return self.value.cue is not None if isinstance(self.value, Statement) else None

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON; the value of what stands in the record is left out, its path tells it."""
        told = {} if self.path is not None else {"value": self.value.model_dump(mode="json")}
        return {
            "item": self.item,
            "path": self.path,
            "found_by": list(self.found_by),
            "voters": self.voters,
            "speaker_agrees": self.speaker_agrees,
            "quoted": self.quoted,
            "cue": self.cue,
            **told,
        }


@dataclass(frozen=True, slots=True)
class CrossChecked:
    """A record and the marks of its items; then those of what only others found."""

    readout: Readout
    """As it was given."""
    marks: tuple[Mark, ...]

    @property
    def in_all(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if len(mark.found_by) == mark.voters)

    @property
    def only_here(self) -> tuple[Mark, ...]:
        """What nobody but the record's own extractor found."""
        return tuple(
            m for m in self.marks if m.path is not None and len(m.found_by) == 1 < m.voters
        )

    @property
    def only_elsewhere(self) -> tuple[Mark, ...]:
        """What the record does not have."""
        return tuple(mark for mark in self.marks if mark.path is None)

    def issues(self) -> Iterator[Issue]:
        """What one side alone found: ``only_model``, ``only_rules`` (the offline extractor), or
        ``only_others`` (other models, which the record's own contradicts)."""
        for mark in (*self.only_here, *self.only_elsewhere):
            by_rules = mark.found_by == (RULES,)
            here = mark.path is not None
            yield Issue(
                code="only_rules" if by_rules else "only_model" if here else "only_others",
                message=f"found by {', '.join(mark.found_by)} alone",
                path=mark.path if here else f"{mark.item}s",
                value=mark.value.model_dump(mode="json"),
            )

    def with_issues(self) -> Readout:
        """The record with these among its issues."""
        issues = (*self.readout.issues, *self.issues())
        # A copy made so keeps what it cost.
        return self.readout.model_copy(update={"issues": issues})

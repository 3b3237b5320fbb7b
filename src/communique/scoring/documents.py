"""One document's gold against what was predicted for it: counts that add, and the decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from communique.errors import UsageError
from communique.gold.records import GoldDocument
from communique.records import ErrorInfo, Failure, Issue, Readout
from communique.scoring.classes import ErrorClasses, count_classes
from communique.scoring.counts import Ratio, Tally, figure
from communique.scoring.decisions import Decision
from communique.scoring.left_out import LISTS, cut_lists, left_out_items
from communique.scoring.meetings import MeetingCounts, compare_meetings
from communique.scoring.participants import ParticipantCounts, compare_participants
from communique.scoring.statements import THRESHOLDS, StatementCounts, compare_statements

__all__ = ["DocumentScore", "Score", "compare_document", "total"]


@dataclass(frozen=True, slots=True)
class Score(Tally):
    """All counts of one document, or of many added up."""

    documents: int = 0
    failed: int = 0
    """Documents without a record; their gold is missed and stays in every denominator."""
    participants: ParticipantCounts = field(default_factory=ParticipantCounts)
    iou50: StatementCounts = field(default_factory=StatementCounts)
    iou80: StatementCounts = field(default_factory=StatementCounts)
    exact: StatementCounts = field(default_factory=StatementCounts)
    meetings: MeetingCounts = field(default_factory=MeetingCounts)
    supported: Ratio = field(
        default_factory=Ratio,
        metadata=figure("grounded", "of the items the model gave, those the text proves"),
    )
    """Of the items that the model gave: the text proves them (the others stand in ``issues``)."""
    quotes_not_verbatim: int = 0
    """Direct quotations that the model gave and the text does not hold word for word; never
    tolerated: none is in a record."""
    iou30: StatementCounts = field(default_factory=StatementCounts)
    classes: ErrorClasses = field(default_factory=ErrorClasses)

    def as_dict(self) -> dict[str, Any]:
        """Counts with their rates, the overlap curve under ``statements``."""
        flat = Tally.as_dict(self)
        statements = {name: flat.pop(name) for name in THRESHOLDS}
        return {**flat, "statements": statements}


@dataclass(frozen=True, slots=True)
class DocumentScore:
    document_id: str
    score: Score
    decisions: tuple[Decision, ...]
    failure: ErrorInfo | None = None
    """Why there is no record, when there is none."""
    left_out: tuple[Issue, ...] = ()
    """Whole items that the model gave and the record does not hold: not proven, or boilerplate."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "document_id": self.document_id,
            "failure": self.failure and self.failure.model_dump(mode="json"),
            "scores": self.score.as_dict(),
            "decisions": [decision.as_dict() for decision in self.decisions],
            "left_out": [issue.model_dump(mode="json") for issue in self.left_out],
        }


def total(scores: Iterable[Score]) -> Score:
    """All counts added: rates of it are pooled over items (micro averages)."""
    return sum(scores, Score())


def compare_document(gold: GoldDocument, predicted: Readout | Failure | None) -> DocumentScore:
    """Score one document. A ``Failure``, or no result, misses all of its gold.

    What the gold says is not labeled (``GoldDocument.scores``) is passed over in the prediction
    too; only ``supported`` and ``quotes_not_verbatim``, which need no labels, count all of it.

    Raises:
        UsageError: the record was made from another text than the gold.
    """
    record = predicted if isinstance(predicted, Readout) else None
    if record is not None and record.text_sha256 != gold.text_sha256:
        raise UsageError(
            f"{gold.document_id}: the record was made from another text than the gold "
            "(their text_sha256 differ); extract the gold's own text"
        )
    scored = {item for item in LISTS if gold.is_scored(item)}
    participants, who = compare_participants(
        gold.text,
        gold.participants,
        record.participants if record and "participants" in scored else (),
        gold.boilerplate,
    )
    statements, what = compare_statements(
        gold.text,
        gold.statements,
        record.statements if record and "statements" in scored else (),
        gold.boilerplate,
    )
    meetings, when = compare_meetings(
        gold.text,
        gold.meetings,
        record.meetings if record and "meetings" in scored else (),
        gold.boilerplate,
    )
    left_out = left_out_items(gold.text, record)
    unproven = [given for given in left_out if given.is_unproven]
    decisions = tuple(_told_why_missed((*who, *what, *when), record))
    kept = sum(len(getattr(record, name)) for name in LISTS) if record else 0
    score = Score(
        documents=1,
        failed=int(record is None),
        participants=participants,
        meetings=meetings,
        supported=Ratio(kept, kept + len(unproven)),
        quotes_not_verbatim=sum(given.is_quote_not_verbatim for given in left_out),
        classes=count_classes(
            decisions, ((g.item, g.error_class) for g in left_out if g.item in scored)
        ),
        **statements,
    )
    return DocumentScore(
        document_id=gold.document_id,
        score=score,
        decisions=decisions,
        failure=_why(predicted),
        left_out=tuple(given.issue for given in left_out),
    )


def _told_why_missed(decisions: Iterable[Decision], record: Readout | None) -> Iterator[Decision]:
    """Misses that are the fault of no item: of a document without a record, of a cut answer."""
    failed = {"error_class": "failed_document", "why": "the document has no record"}
    truncated = {"error_class": "truncated", "why": "the answer stopped before its end"}
    cut = cut_lists(record) if record else frozenset()
    for decision in decisions:
        told: dict[str, Any] = {}
        if decision.verdict == "missed":
            if record is None:
                told = failed
            elif decision.error_class == "missed" and f"{decision.item}s" in cut:
                told = truncated
        yield replace(decision, **told) if told else decision


def _why(predicted: Readout | Failure | None) -> ErrorInfo | None:
    if isinstance(predicted, Failure):
        return predicted.error
    if predicted is None:
        return ErrorInfo(code="missing", message="no result for this document", stage="evals")
    return None

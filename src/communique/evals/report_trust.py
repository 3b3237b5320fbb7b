"""How far the items of each model of a report can be trusted: confidences against the gold.

Each model is calibrated as ``evals calibrate`` does it, and each item judged by a fit that never
saw its document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from communique.errors import UsageError
from communique.evals.calibration_text import PRECISIONS, TITLES
from communique.evals.folder import RecordedModel
from communique.evals.report_models import Reported
from communique.evals.report_names import DASH, fraction, interval_text, points
from communique.pages.trust_values import (
    CutPoint,
    Promised,
    ReliabilityBin,
    TrustedModel,
    TrustedTarget,
)
from communique.records import Readout
from communique.trust.calibration import Target, TargetName
from communique.trust.fitting import FOLDS, Judged, fit_target, judge
from communique.trust.promises import promise, trade_off
from communique.trust.reliability import Bin, Estimate, reliability

__all__ = ["judged_documents", "trust_note", "trusted_models"]

MOST_JUDGED = 300
"""Documents: of more, so many are drawn. To describe an item the text is read offline."""


def judged_documents(reported: Reported) -> frozenset[str]:
    """The documents by which confidences are fitted and judged: all, or as many as ``MOST_JUDGED``
    drawn by their ids, the same in every call."""

    def drawn(name: str) -> bytes:
        return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()

    return frozenset(sorted(reported.document_ids, key=drawn)[:MOST_JUDGED])


def trust_note(reported: Reported) -> str:
    """How the figures came about."""
    total = len(reported.document_ids)
    some = ""
    if total > MOST_JUDGED:
        some = f", on {MOST_JUDGED} of the {total} documents, drawn by chance"
    folds = "by leaving out one document at a time" if total <= FOLDS else f"in {FOLDS} folds"
    return (
        f"A confidence is fitted on the gold of this run{some}; each item is judged by a fit that "
        f"never saw its document ({folds})."
    )


def trusted_models(
    reported: Reported, readings: Sequence[RecordedModel]
) -> tuple[TrustedModel, ...]:
    """Each model in turn.

    Args:
        reported: all of it.
        readings: of the ``judged_documents`` at least.
    """
    documents = judged_documents(reported)
    return tuple(
        _trusted(model.label, model.about["model"], recorded, documents)
        for model, recorded in zip(reported.models, readings, strict=True)
    )


def _trusted(
    label: str, name: str, recorded: RecordedModel, documents: frozenset[str]
) -> TrustedModel:
    records = [
        (r.gold, r.result)
        for r in recorded.readings
        if r.gold.document_id in documents and isinstance(r.result, Readout)
    ]
    makers = {record.extractor.model for _, record in records}
    if not records:
        return TrustedModel(label, (), "It has no record.")
    if makers != {name}:
        told = ", ".join(sorted(makers))
        why = f"Its records were made by {told}: a confidence is fitted for each model by itself."
        return TrustedModel(label, (), why)
    judged = [judge(gold, record) for gold, record in records]
    return TrustedModel(label, tuple(_targets(judged)))


def _targets(judged: Sequence[Judged]) -> Iterator[TrustedTarget]:
    names: tuple[TargetName, ...] = ("participants", "content", "attributed")
    for name in names:
        try:
            target = fit_target(judged, name)
        except UsageError as error:
            why = f"{error.message.partition(': ')[2]}."
            yield TrustedTarget(TITLES[name], 0, (), (), (), "", "", why_not=_sentence(why))
            continue
        if target is not None:
            yield _target(name, target)


def _target(name: TargetName, target: Target) -> TrustedTarget:
    found = reliability(target)
    if all(one.right.numerator == one.right.denominator for one in found.bins):
        why = "All are right: none is surer than another, and no precision costs recall."
        return TrustedTarget(TITLES[name], found.items, (), (), (), "", "", why_not=why)
    brier = _estimate(found.brier)
    if found.brier_of_average is not None:
        brier += f"; of one confidence for all {found.brier_of_average:.3f}"
    return TrustedTarget(
        name=TITLES[name],
        items=found.items,
        bins=tuple(map(_bin, found.bins)),
        cuts=tuple(
            CutPoint(f"{cut.threshold:.2f}", cut.precision.value or 0.0, cut.recall.value)
            for cut in trade_off(target)
        ),
        promises=tuple(_promised(target, name, asked) for asked in PRECISIONS),
        error=_estimate(found.ece),
        brier=brier,
    )


def _bin(found: Bin) -> ReliabilityBin:
    reach = found.interval
    return ReliabilityBin(
        reach=f"{found.low:.2f} to {found.high:.2f}",
        confidence=found.confidence,
        right=found.right.value or 0.0,
        counts=fraction(found.right),
        low=None if reach is None else reach.low,
        high=None if reach is None else reach.high,
        interval=interval_text(reach),
    )


def _promised(target: Target, name: TargetName, asked: float) -> Promised:
    try:
        made = promise(target, name, asked)
    except UsageError as error:
        return _seen(target, asked, error.message.partition("; ")[2] or error.message)
    kept, whole = made.recall.value, made.recall_of_all.value
    return Promised(
        asked=f"{asked:g}",
        threshold=_from(made.threshold),
        recall=DASH if kept is None else f"{kept:.2f}",
        cost="" if kept is None or whole is None else points(kept - whole),
        note=f"{fraction(made.precision)} right of what is kept",
    )


def _seen(target: Target, asked: float, why: str) -> Promised:
    """What these documents show of a precision that they cannot promise."""
    cuts = trade_off(target)
    found = next((cut for cut in cuts if (cut.precision.value or 0.0) >= asked), None)
    if found is None or found.recall.value is None:
        return Promised(f"{asked:g}", "", DASH, "", f"not reached at any confidence: {why}")
    return Promised(
        asked=f"{asked:g}",
        threshold=_from(found.threshold),
        recall=f"{found.recall.value:.2f}",
        cost=points(found.recall.value - (cuts[0].recall.value or 0.0)),
        note=f"{fraction(found.precision)} right, too few to promise it: {why}",
        is_promise=False,
    )


def _from(threshold: float) -> str:
    """The least confidence of what is kept."""
    return f"{threshold:.3f}" if threshold else "all"


def _estimate(estimate: Estimate | None) -> str:
    if estimate is None:
        return DASH
    reach = estimate.interval
    interval = "" if reach is None else f" [{reach.low:.3f}, {reach.high:.3f}]"
    return f"{estimate.value:.3f}{interval}"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]

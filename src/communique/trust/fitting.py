"""Gold and records to a calibration, each document judged by a fit that never saw it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.errors import UsageError
from communique.gold.records import GoldDocument, GoldItem
from communique.records import Readout
from communique.scoring.decisions import Decision
from communique.scoring.documents import compare_document
from communique.statistics.intervals import FEWEST_DOCUMENTS
from communique.trust.calibration import Evidence, Target, TargetName
from communique.trust.logistic import confidence, fit
from communique.trust.signals import Signals, describe

__all__ = ["Judged", "fit_missed", "fit_target", "folds_of", "judge", "plain_fit"]

FOLDS = 10

_PLACES = 6
"""Decimals kept: more would differ between machines."""

_ITEMS: Mapping[TargetName, GoldItem] = {
    "participants": "participants",
    "content": "statements",
    "attributed": "statements",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One record beside its gold: the signals of its items and what of them is right."""

    document_id: str
    items: Mapping[TargetName, tuple[tuple[Signals, bool], ...]]
    """Those that count; without a target that the gold has no labels for."""
    gold: Mapping[TargetName, int]
    document: Signals
    missed: int
    """Participants and contents that the record does not have."""


def judge(gold: GoldDocument, readout: Readout) -> Judged:
    """Score ``readout``, and tell its items by their signals."""
    scored = compare_document(gold, readout)
    told = describe(readout)
    right = {target: dict(_verdicts(scored.decisions, target)) for target in _ITEMS}
    asked = [target for target, item in _ITEMS.items() if gold.is_scored(item)]
    score = scored.score
    counts = {
        "participants": score.participants.lenient,
        "content": score.iou50.content,
        "attributed": score.iou50.attributed,
    }
    signals = {
        "participants": told.participants,
        "content": told.statements,
        "attributed": told.statements,
    }
    return Judged(
        document_id=gold.document_id,
        items={
            target: tuple((signals[target][i], found) for i, found in sorted(right[target].items()))
            for target in asked
        },
        gold={target: counts[target].right_of_gold.denominator for target in asked},
        document=told.document,
        missed=counts["participants"].fn + counts["content"].fn,
    )


def _verdicts(decisions: Iterable[Decision], target: TargetName) -> Iterator[tuple[int, bool]]:
    """Each predicted item that counts, by its place in the record, and whether it is right."""
    item = _ITEMS[target].removesuffix("s")
    for decision in decisions:
        if decision.item != item or decision.predicted is None or decision.verdict == "excused":
            continue
        speaker = all(check.right for check in decision.checks if check.field == "speaker")
        right = decision.verdict == "matched" and (speaker or target != "attributed")
        yield decision.predicted.index, right


def fit_target(judged: Sequence[Judged], target: TargetName) -> Target | None:
    """The fit over all documents, and as its evidence what fits without each say of that.

    A document read several times is in one fold, so that no reading of it helps to judge another.
    None where no document has labels for it, or any such item at all: flat gold of statements
    does not say that nobody looked for participants.

    Raises:
        UsageError: the documents with items are too few to fit anything on.
    """
    asked = [one for one in judged if target in one.items]
    if not any(one.gold[target] for one in asked):
        return None
    known = {one.document_id for one in asked if one.items[target]}
    if len(known) < FEWEST_DOCUMENTS:
        raise UsageError(
            f"{target}: only {len(known)} documents have any in their records: a calibration needs "
            f"at least {FEWEST_DOCUMENTS}, and some hundred to promise much"
        )
    readings: dict[str, list[Judged]] = {}
    for one in asked:
        readings.setdefault(one.document_id, []).append(one)
    folds = folds_of(readings)
    without = {
        fold: plain_fit((one for one in asked if folds[one.document_id] != fold), target)
        for fold in sorted(set(folds.values()))
    }
    evidence = tuple(
        Evidence(
            gold=sum(one.gold[target] for one in same),
            items=tuple(
                (round(confidence(without[folds[name]], signals), _PLACES), right)
                for one in same
                for signals, right in one.items[target]
            ),
        )
        for name, same in readings.items()
    )
    return Target(
        coefficients=_rounded(plain_fit(asked, target)),
        evidence=evidence,
        repeats=max(map(len, readings.values())),
    )


def plain_fit(judged: Iterable[Judged], target: TargetName) -> dict[str, float]:
    """The coefficients, without evidence of what they are worth."""
    items = [item for one in judged for item in one.items.get(target, ())]
    return fit([signals for signals, _ in items], [right for _, right in items])


def folds_of(documents: Iterable[str]) -> dict[str, int]:
    """The fold of each, the same whatever the order in which they come."""
    shuffled = sorted(documents, key=lambda name: hashlib.sha256(name.encode()).digest())
    return {name: number % FOLDS for number, name in enumerate(shuffled)}


def fit_missed(judged: Sequence[Judged]) -> dict[str, float]:
    """How many missed items go with each unit of a document's signals, none below 0, so that
    more of what was rejected never means fewer.

    Source: non-negative least squares (Lawson and Hanson 1974), ``scipy.optimize.nnls``.
    """
    import numpy as np
    from scipy.optimize import nnls

    names = sorted({name for one in judged for name in one.document})
    x = np.array([[one.document.get(name, 0.0) for name in names] for one in judged])
    found, _ = nnls(x, np.array([one.missed for one in judged], dtype=float))
    return _rounded({n: value for n, value in zip(names, found.tolist(), strict=True) if value})


def _rounded(coefficients: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, _PLACES) for name, value in coefficients.items()}

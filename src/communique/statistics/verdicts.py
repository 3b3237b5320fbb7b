"""Several comparisons judged together: Holm's adjustment, and what may be said of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from communique.statistics.intervals import FEWEST_DOCUMENTS
from communique.statistics.paired import Difference
from communique.statistics.power import detectable_difference, documents_needed
from communique.statistics.swaps import least_p

__all__ = ["ALPHA", "Judged", "Verdict", "judge"]

ALPHA = 0.05

Verdict = Literal["better", "worse", "no difference shown", "not testable"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One difference among all that were looked at."""

    difference: Difference
    p_holm: float | None
    """p adjusted for all comparisons of the family (Holm 1979)."""
    verdict: Verdict
    """What ``a`` is beside ``b``."""
    why: str | None
    """Why it is not testable."""
    detectable: float | None
    """The smallest difference that these documents would have shown four times of five, at the
    level of Holm's first step; None where they can show none."""
    needed: int | None
    """Documents that would show the difference found, four times of five. Both of these are None
    with fewer than ``FEWEST_DOCUMENTS``, which do not tell how much documents vary."""


def judge(differences: Sequence[Difference]) -> tuple[Judged, ...]:
    """Judge all differences as one family; those that are undefined do not count in it."""
    defined = [d.p for d in differences if d.p is not None]
    adjusted = iter(_holm(defined))
    alpha = ALPHA / max(len(defined), 1)
    return tuple(_judge(d, None if d.p is None else next(adjusted), alpha) for d in differences)


def _holm(p_values: Sequence[float]) -> list[float]:
    """Each p times how many are not below it, and never less than one below it (Holm 1979).

    Not by statsmodels, whose ``multipletests`` collects the garbage of the whole process at each
    call: most of the time that a report took.
    """
    rising = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, least = [1.0] * len(p_values), 0.0
    for below, i in enumerate(rising):
        least = max(least, min(1.0, p_values[i] * (len(p_values) - below)))
        adjusted[i] = least
    return adjusted


def _judge(difference: Difference, p_holm: float | None, alpha: float) -> Judged:
    why = _why_not_testable(difference, alpha)
    value, error = difference.value, difference.error
    verdict = "not testable" if why else _verdict(value or 0.0, p_holm)
    n = difference.documents
    if value is None or error is None or n < FEWEST_DOCUMENTS:
        return Judged(difference, p_holm, verdict, why, None, None)
    return Judged(
        difference=difference,
        p_holm=p_holm,
        verdict=verdict,
        why=why,
        detectable=detectable_difference(error, n, alpha=alpha),
        needed=documents_needed(value, error, n, alpha=alpha),
    )


def _verdict(value: float, p_holm: float | None) -> Verdict:
    if p_holm is None or p_holm >= ALPHA:
        return "no difference shown"
    return "better" if value > 0 else "worse"


def _why_not_testable(difference: Difference, alpha: float) -> str | None:
    if difference.value is None:
        return "a rate is undefined"
    if not difference.differing:
        return "no document differs"
    least = least_p(difference.documents)
    if least >= ALPHA:
        return f"{difference.documents} documents cannot give p < {ALPHA}"
    if least >= alpha:
        number = round(ALPHA / alpha)
        return f"{difference.documents} documents cannot give p < {ALPHA} in {number} comparisons"
    return None

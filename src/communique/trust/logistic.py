"""Logistic regression with a ridge: signals to a confidence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from communique.trust.signals import Signals

__all__ = ["INTERCEPT", "confidence", "fit"]

INTERCEPT = "all"
"""The coefficient that every item has."""

RIDGE = 1.0
"""Weight of the squared coefficients: what few items show moves a confidence little. It is the
log-density of a normal prior of variance 1 on the log-odds scale (Gelman et al. 2008 discuss such
weakly informative priors)."""


def confidence(coefficients: Mapping[str, float], signals: Signals) -> float:
    """The probability that an item with these signals is right; unknown signals say nothing."""
    logit = coefficients.get(INTERCEPT, 0.0) + math.fsum(
        coefficients.get(name, 0.0) * value for name, value in signals.items()
    )
    # Written so that no exponential overflows.
    return 1 / (1 + math.exp(-logit)) if logit >= 0 else math.exp(logit) / (1 + math.exp(logit))


def fit(items: Sequence[Signals], right: Sequence[bool]) -> dict[str, float]:
    """The coefficients under which ``right`` is likeliest; those that are 0 left out.

    Half an item that is right and half a wrong one are added, without signals (as Jeffreys' prior
    has it for a share), so that there is an answer where all are right.
    """
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit, log_expit

    names = sorted({name for signals in items for name in signals})
    x = np.zeros((len(items) + 2, len(names) + 1))
    for row, signals in enumerate(items):
        x[row, 1:] = [signals.get(name, 0.0) for name in names]
    x[:, 0] = 1
    y = np.array([*right, True, False], dtype=float)
    weights = np.array([1.0] * len(items) + [0.5, 0.5])
    penalty = np.array([0.0] + [RIDGE] * len(names))

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        logit = x @ beta
        likelihood = weights @ (y * log_expit(logit) + (1 - y) * log_expit(-logit))
        slope = x.T @ (weights * (expit(logit) - y)) + penalty * beta
        return float(penalty @ beta**2 / 2 - likelihood), slope

    def curve(beta: np.ndarray, step: np.ndarray) -> np.ndarray:
        """The Hessian times ``step``."""
        share = expit(x @ beta)
        return np.asarray(x.T @ (weights * share * (1 - share) * (x @ step)) + penalty * step)

    # Convex, so it has one minimum. By Newton's method with conjugate gradients, which needs matrix
    # times vector alone: factors of matrices this small take longer to share among threads than
    # to compute, many times so on a machine at work.
    found = minimize(
        loss, np.zeros(x.shape[1]), jac=True, hessp=curve, method="Newton-CG", tol=1e-9
    ).x
    pairs = zip([INTERCEPT, *names], found.tolist(), strict=True)
    return {name: value for name, value in pairs if value}

"""Pooled rates and their error, against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.api import OLS

from communique.scoring.counts import Ratio
from communique.statistics.pooled import clustered_error, pooled

DOCUMENTS = [Ratio(4, 5), Ratio(0, 2), Ratio(6, 6), Ratio(3, 7), Ratio(0, 0), Ratio(2, 2)]


def test_items_count_not_documents() -> None:
    """All numerators over all denominators; the shares of the documents cancel out."""
    found = pooled(DOCUMENTS)
    assert found is not None
    assert found.value == pytest.approx(15 / 22)
    assert sum(found.shares) == pytest.approx(0)
    assert len(found.shares) == len(DOCUMENTS)


def test_nothing_asked_is_no_rate() -> None:
    """Neither no document nor documents without items."""
    assert pooled([]) is None
    assert pooled([Ratio(0, 0)] * 3) is None


def test_the_error_is_that_of_a_mean_of_items_clustered_by_document() -> None:
    """As statsmodels reckons it: items as observations, documents as their groups."""
    asked = [ratio for ratio in DOCUMENTS if ratio.denominator]
    items = [i < r.numerator for r in asked for i in range(r.denominator)]
    groups = [number for number, r in enumerate(asked) for _ in range(r.denominator)]
    fit = OLS(np.array(items, dtype=float), np.ones(len(items))).fit(
        cov_type="cluster", cov_kwds={"groups": np.array(groups)}
    )
    found = pooled(asked)
    assert found is not None
    assert clustered_error(found.shares) == pytest.approx(float(fit.bse[0]))

"""A loop that stands: batches, one after another or at once, with one extractor."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from communique.choosing import make_extractor
from communique.errors import ServerUnreachable
from communique.models import Model
from communique.records import Document, Failure
from communique.runs.limits import Limits
from communique.runs.standing import StandingLoop
from runs.made import Reading, Waiting, documents


def test_batches_of_several_threads_share_extractor_and_limit() -> None:
    """Each batch in its order; no more in work than allowed, over all of them."""
    extractor, given = Waiting(0.2), documents(12)
    batches = [given[start : start + 4] for start in (0, 4, 8)]
    with StandingLoop(extractor, Limits(concurrency=3)) as loop, ThreadPoolExecutor() as threads:
        done = list(threads.map(loop.done, batches))
    for batch, one in zip(batches, done, strict=True):
        assert [outcome.document_id for outcome in one.outcomes] == [d.id for d in batch]
    assert extractor.most_in_work == 3
    assert extractor.closed == 1


def test_failures_are_values_in_their_place() -> None:
    """Waiting or not."""
    given = [*documents(2), Document(id="bug", text="BUG")]
    for extractor in (Reading(), Waiting()):
        with StandingLoop(extractor, Limits()) as loop:
            outcomes = loop.done(given).outcomes
        assert [o.error.code for o in outcomes if isinstance(o, Failure)] == ["internal"]
        assert [outcome.document_id for outcome in outcomes] == ["d0", "d1", "bug"]


@pytest.mark.slow
def test_end_of_the_server_is_told_beside_what_was_done() -> None:
    """And for every batch after it."""
    model = Model("openai/fake", base_url="http://127.0.0.1:9/v1")
    with StandingLoop(make_extractor(model), Limits(patience=0)) as loop:
        first, second = loop.done(documents(8)), loop.done(documents(2))
    assert isinstance(first.ended, ServerUnreachable)
    assert len(first.outcomes) < 8
    assert (second.outcomes, second.ended) == ((), first.ended)

"""Whether the server is still there."""

from __future__ import annotations

from communique.errors import (
    AccessRefused,
    AnswerError,
    CommuniqueError,
    RateLimited,
    ServerRefused,
    ServerTimeout,
    ServerUnreachable,
)
from communique.runs.outage import LONGEST_PAUSE, Outage

NOBODY = ServerUnreachable("no server answers at a")
BROKE = ServerUnreachable("no server answers at a", broke=True)
NO_KEY = AccessRefused("no such key", status=401)


def meet(outage: Outage, error: CommuniqueError, documents: int, at: float = 0.0) -> None:
    for number in range(documents):
        outage.met(error, f"d{number}", at, at)


def test_several_documents_that_find_nobody_are_an_outage() -> None:
    """One that finds nobody, however often, is not."""
    outage = Outage(patience=300)
    for _ in range(5):
        outage.met(NOBODY, "same", 0.0, 0.0)
    assert not outage.down
    meet(outage, NOBODY, 3)
    assert outage.down


def test_broken_connections_and_late_answers_need_more_documents() -> None:
    """A document may do that to a server."""
    for error in (BROKE, ServerTimeout("late")):
        outage = Outage(patience=300)
        meet(outage, error, 9)
        assert not outage.down
        meet(outage, error, 10)
        assert outage.down


def test_any_answer_ends_it() -> None:
    """Also one that is no use, and a refusal."""
    for error in (AnswerError("?"), ServerRefused("?", status=400), RateLimited("?"), NO_KEY):
        outage = Outage(patience=300)
        meet(outage, NOBODY, 3)
        outage.met(error, "x", 1.0, 1.0)
        assert not outage.down
        assert outage.wait(1.0) == 0


def test_pauses_between_tries_grow() -> None:
    """A second, two, four, up to half a minute; those that were under way count once."""
    outage = Outage(patience=1e9)
    meet(outage, NOBODY, 8)
    pauses, now = [], 0.0
    for _ in range(7):
        pauses.append(outage.wait(now))
        now += pauses[-1]
        outage.met(NOBODY, "d0", now, now)
    assert pauses == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]


def test_patience_ends_with_what_was_met_last() -> None:
    """Counted from the first document that was not answered."""
    outage = Outage(patience=60)
    meet(outage, NOBODY, 3, at=10.0)
    assert not outage.over(NOBODY, 69.0)
    assert outage.over(NOBODY, 70.0)
    outage.answered()
    assert not outage.over(NOBODY, 1000.0)


def test_a_server_that_only_pushes_back_exhausts_the_patience_too() -> None:
    """A quota that is spent for the month is not waited for in ten thousand documents."""
    outage = Outage(patience=60)
    meet(outage, RateLimited("quota"), 5, at=1.0)
    assert not outage.over(RateLimited("quota"), 60.0)
    assert outage.over(RateLimited("quota"), 61.0)


def test_a_refused_key_ends_at_the_third_document_in_a_row() -> None:
    """Not at the second, and not when others are answered in between."""
    outage = Outage(patience=300)
    meet(outage, NO_KEY, 2)
    assert not outage.over(NO_KEY, 0.0)
    outage.answered()
    meet(outage, NO_KEY, 2)
    assert not outage.over(NO_KEY, 0.0)
    meet(outage, NO_KEY, 3)
    assert outage.over(NO_KEY, 0.0)


def test_bad_requests_end_nothing() -> None:
    """A 400 is about its document, and so is an answer that is no use."""
    outage = Outage(patience=0)
    bad = ServerRefused("too odd", status=400)
    meet(outage, bad, 50)
    assert not outage.down
    assert not outage.over(bad, 1e9)

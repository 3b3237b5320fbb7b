"""How many documents are in work at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.pressure import Heard
from communique.runs.pace import FIRST, LEAST, LONGEST_HOLD, MOST, Pace


def pushed(sent: float, wait: float | None = None) -> Heard:
    return Heard(sent, pushed_back=True, wait=wait)


def a_round(pace: Pace) -> None:
    """As many answers as documents may be in work, all of which were."""
    for _ in range(pace.limit):
        pace.answered(pace.limit)


def test_it_doubles_each_round_until_the_first_push_back() -> None:
    """Four at first, then eight, then sixteen, up to the most."""
    pace = Pace()
    limits = [pace.limit]
    for _ in range(8):
        in_work = pace.limit
        for _ in range(in_work):
            pace.answered(10**6)
        limits.append(pace.limit)
    assert limits == [FIRST, 8, 16, 32, 64, 128, 256, MOST, MOST]


def test_a_push_back_halves_it_and_it_rises_one_by_one_from_there() -> None:
    """Half as many at once, one more each round."""
    pace = Pace()
    for _ in range(28):
        pace.answered(10**6)
    assert pace.limit == 32
    pace.hear(pushed(sent=5.0), now=6.0)
    assert pace.limit == 16
    for _ in range(17):
        pace.answered(10**6)
    assert pace.limit == 17


def test_push_backs_of_one_round_count_once() -> None:
    """What was sent before the last cut tells of the load before it."""
    pace = Pace()
    for _ in range(28):
        pace.answered(10**6)
    for sent in (1.0, 1.5, 2.0):
        pace.hear(pushed(sent), now=3.0)
    assert pace.limit == 16
    pace.hear(pushed(sent=3.5), now=4.0)
    assert pace.limit == 8


def test_it_does_not_rise_while_it_is_not_used() -> None:
    """Two documents that are answered say nothing about a hundred."""
    pace = Pace()
    for _ in range(100):
        pace.answered(2)
    assert pace.limit == FIRST


def test_a_given_number_stays_but_the_server_is_let_wait() -> None:
    """The user's number holds; what the server asks for holds as well."""
    pace = Pace(7)
    for _ in range(50):
        pace.answered(7)
    pace.hear(pushed(sent=1.0, wait=4.0), now=10.0)
    assert pace.limit == 7
    assert (pace.wait(10.0), pace.wait(13.0), pace.wait(14.5)) == (4.0, 1.0, 0.0)


def test_a_spent_quota_holds_without_a_cut() -> None:
    """An answer that says that nothing is left is no push-back."""
    pace = Pace()
    pace.hear(Heard(sent=1.0, pushed_back=False, wait=2.0), now=1.0)
    assert (pace.limit, pace.wait(1.0)) == (FIRST, 2.0)


def test_no_server_can_hold_a_run_for_a_year() -> None:
    """It is asked again after two minutes, in case it meant something else."""
    pace = Pace()
    pace.hear(pushed(sent=1.0, wait=3e7), now=1.0)
    assert pace.wait(1.0) == LONGEST_HOLD


@given(st.lists(st.booleans(), max_size=300))
def test_it_stays_between_the_least_and_the_most(fates: list[bool]) -> None:
    """Whatever comes."""
    pace = Pace()
    for now, answered in enumerate(fates):
        if answered:
            a_round(pace)
        else:
            pace.hear(pushed(sent=float(now)), now=float(now))
        assert LEAST <= pace.limit <= MOST

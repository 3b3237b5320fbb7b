"""Telling a run how a server bears its load."""

from __future__ import annotations

from communique.pressure import Heard, listening, tell

HEARD = Heard(sent=1.0, pushed_back=True, wait=2.0)


def test_nobody_hears_what_is_told_outside_a_run() -> None:
    """And who tells is told so."""
    assert not tell(HEARD)


def test_the_innermost_listener_hears() -> None:
    """Until its block ends."""
    outer: list[Heard] = []
    inner: list[Heard] = []
    with listening(outer.append):
        with listening(inner.append):
            assert tell(HEARD)
        assert tell(HEARD)
    assert (len(outer), len(inner), tell(HEARD)) == (1, 1, False)

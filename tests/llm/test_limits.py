"""What the headers of a reply say about the server's limits."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from communique.llm.limits import asked_wait, quota_wait


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "7", "retry-after-ms": "250"}, 0.25),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "Sat, 01 Jan 2000 00:00:00 GMT"}, 0.0),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0s"}, 360.0),
        ({"x-ratelimit-remaining-requests": "9", "x-ratelimit-reset-requests": "6m0s"}, None),
    ],
)
def test_when_to_ask_again_is_read_from_every_header_that_tells(
    headers: dict[str, str], seconds: float | None
) -> None:
    """Milliseconds, seconds, a date, the reset of a spent quota; nonsense says nothing."""
    assert asked_wait(headers) == seconds


def test_a_date_is_so_many_seconds_from_now() -> None:
    """As HTTP allows."""
    wait = asked_wait({"retry-after": formatdate(time.time() + 30, usegmt=True)})
    assert wait == pytest.approx(30, abs=2)


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [("1s", 1.0), ("20ms", 0.02), ("1h2m3.5s", 3723.5), ("12", 12.0), ("1 day", None), ("", None)],
)
def test_a_spent_quota_is_waited_for(reset: str, seconds: float | None) -> None:
    """Of requests and tokens, the later one counts."""
    headers = {
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": reset,
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "1ms",
    }
    assert quota_wait(headers) == (0.001 if seconds is None else seconds)

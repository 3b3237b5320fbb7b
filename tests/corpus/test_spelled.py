"""One way to write what English writes in several."""

from __future__ import annotations

import pytest

from communique.corpus.spelled import spelled_out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("We can’t, won't and don’t pay", "We can not, will not and do not pay"),
        ("they’ll, we're, you've, I'm", "they will, we are, you have, I am"),
        ("$5m, €1.5bn and $3 million", "5000000 dollars, 1500000000 euros and 3000000 dollars"),
        ("£20, $1,000", "20 pounds, 1000 dollars"),
        ("twenty-two of 1,000,000, or 1.5 million", "22 of 1000000, or 1500000"),
        ("12%, 12 per cent", "12 percent, 12 percent"),
        ("5 m of rope on 2031-05-06, version 1.2.3", "5 m of rope on 2031-05-06, version 1.2.3"),
    ],
)
def test_what_is_written_in_several_ways_is_written_in_one(content: str, told: str) -> None:
    assert spelled_out(content) == told

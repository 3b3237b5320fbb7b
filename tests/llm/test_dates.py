"""Dates: what the words and the text bear out."""

from __future__ import annotations

import pytest

from communique.llm.dates import Checked, check_date

DATELINE = "Feb 28, 2022\n\nBrussels, March 1: on Monday (local time) leaders spoke."


@pytest.mark.parametrize(
    ("claim", "quotes", "text", "published", "expected"),
    [
        ("2022-02-28", ["Monday"], DATELINE, None, Checked("2022-02-28")),
        ("2022-02-28", ["Monday", "Feb 28, 2022"], DATELINE, None, Checked("2022-02-28")),
        ("2022-03-01", ["Monday"], DATELINE, None, Checked(None)),
        ("2022-06-06", ["Monday"], DATELINE, None, Checked(None)),
        ("2022-02-28", ["Monday"], "on Monday", None, Checked(None)),
        ("2022-02-28", ["Monday"], "on Monday", "2022-03-01", Checked("2022-02-28")),
        ("2022-02-27", ["yesterday"], "yesterday", "2022-02-28", Checked("2022-02-27")),
        ("2031-05-14", ["14 May 2031"], "on 14 May 2031", None, Checked("2031-05-14")),
        ("2031-05-14", ["the 14th of May"], "x", "2031-05-20", Checked("2031-05-14")),
        ("2031-05-15", ["14 May 2031"], "on 14 May 2031", None, Checked(None)),
        ("2030-05-14", ["14 May 2031"], "on 14 May 2031", None, Checked(None)),
        ("2031-05", ["May 2031"], "in May 2031", None, Checked("2031-05")),
        (
            "2031-05-14",
            ["14\u2009May\u00a02031"],
            "on 14\u2009May\u00a02031",
            None,
            Checked("2031-05-14"),
        ),
        ("2031", ["2031"], "in 2031", None, Checked("2031")),
        ("2031-05-14", ["May 2031"], "in May 2031", None, Checked(None)),
        ("2031-05-14", [], "on 14 May 2031", None, Checked(None)),
        ("2031-01-24", ["January 24"], "on January 24", None, Checked("XXXX-01-24", True)),
        ("XXXX-01-24", ["January 24"], "on January 24", None, Checked("XXXX-01-24", True)),
        ("2031-01-24", ["January 24"], "on January 24", "2033-02-01", Checked("XXXX-01-24", True)),
        ("2031-02-30", ["February 30"], "February 30, 2031", None, Checked(None)),
        ("last Monday", ["Monday"], DATELINE, None, Checked(None)),
        ("2031-03-12", ["marched 12"], "They marched 12 miles in 2031.", None, Checked(None)),
        ("2031-09-05", ["Sept. 5"], "on Sept. 5, 2031", None, Checked("2031-09-05")),
    ],
)
def test_a_date_passes_as_far_as_it_is_borne_out(
    claim: str, quotes: list[str], text: str, published: str | None, expected: Checked
) -> None:
    """Day, month and year each need words or a date to stand on."""
    assert check_date(claim, quotes, text, published) == expected

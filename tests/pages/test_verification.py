"""The page of a checked draft holds the draft, the findings and the sources, all escaped."""

from __future__ import annotations

import re
from html import unescape

from communique.pages.verification import verification_page
from communique.verification import verify

SOURCE = (
    "“We will not sell the <b>lake</b>,” Ann Lee said.\n\nBo Rae said that 40 ships had sailed."
)
DRAFT = (
    "“We will sell the <b>lake</b>,” Ann Lee said. Ann Lee said that 40 ships had sailed. "
    "Bo Rae said: “{{ 7*7 }} goats for everyone on the island”."
)


def page() -> str:
    return verification_page(verify(DRAFT, [("first", SOURCE), ("second", "Nothing here.")]))


def test_every_finding_has_its_item_and_its_places() -> None:
    """Draft and source are lit under the same id."""
    html = page()
    for i, lit in ((1, 2), (2, 2), (3, 1)):
        assert f'id="f{i}"' in html
        assert len(set(re.findall(rf'data-items="f{i}"', html))) == 1
        pieces = re.findall(
            rf'<span class="lit [a-z-]+" data-items="f{i}">(.*?)</span>', html, re.S
        )
        assert len(pieces) == lit
    assert "wrong speaker" in html
    assert "not in the sources" in html


def test_the_diff_shows_what_the_source_has() -> None:
    """As insertions and deletions, which read aloud as well."""
    html = page()
    assert '<ins><span class="vh">source: </span>not</ins>' in html


def test_nothing_of_a_text_is_read_as_markup() -> None:
    """Tags and templates of draft and source stay what they are."""
    html = page()
    assert "<b>" not in html
    assert "{{ 7*7 }}" in unescape(html)
    assert "49 goats" not in html


def test_a_draft_that_quotes_nobody_has_a_page() -> None:
    html = verification_page(verify("The weather was fine.", SOURCE))
    assert "The draft quotes nobody." in html

"""Baselines of records."""

from __future__ import annotations

import communique
from communique.baselines import as_baseline, compare, items_kept

ARTICLE = "Irish President Ann Lee met Maltese President Bo Rae. “We go on,” Lee said."
BASELINE = as_baseline(communique.extract(ARTICLE))


def test_a_record_is_its_own_baseline() -> None:
    """Nothing differs, all items are kept; who made it is not part of it."""
    assert compare(BASELINE, as_baseline(communique.extract(ARTICLE, document_id="other"))) == []
    assert items_kept(BASELINE, BASELINE) == (4, 4)
    assert "extractor" not in BASELINE


def test_ignored_fields_are_left_out_on_both_sides() -> None:
    """By name anywhere, or at the end of a path; a part of a name is no name."""
    other = as_baseline(communique.extract(ARTICLE.replace("Maltese", "Kenyan")))
    paths = {found.path for found in compare(BASELINE, other, ["text_sha256", "start", "end"])}
    assert "participants[Bo Rae].country" in paths
    ignore = ["text_sha256", "participants.country", "title", "evidence", "mentions"]
    assert {f.path.partition("[")[0] for f in compare(BASELINE, other, ignore)} == {"statements"}


def test_items_kept_are_those_without_any_difference() -> None:
    """An equal item counts once."""
    fewer = {**BASELINE, "statements": []}
    assert items_kept(BASELINE, fewer) == (3, 4)
    assert items_kept(fewer, BASELINE) == (3, 3)
    twice = {**BASELINE, "participants": BASELINE["participants"] * 2}
    assert items_kept(twice, BASELINE) == (4, 6)

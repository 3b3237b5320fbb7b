"""What no format carries is said, whatever the format."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.exchange.formats import NAMES
from communique.exchange.losses import Losses
from communique.gold.reading import load_gold
from communique.gold.records import GoldEvent

from .made import ROOT, exported, there_and_back


@pytest.mark.parametrize("name", NAMES)
def test_what_only_a_draft_has_is_left_behind_and_said(name: str, tmp_path: Path) -> None:
    """The labels come back; who found them, what is undecided and the history do not."""
    seed = load_gold(ROOT / "gold" / "seeds.jsonl")[1]
    event = GoldEvent(role="program", by="communique", when="2031-05-06T09:30:00Z")
    open_ = seed.statements[0].model_copy(update={"undecided": True, "found_by": ("x",)})
    draft = seed.model_copy(
        update={"history": (event,), "statements": (open_, *seed.statements[1:])}
    )
    losses, trip = Losses(), tmp_path / "trip"
    trip.mkdir()
    exported([draft], name, tmp_path / "out", losses)
    assert {
        "not carried: the history of labels",
        "not carried: who found an item of a draft, and whether it is undecided",
    } <= {*losses.lines()}
    assert there_and_back(draft, name, trip) == seed

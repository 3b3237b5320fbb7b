"""What two annotators share, and what is to be decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import ReviewError
from communique.review.actions import Take
from communique.review.plan import make_plan
from communique.review.session import Session

from .made import SOURCE, labels, make_project, source_path


def adjudicating(root: Path, bo: str, cy: str) -> Session:
    make_project(root)
    for name, source in (("bo", bo), ("cy", cy)):
        folder = root / "gold" / "annotators" / name
        folder.mkdir(parents=True)
        (folder / "ferry.yaml").write_text(source, "utf-8")
    return make_plan(root, adjudicate=("bo", "cy")).open("ferry")


def test_equal_labels_leave_nothing_to_decide(tmp_path: Path) -> None:
    """Two who agree in all: the result is theirs."""
    one = adjudicating(tmp_path, SOURCE, SOURCE)
    assert {offer.by for offer in one.state.offers} == {"both"}
    document = one.state.document()
    assert document.statements == labels(tmp_path).statements
    assert document.participants == labels(tmp_path).participants


def test_a_nested_statement_waits_for_the_outer_one(tmp_path: Path) -> None:
    """Both have the inner one, but differ in the outer: alone it cannot be, so both are open."""
    words = "content: Holm said that traffic had doubled"
    held = SOURCE.replace(f"{words}\n", f"{words}, the Harbour Council\n")
    one = adjudicating(tmp_path, SOURCE, held)
    inner = [o for o in one.state.offers if getattr(o.value, "nested", False)]
    assert {o.by for o in inner} == {"bo", "cy"}
    with pytest.raises(ReviewError, match="nested"):
        one.act(Take(offer=inner[0].id), 0)
    outer = next(o for o in one.state.offers if o.by == "bo" and o not in inner)
    one.act(Take(offer=outer.id), 0)
    one.act(Take(offer=inner[0].id), 1)
    assert [s.nested for s in labels(tmp_path).statements].count(True) == 1


def test_what_the_source_said_before_is_kept_in_a_copy(tmp_path: Path) -> None:
    """A new adjudication replaces the labels of a source; the file as it was stays beside it."""
    changed = SOURCE.replace("kind: direct", "kind: mixed")
    one = adjudicating(tmp_path, SOURCE, changed)
    assert one.file.copy_first
    side = next(o for o in one.state.offers if o.by == "cy")
    one.act(Take(offer=side.id), 0)
    copy = source_path(tmp_path).with_name(".ferry.yaml.before-review")
    assert copy.read_text("utf-8") == SOURCE
    assert labels(tmp_path).status == "draft"

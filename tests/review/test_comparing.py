"""What two annotators share, and what is to be decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import ReviewError, UsageError
from communique.review.actions import Take
from communique.review.plan import make_plan
from communique.review.session import Session

from .made import SOURCE, labels, make_project, source_path

DRAFT = SOURCE.replace("status: labeled", "status: draft")


def adjudicating(root: Path, bo: str, cy: str) -> Session:
    make_project(root)
    source_path(root).write_text(DRAFT, "utf-8")
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
    assert copy.read_text("utf-8") == DRAFT
    assert labels(tmp_path).status == "draft"


def test_the_order_in_which_annotators_are_named_does_not_matter(tmp_path: Path) -> None:
    """What was decided between two is gone on with, whoever of them is named first."""
    changed = SOURCE.replace("kind: direct", "kind: mixed")
    one = adjudicating(tmp_path, SOURCE, changed)
    one.act(Take(offer=next(o.id for o in one.state.offers if o.by == "cy")), 0)
    decided = labels(tmp_path)
    again = make_plan(tmp_path, adjudicate=("cy", "bo")).open("ferry")
    assert again.state.document().statements == decided.statements
    assert not again.file.copy_first


def test_labels_that_a_person_has_gone_through_are_not_replaced(tmp_path: Path) -> None:
    """Neither labeled sources nor what two others are being decided between."""
    adjudicating(tmp_path, SOURCE, SOURCE)
    source_path(tmp_path).write_text(SOURCE, "utf-8")
    with pytest.raises(UsageError, match="as labeled"):
        make_plan(tmp_path, adjudicate=("bo", "cy")).open("ferry")
    event = "history: [{role: reviewer, by: x, when: 2031-05-06T09:30:00Z, from: [ann, bo]}]"
    begun = DRAFT.replace("status: draft", f"status: draft\n{event}")
    source_path(tmp_path).write_text(begun, "utf-8")
    with pytest.raises(UsageError, match="between ann and bo"):
        make_plan(tmp_path, adjudicate=("bo", "cy")).open("ferry")
    assert source_path(tmp_path).read_text("utf-8") == begun

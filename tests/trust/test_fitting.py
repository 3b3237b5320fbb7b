"""Gold and records to a calibration."""

from __future__ import annotations

import pytest

import communique
from communique.errors import UsageError
from communique.gold.records import GoldDocument
from communique.trust.fitting import fit_missed, fit_target, judge
from trust.made import judged

TEXT = "“We go on,” Ann Lee said. Bo Rae stressed that the bridge was old."


def test_items_are_judged_as_the_scorer_judges_them() -> None:
    """A wrong speaker leaves the content right; what the gold has no labels for has no target."""
    record = communique.extract(TEXT)
    assert [s.speaker for s in record.statements] == ["Ann Lee", "Bo Rae"]
    line = record.model_dump(mode="json")
    line["statements"][1]["speaker"] = "Ann Lee"
    line["statements"][1]["speaker_mention"] = line["statements"][0]["speaker_mention"]
    gold = GoldDocument.model_validate({**line, "text": TEXT, "scores": ["statements"]})
    one = judge(gold, record)
    assert [right for _, right in one.items["content"]] == [True, True]
    assert [right for _, right in one.items["attributed"]] == [True, False]
    assert one.gold == {"content": 2, "attributed": 2}
    assert fit_target([one], "participants") is None


def test_no_document_helps_to_judge_itself() -> None:
    """The one whose signal means the contrary is judged by what the others mean by it."""
    others = [judged(f"d{n}", (1.0, True), (0.0, False)) for n in range(40)]
    odd = judged("odd", (1.0, False), (0.0, True))
    found = fit_target([*others, odd], "content")
    assert found is not None
    (high, _), (low, _) = found.evidence[-1].items
    assert high > 0.8 > 0.2 > low


def test_readings_of_one_document_stay_together() -> None:
    """They are one document in the evidence, and in one fold."""
    documents = [judged(f"d{n}", (1.0, True), (0.0, False)) for n in range(8)]
    found = fit_target([*documents, *documents], "content")
    assert found is not None
    assert found.repeats == 2
    assert len(found.evidence) == 8
    assert all(e.gold == 4 and len(e.items) == 4 for e in found.evidence)


def test_the_order_of_the_documents_changes_nothing_but_their_order() -> None:
    """Folds follow from the ids."""
    documents = [judged(f"d{n}", (n / 9, n % 3 > 0), (0.5, n % 2 > 0)) for n in range(30)]
    one, other = fit_target(documents, "content"), fit_target(documents[::-1], "content")
    assert one is not None
    assert other is not None
    assert one.coefficients == pytest.approx(other.coefficients, abs=1e-3)
    for a, b in zip(one.evidence, other.evidence[::-1], strict=True):
        assert [c for c, _ in a.items] == pytest.approx([c for c, _ in b.items], abs=1e-3)


def test_too_few_documents_are_refused() -> None:
    """Four allow no interval, so no calibration either."""
    with pytest.raises(UsageError, match="only 4 documents"):
        fit_target([judged(f"d{n}", (1.0, True)) for n in range(4)], "content")


def test_missed_items_follow_from_what_was_rejected() -> None:
    """Two for each cue, exactly; and never less than none."""
    documents = [judged(f"d{n}", missed=2 * n, cues=n) for n in range(5)]
    assert fit_missed(documents) == {"rejected cue": 2.0}
    contrary = [judged(f"d{n}", missed=0, cues=n) for n in range(5)]
    assert fit_missed(contrary) == {}

"""``confident``: doubtful items go to the issues, and the rest still holds together."""

from __future__ import annotations

import pytest

import communique
from communique import Calibration, Issue, Readout, confident
from communique.errors import UsageError
from communique.records import Usage
from communique.trust.calibration import Confidence, Evidence, Target
from communique.trust.dropping import keep, promised

TEXT = (
    "Swiss Foreign Minister Livia Marchetti met Nigerian President Amadi Okonjo on May 5, 2031. "
    "“The road must open,” Marchetti said. Okonjo stressed that the bridge was old."
)


def calibration(model: str = "regex", **coefficients: float) -> Calibration:
    """Of gold that shows: at confidences of .9 all is right, at .4 nothing."""
    evidence = (Evidence(gold=2, items=((0.9, True), (0.4, False))),) * 300
    target = Target(coefficients=coefficients, evidence=evidence)
    return Calibration(
        model=model,
        version="0",
        gold="made",
        gold_sha256="0" * 64,
        made="2031-05-05",
        documents=300,
        participants=target,
        attributed=target,
    )


def readout() -> Readout:
    record = communique.extract(TEXT)
    told = [
        Issue(code="a", message="", path="participants[0].title"),
        Issue(code="b", message="", path="participants[1].country"),
        Issue(code="c", message="", path="meetings[0].date"),
        Issue(code="d", message="", path="statements[1]"),
    ]
    return record.model_copy(update={"issues": tuple(told)}).with_usage(Usage(requests=3))


def test_doubtful_items_are_taken_out_whole() -> None:
    """The meeting loses the name too; paths of issues go where their items are now."""
    before = readout()
    sure = [
        Confidence("participants[0]", 0.2),
        Confidence("participants[1]", 0.95),
        Confidence("statements[0]", 0.3, 0.9),
        Confidence("statements[1]", 0.95, 0.96),
    ]
    after = keep(before, promised(calibration(), 0.9), sure).readout
    assert after.participants == before.participants[1:]
    assert after.statements == before.statements[1:]
    assert after.meetings[0].participants == ("Amadi Okonjo",)
    assert [(i.code, i.path) for i in after.issues] == [
        ("a", "participants"),
        ("b", "participants[0].country"),
        ("c", "meetings[0].date"),
        ("d", "statements[0]"),
        ("low_confidence", "participants"),
        ("low_confidence", "statements"),
    ]
    assert after.issues[-1].value == before.statements[0].model_dump(mode="json")
    assert "confidence 0.300; a precision of 0.9 needs" in after.issues[-1].message
    assert after.usage == before.usage


def test_what_is_sure_enough_stays_as_it_was() -> None:
    """Not even copied."""
    before = readout()
    assert confident(before, precision=0.9, calibration=calibration(all=9.0)) is before
    none = confident(before, precision=0.9, calibration=calibration(all=-9.0))
    assert none.participants == none.statements == ()
    assert len(none.issues) == 4 + 4


def test_a_list_without_labels_is_left_alone() -> None:
    """Gold of statements alone says nothing of participants."""
    known = calibration(all=-9.0).model_copy(update={"participants": None})
    after = confident(readout(), precision=0.9, calibration=known)
    assert len(after.participants) == 2
    assert after.statements == ()


def test_a_promise_about_another_extractor_is_no_promise() -> None:
    """Neither with a calibration of another one, nor without any."""
    other = calibration("openai/x")
    with pytest.raises(UsageError, match="made by 'regex', the calibration is of 'openai/x'"):
        confident(readout(), precision=0.9, calibration=other)
    info = readout().extractor.model_copy(update={"model": "openai/x"})
    asked = readout().model_copy(update={"extractor": info})
    with pytest.raises(UsageError, match="evals calibrate RUN -o FILE"):
        confident(asked, precision=0.9)


def test_the_packaged_calibration_promises_little_and_says_so() -> None:
    """A challenge set of 208 passages cannot show .98."""
    assert len(confident(communique.extract(TEXT), precision=0.8).statements) == 2
    with pytest.raises(UsageError, match=r"cannot support a precision of 0\.98.* about \d+"):
        confident(communique.extract(TEXT), precision=0.98)

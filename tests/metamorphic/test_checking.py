"""What is expected of a changed text's record, and what is said when it is otherwise."""

from __future__ import annotations

import pytest

from communique.metamorphic import Variant, check, variants_of
from communique.metamorphic.expectation import expected_record
from communique.metamorphic.rewriting import Edit, edited
from communique.metamorphic.variants import Change
from communique.records import ErrorInfo, Failure, Issue, Readout
from metamorphic.made import TEXT, document, read

ORIGINAL = read(TEXT)
VARIANTS = variants_of(document(), ORIGINAL)


def variant(family: str, detail: str) -> Variant:
    return next(v for v in VARIANTS if v.family == family and detail in v.change.detail)


def changed(record: Readout, **update: object) -> Readout:
    return Readout.model_validate({**record.model_dump(mode="json"), "text": record.text, **update})


RENAMED = variant("rename-leader", "Ann Lee")


def test_an_equal_record_passes() -> None:
    """All of its values are expected, and come."""
    outcome = check(ORIGINAL, read(RENAMED.document), RENAMED)
    assert outcome.passed
    assert outcome.kept == outcome.values > 50
    assert outcome.as_dict()["differences"] == []


def test_what_differs_is_said_exactly() -> None:
    """Path, expected and got; an item too few and a wrong field."""
    good = read(RENAMED.document)
    plain = good.model_dump(mode="json")
    plain["statements"].pop()
    plain["statements"][0]["kind"] = "indirect"
    outcome = check(ORIGINAL, changed(good, **plain), RENAMED)
    assert not outcome.passed
    place = good.statements[0].content
    (kind,) = [d for d in outcome.differences if d.kind == "changed"]
    assert (kind.path, kind.expected, kind.got) == (
        f"statements[{place.start}:{place.end}].kind", "direct", "indirect",
    )  # fmt: skip
    (missing,) = [d for d in outcome.differences if d.kind == "missing"]
    last = good.statements[-1].content
    assert missing.path == f"statements[{last.start}:{last.end}]"
    assert outcome.kept < outcome.values


def test_consistency_is_asked_for_and_not_truth() -> None:
    """What the original's record lacks, the variant's must lack."""
    poor = changed(ORIGINAL, statements=[])
    assert not check(poor, read(RENAMED.document), RENAMED).passed
    assert check(poor, changed(read(RENAMED.document), statements=[]), RENAMED).passed


@pytest.mark.parametrize("place", ["message", "value"])
def test_a_name_from_memory_is_found_in_what_was_left_out(place: str) -> None:
    """A record cannot hold the famous name; the issue that says so can."""
    good = read(RENAMED.document)
    told = {"message": "no", "value": None, place: "the text does not contain 'Ann Lee'"}
    issue = Issue(code="unsupported", path="participants", **told)  # type: ignore[arg-type]
    outcome = check(ORIGINAL, good.model_copy(update={"issues": (issue,)}), RENAMED)
    assert outcome.from_memory[0] == "name Ann Lee"
    assert not outcome.passed


def test_the_famous_ones_country_from_memory() -> None:
    """Given in the record, or claimed and left out; that of somebody else is not meant."""
    swapped = variant("invent-leader", "Ann Lee (NO)")
    good = read(swapped.document)
    at = next(i for i, p in enumerate(good.participants) if "Bo Rae" not in p.name)
    name = good.participants[at].name
    for path, value in (
        (f"participants[{at}].country", "NO"),
        ("participants", {"name": name, "country": "NO"}),
    ):
        issue = Issue(code="unsupported", message="no", path=path, value=value)
        outcome = check(ORIGINAL, good.model_copy(update={"issues": (issue,)}), swapped)
        assert outcome.from_memory == (f"country NO of {name}",)
    plain = good.model_dump(mode="json")
    plain["participants"][at]["country"] = "NO"
    assert check(ORIGINAL, changed(good, **plain), swapped).from_memory == (
        f"country NO of {name}",
    )


def test_a_date_from_memory() -> None:
    """The day of the original in a record of the moved one."""
    moved = variant("shift-dates", "+1 days")
    plain = read(moved.document).model_dump(mode="json")
    plain["meetings"][0]["date"] = "2031-05-05"
    outcome = check(ORIGINAL, changed(read(moved.document), **plain), moved)
    assert outcome.from_memory == ("date 2031-05-05",)


def test_a_failed_document_is_a_check_that_could_not_be_made() -> None:
    """Of the original or the variant; it is not passed."""
    failure = Failure(
        document_id="made", error=ErrorInfo(code="timeout", message="no answer", stage="model")
    )
    assert check(failure, read(RENAMED.document), RENAMED).error == (
        "the original failed: timeout: no answer"
    )
    outcome = check(ORIGINAL, failure, RENAMED)
    assert outcome.error == "the variant failed: timeout: no answer"
    assert not outcome.passed


def test_what_was_taken_out_goes_with_what_stood_there() -> None:
    """A statement of a deleted sentence is not expected, what is left is."""
    start = TEXT.index('"We will')
    end = TEXT.index("She stressed")
    change = Change("", edited(TEXT, [Edit(start, end, "")]))
    expected = expected_record(ORIGINAL, change).record
    assert len(expected["statements"]) == len(ORIGINAL.statements) - 1


def test_what_begins_inside_a_change_is_left_out_and_said() -> None:
    """It is not compared, and the outcome says why."""
    start = TEXT.index("We will") + 2
    change = Change("", edited(TEXT, [Edit(start - 4, start, "x")]))
    excluded = expected_record(ORIGINAL, change).excluded
    assert excluded == ("statements: one begins or ends inside the change",)

"""Articles that come again in one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique import extract_many
from communique.errors import ServerTimeout
from communique.records import Document, Failure, Issue, Readout, Usage
from communique.runs.limits import Limits
from communique.runs.loop import Outcome, run_documents
from communique.runs.repeats import reading_repeats_once
from communique.runs.store import AttemptStore

from .made import Reading, Waiting, answered


def once(
    documents: Iterable[Document | Outcome],
    extractor: Waiting | Reading,
    store: AttemptStore | None = None,
    remembered: int = 100,
) -> list[Outcome]:
    def loop(given: Iterable[Document | Outcome]) -> Iterator[Outcome]:
        return run_documents(given, extractor, store=store, limits=Limits(concurrency=4))

    return list(
        reading_repeats_once(documents, loop, asks_once=store is not None, remembered=remembered)
    )


def named(*names: str) -> list[Document]:
    """Documents of the ids ``names``; the text is the first letter of the id."""
    return [Document(id=name, text=f"{name[0]}.") for name in names]


def repeats(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """The ids of repeats, with that of the first."""
    return {
        outcome.document_id: issue.value
        for outcome in outcomes
        if isinstance(outcome, Readout)
        for issue in outcome.issues
        if issue.code == "repeated"
    }


@pytest.mark.parametrize("kind", [Waiting, Reading])
@pytest.mark.parametrize("stored", [False, True])
def test_equal_articles_are_read_once_and_say_so(
    tmp_path: Path, kind: type[Waiting | Reading], stored: bool
) -> None:
    """The later record is the first one's under its own id, and cost nothing."""
    extractor = kind()
    store = AttemptStore(tmp_path / "s.sqlite") if stored else None
    outcomes = once(named("a1", "b1", "a2", "a3", "b2"), extractor, store)
    if store is not None:
        store.close()
    assert [outcome.document_id for outcome in outcomes] == ["a1", "b1", "a2", "a3", "b2"]
    assert sorted(extractor.asked) == ["a1", "b1"]
    assert repeats(outcomes) == {"a2": "a1", "a3": "a1", "b2": "b1"}
    first, _, again, *_ = outcomes
    assert isinstance(first, Readout)
    assert isinstance(again, Readout)
    assert again.model_copy(update={"document_id": "a1", "issues": ()}) == first
    assert [outcome.usage.requests for outcome in outcomes] == [1, 1, 0, 0, 0]


def test_another_date_is_another_article() -> None:
    """ "On Monday" means another day."""
    text, extractor = "They met on Monday.", Reading()
    days = (None, "2031-05-05", "2031-05-12", "2031-05-05")
    given = [Document(id=f"d{i}", text=text, published=day) for i, day in enumerate(days)]
    assert repeats(once(given, extractor)) == {"d3": "d1"}
    assert extractor.asked == ["d0", "d1", "d2"]


def test_same_document_given_again_is_the_same_record() -> None:
    """It is no other article, and nothing is said of it."""
    extractor = Reading()
    first, again = once(named("a1", "a1"), extractor)
    assert first == again
    assert extractor.asked == ["a1"]


def test_remembered_are_the_last_ones() -> None:
    """What comes again too late is read again, and is then the first."""
    extractor = Reading()
    outcomes = once(named("a1", "b1", "a2", "c1", "b2", "a3", "b3"), extractor, remembered=2)
    assert extractor.asked == ["a1", "b1", "c1", "b2", "a3"]
    assert repeats(outcomes) == {"a2": "a1", "b3": "b2"}


def test_outcomes_among_the_documents_are_passed_on() -> None:
    """An unreadable file, an earlier record: neither read nor remembered."""
    (record,) = (answered(document) for document in named("a0"))
    extractor = Reading()
    outcomes = once([record, *named("a1"), record, *named("a2")], extractor)
    assert [outcome.document_id for outcome in outcomes] == ["a0", "a1", "a0", "a2"]
    assert extractor.asked == ["a1"]


def test_what_an_issue_left_out_is_repeated_too() -> None:
    """Whatever a model gave, half a surrogate pair too; its cost is not."""
    issue = Issue(code="unsupported", message="\ud83d", value={"name": ["\ud83d", None]})

    class Odd(Reading):
        def read(self, document: Document) -> Readout:
            record = super().read(document).model_copy(update={"issues": (issue,)})
            return record.with_usage(Usage(requests=7))

    first, again = once(named("a1", "a2"), Odd())
    assert isinstance(first, Readout)
    assert isinstance(again, Readout)
    assert again.issues[0] == first.issues[0] == issue
    assert (first.usage.requests, again.usage.requests) == (7, 0)


class FailsFirst(Waiting):
    async def extract(self, document: Document) -> Readout:
        if not self.asked:
            self.asked.append(document.id)
            await anyio.sleep(0.02)
            raise ServerTimeout("too slow")
        return await super().extract(document)


def test_after_a_failure_the_next_one_like_it_is_read(tmp_path: Path) -> None:
    """With a store, equal ones that wait try in turn, and the first that has a record is named."""
    extractor = FailsFirst()
    with AttemptStore(tmp_path / "s.sqlite") as store:
        outcomes = once(named("a1", "a2", "a3", "a4"), extractor, store)
        assert [isinstance(outcome, Failure) for outcome in outcomes] == [True, *[False] * 3]
        assert len(extractor.asked) == 2
        assert repeats(outcomes) == {"a3": "a2", "a4": "a2"}
        resumed = once(named("a1", "a2", "a3", "a4"), extractor, store)
        assert repeats(resumed) == {"a2": "a1", "a3": "a1", "a4": "a1"}
        assert len(extractor.asked) == 2


def test_without_a_store_those_in_work_share_the_failure() -> None:
    """They are not paid for twice; each says whose failure it is."""
    extractor = FailsFirst()
    first, again = once(named("a1", "a2"), extractor)
    assert isinstance(first, Failure)
    assert isinstance(again, Failure)
    assert (again.document_id, again.error.code) == ("a2", "server_timeout")
    assert again.error.message == "as 'a1', which has the same text: too slow"
    assert extractor.asked == ["a1"]


@given(
    names=st.lists(st.from_regex(r"[abc][1-9]", fullmatch=True), unique=True),
    remembered=st.integers(1, 3),
)
def test_order_and_records_are_those_of_reading_each(names: list[str], remembered: int) -> None:
    """Whatever comes again and whatever is remembered: but for the issue, nothing changes; what is
    no repeat was read."""
    for extractor in (Reading(), Waiting()):
        outcomes = once(named(*names), extractor, remembered=remembered)
        bare = [
            outcome.model_copy(update={"issues": ()})
            for outcome in outcomes
            if isinstance(outcome, Readout)
        ]
        assert bare == [answered(document) for document in named(*names)]
        assert set(extractor.asked) == set(names) - repeats(outcomes).keys()


def test_a_repeat_long_after_the_first_says_so_too() -> None:
    """Offline its record was let go of: it is read again, and equal to the first one's."""
    texts = [f"Irish Prime Minister Ann Lee met envoy number {i} on Monday." for i in range(450)]
    documents = [(f"d{i}", text) for i, text in enumerate(texts)]
    again = [(f"again{i}", texts[i]) for i in (0, 5, 440)]
    results = list(extract_many([*documents, *again]))
    for (name, _), result in zip(again, results[-3:], strict=True):
        assert isinstance(result, Readout)
        first = results[int(name.removeprefix("again"))]
        assert isinstance(first, Readout)
        assert (result.document_id, result.issues[-1].code) == (name, "repeated")
        assert result.issues[-1].value == first.document_id
        assert result.participants == first.participants

"""One document as a whole: failures, proofs, and what never changes a score."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import UsageError
from communique.gold.records import GoldDocument, GoldMeeting, GoldParticipant, GoldStatement
from communique.records import ErrorInfo, Failure, Issue, Participant, Readout, Span, Statement
from communique.scoring.counts import Counts, Ratio
from communique.scoring.documents import Score, compare_document, total

from .made import (
    damaged,
    gold_document,
    gold_statement,
    perfect,
    readout,
    seeded,
    statement,
)

SENTENCE = "Ann Lee and Bob Ray told Eve Fox in Oslo that “we agree on all of it” before noon"
TEXT = " ".join([SENTENCE] * 3)
PEOPLE = ("Ann Lee", "Bob Ray", "Eve Fox", "Joe Biden", "Boris Johnson", "NATO")

PLACES = st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 40)).map(
    lambda place: Span.of(TEXT, place[0], min(len(TEXT), place[0] + place[1]))
)
WITH_LETTERS = PLACES.filter(lambda span: any(map(str.isalnum, span.text)))
SPEAKERS = st.none() | st.sampled_from(PEOPLE[:3]).map(
    lambda name: (name, Span.of(TEXT, TEXT.index(name), TEXT.index(name) + len(name)))
)
KINDS = st.sampled_from(["direct", "mixed", "indirect"])
STATEMENTS = st.builds(
    lambda content, kind, spoken, core: GoldStatement(
        content=content,
        kind=kind,
        speaker=spoken and spoken[0],
        speaker_mention=spoken and spoken[1],
        core=core,
    ),
    WITH_LETTERS,
    KINDS,
    SPEAKERS,
    st.booleans(),
)
PARTICIPANTS = st.builds(
    GoldParticipant,
    name=st.sampled_from(PEOPLE),
    country=st.sampled_from([None, "US", "GB"]),
    title=st.sampled_from([None, "President", "Foreign Minister"]),
    optional=st.booleans(),
)
MEETINGS = st.builds(
    GoldMeeting,
    kind=st.sampled_from(["call", "summit"]),
    date=st.sampled_from([None, "2022-01-24", "2022-02-28"]),
    organizer=st.sampled_from([None, "Ann Lee"]),
)
GOLD = st.builds(
    lambda statements, participants, meetings: gold_document(
        TEXT, statements=statements, participants=participants, meetings=meetings
    ),
    st.lists(STATEMENTS, max_size=6, unique_by=lambda s: (s.content.start, s.content.end)),
    st.lists(PARTICIPANTS, max_size=5, unique_by=lambda p: p.name),
    st.lists(MEETINGS, max_size=3),
)
SEEDS = st.integers(0, 10_000)


def score(gold: GoldDocument, predicted: Readout | Failure | None) -> Score:
    return compare_document(gold, predicted).score


def replaced(record: Readout, **lists: object) -> Readout:
    return record.model_copy(update=lists)


@given(GOLD)
def test_a_perfect_prediction_scores_one(gold: GoldDocument) -> None:
    """Saying exactly what the gold says is right everywhere it is asked."""
    found = score(gold, perfect(gold))
    for counts in (
        found.participants.lenient,
        found.participants.strict,
        found.iou50.content,
        found.iou80.attributed,
        found.exact.attributed,
        found.meetings.meetings,
    ):
        assert (counts.fp, counts.fn) == (0, 0)
        assert counts.f1 in (None, 1.0)
    for ratio in (found.iou50.speaker, found.iou50.kind, found.meetings.date, found.supported):
        assert ratio.value in (None, 1.0)


def test_nothing_against_nothing_is_undefined() -> None:
    """No gold and no prediction measure nothing."""
    found = score(gold_document(TEXT), readout(TEXT))
    assert found.participants.lenient.f1 is None
    assert found.iou50.content.f1 is None
    assert found.iou50.speaker.value is None
    assert found.supported.value is None


@given(GOLD, SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_items_never_changes_a_score(
    gold: GoldDocument, seed: int, rng: random.Random
) -> None:
    """Shuffled gold and shuffled predictions give the same counts."""
    predicted = damaged(gold, seeded(seed))

    def shuffled(items: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(rng.sample(items, len(items)))

    names = ("participants", "statements", "meetings")
    other_gold = gold.model_copy(update={name: shuffled(getattr(gold, name)) for name in names})
    other = replaced(predicted, **{name: shuffled(getattr(predicted, name)) for name in names})
    assert score(other_gold, other) == score(gold, predicted)


@given(GOLD, st.data())
def test_a_duplicate_is_punished(gold: GoldDocument, data: st.DataObject) -> None:
    """Saying a right thing twice is one false alarm more, and nothing else."""
    record = perfect(gold)
    before = score(gold, record)
    if record.statements:
        again = data.draw(st.sampled_from(record.statements))
        after = score(gold, replaced(record, statements=(*record.statements, again)))
        assert after.iou50.content == before.iou50.content + Counts(fp=1)
    if record.participants:
        person = data.draw(st.sampled_from(record.participants))
        after = score(gold, replaced(record, participants=(*record.participants, person)))
        assert after.participants.lenient == before.participants.lenient + Counts(fp=1)


@given(GOLD, SEEDS, WITH_LETTERS)
def test_one_more_prediction_never_lowers_recall(
    gold: GoldDocument, seed: int, place: Span
) -> None:
    """More statements can only find more; more right ones are needed for precision."""
    record = damaged(gold, seeded(seed))
    more = Statement(content=place, kind="direct")
    before = score(gold, record).iou50.content
    after = score(gold, replaced(record, statements=(*record.statements, more))).iou50.content
    assert after.tp >= before.tp
    assert after.tp + after.fn == before.tp + before.fn


@given(GOLD, SEEDS)
def test_every_item_is_decided_once(gold: GoldDocument, seed: int) -> None:
    """The decisions name each gold and each predicted item exactly once, and agree with counts."""
    record = damaged(gold, seeded(seed))
    found = compare_document(gold, record)
    for item, golds, predicted, counts in (
        ("participant", gold.participants, record.participants, found.score.participants.lenient),
        ("statement", gold.statements, record.statements, found.score.iou50.content),
        ("meeting", gold.meetings, record.meetings, found.score.meetings.meetings),
    ):
        mine = [d for d in found.decisions if d.item == item]
        assert sorted(d.gold.index for d in mine if d.gold) == list(range(len(golds)))
        assert sorted(d.predicted.index for d in mine if d.predicted) == list(range(len(predicted)))
        verdicts = [d.verdict for d in mine]
        assert counts == Counts(
            verdicts.count("matched"), verdicts.count("false alarm"), verdicts.count("missed")
        )


@given(GOLD)
def test_a_failure_misses_all_of_its_gold(gold: GoldDocument) -> None:
    """A failed document stays in every denominator and earns nothing."""
    failure = Failure(
        document_id="d", error=ErrorInfo(code="server_timeout", message="late", stage="request")
    )
    found = compare_document(gold, failure)
    empty = score(gold, readout(TEXT))
    assert found.failure == failure.error
    assert (found.score.documents, found.score.failed) == (1, 1)
    assert found.score.participants == empty.participants
    assert found.score.iou50.content == Counts(fn=sum(s.core for s in gold.statements))
    assert found.score.meetings.kind == Ratio(0, len(gold.meetings))


def test_a_document_without_a_result_is_a_failure() -> None:
    """None is not an empty record."""
    found = compare_document(gold_document(TEXT), None)
    assert found.failure is not None
    assert found.failure.code == "missing"


def test_a_miss_that_is_no_items_fault_says_so() -> None:
    """Of a document without a record, or of a list in which the answer was cut: what was matched,
    what does not count and what an earlier list lacks stays what it is."""
    gold = gold_document(
        TEXT,
        participants=[GoldParticipant(name="Ann Lee"), GoldParticipant(name="NATO", optional=True)],
        statements=[
            gold_statement(TEXT, words) for words in ("we agree", "in Oslo", "before noon")
        ],
    )
    cut = Issue(code="answer_truncated", message="", path="statements")
    record = readout(TEXT, statements=[statement(TEXT, "in Oslo")], issues=[cut])
    found = compare_document(gold, record)
    ended = ("truncated", "the answer stopped before its end")
    told = [(d.error_class, d.why) for d in found.decisions if d.item == "statement"]
    assert told[::2] == [ended, ended]
    assert told[1][0] == "correct"
    classes = found.score.classes
    assert (classes.statements.gold.truncated, classes.statements.gold.correct) == (2, 1)
    assert (classes.participants.gold.missed, classes.participants.gold.truncated) == (1, 0)
    failed = compare_document(gold, None)
    assert [(d.error_class, d.why) for d in failed.decisions if d.verdict == "missed"] == [
        ("failed_document", "the document has no record")
    ] * 4
    assert [d.error_class for d in failed.decisions if d.verdict != "missed"] == ["excused"]
    assert failed.score.classes.statements.gold.failed_document == 3


def test_a_record_of_another_text_is_refused() -> None:
    """Offsets into another text would be scored as errors of the model."""
    with pytest.raises(UsageError, match="another text"):
        compare_document(gold_document(TEXT), readout(TEXT + "."))


def test_what_the_text_does_not_prove_is_counted() -> None:
    """Items in ``issues`` lower the share of supported ones; invented direct quotes are counted."""
    quote = {"content": "We never said that", "kind": "direct"}
    record = readout(
        TEXT,
        statements=[statement(TEXT, "we agree")],
        issues=[
            Issue(code="unsupported", message="not there", path="statements", value=quote),
            Issue(
                code="unsupported", message="not there", path="participants", value={"name": "X"}
            ),
            Issue(code="unsupported", message="", path="participants[0].country", value="FR"),
            Issue(code="date_year_unknown", message="", path="meetings[0].date", value="June 3"),
            Issue(code="duplicate", message="", path="statements", value=quote),
        ],
    )
    found = score(gold_document(TEXT), record)
    assert found.supported == Ratio(1, 3)
    assert found.quotes_not_verbatim == 1


@given(GOLD, SEEDS, st.sampled_from(["participants", "meetings", "statements"]))
def test_unlabeled_items_are_not_scored(gold: GoldDocument, seed: int, item: str) -> None:
    """What gold says nobody labeled is neither missed nor a false alarm; the rest is as before."""
    record = damaged(gold, seeded(seed))
    others = tuple(name for name in ("participants", "meetings", "statements") if name != item)
    unlabeled = gold.model_copy(update={item: (), "scores": others})
    found = compare_document(unlabeled, record)
    whole = compare_document(gold, record)
    kept = [d for d in whole.decisions if f"{d.item}s" != item]
    assert list(found.decisions) == kept
    absent = compare_document(gold.model_copy(update={item: ()}), record)
    extra = [d for d in absent.decisions if f"{d.item}s" == item]
    assert all(d.verdict in {"false alarm", "excused"} for d in extra)
    assert len(extra) == len(getattr(record, item))


def test_scores_add_up() -> None:
    """The sum of documents is the pooled score, with rates in its JSON form."""
    gold = gold_document(TEXT, participants=[GoldParticipant(name="Ann Lee")])
    both = total([score(gold, perfect(gold)), score(gold, None)])
    assert both.documents == 2
    dumped = both.as_dict()
    assert dumped["participants"]["lenient"]["recall"] == 0.5
    assert dumped["statements"]["iou50"]["content"]["f1"] is None
    assert set(dumped) == {
        *("documents", "failed", "participants", "statements", "meetings"),
        *("supported", "quotes_not_verbatim", "classes"),
    }


@pytest.fixture(scope="module")
def large() -> tuple[GoldDocument, Readout]:
    """25,000 statements and 25,000 participants on each side, in one document."""
    sentence = "Ann Lee said the talks went very well today. "
    n, length = 25_000, len(sentence)
    text = sentence * n
    speaker = Span.of(text, 0, 7)
    rng = seeded(0)

    def contents(shift: Callable[[], int]) -> list[Span]:
        return [Span.of(text, i * length + 13 + shift(), i * length + 43) for i in range(n)]

    spoken = {"kind": "indirect", "speaker": "Ann Lee", "speaker_mention": speaker}
    gold = gold_document(
        text,
        statements=[GoldStatement(content=c, **spoken) for c in contents(lambda: 0)],
        participants=[GoldParticipant(name=f"Given{i % 99} Sur{i}") for i in range(n)],
    )
    predicted = readout(
        text,
        statements=[Statement(content=c, **spoken) for c in contents(lambda: rng.randint(0, 4))],
        participants=[
            Participant(name=f"Given{i % 99} Sur{i}", mentions=(speaker,)) for i in range(5, n + 5)
        ],
    )
    return gold, predicted


@pytest.mark.slow
def test_100_000_items_take_seconds(large: tuple[GoldDocument, Readout]) -> None:
    """Time follows the number of items, not of pairs."""
    gold, predicted = large
    started = time.process_time()
    found = score(gold, predicted)
    assert time.process_time() - started < 20
    assert found.iou50.content == Counts(tp=25_000)
    assert found.participants.lenient == Counts(tp=24_995, fp=5, fn=5)

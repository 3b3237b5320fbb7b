"""Every item in exactly one class, and every injected fault in its own."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument
from communique.project import packaged_root
from communique.records import Failure, Readout
from communique.scoring.classes import ClassCounts
from communique.scoring.documents import compare_document

from .faults import FAULTS, Moves, article
from .made import damaged, perfect, seeded

LISTS = ("participants", "statements", "meetings")


def classes(gold: GoldDocument, record: Readout | Failure | None) -> dict[str, ClassCounts]:
    found = compare_document(gold, record).score.classes
    return {name: getattr(found, name) for name in LISTS}


def moved(before: Any, moves: Moves) -> dict[str, int]:
    """The counts of one side after ``moves``, zeros left out."""
    after = Counter(before.as_dict())
    after.update(moves)
    return {name: count for name, count in after.items() if count}


def present(counts: Any) -> dict[str, int]:
    return {name: count for name, count in counts.as_dict().items() if count}


@pytest.mark.parametrize(("name", "error_class"), FAULTS)
def test_a_hundred_faults_of_a_class_are_reported_in_it(name: str, error_class: str) -> None:
    """Each moves exactly its items into its class, and nothing else; the sums stay exact."""
    for seed in range(100):
        rng = seeded(seed)
        gold = article(rng)
        before = classes(gold, perfect(gold))[name]
        record, on_gold, on_predicted = FAULTS[name, error_class](gold, rng)
        after = classes(gold, record)[name]
        assert present(after.gold) == moved(before.gold, on_gold), seed
        assert present(after.predicted) == moved(before.predicted, on_predicted), seed
        assert after.gold.total == len(getattr(gold, name))
        left_out = len(record.issues) if record and error_class in LEFT_OUT else 0
        given = len(getattr(record, name)) if record else 0
        assert after.predicted.total == given + left_out


LEFT_OUT = {"fabricated", "boilerplate"}


@pytest.mark.parametrize("seed", range(3))
def test_the_sums_are_exact_on_the_shipped_gold(seed: int) -> None:
    """Whatever is damaged: counted gold, and all that was predicted, once each."""
    rng = seeded(seed)
    for file in ("seeds.jsonl", "challenge.jsonl"):
        for gold in load_gold(packaged_root() / "gold" / file):
            record = damaged(gold, rng)
            found = classes(gold, record)
            wanted = {
                "participants": sum(not p.optional for p in gold.participants),
                "statements": sum(s.core for s in gold.statements),
                "meetings": len(gold.meetings),
            }
            assert {name: found[name].gold.total for name in LISTS} == wanted
            for name in LISTS:
                predicted = len(getattr(record, name)) if gold.is_scored(name) else 0
                assert found[name].predicted.total == predicted


def test_of_a_perfect_record_everything_is_correct() -> None:
    """On all shipped gold; what does not count is excused."""
    for file in ("seeds.jsonl", "challenge.jsonl"):
        for gold in load_gold(packaged_root() / "gold" / file):
            for counts in classes(gold, perfect(gold)).values():
                assert set(present(counts.gold)) <= {"correct"}
                assert set(present(counts.predicted)) <= {"correct", "excused"}


def test_what_is_matched_is_the_recall_of_the_table() -> None:
    """Decisions that are matched, and not the classes alone, make up the counts."""
    rng = seeded(7)
    for _ in range(20):
        gold = article(rng)
        scored = compare_document(gold, damaged(gold, rng))
        matched = [d for d in scored.decisions if d.verdict == "matched"]
        statements = [d for d in matched if d.item == "statement"]
        assert len(statements) == scored.score.iou50.content.tp
        assert {d.error_class for d in statements} <= {
            *("correct", "wrong_speaker", "wrong_kind", "boundary", "split", "merge")
        }

"""Our figures beside those of scorers written by others, on the same gold and predictions.

``COMMUNIQUE_SCORE`` names a folder with ``participants.py`` and ``statements.py``, each run as
``python FILE GOLD PREDICTED --json OUT``; ``COMMUNIQUE_DEV`` one with labeled corpora. The
definitions coincide but for these things:

- Ties between equally good assignments they leave to the order of the lists, and ours decides by
  content: most meetings, right speakers and attributes; of meetings, shared participants.
- Of the letters of a participant's name that ASCII lacks, ours spells some (ø as o, ł as l) and
  keeps the rest (Cyrillic, Chinese); they drop them all, or take the name as it stands where
  nothing would be left.
- Which groups of the first three go free they leave to the order of the list, ours to the names;
  how many is the same.
- Regions that a corpus excludes from judgment are judged here (predicting from them errs), and so
  left out of the gold handed to them.
- Only ours has: overlap from .3 on, strict participants, organizations, resolved speakers, kinds of
  statements, and the classes of errors. Only theirs: named speakers, pieces of one attribution as a
  unit, means over documents, bootstrap intervals.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from communique.extraction import extract
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument, GoldStatement
from communique.project import packaged_root
from communique.records import Readout
from communique.scoring.counts import Counts, Ratio
from communique.scoring.documents import Score, compare_document, total

from .made import damaged, seeded

SEEDS = packaged_root() / "gold" / "seeds.jsonl"
RATES = {"P": "precision", "R": "recall", "F1": "f1"}


def folder(variable: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"{variable} is not set: no independent scorers or corpora here")
    return Path(value)


def corpus(name: str) -> tuple[GoldDocument, ...]:
    path = SEEDS if name == "seeds" else folder("COMMUNIQUE_DEV") / name
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    # Of an article that several annotated there are several lines: each is a document here.
    return tuple(
        gold.model_copy(update={"document_id": f"{number} {gold.document_id}"})
        for number, gold in enumerate(load_gold(path))
    )


def as_theirs(gold: GoldDocument) -> dict[str, Any]:
    """The gold in the flat shape that both scorers read."""

    def flat(s: GoldStatement) -> dict[str, Any]:
        mention = s.speaker_mention
        return {
            "start": s.content.start,
            "end": s.content.end,
            "kind": s.kind,
            "core": s.core,
            "speaker_text": mention.text if mention else s.speaker,
            "speaker_name": s.speaker,
            "speaker_start": mention and mention.start,
            "speaker_end": mention and mention.end,
        }

    dumped = gold.model_dump(mode="json")
    return {
        "id": gold.document_id,
        "text": gold.text,
        "participants": dumped["participants"],
        "meetings": dumped["meetings"],
        "statements": [flat(s) for s in gold.statements],
    }


def theirs(script: str, gold: Path, predicted: Path, out: Path, *options: str) -> Any:
    command = [sys.executable, folder("COMMUNIQUE_SCORE") / script, gold, predicted]
    subprocess.run([*command, "--boot", "0", "--json", out, *options], check=True, timeout=100)
    return json.loads(out.read_bytes())


MEETINGS = ["seeds", "meetings/articles.jsonl", "meetings/readouts.jsonl"]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", [*MEETINGS, "polnear/dev.jsonl"])
def test_figures_are_equal_to_three_decimals(name: str, seed: int, tmp_path: Path) -> None:
    """Damaged gold scores the same in every figure that both define."""
    rng = seeded(seed)
    golds = corpus(name)
    compare(golds, [damaged(gold, rng) for gold in golds], tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["polnear/train.jsonl", "polnear/annotators.jsonl"])
def test_figures_of_a_large_corpus_are_equal_to_three_decimals(name: str, tmp_path: Path) -> None:
    """All of it, every annotator's labels too."""
    rng = seeded(3)
    golds = corpus(name)
    compare(golds, [damaged(gold, rng) for gold in golds], tmp_path)


@pytest.mark.parametrize("name", MEETINGS)
def test_figures_of_a_real_extractor_are_equal_to_three_decimals(name: str, tmp_path: Path) -> None:
    """What the offline extractor reads, some documents without a record."""
    golds = corpus(name)
    read = [extract(g.text, document_id=g.document_id, published=g.published) for g in golds]
    compare(golds, [None if i % 5 == 4 else r for i, r in enumerate(read)], tmp_path)


def compare(
    golds: Sequence[GoldDocument], records: Sequence[Readout | None], tmp_path: Path
) -> None:
    """Both scorers on the same files."""
    folder("COMMUNIQUE_SCORE")
    gold, predicted = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"
    gold.write_text("\n".join(json.dumps(as_theirs(g)) for g in golds))
    predicted.write_text("\n".join(json.dumps(r.model_dump(mode="json")) for r in records if r))

    pairs = zip(golds, records, strict=True)
    ours = total(compare_document(g, r).score for g, r in pairs)
    same_statements(ours, theirs("statements.py", gold, predicted, tmp_path / "s.json", "--core"))
    same_participants(ours, theirs("participants.py", gold, predicted, tmp_path / "p.json"))


def same_statements(ours: Score, found: Any) -> None:
    for threshold in ("iou50", "iou80", "exact"):
        mine, figures = getattr(ours, threshold), found[threshold]["micro"]
        for theirs_name, name in RATES.items():
            assert_equal(getattr(mine.content, name), figures[theirs_name])
        assert_equal(mine.attributed.f1, figures["attrF1"])
        assert_equal(mine.speaker.value, figures["acc_all"])


def same_participants(ours: Score, found: Any) -> None:
    figures = found["micro"]
    people: Counts = ours.participants.lenient
    meetings = ours.meetings
    expected: dict[str, float | None] = {
        "precision": people.precision,
        "recall": people.recall,
        "f1": people.f1,
        "country": ours.participants.country.value,
        "title": ours.participants.title.value,
        "grounded": ours.participants.grounded.value,
        "meetings_matched": meetings.meetings.recall,
        "meeting_precision": meetings.meetings.precision,
        "meeting_date": meetings.date.value,
        "meeting_kind": meetings.kind.value,
        "organizer": meetings.organizer.value,
    }
    for name, value in expected.items():
        assert_equal(value, figures[name])
    assert people.right_of_gold == Ratio(int(found["counts"]["tp"]), people.tp + people.fn)


def assert_equal(mine: float | None, their: float | None) -> None:
    undefined = their is None or their != their  # theirs writes NaN for undefined
    assert (mine is None) == undefined
    if mine is not None:
        assert mine == pytest.approx(their, abs=0.0005)

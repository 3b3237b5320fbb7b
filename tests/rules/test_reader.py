"""The offline extractor as a whole: total, deterministic, linear, and right about the seeds."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.records import Document
from communique.rules import read

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
WORDS = st.sampled_from(
    [
        "President", "Ann", "Lee", "met", "said", "that", "“", "”", '"', "'", ",", ".", "\n\n",
        "Monday", "the", "of", "France", "French", "Mr.", "and", "call", "with", "(", ")", ":",
        "according", "to", "stressed", "U.S.", "—", "he", "statement", "Minister", "’s", "\r\n",
        "\u00a0", "😀", "e\u0301", "24", "January", "Photo:", "who", "by", "hosted", "NATO",
    ]
)  # fmt: skip


def proven(text: str) -> str:
    """Extract; a Readout checks every span itself. Returns its bytes."""
    return read(Document(id="made", text=text)).model_dump_json()


@given(st.text(max_size=400))
def test_any_text_gives_a_proven_record(text: str) -> None:
    """No input string raises, and every span equals its text."""
    proven(text)


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_any_salad_of_reporting_words_gives_a_proven_record(text: str) -> None:
    """The grammar's own words in any order never break it, and twice is the same."""
    assert proven(text) == proven(text)


@pytest.mark.parametrize(
    "text",
    ['"' * 20_000, "President " * 10_000, "Ann Lee, " * 10_000, "said that " * 10_000,
     "(" * 20_000, "A. " * 10_000, "of the " * 10_000, "and X said " * 5_000, "'a " * 20_000,
     "according to " * 8_000, "-" * 50_000, "x" * 100_000, "Ann Lee met Bo Rae. " * 3_000],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile_texts_end_in_seconds(text: str) -> None:
    """No pattern is catastrophic, whatever is repeated."""
    start = time.perf_counter()
    proven(text)
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_seeds_read_as_labeled(path: Path) -> None:
    """Participants, meeting and statements of the seeds are those of the gold."""
    with path.open(encoding="utf-8", newline="") as file:
        found = read(Document(id=path.stem, text=file.read()))
    lines = (ROOT / "gold" / "seeds.jsonl").read_text("utf-8").splitlines()
    gold = next(g for g in map(json.loads, lines) if g["document_id"] == path.stem)
    assert {p.name for p in found.participants} == {p["name"] for p in gold["participants"]}
    assert [(m.kind, m.date, m.organizer) for m in found.meetings] == [
        (m["kind"], m["date"], m["organizer"]) for m in gold["meetings"]
    ]
    core = [s for s in gold["statements"] if s["core"]]
    assert {(s.speaker, s.kind) for s in found.statements} >= {
        (s["speaker"], s["kind"]) for s in core
    }

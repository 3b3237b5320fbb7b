"""The offline extractor as a whole: total, deterministic, linear, and right about the seeds."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
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


def many(length: int) -> str:
    """Invented reporting of about ``length`` characters, names differing from page to page."""
    page = (
        "Irish Prime Minister Ann L{0} met Maltese President Bo R{0} in Oslo on 5 May 2031.\n\n"
        "“We go on with the talks,” L{0} said. She stressed the need for aid, adding that both "
        "sides had agreed to meet again. R{0} told reporters that the talks were “hard”.\n\n"
        "The harbour has been closed since the storm of last winter, when the pier gave way and "
        "two ships went down within sight of the town. Since then the ferries have gone by the "
        "northern route, which takes a day longer and costs the islands half of their trade. The "
        "fishing fleet, once the largest on the coast, now lies idle for most of the season.\n\n"
    )
    pages = (page.format(f"e{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}n") for i in range(10**6))
    text = ""
    while len(text) < length:
        text += "".join(next(pages) for _ in range(100))
    return text[:length]


def test_the_same_record_in_threads() -> None:
    """Read at once by many threads, each document gives its bytes."""
    texts = [many(2000 + 100 * i) for i in range(16)]
    alone = [proven(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(proven, texts)) == alone


def test_the_same_record_in_processes() -> None:
    """And by fresh processes, whose hashes are seeded otherwise."""
    text = many(3000)
    code = (
        "import sys; from communique.records import Document; from communique.rules import read; "
        "sys.stdout.write(read(Document(id='made', text=sys.stdin.read())).model_dump_json())"
    )
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert run.stdout == proven(text)


@pytest.mark.slow
def test_a_megabyte_takes_linear_time_and_little_memory() -> None:
    """Time grows with exponent 1.1 at most from 16 kB to 1 MB; the process stays below 200 MB."""
    code = (
        "import resource, sys, time; from pathlib import Path; "
        "from communique.records import Document; "
        "from communique.rules import read; text = sys.stdin.read(); "
        "read(Document(id='warm', text=text[:16_000])); took = []\n"
        "for n in (16_000, 1_000_000):\n"
        "    start = time.process_time(); read(Document(id='made', text=text[:n])); "
        "took.append(time.process_time() - start)\n"
        # Linux counts the parent's memory at the fork in ru_maxrss; VmHWM is this process's own.
        "status = Path('/proc/self/status')\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if not status.exists() else "
        "status.read_text().split('VmHWM:')[1].split()[0]\n"
        "print(*took, peak)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        input=many(1_000_000),
        capture_output=True,
        text=True,
        check=True,
    )
    short, long, memory_kb = map(float, run.stdout.split())
    assert long / short <= (1_000_000 / 16_000) ** 1.1
    assert memory_kb < 200 * 1024


MENU = "Home\nWorld\nPolitics\nBusiness\nSport\nLatest News\n\n"
DATED = (
    "Ministers meet on the lake\n\nMay 5, 2031\n\n"
    "OSLO, May 6: Norwegian Prime Minister Ann Lee met Maltese President Bo Rae on Monday."
)


def test_a_menu_does_not_hide_the_date_line() -> None:
    """Words of a page's navigation are no paragraphs of the head."""
    assert read(Document(id="made", text=MENU + DATED)).meetings[0].date == "2031-05-05"


def test_blanks_of_any_width_are_blanks() -> None:
    """A dateline that disagrees with the article's own date is noted, whatever its blanks are."""
    for text in (DATED, DATED.replace(" ", "\u00a0"), DATED.replace(" ", "\u2009")):
        codes = [issue.code for issue in read(Document(id="made", text=text)).issues]
        assert codes == ["date_conflict"]
    before = "It began years ago, when Irish President Ann Lee met Maltese President Bo Rae."
    for text in (before, before.replace(" ", "\u00a0")):
        assert read(Document(id="made", text=text)).meetings == ()


def test_soft_hyphens_change_nothing() -> None:
    """They stand in the spans, and hide no cue, title or word for a meeting."""
    plain = "Irish prime minister Ann Lee met Maltese president Bo Rae. Lee stressed the need."
    hyphenated = plain
    for word in ("minister", "president", "stressed"):
        hyphenated = hyphenated.replace(word, f"{word[:4]}\u00ad{word[4:]}")
    one, other = (read(Document(id="made", text=text)) for text in (plain, hyphenated))
    assert [m.kind for m in other.meetings] == [m.kind for m in one.meetings] != []
    assert [p.country for p in other.participants] == ["IE", "MT"]
    assert [s.cue.text for s in other.statements if s.cue] == ["stre\u00adssed"]


def test_either_apostrophe_is_one() -> None:
    """What the grammar knows as "won't" it knows as "won’t" too."""
    for apostrophe in "'’":
        (found,) = read(
            Document(id="made", text=f"Rae warns truce won{apostrophe}t last")
        ).statements
        assert (found.speaker, found.content.text) == ("Rae", f"truce won{apostrophe}t last")

"""How far a call is."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from communique.cli import progress as module
from communique.cli.progress import Pace, progress
from communique.cli.tally import Tally
from communique.records import Usage


def test_pace_is_that_of_the_last_minute() -> None:
    """A slow beginning does not spoil the estimate for long."""
    pace = Pace(total=1_000, started=0.0)
    assert pace.told(0, 0.0) == ""
    assert pace.told(10, 10.0) == "1/s, 0:16:30 left"
    for second in range(11, 100):
        told = pace.told(10 + 5 * (second - 10), float(second))
    assert told.startswith("5/s, 0:01:4")
    assert pace.told(1_000, 1_000.0).endswith(", 0:00:00 left")


def test_time_left_is_not_guessed() -> None:
    """Where the number of documents is not known, the rate stands alone."""
    assert Pace(total=None, started=0.0).told(2_500, 2.0) == "1,250/s"


def test_short_run_says_nothing_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """The closing line is enough."""
    with progress(3, shown=True) as advance:
        for done in (1, 2, 3):
            advance(Tally(records=done))
    assert capsys.readouterr().err == ""


def test_line_names_what_is_under_way(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one call does several things one after another."""
    monkeypatch.setattr(module, "LINE_SECONDS", 0.0)
    with progress(9, shown=True) as advance:
        advance(Tally(records=3, doing="openai/x"))
    assert capsys.readouterr().err.startswith("openai/x: 3 of 9 documents, ")


def test_long_run_says_a_line_now_and_then_in_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many of how many, how many failed, how fast, what it cost; no more often than asked."""
    monkeypatch.setattr(module, "LINE_SECONDS", 0.05)
    usage = Usage(requests=7, input_tokens=70, output_tokens=7, cost=Decimal("0.5"))
    with progress(4_000, shown=True) as advance:
        time.sleep(0.06)
        for done in (1_000, 1_001, 1_002):
            advance(Tally(records=done, failures=2, usage=usage))
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("1,002 of 4,000 documents, 2 failed, ")
    assert line.endswith(" left; 7 requests, 70 tokens in, 7 out, $0.5000")


def test_silence_is_told_to_be_work(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model may take minutes for one article; where documents end, nothing is added."""
    monkeypatch.setattr(module, "STILL_SECONDS", 0.1)
    with progress(2, shown=False) as advance:
        for _ in range(4):
            time.sleep(0.04)
            advance(Tally(records=1))
        assert capsys.readouterr().err == ""
        time.sleep(0.35)
    first, *_ = capsys.readouterr().err.splitlines()
    assert first == "still at work: 1 of 2 documents after 0:00:00"


def on_terminal(*args: str | Path) -> str:
    """What ``communique extract`` shows on a terminal as standard error."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "communique", "extract", *map(str, args)],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65_536):
            shown += piece
    except OSError:  # how Linux says that the other side is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    return shown.decode()


def test_terminal_shows_rate_and_time_left(tmp_path: Path) -> None:
    """Beside the bar; where the number is not known, the rate alone."""
    folder, lines = tmp_path / "articles", tmp_path / "articles.jsonl"
    folder.mkdir()
    texts = [f"President Ann Lee said that {i} ships had sailed. " * 20 for i in range(60)]
    for i, text in enumerate(texts):
        (folder / f"{i}.txt").write_text(text)
    lines.write_text(
        "".join(json.dumps({"id": f"{i}", "text": t}) + "\n" for i, t in enumerate(texts))
    )
    shown = on_terminal(folder, "-o", tmp_path / "a.jsonl")
    assert "/60" in shown
    assert "/s, 0:00:0" in shown
    shown = on_terminal(lines, "-o", tmp_path / "b.jsonl")
    assert "/s" in shown
    assert "left" not in shown

"""A benchmark that is killed in the middle, twice, ends as one that never was."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.evals.plan import make_plan
from communique.evals.run import run_suite
from communique.evals.suites import load_suite
from communique.models import Model
from communique.runs.store import FILE_NAME, AttemptStore
from communique.testing import FakeServer
from communique.testing.answers import Play
from llm.test_local import smollm

from .conftest import gold_line

KILLS = 2

RUN = """
import sys
from pathlib import Path
from communique.evals.plan import make_plan
from communique.evals.run import run_suite
from communique.evals.suites import load_suite
from communique.models import Model

folder, tokens, limit, *names = sys.argv[1:]
models = [Model(name, max_tokens=int(tokens), timeout=300) for name in names]
plan = make_plan(load_suite("made"), models, repeats=2, limit=int(limit))
assert run_suite(plan, Path(folder), limits={"concurrency": 1}).stopped is None
"""
"""Every model reads twice."""


SHORT_PROMPT = """\
+++
name = "readout"
version = 1
+++
# system
Answer as the example does. <<FIELDS>>
Article: <<EXAMPLE_ARTICLE>>
Answer: <<EXAMPLE_ANSWER>>
# user
Published: <<PUBLISHED>>
<<FENCE>>
<<ARTICLE>>
<<FENCE>>
# example article
“It rains,” Ada Vex said.
# example answer
{"participants": [], "meetings": [], "statements": [{"content": "“It rains,”", "cue": "said",
"speaker_mention": "Ada Vex", "speaker": "Ada Vex", "kind": "direct", "nested": false}]}
"""
"""For a model that reads some tens of words a second."""


def started(
    project: Path, folder: Path, tokens: int, limit: int, *models: str
) -> subprocess.Popen[bytes]:
    """A run of the first ``limit`` documents, with answers of at most so many tokens."""
    call = [sys.executable, "-c", RUN, str(folder), str(tokens), str(limit), *models]
    return subprocess.Popen(call, cwd=project)


def finished(process: subprocess.Popen[bytes]) -> None:
    assert process.wait(timeout=1500) == 0


def killed(process: subprocess.Popen[bytes], when: Callable[[], bool]) -> None:
    while not when():
        assert process.poll() is None, "it was done before it could be killed"
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=60) == -signal.SIGKILL


def kept(folder: Path) -> int:
    """Records in the store."""
    if not (folder / "attempts" / FILE_NAME).exists():
        return 0
    with AttemptStore(folder / "attempts" / FILE_NAME) as store:
        return store.counts()[0]


def whole(folder: Path) -> dict[str, bytes]:
    """What two equal runs have alike: everything but the clock."""
    paths = (folder / "scores.json", folder / "gold.jsonl", *folder.glob("records/*"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.slow
def test_killed_twice_the_scores_are_those_of_a_run_that_was_not(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, with the rules beside an imperfect model; what was answered is not asked
    again: a life after a kill asks for what the store does not have, and for nothing else."""
    gold = "".join(json.dumps(gold_line(number)) + "\n" for number in range(1, 9))
    (project / "gold" / "made.jsonl").write_text(gold, "utf-8")
    calm, folder = project / "calm", project / "stormy"
    models = ("regex", "openai/fake")
    play = Play(drop=3, invent=2)
    with FakeServer(map(json.loads, gold.splitlines()), play=play, latency=0.05) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        asked = [Model(name, max_tokens=300, timeout=300) for name in models]
        suite = load_suite("made", project)
        plan = make_plan(suite, asked, repeats=2, limit=8, root=project)
        run_suite(plan, calm)
        assert server.requests == 16
        for _ in range(KILLS):
            before, had = server.requests, kept(folder)
            process = started(project, folder, 300, 8, *models)
            killed(process, lambda most=before + 5: server.requests >= most)  # type: ignore[misc]
            new = kept(folder) - had
            # One is under way, and the one before it may be on its way to the disk.
            assert 3 <= new <= server.requests - before <= new + 2
            assert not (folder / "scores.json").exists()
        before, had = server.requests, kept(folder)
        run_suite(plan, folder)
        assert server.requests - before == 16 - had
    assert whole(folder) == whole(calm)
    assert not list(folder.rglob("*.part"))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_two_local_models_killed_twice(project: Path, tmp_path: Path) -> None:
    """Real ones, each a file: what they answered is kept, and the end is that of a calm run.

    Their answers are cut short, for the processor's sake; what cannot be read is a failure, which
    each life asks about again.
    """
    wheel = smollm()
    (project / "prompts").mkdir()
    (project / "prompts" / "readout.v1.md").write_text(SHORT_PROMPT, "utf-8")
    other = tmp_path / "other.gguf"
    other.write_bytes(wheel.read_bytes() + b"\0")  # another model, as far as anybody can tell
    models = ("regex", f"local/{wheel}", f"local/{other}")
    calm, folder = project / "calm", project / "stormy"
    finished(started(project, calm, 120, 1, *models))
    for _ in range(KILLS):
        had = attempts(folder)
        process = started(project, folder, 120, 1, *models)
        killed(process, lambda had=had: attempts(folder) > had)  # type: ignore[misc]
    finished(started(project, folder, 120, 1, *models))
    assert whole(folder) == whole(calm)
    assert kept(folder) == kept(calm)


def attempts(folder: Path) -> int:
    """Records and failures in the store."""
    if not (folder / "attempts" / FILE_NAME).exists():
        return 0
    with AttemptStore(folder / "attempts" / FILE_NAME) as store:
        return sum(store.counts())

"""Runs to report on: the rules beside a model that leaves out and makes up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from communique.evals.plan import make_plan
from communique.evals.run import run_suite
from communique.evals.suites import load_suite
from communique.models import Model
from communique.testing import FakeServer, Fault, Play

from .conftest import SUITE, gold_line, place

HOSTILE = "</script><script>alert('x')</script><img src=x onerror=alert(1)> \"'\u202e&amp; "
HOSTILE_MODEL = "openai/<img src=x onerror=alert(2) "

PLAY = Play(drop=2, invent=2)


def hostile_line() -> dict[str, Any]:
    """An article that would be a page; each label in it would be one too."""
    text = f"{HOSTILE}Ann Lee of Norway stressed {HOSTILE}the importance of <b>trade</b>."
    name = place(text, "Ann Lee")
    return {
        "document_id": '"><script>alert(3)</script>',
        "text": text,
        "participants": [{"name": "Ann Lee", "country": "NO", "mentions": [name]}],
        "statements": [
            {
                "content": place(text, f"{HOSTILE}the importance of <b>trade</b>"),
                "kind": "indirect",
                "speaker": "Ann Lee",
                "speaker_mention": name,
                "cue": place(text, "stressed"),
            }
        ],
    }


def make_run(
    root: Path,
    lines: Sequence[dict[str, Any]],
    *,
    model: str = "openai/fake",
    refused: int = -1,
    repeats: int = 1,
    play: Play = PLAY,
) -> Path:
    """The folder of a finished run over ``lines``; the request numbered ``refused`` is."""
    (root / "gold").mkdir(parents=True)
    (root / "evals" / "suites").mkdir(parents=True)
    (root / "evals" / "suites" / "made.toml").write_text(SUITE, "utf-8")
    dumped = "".join(json.dumps(line) + "\n" for line in lines)
    (root / "gold" / "made.jsonl").write_text(dumped, "utf-8")
    fault = Fault("status", status=400)
    with FakeServer(
        lines, play=play, faults=lambda number: fault if number == refused else None
    ) as server:
        models = [Model("regex"), Model(model, base_url=server.base_url)]
        plan = make_plan(load_suite("made", root), models, repeats=repeats, root=root, drafts=True)
        run_suite(plan, root / "run")
    return root / "run"


def articles(number: int) -> list[dict[str, Any]]:
    return [gold_line(n) for n in range(1, number + 1)]

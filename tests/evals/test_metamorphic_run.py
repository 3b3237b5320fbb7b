"""The metamorphic run: over real HTTP, with models that are consistent and models that remember."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from communique.errors import UsageError
from communique.evals.metamorphic_run import MetamorphicPlan, make_metamorphic_plan, run_metamorphic
from communique.evals.metamorphic_suite import MetamorphicSuite, load_any
from communique.evals.metamorphic_table import failure_lines, metamorphic_lines
from communique.models import Model
from communique.offline import RegexExtractor
from communique.testing import FakeServer, Fault

ARTICLE = """Four leaders speak about the lake

May 5, 2031

OSLO, May 5: Norwegian President Ann Lee spoke by phone with Kenyan Prime Minister Bo Rae, \
Chilean President Ada Vex and Maltese Prime Minister Tom Ash on Monday. "We will not sell the \
lake," Ann Lee said. Bo Rae said that 40 ships had sailed to Malta.
"""
SUITE = """
description = "A made-up article, changed"
kind = "metamorphic"
documents = ["texts"]
variants = 2
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project folder with the suite ``changed``."""
    root = tmp_path / "project"
    for folder in ("gold", "texts", "evals/suites"):
        (root / folder).mkdir(parents=True)
    (root / "texts" / "lake.txt").write_text(ARTICLE, "utf-8")
    (root / "evals" / "suites" / "changed.toml").write_text(SUITE, "utf-8")
    return root


def plan_of(root: Path, *models: Model | str) -> MetamorphicPlan:
    suite = load_any("changed", root)
    assert isinstance(suite, MetamorphicSuite)
    return make_metamorphic_plan(suite, [Model.of(model) for model in models], root=root)


def answers(plan: MetamorphicPlan, *, remembered: bool = False) -> list[dict[str, Any]]:
    """A record for each text of the plan: its own, or that of the original for all of them."""
    documents = [*plan.sources, *(variant.document for variant in plan.variants)]
    reader = RegexExtractor()
    records = [reader.read(plan.sources[0] if remembered else d) for d in documents]
    pairs = zip(documents, records, strict=True)
    found = [{**r.model_dump(mode="json"), "text": d.text} for d, r in pairs]
    return sorted(found, key=lambda record: -len(record["text"]))  # the whole one, not a part


def asked(root: Path, server: FakeServer) -> MetamorphicPlan:
    return plan_of(root, Model("openai/fake", base_url=server.base_url))


def test_a_consistent_model_passes_every_check(root: Path, tmp_path: Path) -> None:
    """It reads each text as it is; nothing is from memory, and asked again it says the same."""
    with FakeServer(answers(plan_of(root, "regex"))) as server:
        results = run_metamorphic(asked(root, server), tmp_path / "out")
    (result,) = results.models
    lines = list(failure_lines(results))
    assert [o.variant.id for o in result.outcomes if not o.passed] == [], lines
    assert result.again == (True,)
    table = metamorphic_lines(results)
    assert table[0].split() == ["checks", "passed", "openai/fake"]
    assert any(line.split() == ["rename-leader", "2/2"] for line in table)
    assert any(line.split() == ["from", "memory", "0"] for line in table)


def test_a_model_that_answers_from_memory_is_caught(root: Path, tmp_path: Path) -> None:
    """It knows the original: famous names, countries and dates, whatever the text says."""
    with FakeServer(answers(plan_of(root, "regex"), remembered=True)) as server:
        results = run_metamorphic(asked(root, server), tmp_path / "out")
    (result,) = results.models
    for family in ("rename-leader", "invent-leader", "swap-countries", "shift-dates"):
        outcomes = result.of(family)
        assert not any(o.passed for o in outcomes), family
    for family, kind in (("rename-leader", "name"), ("shift-dates", "date")):
        assert all(any(t.startswith(kind) for t in o.from_memory) for o in result.of(family))
    for outcome in result.of("invent-leader"):
        assert any(trace.startswith("name") for trace in outcome.from_memory)
    for outcome in result.of("swap-countries"):
        assert any(trace.startswith("country") for trace in outcome.from_memory)
        assert any(trace.startswith("title") for trace in outcome.from_memory)
    assert not any(o.from_memory for o in result.of("menu"))
    scores = json.loads((tmp_path / "out" / "scores.json").read_bytes())
    assert scores["kind"] == "metamorphic"
    assert scores["models"][0]["from_memory"] >= 6
    assert "from memory: name " in "\n".join(failure_lines(results))


def test_nothing_is_asked_twice(root: Path, tmp_path: Path) -> None:
    """The same call again finds all answers, and writes the same scores."""
    with FakeServer(answers(plan_of(root, "regex"))) as server:
        plan = asked(root, server)
        run_metamorphic(plan, tmp_path / "out")
        first = (tmp_path / "out" / "scores.json").read_bytes()
        requests = server.requests
        assert requests == len(plan.variants) + 2  # the original twice
        run_metamorphic(asked(root, server), tmp_path / "out")
        assert server.requests == requests
    assert (tmp_path / "out" / "scores.json").read_bytes() == first


def test_a_failed_document_is_a_check_not_made(root: Path, tmp_path: Path) -> None:
    """Not passed, and counted apart."""
    with FakeServer(
        answers(plan_of(root, "regex")), faults=lambda n: Fault("status", status=400)
    ) as server:
        results = run_metamorphic(asked(root, server), tmp_path / "out")
    assert results.failed == len(results.plan.variants)
    assert results.models[0].again == (False,)


def test_the_command(root: Path) -> None:
    """A table, what failed, where the scores are; the folder by default; --errors for all."""
    run = [str(Path(sys.executable).with_name("evals")), "run", "--suite", "changed"]
    found = subprocess.run(
        [*run, "-m", "regex"], cwd=root, capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines()[0].split() == ["checks", "passed", "regex"]
    assert found.stdout.endswith("scores and records: runs/evals/changed\n")
    wrong = subprocess.run(
        [*run, "--repeats", "2"], cwd=root, capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("error: --repeats is for suites with gold")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('documents = ["/etc"]', "give the path from the project folder"),
        ("documents = []", "documents: "),
        ('documents = ["nowhere"]', "nowhere not found"),
        ('documents = ["texts"]\nvariants = 0', "variants: "),
        ('documents = ["texts"]\ngold = "x"', "gold: "),
    ],
)
def test_a_wrong_suite_is_told(root: Path, line: str, complaint: str) -> None:
    """The key, and what is wrong with it."""
    path = root / "evals" / "suites" / "changed.toml"
    path.write_text(f'description = "x"\nkind = "metamorphic"\n{line}\n', "utf-8")
    with pytest.raises(UsageError, match=complaint):
        plan_of(root, "regex")


def test_the_packaged_suite_has_hundreds_of_checks() -> None:
    """From the two seeds; the offline extractor answers nothing from memory."""
    suite = load_any("metamorphic")
    assert isinstance(suite, MetamorphicSuite)
    plan = make_metamorphic_plan(suite, [Model.of("regex")])
    assert len(plan.sources) == 2
    assert len(plan.variants) >= 250

"""A run scored anew: without a model, by the same gold or other gold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from communique.errors import OutputError, UsageError
from communique.evals.data import load_data
from communique.evals.folder import read_run
from communique.evals.plan import make_plan
from communique.evals.recorded import load_recorded
from communique.evals.rescore import rescore
from communique.evals.run import run_suite
from communique.evals.suites import load_suite
from communique.models import Model
from communique.scoring.counts import Counts, Ratio
from communique.testing import FakeServer, Fault

from .conftest import gold_line, made_project
from .test_command import evals

Lines = list[dict[str, Any]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the rules and a perfect model whose first request failed; its server is gone."""
    lines = [gold_line(number) for number in (1, 2, 3)]
    project = made_project(tmp_path_factory.mktemp("rescored") / "project", lines)
    refused = Fault("status", status=400)
    with FakeServer(lines, faults=lambda n: refused if n == 0 else None) as server:
        asked = Model("openai/fake", base_url=server.base_url)
        plan = make_plan(load_suite("made", project), [Model("regex"), asked], root=project)
        run_suite(plan, project.parent / "run")
    return project.parent / "run"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """The same, for a test to change."""
    return Path(shutil.copytree(made, tmp_path / "run"))


def relabeled(project: Path, lines: Lines, **changes: Any) -> Path:
    """Gold whose first document is labeled otherwise."""
    path = project / "new.jsonl"
    rows = [{**lines[0], **changes}, *lines[1:]]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_the_same_gold_gives_the_same_bytes(folder: Path) -> None:
    """Scores follow from what is in the folder, failures included."""
    names = ("scores.json", "results.parquet", "gold.jsonl")
    before = [(folder / name).read_bytes() for name in names]
    found = rescore(folder)
    assert [(folder / name).read_bytes() for name in names] == before
    assert found.same_gold
    assert found.same_scorer
    assert list(found.changes()) == []
    assert found.after.models[1].score.failed == 1


def test_other_gold_changes_the_scores_and_says_which(
    folder: Path, project: Path, lines: Lines
) -> None:
    """A participant that the new gold does not have is a false alarm now; run.json stays."""
    path = relabeled(project, lines, participants=lines[0]["participants"][:1], meetings=[])
    run = (folder / "run.json").read_bytes()
    before = read_run(folder)
    found = rescore(folder, load_data(str(path)))
    assert not found.same_gold
    changes = {(name, was.group, was.name): (was, now) for name, was, now in found.changes()}
    was, now = changes["regex", "participants", "precision"]
    assert (was.ratio.denominator, was.ratio.numerator - now.ratio.numerator) == (6, 1)
    assert {group for _, group, _ in changes} == {
        "participants",
        "meeting kind",
        "date",
        "country",
    }
    after = read_run(folder)
    assert (folder / "run.json").read_bytes() == run
    assert after.scored["gold_sha256"] == load_data(str(path)).sha256
    assert after.gold[0].meetings == ()
    assert [m.scored["fingerprint"] for m in after.models] == [
        m.scored["fingerprint"] for m in before.models
    ]
    assert after.models[1].score.participants.lenient == Counts(tp=4, fn=1)


def test_gold_of_other_texts_or_documents_is_refused(
    folder: Path, project: Path, lines: Lines
) -> None:
    """The records are of the texts that were read."""
    scores = (folder / "scores.json").read_bytes()
    other = {"text": lines[0]["text"] + " It rains."}
    with pytest.raises(UsageError, match="made-1 is another text than the run read"):
        rescore(folder, load_data(str(relabeled(project, lines, **other))))
    with pytest.raises(UsageError, match="no labels for made-1, which the run read"):
        rescore(folder, load_data(str(relabeled(project, lines, document_id="made-9"))))
    assert (folder / "scores.json").read_bytes() == scores


def test_a_run_of_fewer_documents_takes_its_own_from_the_gold(
    project: Path, lines: Lines, tmp_path: Path
) -> None:
    """What the run did not read is passed over, and the limit stays."""
    plan = make_plan(load_suite("made", project), [Model("regex")], limit=2, root=project)
    run_suite(plan, tmp_path / "run")
    found = rescore(tmp_path / "run", load_data(str(relabeled(project, lines))))
    assert found.same_gold
    assert read_run(tmp_path / "run").scored["limit"] == 2


def test_the_command_tells_old_and_new(folder: Path, project: Path, lines: Lines) -> None:
    """Each figure that changed, and whether gold or scorer did."""
    path = relabeled(project, lines, statements=[])
    same = evals("rescore", str(folder), cwd=project)
    assert same.returncode == 0
    assert same.stdout.splitlines()[1:] == [
        "gold: the same",
        "scorer: the same",
        "regex: 0 of 16 figures changed",
        "openai/fake: 0 of 16 figures changed",
    ]
    other = evals("rescore", str(folder), "--gold", str(path), cwd=project)
    assert (other.returncode, other.stderr) == (0, "")
    assert "gold: changed" in other.stdout
    assert "  content precision: 1.00 (6/6) -> 0.67 (4/6)\n" in other.stdout
    wrong = evals("rescore", "gold", cwd=project)
    assert wrong.returncode == 2
    assert wrong.stderr == "error: gold: no run is here (no scores.json)\n"


def test_what_an_earlier_scorer_did_not_count_is_told_as_undefined(folder: Path) -> None:
    """Its run is read and scored anew; judged as it is, it is refused."""
    path = folder / "scores.json"
    scores = json.loads(path.read_bytes())
    for model in scores["models"]:
        for holder in (model, *model["documents"]):
            del holder["scores"]["supported"], holder["scores"]["classes"]
        for decision in (d for document in model["documents"] for d in document["decisions"]):
            del decision["error_class"], decision["why"]
    path.write_text(json.dumps(scores))
    with pytest.raises(UsageError, match=r"classes is missing|error_class is missing"):
        load_recorded(folder)
    changes = list(rescore(folder).changes())
    assert [(name, was.group, was.ratio) for name, was, _ in changes] == [
        (name, "grounded", Ratio()) for name in ("regex", "openai/fake")
    ]
    assert all(now.ratio.denominator for _, _, now in changes)
    assert load_recorded(folder).models


def test_a_rescoring_that_cannot_be_written_leaves_the_run_as_it_was(
    folder: Path, project: Path, lines: Lines
) -> None:
    """Gold, scores and table change together or not at all."""
    (folder / "scores.json.part").mkdir()
    before, table = read_run(folder), (folder / "results.parquet").read_bytes()
    gold = load_data(str(relabeled(project, lines, statements=[])))
    with pytest.raises(OutputError, match=r"scores\.json: cannot write"):
        rescore(folder, gold)
    assert read_run(folder) == before
    assert (folder / "results.parquet").read_bytes() == table
    (folder / "scores.json.part").rmdir()
    assert not rescore(folder, gold).same_gold

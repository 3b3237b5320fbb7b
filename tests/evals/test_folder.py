"""A run is a folder: complete, checked when read, and the same anywhere it is moved."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import datasets
import pytest

from communique.errors import UsageError
from communique.evals.folder import RecordedRun, read_run
from communique.evals.plan import make_plan
from communique.evals.provenance import file_sha256
from communique.evals.results import Results
from communique.evals.run import run_suite
from communique.evals.suites import load_suite
from communique.models import Model
from communique.records import Failure, Readout
from communique.testing import FakeServer, Fault
from communique.testing.answers import Play

from .conftest import gold_line, made_project


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Path]:
    """The rules, and a model that leaves out and makes up, whose second request is refused; each
    read twice."""
    lines = [gold_line(number) for number in (1, 2, 3)]
    project = made_project(tmp_path_factory.mktemp("folder") / "project", lines)
    folder = project.parent / "run"
    refused = Fault("status", status=400)
    play = Play(drop=3, invent=1)
    with FakeServer(lines, play=play, faults=lambda n: refused if n == 1 else None) as server:
        asked = Model("openai/fake", base_url=server.base_url)
        suite = load_suite("made", project)
        plan = make_plan(suite, [Model("regex"), asked], repeats=2, root=project)
        return run_suite(plan, folder), folder


@pytest.fixture
def run(made: tuple[Results, Path], tmp_path: Path) -> tuple[Results, Path]:
    """The same in a folder that a test may break."""
    results, folder = made
    return results, Path(shutil.copytree(folder, tmp_path / "run"))


def scores(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "scores.json").read_bytes())
    return found


def test_what_was_found_is_read_back(run: tuple[Results, Path]) -> None:
    """Scores, records, failures and costs of each model, repeat and document."""
    results, folder = run
    recorded = read_run(folder)
    assert [model.slug for model in recorded.models] == ["01-regex", "02-openai-fake"]
    for model, result in zip(recorded.models, results.models, strict=True):
        assert (model.name, model.score) == (result.model.name, result.score)
        assert len(model.repeats) == 2
        for readings, documents in zip(model.repeats, result.repeats, strict=True):
            assert [r.gold for r in readings] == list(results.plan.gold)
            assert [r.score for r in readings] == [d.score for d in documents]
            assert [r.document for r in readings] == list(documents)
    asked = recorded.models[1].readings
    assert [isinstance(r.result, Failure) for r in asked] == [False, True, False] + [False] * 3
    assert [r.result.usage.requests for r in asked] == [1] * 6
    assert all(
        (r.result.usage.input_tokens or 0) > 100 for r in asked if isinstance(r.result, Readout)
    )
    assert all(r.result.usage.seconds > 0 for model in recorded.models for r in model.readings)


def test_a_folder_may_be_moved(run: tuple[Results, Path], tmp_path: Path) -> None:
    """Nothing in it says where it was, and it reads the same elsewhere."""
    _, folder = run
    before = read_run(folder)
    elsewhere = Path(shutil.move(folder, tmp_path / "another machine"))
    after = read_run(elsewhere)
    assert (after.run, after.scored, after.gold) == (before.run, before.scored, before.gold)
    assert after.models == before.models
    told = (elsewhere / "scores.json").read_text() + (elsewhere / "run.json").read_text()
    assert str(tmp_path) not in told


def test_scores_say_what_they_were_made_with(run: tuple[Results, Path]) -> None:
    """Hashes of scorer, gold, records, prompt and schema; versions and the sources' state."""
    _, folder = run
    found = scores(folder)
    assert found["files"]["gold.jsonl"] == file_sha256(folder / "gold.jsonl")
    assert set(found["files"]) == {
        "gold.jsonl",
        *(
            f"records/{slug}.{repeat}{kind}.jsonl"
            for slug in ("01-regex", "02-openai-fake")
            for repeat in (1, 2)
            for kind in ("", ".failures")
        ),
    }
    assert len(found["scorer_sha256"]) == 64
    assert {"python", "platform", "packages", "revision", "communique"} <= found.keys()
    regex, asked = found["models"]
    assert regex["schema_sha256"] is None
    assert len(asked["schema_sha256"]) == len(asked["fingerprint"]) == 64
    assert asked["answered"] == ["openai/fake"]
    assert asked["parameters"]["temperature"] == 0.0
    assert json.loads((folder / "run.json").read_bytes())["environments"] == [
        {key: found[key] for key in ("revision", "python", "platform", "packages")}
    ]


def test_the_revision_is_that_of_the_checkout() -> None:
    """The commit; dirty as long as a source is not what was committed."""
    from communique.evals.provenance import environment

    git = ("git", "-C", str(Path(__file__).parents[2]))
    asked = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    if asked.returncode:
        pytest.skip("not a git checkout")
    status = [*git, "status", "--porcelain", "--", "src", "prompts"]
    changed = subprocess.run(status, capture_output=True, text=True, check=True).stdout
    assert environment()["revision"] == {"commit": asked.stdout.strip(), "dirty": bool(changed)}


def test_scores_written_piece_by_piece_are_one_json(run: tuple[Results, Path]) -> None:
    """The same as all at once; a document is a line."""
    results, folder = run
    assert scores(folder) == json.loads(json.dumps(results.as_dict()))
    lines = (folder / "scores.json").read_text("utf-8").splitlines()
    documents = [line for line in lines if '"document_id"' in line]
    assert len(documents) == sum(len(d) for model in results.models for d in model.repeats)


def test_results_are_loaded_by_datasets(run: tuple[Results, Path], tmp_path: Path) -> None:
    """A row for each model, repeat and document: cost, counts, decisions; nulls where undefined."""
    results, folder = run
    loaded = datasets.load_dataset(
        "parquet",
        data_files=str(folder / "results.parquet"),
        split="train",
        cache_dir=str(tmp_path / "cache"),
    )
    rows = [(row["model"], row["repeat"], row["document_id"]) for row in loaded]
    ids = [gold.document_id for gold in results.plan.gold]
    names = ("regex", "openai/fake")
    assert rows == [(name, r, i) for name in names for r in (1, 2) for i in ids]
    for name, result in zip(names, results.models, strict=True):
        mine = loaded.filter(lambda row, name=name: row["model"] == name)
        assert sum(mine["statements_exact_attributed_tp"]) == result.score.exact.attributed.tp
        assert sum(mine["failed"]) == result.score.failed
    failed = loaded[7]
    assert failed["failure"] == "server_refused"
    assert failed["participants_lenient_precision"] is None
    assert failed["participants_lenient_recall"] == 0
    assert failed["requests"] == 1
    (decision,) = [d for d in loaded[0]["decisions"] if d["item"] == "meeting"]
    assert {check["field"] for check in decision["checks"]} >= {"kind", "date"}
    assert (decision["error_class"], decision["why"]) == ("correct", "they agree in date, kind")
    missed = sum(mine["classes_participants_gold_missed"])
    assert missed == result.score.classes.participants.gold.missed
    assert loaded.features["cost"].dtype == "float64"


def changed(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(path.read_text("utf-8").replace("Ann Lee", "Ann Leo", 1), "utf-8")


@pytest.mark.parametrize("name", ["gold.jsonl", "records/01-regex.2.jsonl"])
def test_a_changed_file_is_found_out(run: tuple[Results, Path], name: str) -> None:
    """Scores stand for the records and the gold they were made from, and for no others."""
    _, folder = run
    changed(folder, name)
    with pytest.raises(UsageError, match=rf"{name} is not the file that these scores were made"):
        read_run(folder)


def test_a_record_that_its_text_does_not_prove_is_refused(run: tuple[Results, Path]) -> None:
    """Even where somebody fitted the hash to it."""
    _, folder = run
    changed(folder, "records/01-regex.1.jsonl")
    found = scores(folder)
    found["files"]["records/01-regex.1.jsonl"] = file_sha256(folder / "records/01-regex.1.jsonl")
    (folder / "scores.json").write_text(json.dumps(found))
    with pytest.raises(UsageError, match=r"01-regex\.1\.jsonl:1: "):
        read_run(folder)


def test_a_folder_without_a_finished_run_says_so(run: tuple[Results, Path], tmp_path: Path) -> None:
    """Nothing there, and not finished, are two things."""
    _, folder = run
    with pytest.raises(UsageError, match="no run is here"):
        read_run(tmp_path)
    (folder / "scores.json").unlink()
    with pytest.raises(UsageError, match="not finished; the same `evals run` goes on"):
        read_run(folder)


def test_readings_are_values(run: tuple[Results, Path]) -> None:
    """Two readings of one folder are equal."""
    _, folder = run
    found: list[RecordedRun] = [read_run(folder), read_run(folder)]
    assert found[0] == found[1]

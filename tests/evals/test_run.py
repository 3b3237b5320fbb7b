"""The run: what it writes, how it goes on, what becomes of failures. Real servers on loopback."""

from __future__ import annotations

import gc
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from communique.errors import OutputError, UsageError
from communique.evals.plan import Plan, make_plan
from communique.evals.run import run_suite
from communique.evals.suites import load_suite
from communique.models import Model
from communique.records import Failure, Readout
from communique.scoring.counts import Counts, Ratio
from communique.testing import FakeServer, Fault
from communique.testing.answers import Play

Lines = list[dict[str, Any]]


def plan(project: Path, *models: Model, **more: Any) -> Plan:
    return make_plan(load_suite("made", project), models or [Model("regex")], root=project, **more)


def fake(server: FakeServer) -> Model:
    return Model("openai/fake", base_url=server.base_url)


def test_one_row_a_model_and_everything_on_disk(
    project: Path, lines: Lines, tmp_path: Path
) -> None:
    """A perfect model scores 1; records can be read back, scores.json says what was run."""
    folder = tmp_path / "run"
    with FakeServer(lines) as server:
        results = run_suite(plan(project, Model("regex"), fake(server)), folder)
    perfect = results.models[1].score
    assert perfect.documents == 3
    assert perfect.participants.lenient == Counts(tp=6)
    assert perfect.exact.attributed == Counts(tp=6)
    assert perfect.meetings.date == Ratio(3, 3)
    records = (folder / "records" / "02-openai-fake.1.jsonl").read_text("utf-8").splitlines()
    for line, gold in zip(records, lines, strict=True):
        Readout.model_validate({**json.loads(line), "text": gold["text"]})
    assert (folder / "records" / "02-openai-fake.1.failures.jsonl").read_text("utf-8") == ""
    assert len((folder / "gold.jsonl").read_text("utf-8").splitlines()) == 3

    scores = json.loads((folder / "scores.json").read_bytes())
    assert scores["suite"]["name"] == "made"
    assert len(scores["gold_sha256"]) == 64
    assert scores["packages"]["communique"]
    regex, model = scores["models"]
    assert (regex["model"], regex["prompt_sha256"]) == ("regex", [])
    assert (model["model"], model["answered"]) == ("openai/fake", ["openai/fake"])
    assert len(model["prompt_sha256"][0]) == 64
    content = model["scores"]["statements"]["iou50"]["content"]
    assert content == {"tp": 6, "fp": 0, "fn": 0, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert [d["document_id"] for d in model["documents"]] == ["made-1", "made-2", "made-3"]


def test_a_lazy_liar_is_found_out(project: Path, lines: Lines, tmp_path: Path) -> None:
    """What is left out is missed, what is made up is counted as not supported by the text."""
    with FakeServer(lines, play=Play(drop=2, invent=1)) as server:
        score = run_suite(plan(project, fake(server)), tmp_path / "run").models[0].score
    assert score.participants.lenient == Counts(tp=3, fn=3)
    assert score.iou50.content == Counts(tp=3, fn=3)
    assert score.supported.denominator - score.supported.numerator == 6


def test_a_failed_document_stays_in_the_denominator(
    project: Path, lines: Lines, tmp_path: Path
) -> None:
    """Its gold is missed, its failure is written down and named."""
    refused = Fault("status", status=400)
    with FakeServer(lines, faults=lambda n: refused if n == 0 else None) as server:
        results = run_suite(plan(project, fake(server)), tmp_path / "run")
    result = results.models[0]
    assert results.failed == result.score.failed == 1
    assert result.score.participants.lenient == Counts(tp=4, fn=2)
    failures = (tmp_path / "run" / "records" / "01-openai-fake.1.failures.jsonl").read_text("utf-8")
    assert json.loads(failures)["error"]["code"] == "server_refused"
    assert sum(d.failure is not None for d in result.documents()) == 1


def test_the_same_run_goes_on_without_asking_again(
    project: Path, lines: Lines, tmp_path: Path
) -> None:
    """Answers that are there are not asked for again, and the scores are the same bytes."""
    with FakeServer(lines) as server:
        same = plan(project, fake(server))
        run_suite(same, tmp_path / "run")
        first = (tmp_path / "run" / "scores.json").read_bytes()
        run_suite(same, tmp_path / "run")
        assert server.requests == 3
    assert (tmp_path / "run" / "scores.json").read_bytes() == first


def test_a_repeat_is_asked_anew(project: Path, lines: Lines, tmp_path: Path) -> None:
    """Each repeat is its own reading; counts pool, documents stay the unit."""
    with FakeServer(lines) as server:
        repeated = plan(project, fake(server), repeats=2, limit=2)
        result = run_suite(repeated, tmp_path / "run").models[0]
        assert server.requests == 4
    assert result.score.documents == 4
    assert [score.documents for score in result.by_document()] == [2, 2]
    assert (tmp_path / "run" / "records" / "01-openai-fake.2.jsonl").is_file()


def test_another_run_in_the_folder_is_refused(project: Path, tmp_path: Path) -> None:
    """Only --overwrite replaces it, and then nothing of the old one is left."""
    folder = tmp_path / "run"
    run_suite(plan(project), folder)
    (folder / "records" / "old.jsonl").write_text("", "utf-8")
    with pytest.raises(OutputError, match="holds another run"):
        run_suite(plan(project, limit=1), folder)
    run_suite(plan(project, limit=1), folder, overwrite=True)
    assert json.loads((folder / "scores.json").read_bytes())["documents"] == 1
    assert not (folder / "records" / "old.jsonl").exists()


@pytest.mark.parametrize("overwrite", [False, True])
def test_files_of_others_are_never_touched(project: Path, tmp_path: Path, overwrite: bool) -> None:
    """A folder that no run wrote is refused, even with --overwrite."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match=r"thesis\.txt, which no run wrote"):
        run_suite(plan(project), folder, overwrite=overwrite)
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]
    with pytest.raises(OutputError, match="is a file"):
        run_suite(plan(project), folder / "thesis.txt", overwrite=overwrite)


def test_a_folder_that_cannot_be_written(project: Path) -> None:
    """The path and the reason are in the error."""
    with pytest.raises(OutputError, match=r"cannot write"):
        run_suite(plan(project), Path("/proc/communique"))


def test_gold_with_a_document_twice_is_refused(project: Path) -> None:
    """One gold a document, or the score would depend on which."""
    path = project / "gold" / "made.jsonl"
    line = json.loads(path.read_text("utf-8").splitlines()[0])
    twice = [{**line, "extractor": {"model": name, "version": "1"}} for name in "ab"]
    path.write_text("".join(json.dumps(x) + "\n" for x in twice), "utf-8")
    with pytest.raises(UsageError, match="made-1 is there twice"):
        plan(project)


def test_gold_without_documents_is_refused(project: Path) -> None:
    """An empty suite would print an empty table and look like success."""
    (project / "gold" / "made.jsonl").write_text("", "utf-8")
    with pytest.raises(UsageError, match="no gold documents"):
        plan(project)


def test_a_model_named_twice_runs_once(project: Path) -> None:
    """The same model with the same parameters is one row."""
    assert plan(project, Model("regex"), Model("regex")).models == (Model("regex"),)


def test_another_server_behind_the_same_name_is_another_run(
    project: Path, lines: Lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address counts wherever it was told: no score of one server stands for another's."""
    folder = tmp_path / "run"
    with FakeServer(lines) as good, FakeServer(lines, play=Play(drop=2, invent=3)) as liar:
        monkeypatch.setenv("OPENAI_BASE_URL", good.base_url)
        perfect = run_suite(plan(project, Model("openai/fake")), folder)
        monkeypatch.setenv("OPENAI_BASE_URL", liar.base_url)
        with pytest.raises(OutputError, match="holds another run"):
            run_suite(plan(project, Model("openai/fake")), folder)
        worse = run_suite(plan(project, Model("openai/fake")), folder, overwrite=True)
        assert (good.requests, liar.requests) == (3, 3)
        asked = liar.base_url
    assert perfect.models[0].score.iou50.content == Counts(tp=6)
    assert worse.models[0].score.iou50.content.tp < 6
    shown = json.loads((folder / "scores.json").read_bytes())["models"][0]["parameters"]
    assert shown["base_url"] == asked


def test_no_key_in_the_files_of_a_run(project: Path, lines: Lines, tmp_path: Path) -> None:
    """Headers given with a model are in no file, not even in the run's own description."""
    key = "sk-live-0123456789abcdefghij"
    with FakeServer(lines) as server:
        extra = {"extra_headers": {"x-key": key}}
        run_suite(
            plan(project, Model("openai/fake", base_url=server.base_url, extra=extra)),
            tmp_path / "run",
        )
        assert server.history[0].headers["x-key"] == key
    written = [path for path in (tmp_path / "run").rglob("*") if path.is_file()]
    assert len(written) > 4
    assert [path for path in written if key.encode() in path.read_bytes()] == []


def test_prompts_of_the_named_project_are_used(project: Path, lines: Lines, tmp_path: Path) -> None:
    """--root names the project whose prompts are asked with, not only its gold."""
    packaged = Path(__file__).parents[2] / "prompts" / "readout.v1.md"
    (project / "prompts").mkdir()
    changed = project / "prompts" / "readout.v1.md"
    changed.write_bytes(packaged.read_bytes() + b"\n")
    with FakeServer(lines) as server:
        result = run_suite(plan(project, fake(server)), tmp_path / "run").models[0]
    assert result.prompt_sha256 == (hashlib.sha256(changed.read_bytes()).hexdigest(),)


def test_records_are_not_held_twice(project: Path, lines: Lines, tmp_path: Path) -> None:
    """In memory is what the loop keeps of its last documents, should one come again; no more."""
    rows = [
        {**lines[0], "document_id": f"d{i}", "text": f"{lines[0]['text']} {i}"} for i in range(60)
    ]
    gold = "".join(json.dumps(row) + "\n" for row in rows)
    (project / "gold" / "made.jsonl").write_text(gold, "utf-8")
    gc.collect()
    before = sum(type(found) is Readout for found in gc.get_objects())
    alive: list[int] = []

    def count(model: Model, result: Readout | Failure) -> None:
        if result.document_id == "d59":
            alive.append(sum(type(found) is Readout for found in gc.get_objects()))

    run_suite(plan(project), tmp_path / "run", progress=count)
    assert alive[0] - before <= len(rows) + 5


def test_one_model_that_copies_and_chooses_is_two_rows(
    project: Path, lines: Lines, tmp_path: Path
) -> None:
    """Told apart by name, prompt and schema; what is made up is in neither's records."""
    folder = tmp_path / "run"
    with FakeServer(lines, play=Play(invent=2)) as server:
        models = [Model(name, base_url=server.base_url) for name in ("openai/f", "select:openai/f")]
        results = run_suite(plan(project, *models), folder)
    for found in results.models:
        assert found.score.participants.lenient == Counts(tp=6)
        assert found.score.iou50.content == Counts(tp=6)
    rows = json.loads((folder / "scores.json").read_bytes())["models"]
    assert [row["model"] for row in rows] == ["openai/f", "select:openai/f"]
    assert rows[0]["prompt_sha256"] != rows[1]["prompt_sha256"]
    assert rows[0]["schema_sha256"] != rows[1]["schema_sha256"]

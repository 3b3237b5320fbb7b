"""Runs of suites with schemas of their own against a fake server, two of them as a user runs it."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from communique.errors import UsageError
from communique.evals.rescore import rescore
from communique.evals.schema_comparison import compare_schema_runs
from communique.evals.schema_results import SchemaResults
from communique.evals.schema_run import run_schema_suite
from communique.evals.schema_suite import declared_schema, make_schema_plan
from communique.evals.schema_table import schema_lines
from communique.models import Model
from communique.scoring.counts import Ratio
from communique.testing import FakeServer, Fault, Play

from .test_command import evals

FORMS = Path(__file__).parents[1] / "llm" / "forms.py"
SUITE = """
description = "Made-up {name}"
gold = "gold/{name}.jsonl"
schema = "own_forms:{model}"
"""


def forms() -> Any:
    spec = importlib.util.spec_from_file_location("forms_of_schema_runs", FORMS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, Any]]:
    module = forms()
    return {"aid": module.aid(), "sanctions": module.sanctions()}


@pytest.fixture
def own(project: Path, records: dict[str, dict[str, Any]]) -> Path:
    """A project with two schemas, a suite of each, six documents for one of them."""
    shutil.copy(FORMS, project / "own_forms.py")
    for name, model in (("aid", "AidPledged"), ("sanctions", "SanctionsAnnounced")):
        suite = SUITE.format(name=name, model=model)
        (project / "evals" / "suites" / f"{name}.toml").write_text(suite, "utf-8")
        made = records[name]
        lines = [
            {"document_id": f"{name}-{n}", "text": made["text"] + " " * n, "value": made["value"]}
            for n in range(6 if name == "aid" else 1)
        ]
        gold = "".join(json.dumps(line) + "\n" for line in lines)
        (project / "gold" / f"{name}.jsonl").write_text(gold, "utf-8")
    return project


def run(
    project: Path, suite: str, server: FakeServer, folder: Path
) -> tuple[SchemaResults, dict[str, Any]]:
    """In this process; what it found, and its scores.json."""
    declared = declared_schema(suite, project)
    assert declared is not None
    model = Model.of("openai/fake", base_url=server.base_url)
    plan = make_schema_plan(*declared, [model], root=project)
    results = run_schema_suite(plan, folder)
    return results, json.loads((folder / "scores.json").read_bytes())


def answering(records: dict[str, dict[str, Any]], play: Play) -> FakeServer:
    """Answers about every document: they differ in blanks at the end."""
    lines = [
        {**made, "text": made["text"] + " " * n} for made in records.values() for n in range(6)
    ]
    return FakeServer(lines, play=play)


def test_a_perfect_model_is_right_in_every_field(
    own: Path, records: dict[str, dict[str, Any]]
) -> None:
    """Both schemas; nothing is wrong, and nothing is made up."""
    for name, leaves in (("aid", 6 * 10), ("sanctions", 13)):
        with answering(records, Play()) as server:
            results, scores = run(own, name, server, own / name)
        told = scores["models"][0]["scores"]
        assert (told["leaves"]["tp"], told["leaves"]["fp"], told["leaves"]["fn"]) == (leaves, 0, 0)
        assert told["exact"]["value"] == told["supported"]["value"] == 1
        lines = schema_lines(results, width=None, errors=True)
        assert "  nothing missed, no false alarms, nothing wrong" in lines
        day = {"aid": "/pledges/*/day", "sanctions": "/sanctions/*/announced"}[name]
        assert scores["comparators"][day] == "date"


def test_a_lazy_and_lying_model(own: Path, records: dict[str, dict[str, Any]]) -> None:
    """Half of the pledges and what it made up: the table, intervals, and what was wrong."""
    suite = SUITE.format(name="aid", model="AidPledged") + 'models = ["openai/a"]\nrepeats = 2\n'
    (own / "evals" / "suites" / "aid.toml").write_text(suite, "utf-8")
    with answering(records, Play(drop=2, invent=1)) as server:
        command = ("run", "--suite", "aid", "-o", "out", "--base-url", server.base_url)
        found, again = evals(*command, cwd=own), evals(*command, cwd=own)
        assert (again.stdout, server.requests) == (found.stdout, 12)  # nothing is asked anew
    assert (found.returncode, found.stderr) == (0, "")
    told = json.loads((own / "out" / "scores.json").read_bytes())["models"][0]["scores"]
    donors = told["fields"]["/pledges/*/donor"]
    assert (donors["tp"], donors["fp"], donors["fn"], donors["recall"]) == (12, 0, 12, 0.5)
    assert told["items"]["/pledges/*"]["fn"] == 12
    assert told["supported"] == {"numerator": 72, "denominator": 144, "value": 0.5}
    rows = [line.split() for line in found.stdout.partition("\n\n")[0].splitlines()]
    donor = ["text", "0.50", "(12/24)", "1.00", "(12/12)", "0.67", "(24/36)"]
    assert ["/pledges/*/donor", *donor] in rows
    assert ["/pledges/*", "items", "matched", *donor[1:]] in rows
    assert ["exact", "0.00", "(0/12)"] in rows
    assert "Wilson intervals clustered by document, 6 documents." in found.stdout
    vestry = "aid-0 #1  /pledges/1: donor 'Vestry Foundation', amount 5000000.0, currency 'USD', "
    assert vestry in found.stdout
    assert "given but not in the text (12)" in found.stdout


def test_failed_documents_stay_in_the_denominator(
    own: Path, records: dict[str, dict[str, Any]]
) -> None:
    """All of their gold is missed; the table says how many they are."""
    with FakeServer([records["sanctions"]], faults=[Fault.refused(400, "no")] * 9) as server:
        results, scores = run(own, "sanctions", server, own / "out")
    told = scores["models"][0]["scores"]
    assert (told["failed"], told["leaves"]["recall"], told["leaves"]["precision"]) == (1, 0, None)
    lines = schema_lines(results, width=None, errors=False)
    assert lines[0] == "openai/fake, 1 document (1 failed)"
    assert "1 document: counts only; at so few an interval would say nothing." in lines


def test_the_offline_extractor_has_no_schema_but_its_own(own: Path) -> None:
    """One line, and nothing is written."""
    found = evals("run", "--suite", "aid", "-m", "regex", "-o", "out", cwd=own)
    assert found.returncode == 2
    assert "name a language model: -m openai/gpt-5-mini on the command line" in found.stderr
    assert not (own / "out").exists()


def test_such_a_run_is_not_rescored_by_importing_what_it_names(
    own: Path, records: dict[str, dict[str, Any]]
) -> None:
    """A folder may be a stranger's: its schema is not imported."""
    with answering(records, Play()) as server:
        run(own, "sanctions", server, own / "out")
    with pytest.raises(UsageError, match="a schema of its own"):
        rescore(own / "out")
    for command in (("calibrate", "out", "-o", "c.json"), ("report", "out", "-o", "r.html")):
        ended = evals(*command, cwd=own)
        assert "this command is for runs of a suite with gold" in ended.stderr
    for command in (("compare", "out"), ("baseline", "out", "-o", "b.json"), ("rescore", "out")):
        ended = evals(*command, cwd=own)
        assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)


def test_two_models_are_compared_field_by_field(
    own: Path, records: dict[str, dict[str, Any]]
) -> None:
    """All fields together, or those that are named; no schema is imported for it. Runs of another
    schema are refused."""
    for name, play in (("good", Play()), ("lazy", Play(drop=2, invent=1))):
        with answering(records, play) as server:
            run(own, "aid", server, own / name)
    with answering(records, Play()) as server:
        run(own, "sanctions", server, own / "other")
    (own / "own_forms.py").unlink()
    found = compare_schema_runs([str(own / "good"), str(own / "lazy")])
    (pair,) = found.pairs
    assert [name for name, _ in pair.judged] == [
        *("all fields recall", "all fields precision", "all fields F1"),
    ]
    recall = dict(pair.judged)["all fields recall"]
    assert (recall.difference.a, recall.difference.documents) == (Ratio(60, 60), 6)
    assert recall.difference.b.numerator < 60
    assert (recall.verdict, found.primary) == ("better", "all fields F1")
    alone = compare_schema_runs([str(own / "good"), str(own / "lazy")], ["all fields recall"])
    assert (alone.pairs[0].judged[0][1], alone.primary) == (recall, "all fields recall")
    ((group, leaves),) = pair.found
    assert (group, leaves.both + leaves.only_a, leaves.neither) == ("leaves", 60, 0)
    said = evals(
        "compare", "good", "lazy", "--measure", "/pledges/*/donor F1", "--measure", "exact", cwd=own
    )
    assert said.returncode == 0, said.stderr
    assert "/pledges/*/donor F1" in said.stdout
    assert "gold items: leaves of the values" in said.stdout
    for arguments, complaint in (
        (("good", "lazy", "--measure", "beauty"), "no measure 'beauty'; there are: all fields"),
        (("good", "other"), "cannot be compared: the schema"),
        (("good",), "only one model"),
    ):
        ended = evals("compare", *arguments, cwd=own)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert complaint in ended.stderr


def test_it_is_rescored_by_the_schema_of_a_suite_that_is_named(
    own: Path, records: dict[str, dict[str, Any]]
) -> None:
    """The same bytes by the same gold; by other labels what changed; no model is asked. A folder
    that was changed, and a suite of another schema, are refused."""
    with answering(records, Play()) as server:
        run(own, "aid", server, own / "out")
    before = (own / "out" / "scores.json").read_bytes()
    said = evals("rescore", "out", "--suite", "aid", cwd=own)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.splitlines()[1:] == [
        *("gold: the same", "scorer: the same", "openai/fake: 0 of 23 figures changed"),
    ]
    assert (own / "out" / "scores.json").read_bytes() == before
    lines = [json.loads(one) for one in (own / "gold" / "aid.jsonl").read_text().splitlines()]
    for line in lines:
        line["value"]["pledges"][0]["amount"] = 7.0
    (own / "other.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    said = evals("rescore", "out", "--suite", "aid", "--gold", "other.jsonl", cwd=own)
    assert "gold: changed" in said.stdout
    assert "  /pledges/*/amount recall: 1.00 (12/12) -> 0.50 (6/12)" in said.stdout
    assert json.loads((own / "out" / "gold.jsonl").read_text().splitlines()[0]) == lines[0]
    with (own / "out" / "records" / "01-openai-fake.1.jsonl").open("a") as file:
        file.write("\n")
    for suite, complaint in (
        ("aid", "is not the file that these scores were made from"),
        ("made", "has no schema: leave out --suite"),
    ):
        ended = evals("rescore", "out", "--suite", suite, cwd=own)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert complaint in ended.stderr
    with answering(records, Play()) as server:
        run(own, "sanctions", server, own / "sanctions")
    ended = evals("rescore", "sanctions", "--suite", "aid", cwd=own)
    assert "the run is of the schema own_forms:SanctionsAnnounced" in ended.stderr


def test_its_results_are_a_table_of_documents(
    own: Path, records: dict[str, dict[str, Any]]
) -> None:
    """A row a document with its counts, those of each field, its decisions, and what it cost; the
    columns are the same for another schema."""
    with answering(records, Play(drop=2)) as server:
        _, scores = run(own, "aid", server, own / "out")
        run(own, "sanctions", server, own / "other")
    table = pq.read_table(own / "out" / "results.parquet")
    assert table.schema == pq.read_table(own / "other" / "results.parquet").schema
    rows = table.to_pylist()
    told = scores["models"][0]["documents"]
    assert [row["document_id"] for row in rows] == [one["document_id"] for one in told]
    for row, one in zip(rows, told, strict=True):
        assert row["leaves_tp"] == one["scores"]["leaves"]["tp"]
        assert {f["path"]: f["tp"] for f in row["fields"]} == {
            path: counts["tp"] for path, counts in one["scores"]["fields"].items()
        }
        assert [d["verdict"] for d in row["decisions"]] == [d["verdict"] for d in one["decisions"]]
        assert row["exact"] is False
        assert row["requests"] == 1
    amount = next(d for d in rows[0]["decisions"] if d["path"] == "/pledges/*/amount")
    assert float(amount["gold"]["value"]) > 0


def test_its_decisions_are_explained(own: Path, records: dict[str, dict[str, Any]]) -> None:
    """By pointer or words, without importing the schema; what is not there is exit code 2."""
    with answering(records, Play(drop=2, invent=1)) as server:
        run(own, "aid", server, own / "out")
    (own / "own_forms.py").unlink()
    whole = evals("explain", "out", "aid-3", cwd=own)
    head, *lines = whole.stdout.splitlines()
    assert (whole.returncode, head) == (0, "openai/fake, aid-3, repeat 1")
    assert lines[0].startswith("matched /pledges/*: gold /pledges/0, predicted /pledges/0: ")
    assert any(line.startswith("left out of ") for line in lines)
    missed = evals("explain", "out", "aid-3", "/pledges/1", cwd=own).stdout.splitlines()[1:]
    assert missed
    assert all(line.startswith("missed /pledges/") for line in missed)
    named = evals("explain", "out", "aid-3", "vestry foundation", cwd=own).stdout.splitlines()
    assert named[1].startswith("missed /pledges/1/donor: gold 'Vestry Foundation'")
    for arguments, complaint in (
        (("aid-3", "/pledges/9"), "aid-3 has no '/pledges/9'; `evals explain out aid-3` lists"),
        (("aid-9",), "out has no document 'aid-9'; there are: aid-0"),
        (("aid-3", "--repeat", "2"), "out has no repeat 2: each model read each 1 times"),
        (("aid-3", "-m", "gpt"), "out has no model 'gpt'; there are: openai/fake"),
    ):
        ended = evals("explain", "out", *arguments, cwd=own)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert complaint in ended.stderr

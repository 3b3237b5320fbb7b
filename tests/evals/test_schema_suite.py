"""Suites of a caller's own model: declared, imported, read from gold; what is wrong is named."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from communique.errors import CommuniqueError, UsageError
from communique.evals.plan import Plan
from communique.evals.schema_gold import load_schema_gold
from communique.evals.schema_suite import (
    SchemaPlan,
    declared_schema,
    make_schema_plan,
    scored_schema,
)
from communique.models import Model

MODULE = """
import datetime as dt
from pydantic import BaseModel

class Pledge(BaseModel):
    donor: str
    day: dt.date | None = None

class Loose(BaseModel):
    anything: dict

NUMBER = 3
"""
SUITE = """
description = "Made-up pledges"
gold = "gold/pledges.jsonl"
schema = "{module}:Pledge"
"""
LINE = {"document_id": "a", "text": "Norhavn gives.", "value": {"donor": "Norhavn"}}


@pytest.fixture
def module(project: Path, request: pytest.FixtureRequest) -> str:
    """The name of a module of the project's own, which no other test imports."""
    name = f"own_{abs(hash(request.node.name))}"
    (project / f"{name}.py").write_text(MODULE, "utf-8")
    return name


@pytest.fixture
def suite(project: Path, module: str) -> Path:
    path = project / "evals" / "suites" / "own.toml"
    path.write_text(SUITE.format(module=module), "utf-8")
    write_gold(project, LINE)
    return path


def write_gold(project: Path, *lines: Any) -> Path:
    path = project / "gold" / "pledges.jsonl"
    dumped = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(dumped), "utf-8")
    return path


def plan(name: str, project: Path) -> SchemaPlan:
    own = declared_schema(name, project)
    assert own is not None
    return make_schema_plan(*own, [Model.of("openai/x")], root=project)


def test_a_suite_with_a_schema(project: Path, suite: Path) -> None:
    """By its name, or by the path of its file; the module is the project's."""
    made = plan("own", project)
    assert made.schema.__name__ == "Pledge"
    assert [gold.document.id for gold in made.gold] == ["a"]
    assert made.outline()["comparators"] == {"/donor": "text", "/day": "date"}
    assert str(project) not in sys.path
    (project / "beside.toml").write_bytes(suite.read_bytes())
    assert plan(str(project / "beside.toml"), project).gold == made.gold


def test_what_is_compared_is_part_of_a_runs_identity(project: Path, suite: Path) -> None:
    """Another schema under the same name is another run."""
    before = plan("own", project).identity()
    text = MODULE.replace("donor: str", "donor: str | None = None")
    (project / "own_changed.py").write_text(text, "utf-8")
    suite.write_text(SUITE.format(module="own_changed"), "utf-8")
    after = plan("own", project).identity()
    assert before["scored_schema_sha256"] != after["scored_schema_sha256"]


def test_other_suites_are_left_to_their_reader(project: Path) -> None:
    """One without a schema, one that is packaged, one that is not there."""
    for name in ("made", "seeds", "nowhere", "../suites/made", "nowhere.toml"):
        assert declared_schema(name, project) is None
    assert Plan is not SchemaPlan


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ('schema = "no colon"', "schema: "),
        ('schema = "a:B"\ngold = "../x"', "gold: "),
        ('schema = "a:B"\nscorer = {}', "scorer: "),
    ],
)
def test_a_wrong_suite_names_the_key(project: Path, said: str, complaint: str) -> None:
    """With its file."""
    text = f'description = "x"\n{said}\n'
    if "gold" not in said:
        text += 'gold = "gold/pledges.jsonl"\n'
    (project / "evals" / "suites" / "own.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=f"own.toml: {complaint}"):
        declared_schema("own", project)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("no_such_module_anywhere:Model", "cannot be imported: ModuleNotFoundError"),
        ("{module}:Model", "has no pydantic model Model"),
        ("{module}:NUMBER", "has no pydantic model NUMBER"),
        ("{module}:Loose", "Loose.anything is a free-form"),
        ("own_broken:Model", "cannot be imported: ZeroDivisionError"),
    ],
)
def test_a_schema_that_cannot_be_had_says_why(
    project: Path, module: str, path: str, said: str
) -> None:
    """Whatever its module does."""
    (project / "own_broken.py").write_text("1 / 0", "utf-8")
    with pytest.raises(UsageError, match=said):
        scored_schema(path.format(module=module), project)


def test_a_suite_that_names_no_model_asks_for_one(project: Path, suite: Path) -> None:
    """The offline extractor, which others have by default, has no schema but its own."""
    own = declared_schema("own", project)
    assert own is not None
    with pytest.raises(UsageError, match="name them with -m"):
        make_schema_plan(*own, [], root=project)


def test_a_records_line_may_be_gold(project: Path, suite: Path) -> None:
    """Its evidence is kept; null says that the document has nothing."""
    span = {"start": 0, "end": 7, "text": "Norhavn"}
    record = {**LINE, "evidence": {"/donor": [span]}, "issues": [], "extractor": {"model": "x"}}
    path = write_gold(project, record, {**LINE, "document_id": "b", "value": None})
    first, second = load_schema_gold(path, plan("own", project).schema)[0]
    assert first.evidence["/donor"][0].text == "Norhavn"
    assert (second.value, second.evidence) == (None, {})


def test_every_wrong_line_is_named(project: Path, suite: Path) -> None:
    """With its number and field."""
    schema = plan("own", project).schema
    path = write_gold(
        project,
        LINE,
        LINE,
        "{",
        "[]",
        {"document_id": "b", "text": "x"},
        {**LINE, "document_id": "c", "value": {"donor": "x", "day": "soon"}},
        {**LINE, "document_id": "d", "published": "soon"},
        {**LINE, "document_id": "e", "text": " "},
        {**LINE, "document_id": "f", "note": "x"},
        {**LINE, "document_id": "g", "evidence": {"/donor": [{"start": 0, "end": 1, "text": "x"}]}},
    )
    with pytest.raises(CommuniqueError) as found:
        load_schema_gold(path, schema)
    lines = found.value.message.splitlines()
    expected = [
        ":2: a is there already",
        ":3: not JSON",
        ":4: not a gold line",
        ":5: value: Field required",
        ":6: day: ",
        ":7: published is 'soon'",
        ":8: the text is empty",
        ":9: note: Extra inputs",
        ":10: line: Value error, /donor claims 'x'",
    ]
    assert len(lines) == len(expected)
    assert [told for line, told in zip(lines, expected, strict=True) if told not in line] == []


def test_gold_that_is_not_there(project: Path, suite: Path) -> None:
    """Or holds nothing."""
    schema = plan("own", project).schema
    with pytest.raises(CommuniqueError, match="no gold documents"):
        load_schema_gold(write_gold(project, ""), schema)
    with pytest.raises(CommuniqueError, match="cannot be read"):
        load_schema_gold(project / "gold" / "nowhere.jsonl", schema)

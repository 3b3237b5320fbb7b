"""What evals/README.md shows of schemas of one's own works as it stands."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from communique.comparators import Compare
from communique.evals.schema_suite import declared_schema, make_schema_plan
from communique.models import Model

README = (Path(__file__).parents[2] / "evals" / "README.md").read_text("utf-8")
SECTION = README.partition("## Scoring your own schema")[2].partition("\n## ")[0]


def block(kind: str) -> str:
    (found,) = re.findall(rf"```{kind}\n(.*?)```", SECTION, re.DOTALL)
    return str(found)


def test_the_example_prints_what_its_comments_tell() -> None:
    """Line by line."""
    out = StringIO()
    with redirect_stdout(out):
        exec(compile(block("python"), "README", "exec"), {"__name__": "readme"})  # noqa: S102
    assert out.getvalue().splitlines() == re.findall(r"^# (.+)$", block("python"), re.MULTILINE)


def test_the_suite_can_be_run(project: Path) -> None:
    """Its three files, as they are shown."""
    classes = block("python").partition("\ngold =")[0]
    (project / "schemas.py").write_text(classes, "utf-8")
    (project / "evals" / "suites" / "aid.toml").write_text(block("toml"), "utf-8")
    (project / "gold" / "aid.jsonl").write_text(block("json"), "utf-8")
    declared = declared_schema("aid", project)
    assert declared is not None
    plan = make_schema_plan(*declared, map(Model.of, declared[0].models), root=project)
    assert [gold.document.id for gold in plan.gold] == ["a1"]


def test_every_way_to_compare_is_in_the_table() -> None:
    """And no other."""
    shown = set(re.findall(r"Compare\.(\w+)\(", SECTION))
    methods = {n for n, kind in vars(Compare).items() if isinstance(kind, classmethod)}
    assert shown == methods

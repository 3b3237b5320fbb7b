"""``communique gold draft``: new documents become sources for people to go through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import communique
from communique.cli.gold import gold_app
from communique.errors import GoldError, UsageError
from communique.gold.build import read_source
from communique.gold.records import GoldDocument
from communique.testing import FakeServer, Fault, Play

TALKS = (
    "Norwegian Foreign Minister Ada Lindqvist met Danish Foreign Minister Jonas Holm on Monday.\r\n"
    "“The line is safe,” Lindqvist said. Holm stressed that traffic had doubled.\r\n"
)
LAKE = "The lake is full, Bo Rae said.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project" / "gold").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    return tmp_path / "project"


def draft(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(gold_app, ["draft", *arguments])
    if isinstance(done.exception, UsageError):
        return 2, done.stdout, done.exception.message
    return done.exit_code, done.stdout, done.stderr


def labels(project: Path, name: str, set_name: str = "mine") -> GoldDocument:
    problems: list[GoldError] = []
    path = project / "gold" / "sources" / set_name / f"{name}.yaml"
    found = read_source(project, path, problems)
    assert problems == []
    assert found is not None
    return found


def test_a_document_becomes_a_source_with_its_text_copied(project: Path, tmp_path: Path) -> None:
    """CRLF and all; what is in a folder of the project is used where it lies."""
    (tmp_path / "talks.txt").write_bytes(TALKS.encode())
    (project / "texts").mkdir()
    (project / "texts" / "lake.txt").write_text(LAKE, "utf-8")
    code, said, told = draft("../talks.txt", "texts", "--published", "2031-05-07")
    assert (code, told) == (0, "2 drafts in mine, 0 failures\n")
    assert said.splitlines() == [
        "gold/sources/mine/talks.yaml: 5 items",
        "gold/sources/mine/lake.yaml: 1 item",
    ]
    found = labels(project, "talks")
    assert (found.text, found.status, found.published) == (TALKS, "draft", "2031-05-07")
    assert found.meetings[0].date == "2031-05-05"
    assert [p.name for p in (project / "articles").iterdir()] == ["talks.txt"]
    assert "text: texts/lake.txt\n" in (project / "gold/sources/mine/lake.yaml").read_text("utf-8")


def test_two_models_are_held_against_each_other_and_nothing_is_paid_for_twice(
    project: Path, tmp_path: Path
) -> None:
    (tmp_path / "talks.txt").write_bytes(TALKS.encode())
    record = communique.extract(TALKS, document_id="talks")
    arguments = ("../talks.txt", "-m", "regex", "-m", "openai/x", "--base-url")
    with FakeServer([record], play=Play(drop=2)) as server:
        assert draft(*arguments, server.base_url)[0] == 0
        asked = len(server.history)
        source = project / "gold" / "sources" / "mine" / "talks.yaml"
        before = source.read_text("utf-8")
        code, _, told = draft(*arguments, server.base_url)
        assert (code, told.splitlines()[0]) == (0, "kept: gold/sources/mine/talks.yaml exists")
        assert draft(*arguments, server.base_url, "--overwrite")[0] == 0
        assert len(server.history) == asked
    found = labels(project, "talks")
    items = (*found.participants, *found.meetings, *found.statements)
    assert {item.found_by for item in items if not item.undecided} == {("regex", "openai/x")}
    assert {item.found_by for item in items if item.undecided} == {("regex",), ("openai/x",)}
    assert found.history[0].made_from[0].startswith("regex ")
    assert source.read_text("utf-8").split("history")[0] == before.split("history")[0]


def test_bad_documents_are_named_and_the_others_go_on(project: Path) -> None:
    """Bytes that are no text, a model that fails; an id is never taken for a path."""
    (project / "bad.txt").write_bytes(b"\xff\x00")
    lines = [{"id": "../../up", "text": LAKE}, {"id": "talks", "text": TALKS}]
    (project / "some.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines), "utf-8")
    record = communique.extract(TALKS, document_id="talks")
    refused = Fault.refused(400, "no")
    with FakeServer([record], faults=lambda number: refused) as server:
        code, said, told = draft(
            "bad.txt", "some.jsonl", "-m", "regex", "-m", "openai/x",
            "--base-url", server.base_url,
        )  # fmt: skip
    assert code == 1
    assert told.startswith("failed: bad: ")
    assert "failed: talks: openai/x: " in told
    assert "2 drafts (2 without a model that failed) in mine, 1 failure" in told
    assert [line.split(":")[0] for line in said.splitlines()] == [
        "gold/sources/mine/up-29b18949.yaml",
        "gold/sources/mine/talks.yaml",
    ]
    assert labels(project, "talks").history[0].made_from[0].startswith("regex ")
    assert sorted(p.name for p in project.parent.iterdir()) == ["project"]


def test_what_a_person_labeled_is_never_replaced(project: Path) -> None:
    (project / "lake.txt").write_text(LAKE, "utf-8")
    draft("lake.txt", "--into", "own")
    source = project / "gold" / "sources" / "own" / "lake.yaml"
    done = source.read_text("utf-8").replace("status: draft", "status: labeled")
    source.write_text(done, "utf-8")
    code, _, told = draft("lake.txt", "--into", "own", "--overwrite")
    assert code == 1
    assert "lake.yaml is labeled: only drafts are replaced" in told
    assert source.read_text("utf-8") == done


@pytest.mark.parametrize("options", [(), ("--overwrite",)])
@pytest.mark.parametrize("labeled", ["sources/own", "annotators/bo"])
def test_a_text_that_was_labeled_is_never_replaced_by_another_of_its_name(
    project: Path, tmp_path: Path, labeled: str, options: tuple[str, ...]
) -> None:
    """Whatever set or annotator has the labels; the same text, or that of a draft, is no matter."""
    new, copy = tmp_path / "lake.txt", project / "articles" / "lake.txt"
    new.write_text(LAKE, "utf-8")
    draft("../lake.txt", "--into", "own")
    source = project / "gold" / "sources" / "own" / "lake.yaml"
    person = project / "gold" / labeled / "lake.yaml"
    person.parent.mkdir(parents=True, exist_ok=True)
    drafted = source.rename(person).read_text("utf-8")
    assert draft("../lake.txt", "--into", "other", *options)[0] == 0
    (project / "gold" / "sources" / "other" / "lake.yaml").unlink()

    person.write_text(drafted.replace("status: draft", "status: labeled"), "utf-8")
    new.write_text(TALKS, "utf-8")
    code, _, told = draft("../lake.txt", "--into", "other", *options)
    assert code == 1
    assert f"gold/{labeled}/lake.yaml is labeled on it; give the new text another name" in told
    assert "--overwrite" not in told
    assert copy.read_bytes() == LAKE.encode()

    person.write_text(drafted, "utf-8")
    code, _, told = draft("../lake.txt", "--into", "other", *options)
    assert (code, "use --overwrite" in told) == ((0, False) if options else (1, True))
    assert copy.read_bytes() == (TALKS if options else LAKE).encode()


@pytest.mark.parametrize("name", ["../x", "challenge", "A b", ""])
def test_a_set_has_a_plain_name(project: Path, name: str) -> None:
    (project / "lake.txt").write_text(LAKE, "utf-8")
    code, _, told = draft("lake.txt", "--into", name)
    assert code == 2
    assert "is no name of a set" in told


def test_drafts_go_into_a_project_or_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lake.txt").write_text(LAKE, "utf-8")
    monkeypatch.chdir(tmp_path)
    code, _, told = draft("lake.txt")
    assert code == 2
    assert "communique init DIR" in told

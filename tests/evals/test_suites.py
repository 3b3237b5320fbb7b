"""Suites are found in the project folder first, and are checked when read."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import UsageError
from communique.evals.metamorphic_suite import load_any
from communique.evals.suites import load_suite, suite_names, suite_of_gold
from communique.project import packaged_root


@pytest.mark.parametrize("name", suite_names())
def test_every_shipped_suite_loads(name: str) -> None:
    """Each suite that travels with the package is valid."""
    assert load_any(name, packaged_root()).description


def test_seeds_is_shipped() -> None:
    """The suite that runs by default is there and takes the offline extractor."""
    suite = load_suite("seeds", packaged_root())
    assert (suite.gold, suite.models, suite.repeats) == ("gold/seeds.jsonl", ("regex",), 1)


def test_a_projects_own_suite(project: Path) -> None:
    """A suite of the project folder is known beside the packaged ones."""
    assert {"made", "seeds"} <= set(suite_names(project))
    suite = load_suite("made", project)
    assert suite.gold_path(project) == project / "gold" / "made.jsonl"


def test_an_unknown_suite_lists_those_there_are(project: Path) -> None:
    """The error names what could have been meant; a path is no name."""
    with pytest.raises(UsageError, match=r"no suite 'sedes'; there are: .*made, .*seeds"):
        load_suite("sedes", project)
    with pytest.raises(UsageError, match="no suite"):
        load_suite("../suites/made", project)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("gold = 'g.jsonl'", "description"),
        ("description = 'x'\ngold = 'g.jsonl'\nthreshold = 0.5", "threshold"),
        ("description = 'x'\ngold = 'g.jsonl'\nrepeats = 0", "repeats"),
        ("description = 'x'\ngold = 'g.jsonl'\n[scorer]\noverlap = 'iou60'", "scorer.overlap"),
        ("description = ", "not TOML"),
        ("description = 'x'\ngold = '../g.jsonl'", "give the path from the project folder"),
        ("description = 'x'\ngold = '/etc/g.jsonl'", "give the path from the project folder"),
        ("description = 'x'\ngold = 'hf:'", "give a path, or hf:NAME"),
        ("description = 'x'\ngold = 'g'\nformat = 'conll'", "format"),
        ("name = 'y'\ndescription = 'x'\ngold = 'g'", "name: the name of the file says it"),
        ("description = " + "[" * 2000, "not TOML"),
        ("repeats = " + "9" * 5000, "not TOML"),
    ],
)
def test_a_wrong_suite_names_file_and_key(project: Path, text: str, complaint: str) -> None:
    """The reader learns where to look."""
    (project / "evals" / "suites" / "wrong.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=rf"wrong\.toml: .*{complaint}"):
        load_suite("wrong", project)


def test_a_suite_may_be_a_file_anywhere(project: Path, tmp_path: Path) -> None:
    """Named by its path; its gold is told from its own folder, and where that is does not go into
    the results."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    path = folder / "mine.toml"
    path.write_text(f"description = 'x'\ngold = '../{project.name}/gold/made.jsonl'\n", "utf-8")
    suite = load_suite(str(path))
    assert suite.name == "mine"
    assert len(suite.load_gold().documents) == 3
    assert str(tmp_path) not in str(suite.model_dump())
    path.write_text("description = 'x'\ngold = 'gold/seeds.jsonl'\n", "utf-8")
    assert len(load_suite(str(path)).load_gold(packaged_root()).documents) == 2


def test_a_suite_file_that_is_not_there(tmp_path: Path) -> None:
    """A path is not looked for among the names."""
    with pytest.raises(UsageError, match=r"none\.toml: cannot be read: No such file"):
        load_suite(str(tmp_path / "none.toml"))


def test_a_suite_of_gold_alone(project: Path) -> None:
    """Named after the file; what is not there is a wrong call."""
    suite = suite_of_gold(str(project / "gold" / "made.jsonl"))
    assert (suite.name, suite.gold) == ("made", "made.jsonl")
    assert len(suite.load_gold().documents) == 3
    assert suite_of_gold("hf:owner/name:test").gold == "hf:owner/name:test"
    with pytest.raises(UsageError, match="no such file or folder"):
        suite_of_gold("none.jsonl")


def test_a_suite_of_an_attribution_corpus(project: Path) -> None:
    """Declared with its format, or found out by what is in the folder."""
    pairs = project / "corpus"
    pairs.mkdir()
    (pairs / "a.txt").write_text("Ada Vex said it rains.", "utf-8")
    marks = ("T1\tContent 13 21\tit rains", "T2\tSource 0 7\tAda Vex", "T3\tSays 8 12\tsaid")
    event = "E1\tSays:T3 Content:T1 Source:T2"
    (pairs / "a.ann").write_text("".join(f"{line}\n" for line in (*marks, event)), "utf-8")
    declared = "description = 'x'\ngold = 'corpus'\nformat = 'brat'\n"
    (project / "evals" / "suites" / "corpus.toml").write_text(declared, "utf-8")
    told, seen = load_suite("corpus", project), suite_of_gold(str(pairs))
    assert told.load_gold(project) == seen.load_gold()
    (document,) = told.load_gold(project).documents
    assert [s.speaker for s in document.statements] == ["Ada Vex"]

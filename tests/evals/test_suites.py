"""Suites are found in the project folder first, and are checked when read."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import UsageError
from communique.evals.metamorphic_suite import load_any
from communique.evals.suites import load_suite, suite_names
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
        ("description = " + "[" * 2000, "not TOML"),
        ("repeats = " + "9" * 5000, "not TOML"),
    ],
)
def test_a_wrong_suite_names_file_and_key(project: Path, text: str, complaint: str) -> None:
    """The reader learns where to look."""
    (project / "evals" / "suites" / "wrong.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=rf"wrong\.toml: .*{complaint}"):
        load_suite("wrong", project)

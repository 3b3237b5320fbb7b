"""Label Studio: tasks its own tools accept, and back without loss but of what stands nowhere."""

from __future__ import annotations

import json
import subprocess
import venv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import communique
from communique.exchange.items import Labeled
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument
from communique.records import Failure, Readout

from ..made import ROOT, exported, golds, imported, records, there_and_back

SEEDS = load_gold(ROOT / "gold" / "seeds.jsonl")


@settings(max_examples=30, deadline=None)
@given(document=st.one_of(records(), golds(placed=True)))
def test_any_document_comes_back_the_same(
    document: Labeled, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whose items stand somewhere in the text."""
    assert there_and_back(document, "labelstudio", tmp_path_factory.mktemp("trip")) == document


def tasks_of(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "tasks.json").read_text("utf-8"))
    return found


def test_a_prediction_that_a_person_saved_is_gold(tmp_path: Path) -> None:
    """Its model is no longer who made it."""
    readout = communique.extract(SEEDS[0].text, document_id="a")
    assert isinstance(readout, Readout)
    out = exported([readout], "labelstudio", tmp_path / "out")
    (task,) = tasks_of(out)
    assert task["predictions"][0]["model_version"].startswith("regex ")
    task["annotations"] = [{"id": 7, "completed_by": 1, "result": task["predictions"][0]["result"]}]
    (out / "tasks.json").write_text(json.dumps([task]), "utf-8")
    (back,) = imported("labelstudio", out)
    assert isinstance(back, GoldDocument)
    assert (back.extractor, back.status) == (None, "labeled")
    assert [s.content for s in back.statements] == [s.content for s in readout.statements]
    assert [p.name for p in back.participants] == [p.name for p in readout.participants]


def test_annotators_of_one_task_are_told_apart(tmp_path: Path) -> None:
    """Each annotation is a labeling of its own; one that was cancelled is none."""
    out = exported(SEEDS[:1], "labelstudio", tmp_path / "out")
    (task,) = tasks_of(out)
    (first,) = task["annotations"]
    task["annotations"] = [
        {**first, "completed_by": 1}, {**first, "completed_by": 2, "result": []},
        {**first, "was_cancelled": True},
    ]  # fmt: skip
    (tmp_path / "export.json").write_text(json.dumps([task]), "utf-8")
    one, two = imported("labelstudio", tmp_path / "export.json")
    assert isinstance(one, GoldDocument)
    assert isinstance(two, GoldDocument)
    assert [d.extractor and d.extractor.model for d in (one, two)] == ["1", "2"]
    assert (len(one.statements), len(two.statements)) == (len(SEEDS[0].statements), 0)


def test_a_region_without_an_item_is_named(tmp_path: Path) -> None:
    """A cue that nobody tied to a statement."""
    out = exported(SEEDS[:1], "labelstudio", tmp_path / "out")
    (task,) = tasks_of(out)
    task["annotations"][0]["result"].append(
        {"id": "lone", "type": "labels", "from_name": "label",
         "value": {"start": 0, "end": 1, "text": SEEDS[0].text[:1], "labels": ["cue"]}}
    )  # fmt: skip
    (out / "tasks.json").write_text(json.dumps([task]), "utf-8")
    (back,) = imported("labelstudio", out)
    assert not isinstance(back, Failure)
    assert "region lone (cue) belongs to no item" in back.issues[-1].message


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_label_studios_own_tools_take_tasks_and_configuration(tmp_path: Path) -> None:
    """Its SDK checks every task against the configuration, its converter turns them to CoNLL.

    In an environment of their own: they want an older NumPy than we have.
    """
    out = exported(SEEDS, "labelstudio", tmp_path / "out")
    predicted = [communique.extract(seed.text, document_id=seed.document_id) for seed in SEEDS]
    guessed = exported([r for r in predicted if isinstance(r, Readout)], "labelstudio",
                       tmp_path / "guessed")  # fmt: skip
    python = tmp_path / "env" / "bin" / "python"
    venv.create(tmp_path / "env", with_pip=True)
    install = [str(python), "-m", "pip", "install", "-q", "label-studio-sdk>=2"]
    subprocess.run(install, check=True, capture_output=True)
    script = Path(__file__).with_name("label_studio_tools.py")
    done = subprocess.run(
        [str(python), str(script), str(out), str(guessed), str(tmp_path / "conll")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    regions = [
        sum(r["type"] == "labels" for r in task["annotations"][0]["result"])
        for task in tasks_of(out)
    ]
    assert told == {"valid": 2 * len(SEEDS), "spans": regions}

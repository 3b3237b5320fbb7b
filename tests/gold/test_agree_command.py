"""``communique gold agree`` as a command: annotators by folder or file, two or more."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from communique.cli.gold import gold_app
from communique.errors import OutputError, UsageError

from .workshop import SOURCE, make_project

CHANGED = SOURCE.replace("kind: direct", "kind: mixed").replace(
    "title: Danish Foreign Minister", "title: {quote: Foreign Minister, occurrence: 2}"
)


def project(root: Path) -> Path:
    make_project(root)
    for name, source in (("a", SOURCE), ("b", CHANGED)):
        folder = root / "gold" / "annotators" / name
        folder.mkdir(parents=True)
        (folder / "ferry.yaml").write_text(source, encoding="utf-8", newline="")
    return root


def flat(number: int, annotator: str, *contents: str) -> str:
    text = f"No. {number}: Ada said one, Bo said two, Cy said three."
    spans = [(text.index(content), text.index(content) + len(content)) for content in contents]
    statements = [
        {"start": start, "end": end, "kind": "indirect", "speaker_text": "Ada"}
        for start, end in spans
    ]
    line = {"id": f"d{number}", "text": text, "annotator": annotator, "statements": statements}
    return json.dumps(line) + "\n"


def several(path: Path) -> Path:
    """Three annotators of six documents; the third has one fewer, and misses a statement."""
    lines = [flat(i, name, "one", "two") for i in range(6) for name in "xy"]
    lines += [flat(i, "z", "one") for i in range(5)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def agree(*arguments: object) -> Result:
    return CliRunner().invoke(gold_app, ["agree", *map(str, arguments)])


def test_two_annotators_are_compared_and_each_difference_told(tmp_path: Path) -> None:
    result = agree("a", "b", "--root", project(tmp_path))
    assert result.stdout.splitlines() == [
        "documents labeled by both: 1",
        "  participants, F1              1.000 (4/4)",
        "  meetings, F1                  1.000 (2/2)",
        "  statements, F1 at overlap .5  1.000 (4/4)",
        "  statements, F1 exact          1.000 (4/4)",
        "  kind, alpha                   0.400 (equal: 1/2)",
        "  speaker, alpha                1.000 (equal: 2/2)",
        "2 differences: 1 title, 1 kind",
        "ferry: title: Danish Foreign Minister | Foreign Minister",
        "ferry: kind: direct | mixed",
    ]


def test_one_file_of_several_annotators_is_compared_pair_by_pair(tmp_path: Path) -> None:
    """Each document by its own line; intervals, as there are five documents or more."""
    result = agree(several(tmp_path / "three.jsonl"), "--root", project(tmp_path))
    lines = result.stdout.splitlines()
    assert lines[0] == "documents labeled by two or more: 6"
    rate = next(line for line in lines if "overlap .5" in line)
    assert rate.startswith("  statements, F1 at overlap .5  0.815 (44/54) [0.")
    assert [line.split()[:2] for line in lines if line[:1] in "xyz"] == [
        ["x", "y"], ["x", "z"], ["y", "z"],
    ]  # fmt: skip
    assert sum(line.startswith("d") and line[1].isdigit() for line in lines) == 6
    assert lines[-1] == "5 differences: 5 missing statement"


def test_as_json_it_has_everything(tmp_path: Path) -> None:
    result = agree(several(tmp_path / "three.jsonl"), "--json", "--root", project(tmp_path))
    found = json.loads(result.stdout)
    assert found["annotators"] == ["x", "y", "z"]
    assert found["statements"]["f1"] == pytest.approx(44 / 54)
    assert (
        found["intervals"]["statements"]["low"] < 44 / 54 < found["intervals"]["statements"]["high"]
    )
    assert found["intervals"]["participants"] is None
    assert [pair["documents"] for pair in found["pairs"]] == [6, 5, 5]
    assert found["documents"][5]["annotators"] == ["x", "y"]
    assert found["differences"][0]["values"] == {"x": "two", "y": "two", "z": None}
    assert found["differences"][0]["at"]["text"] == "two"


def test_the_page_is_written_and_an_older_one_kept(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    arguments = (
        several(tmp_path / "three.jsonl"),
        "--root",
        project(tmp_path),
        "--differences",
        page,
    )
    assert agree(*arguments).stderr == f"5 differences -> {page}\n"
    assert page.read_text(encoding="utf-8").count('class="difference"') == 5
    assert isinstance(agree(*arguments).exception, OutputError)
    assert agree(*arguments, "--overwrite").exit_code == 0


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["a"], "one annotator alone"),
        (["a", "a"], "two annotators have this name"),
        (["a", "nobody"], "annotators here: a, b"),
    ],
)
def test_a_wrong_call_says_what_there_is(tmp_path: Path, names: list[str], said: str) -> None:
    result = agree(*names, "--root", project(tmp_path))
    assert isinstance(result.exception, UsageError)
    assert said in result.exception.message


@pytest.mark.slow
def test_trained_annotators_of_a_published_corpus_agree_as_it_says(tmp_path: Path) -> None:
    """PolNeAR's: six annotators, of whom one left an article out; no pair is far from another."""
    if (dev := os.environ.get("COMMUNIQUE_DEV")) is None:
        pytest.skip("COMMUNIQUE_DEV is not set: no labeled corpora to compare")
    file = Path(dev) / "polnear" / "annotators.jsonl"
    found = json.loads(agree(file, "--json", "--root", project(tmp_path)).stdout)
    assert len(found["pairs"]) == 15
    assert sorted(pair["documents"] for pair in found["pairs"]) == [15] * 5 + [16] * 10
    assert all(pair["statements"]["f1"] > 0.85 for pair in found["pairs"])
    assert found["kind"]["alpha"] > 0.95
    assert found["speaker"]["alpha"] > 0.9

"""``scores.json``, read by whoever can judge a run of that kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.errors import UsageError
from communique.evals.scores import kind_of, read_scores, score_lines

from .made import RIGHT, score, scores
from .test_command import evals

RUN: dict[str, Any] = scores({"regex": [score(RIGHT)]})
METAMORPHIC = {"format": 1, "kind": "metamorphic", "models": [{"model": "regex", "outcomes": []}]}
SCHEMA = {"format": 1, "comparators": {"/a": "text"}, "repeats": 1, "models": []}


def written(folder: Path, values: Any) -> Path:
    folder.mkdir(exist_ok=True)
    text = values if isinstance(values, str) else json.dumps(values)
    (folder / "scores.json").write_text(text)
    return folder


def test_what_is_written_line_by_line_is_one_json() -> None:
    """A line each document, whatever is in it; none, and no model, are fine too."""
    documents = [{"text": "a\nb\u2028c", "n": [1, {"x": None}]}, {"text": "d"}]
    models = [({"model": "one"}, documents), ({"model": "two"}, [])]
    text = "".join(score_lines({"format": 1, "a": {"b": 2}}, models))
    assert json.loads(text) == {
        "format": 1,
        "a": {"b": 2},
        "models": [{"model": "one", "documents": documents}, {"model": "two", "documents": []}],
    }
    assert f"    {json.dumps(documents[0], ensure_ascii=False)}," in text.split("\n")
    assert json.loads("".join(score_lines({"format": 1}, []))) == {"format": 1, "models": []}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "not JSON"),
        ('{"format": 1, "mod', "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a JSON object"),
        ("{}", "not as `evals run` writes it"),
        ({"format": 2, "models": []}, "in format 2, this version reads 1"),
        ({"format": [1], "models": []}, "format is missing or no such"),
        (METAMORPHIC, "a metamorphic suite"),
        (SCHEMA, "a suite with a schema of its own"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, content: Any, complaint: str) -> None:
    """By its file, whether that or its folder was named."""
    folder = written(tmp_path / "run", content)
    for path in (folder, folder / "scores.json"):
        for keep in (None, dict):
            with pytest.raises(UsageError, match=complaint) as caught:
                read_scores(path, keep=keep)
            assert str(caught.value).startswith(str(folder))


@pytest.mark.parametrize("indent", [None, 1, "as written"])
def test_documents_are_read_one_by_one_in_any_layout(tmp_path: Path, indent: Any) -> None:
    """What is not kept of them is not in the result; all else is."""
    values = scores({"one": [score(RIGHT)] * 3, "two": [score(RIGHT)] * 3})
    head = {name: value for name, value in values.items() if name != "models"}
    models = [({"model": m["model"], "a": [1]}, m["documents"]) for m in values["models"]]
    lines = "".join(score_lines(head, models))
    text = lines if indent == "as written" else json.dumps(json.loads(lines), indent=indent)
    folder = written(tmp_path, text)
    seen: list[str] = []

    def keep(row: Any) -> Any:
        seen.append(row["document_id"])
        return row["document_id"] if row["document_id"] != "d1" else None

    found = read_scores(folder, keep=keep)
    kept = [{"model": name, "a": [1], "documents": ["d0", "d2"]} for name in ("one", "two")]
    assert found == {**head, "models": kept}
    assert seen == ["d0", "d1", "d2"] * 2
    assert read_scores(folder) == json.loads(lines)


def test_other_kinds_are_read_by_who_knows_them(tmp_path: Path) -> None:
    """Each tells its kind."""
    assert kind_of(read_scores(written(tmp_path, SCHEMA), "gold", "schema")) == "schema"
    with pytest.raises(UsageError, match="metamorphic"):
        read_scores(written(tmp_path, METAMORPHIC), "gold", "schema")


COMMANDS = (
    ("compare", "out", "out"),
    ("gate", "out", "--baseline", "base.json"),
    ("baseline", "out", "-o", "new.json"),
    ("rescore", "out"),
    ("explain", "out", "d1"),
)
DOCUMENT = RUN["models"][0]["documents"][0]
BROKEN: dict[str, Any] = {
    "metamorphic": METAMORPHIC,
    "empty": "",
    "truncated": '{"format": 1, "models": [{"model": "regex", "docum',
    "shape": {"format": 1, "models": 7},
    "models": {"format": 1, "models": ["regex"], "repeats": 1, "files": []},
    "files": {**RUN, "files": 3},
    "suite": {**RUN, "suite": {**RUN["suite"], "scorer": {"overlap": "iou7"}, "gold": 3}},
    "no count": {
        **RUN,
        "models": [{**RUN["models"][0], "documents": [{**DOCUMENT, "scores": {"failed": 1e400}}]}],
    },
    "documents": {"format": 1, "models": [{"model": "m", "documents": [3]}], "repeats": "x"},
}


@pytest.mark.parametrize("broken", BROKEN)
def test_no_command_takes_what_it_cannot_judge(tmp_path: Path, broken: str) -> None:
    """Exit code 2, one line, nothing written."""
    written(tmp_path / "out", BROKEN[broken])
    (tmp_path / "out" / "run.json").write_text("{}")
    head = {"suite": "s", "gold_sha256": "", "overlap": "iou50", "repeats": 1}
    model = {"model": "regex", "exact": True, "counters": {}, "documents": {}}
    (tmp_path / "base.json").write_text(json.dumps({**head, "models": [model]}))
    (tmp_path / "out" / "gold.jsonl").write_text('{"document_id": "d1", "text": "It rains."}\n')
    before = sorted(tmp_path.rglob("*"))
    for command in COMMANDS:
        ended = evals(*command, cwd=tmp_path)
        assert (ended.returncode, ended.stdout) == (2, ""), (command, ended)
        assert ended.stderr.startswith("error: out"), (command, ended.stderr)
        assert ended.stderr.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_a_run_that_stopped_says_how_to_go_on(tmp_path: Path) -> None:
    """It has no scores, but is a run."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "run.json").write_text("{}")
    for command in (("compare", "out"), ("explain", "out", "d"), ("rescore", "out")):
        ended = evals(*command, cwd=tmp_path)
        assert ended.stderr == (
            "error: out: the run is not finished; the same `evals run` goes on\n"
        )

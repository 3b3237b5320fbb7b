"""``communique export`` and ``communique import``: files, exit codes, and what is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from communique.exchange.formats import NAMES

from .warm import run_command

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "gold" / "seeds.jsonl"
WITH_TEXTS = {
    **dict.fromkeys(("brat", "dataset", "labelstudio", "sqlite"), True),
    **dict.fromkeys(("csv", "webannotation"), False),
}
"""Whether a format carries the texts."""


def run(folder: Path, *arguments: str | Path) -> tuple[int, str]:
    done = run_command(*arguments, cwd=folder)
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_gold_goes_out_and_comes_back_byte_for_byte(tmp_path: Path, name: str) -> None:
    """Through every format, with the commands of the manual."""
    code, told = run(tmp_path, "export", GOLD, "--to", name, "-o", "out")
    assert (code, told.splitlines()[-1]) == (0, "2 documents -> out")
    if name in WITH_TEXTS:
        assert ("--texts" not in told) == WITH_TEXTS[name]
    code, told = run(tmp_path, "import", "out", "--from", name, "--texts", GOLD, "-o", "back.jsonl")
    assert (code, told) == (0, "2 documents -> back.jsonl\n")
    assert (tmp_path / "back.jsonl").read_bytes() == GOLD.read_bytes()
    code, told = run(tmp_path, "export", GOLD, "--to", name, "-o", "out")
    assert code == 2
    assert "--overwrite" in told
    code, _ = run(tmp_path, "export", GOLD, "--to", name, "-o", "out", "--overwrite")
    assert code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["back.jsonl", "out"]


def test_records_are_exported_with_their_articles(tmp_path: Path) -> None:
    """Without them the call is wrong; one whose article is missing or another fails by name."""
    (tmp_path / "one.txt").write_text("“We go,” Ann Lee said.", "utf-8")
    (tmp_path / "two.txt").write_text("Bo Rae said that it rained.", "utf-8")
    assert run(tmp_path, "extract", "one.txt", "two.txt", "-o", "records.jsonl")[0] == 0
    call = ("export", "records.jsonl", "--to", "labelstudio", "-o", "out")
    code, told = run(tmp_path, *call)
    assert code == 2
    assert "name the articles with --texts" in told
    (tmp_path / "two.txt").write_text("Another article.", "utf-8")
    code, told = run(tmp_path, *call, "--texts", "one.txt", "--texts", "two.txt")
    assert code == 1
    (line,) = (tmp_path / "out.failures.jsonl").read_text("utf-8").splitlines()
    failure = json.loads(line)
    assert failure["document_id"] == "two"
    assert "text_sha256" in failure["error"]["message"]
    code, told = run(tmp_path, "import", "out", "--from", "labelstudio", "-o", "back.jsonl")
    first = (tmp_path / "records.jsonl").read_text("utf-8").splitlines()[0]
    assert (tmp_path / "back.jsonl").read_text("utf-8").splitlines() == [first]


def test_what_cannot_be_placed_is_named_and_the_rest_is_there(tmp_path: Path) -> None:
    """With file and annotation; the exit code says that something is missing."""
    assert run(tmp_path, "export", GOLD, "--to", "brat", "-o", "out")[0] == 0
    file = min((tmp_path / "out").glob("*.ann"))
    lines = file.read_text("utf-8").split("\n")
    number = next(i for i, line in enumerate(lines) if "\tCue " in line)
    lines[number] = lines[number].rsplit("\t", 1)[0] + "\tnever written"
    file.write_text("\n".join(lines), "utf-8")
    code, told = run(tmp_path, "import", "out", "--from", "brat", "-o", "back.jsonl")
    assert code == 1
    assert f"{file.name}:{number + 1} T" in told
    assert "cannot be placed: the text does not have 'never written'" in told
    back = json.loads((tmp_path / "back.jsonl").read_text("utf-8").splitlines()[0])
    true = json.loads(GOLD.read_text("utf-8").splitlines()[0])
    assert len(back["statements"]) == len(true["statements"])
    assert sum(s["cue"] is None for s in back["statements"]) == 1 + sum(
        s["cue"] is None for s in true["statements"]
    )
    assert back["issues"][-1]["code"] == "not_placed"


def test_a_folder_with_other_things_is_not_replaced(tmp_path: Path) -> None:
    """--overwrite replaces an export, nothing else."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("mine", "utf-8")
    code, told = run(tmp_path, "export", GOLD, "--to", "csv", "-o", "out", "--overwrite")
    assert code == 2
    assert "thesis.docx: is no part of such an export" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", GOLD, "--to", "word", "-o", "x"), "unknown format 'word'"),
        (("export", "none.jsonl", "--to", "csv", "-o", "x"), "none.jsonl: no such file"),
        (("import", GOLD, "--from", "csv", "-o", "x"), "not a folder with documents.csv"),
        (("import", GOLD, "--from", "brat", "-o", GOLD), "is read and would be overwritten"),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, told = run(tmp_path, *arguments)
    assert code == 2
    assert said in told
    assert told.count("\n") == 1

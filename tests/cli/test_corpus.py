"""``communique corpus``: what is printed, exit codes, files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .warm import run_command

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "gold" / "seeds.jsonl"


def run(folder: Path, *arguments: str | Path) -> tuple[int, str, str]:
    done = run_command(*arguments, cwd=folder)
    return done.returncode, done.stdout, done.stderr


def test_the_second_call_is_compared_with_the_first(tmp_path: Path) -> None:
    """Built, listed, compared and explained, as the manual says."""
    code, _, told = run(tmp_path, "corpus", "build", GOLD, "-o", "corpus.db")
    assert (code, told) == (
        0,
        "2 articles (2 sources), 2 meetings, 12 people, 19 statements -> corpus.db\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["corpus.db"]
    code, _, told = run(tmp_path, "corpus", "build", GOLD, "-o", "corpus.db")
    assert code == 2
    assert told.endswith("corpus.db: exists; use --overwrite or another name\n")
    before = (tmp_path / "corpus.db").read_bytes()
    again = ("corpus", "build", GOLD, "--texts", "corpus.db", "-o", "corpus.db", "--overwrite")
    code, _, told = run(tmp_path, *again)
    assert (code, "is read and would be overwritten" in told) == (2, True)
    assert (tmp_path / "corpus.db").read_bytes() == before
    _, lines, _ = run(tmp_path, "corpus", "meetings", "corpus.db")
    assert [line.split("  ")[:2] for line in lines.splitlines()] == [
        ["1", "XXXX-01-24"],
        ["2", "2022-02-28"],
    ]
    _, text, _ = run(tmp_path, "corpus", "compare", "corpus.db", "1", "2")
    assert "new in 2 (3):" in text
    assert "not named in 2 (0): nobody" in text
    code, text, _ = run(tmp_path, "corpus", "explain", "corpus.db", "apart", "1", "2")
    assert code == 0
    assert "9 of 9 and 12 participants in common" in text
    code, _, told = run(tmp_path, "corpus", "compare", "corpus.db", "1", "7")
    assert (code, told.count("\n")) == (2, 1)
    assert "no meeting 7" in told


def test_every_joining_is_explained_and_a_wrong_question_is_one_line(tmp_path: Path) -> None:
    """By number or by name; what is not in the corpus is said, and what the call lacks."""
    assert run(tmp_path, "corpus", "build", GOLD, "-o", "corpus.db")[0] == 0

    def explain(*what: str) -> tuple[int, str, str]:
        return run(tmp_path, "corpus", "explain", "corpus.db", *what)

    by_name, by_number = explain("person", "Jens Stoltenberg"), explain("meeting", "1")
    assert (by_name[0], by_number[0]) == (0, 0)
    assert "Jens Stoltenberg" in by_name[1]
    assert "000_1fdaa6743b505654" in by_number[1]
    assert "is meeting 1" in explain("article", "000_1fdaa6743b505654")[1]
    for what, told in {
        ("meeting", "first"): "'first' is no number",
        ("person", "Nobody Atall"): "Nobody Atall",
        ("article", "nothing"): "nothing",
        ("apart", "1"): "explain apart takes 2 arguments, got 1",
    }.items():
        code, said, error = explain(*what)
        assert (code, said, error.count("\n")) == (2, "", 1), error
        assert told in error


def test_comparison_and_score_are_json_where_asked(tmp_path: Path) -> None:
    """For programs: the same figures as in the text."""
    links = (GOLD, ROOT / "gold" / "links.jsonl")
    assert run(tmp_path, "corpus", "build", *links, "-o", "corpus.db")[0] == 0
    _, compared, _ = run(tmp_path, "corpus", "compare", "corpus.db", "1", "2", "--format", "json")
    assert json.loads(compared)
    labels = ROOT / "gold" / "links" / "labels.jsonl"
    score = ("corpus", "score", "corpus.db", labels)
    _, text, _ = run(tmp_path, *score)
    _, scored, _ = run(tmp_path, *score, "--format", "json")
    assert f"precision {json.loads(scored)['meetings']['precision']:.3f}" in text


@pytest.mark.slow
@pytest.mark.parametrize("name", ["jsonl", "parquet", "sqlite"])
def test_records_of_every_format_make_the_same_corpus(tmp_path: Path, name: str) -> None:
    """As `communique extract` writes them, the texts beside them."""
    made = []
    for format_ in ("jsonl", name):
        out = f"records.{format_}"
        assert run(tmp_path, "extract", ROOT / "seeds", "-o", out, "--overwrite")[0] == 0
        build = ("corpus", "build", out, "--texts", ROOT / "seeds", "-o", f"{format_}.corpus.db")
        code, _, told = run(tmp_path, *build, "--overwrite")
        assert (code, told.split(",")[0]) == (0, "2 articles (2 sources)")
        made.append((tmp_path / f"{format_}.corpus.db").read_bytes())
    assert made[0] == made[1]


@pytest.mark.slow
def test_datasette_opens_a_corpus(tmp_path: Path) -> None:
    """With its views and its full text."""
    assert run(tmp_path, "corpus", "build", GOLD, "-o", "corpus.db")[0] == 0
    query = "select count(*) as n from attendances where meeting = 2"
    done = subprocess.run(
        [sys.executable, "-m", "datasette", "corpus.db", "--get", f"/corpus.json?sql={query}"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert json.loads(done.stdout)["rows"] in ([[12]], [{"n": 12}])


def test_records_without_their_texts_are_told_of(tmp_path: Path) -> None:
    """The first with its reason, the others by number; what a folder holds beside, once."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "other.txt").write_text("Nothing was said.", "utf-8")
    (tmp_path / "texts" / "page.html").write_text("<p>", "utf-8")
    lines = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    bare = [json.dumps({k: v for k, v in line.items() if k != "text"}) for line in lines]
    (tmp_path / "records.jsonl").write_text("\n".join(bare), "utf-8")
    built = ("corpus", "build", "records.jsonl", "--texts", "texts", "-o", "corpus.db")
    code, _, stderr = run(tmp_path, *built)
    told = stderr.splitlines()
    assert (code, told[0]) == (1, "note: not read in texts: page.html")
    assert told[1].startswith("failed: 000_1fdaa6743b505654: ")
    assert told[2] == "and 1 more failure, all in corpus.db.failures.jsonl"
    assert len(told) == 4

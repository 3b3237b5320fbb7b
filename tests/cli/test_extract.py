"""``communique extract``, run as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from communique.records import Readout
from communique.testing import FakeServer

SEEDS = Path(__file__).parents[2] / "seeds"
NAMES = ["000_1fdaa6743b505654", "002_747c0f689b1e39e4"]
NOBODY = "http://127.0.0.1:9/v1"


def communique(
    *args: object, cwd: Path | None = None, given: bytes | None = None, env: Mapping[str, str] = {}
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "communique", *map(str, args)],
        cwd=cwd,
        input=given,
        capture_output=True,
        env={**os.environ, **env},
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def records(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.split("\n")[:-1]]


def test_seeds_become_records_on_standard_output() -> None:
    """A folder in, a line of JSON for each article out, and a sentence about it beside."""
    done = communique("extract", SEEDS)
    assert (done.returncode, done.stderr) == (0, "2 documents: 2 records, 0 failures\n")
    assert [record["document_id"] for record in records(done.stdout)] == NAMES


def test_records_are_proven_by_the_files() -> None:
    """Each line and the bytes of its file make a valid Readout."""
    for record in records(communique("extract", SEEDS).stdout):
        text = (SEEDS / f"{record['document_id']}.txt").read_bytes().decode("utf-8")
        assert Readout.model_validate({**record, "text": text}).participants


@pytest.mark.parametrize("name", ["out.jsonl", "out.json", "out.html", "out.txt"])
def test_name_of_the_output_says_the_format(tmp_path: Path, name: str) -> None:
    """The suffix chooses the format; one file is made, and the summary names it."""
    out = tmp_path / name
    done = communique("extract", SEEDS, "-o", out)
    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr == f"2 documents: 2 records, 0 failures -> {out}\n"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    content = out.read_text(encoding="utf-8")
    first = {"out.jsonl": "{", "out.json": "[", "out.html": "<!doctype html>", "out.txt": NAMES[0]}
    assert content.startswith(first[name])
    assert "Stoltenberg" in content


def test_format_option_wins_over_the_name(tmp_path: Path) -> None:
    """--format says what the file holds, whatever it is called."""
    out = tmp_path / "out.jsonl"
    assert communique("extract", SEEDS, "-o", out, "--format", "json").returncode == 0
    assert len(json.loads(out.read_bytes())) == 2


def test_same_call_makes_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of time or chance is in a record."""
    for name in ("a.jsonl", "b.jsonl"):
        communique("extract", SEEDS, "-o", tmp_path / name)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_standard_input_is_an_article() -> None:
    """'-' reads the article from standard input."""
    done = communique("extract", "-", given=(SEEDS / f"{NAMES[1]}.txt").read_bytes())
    (record,) = records(done.stdout)
    assert (done.returncode, record["document_id"]) == (0, "stdin")


def test_published_anchors_dates_of_articles_without_one(tmp_path: Path) -> None:
    """--published tells the year that seed 000 leaves out; a document's own date wins."""
    text = (SEEDS / f"{NAMES[0]}.txt").read_bytes().decode("utf-8")
    rows = [{"id": "a", "text": text}, {"id": "b", "text": text, "published": "2019-01-30"}]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = communique("extract", path, "--published", "2022-01-25")
    dates = [record["meetings"][0]["date"] for record in records(done.stdout)]  # type: ignore[index]
    assert dates == ["2022-01-24", "2019-01-24"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"abc\xff", "not UTF-8: byte 0xff at offset 3"),
        (b"\x89PNG\0", "binary, not text"),
    ],
    ids=["empty", "latin-1", "binary"],
)
def test_unreadable_article_is_named_and_the_others_are_read(
    tmp_path: Path, content: bytes, message: str
) -> None:
    """Exit code 1, one line about the bad file, records of the good ones."""
    bad = tmp_path / "bad.txt"
    bad.write_bytes(content)
    out = tmp_path / "out.jsonl"
    done = communique("extract", bad, SEEDS, "-o", out)
    assert done.returncode == 1
    failed, summary = done.stderr.splitlines()
    assert failed.startswith(f"failed: bad: {bad}: ")
    assert message in failed
    assert summary.startswith("3 documents: 2 records, 1 failure -> ")
    assert len(records(out.read_text(encoding="utf-8"))) == 2
    (failure,) = records((tmp_path / "out.jsonl.failures.jsonl").read_text(encoding="utf-8"))
    assert failure["document_id"] == "bad"
    assert set(failure["error"]) == {"code", "message", "stage"}  # type: ignore[call-overload]


WRONG_CALLS = [
    (["missing.txt"], "missing.txt: no such file or folder"),
    (["empty"], "empty: no text in this folder"),
    (["a.txt", "-m", "gpt"], "unknown model 'gpt': use 'regex', or PROVIDER/MODEL"),
    (["a.txt", "-m", "nobody/x"], "nobody"),
    (["a.txt", "--format", "xml"], "unknown format 'xml': use jsonl, json, table, html"),
    (["a.txt", "-o", "old.jsonl"], "old.jsonl: exists; use --resume, --overwrite"),
    (["a.txt", "-o", "nowhere/out.jsonl"], "nowhere/out.jsonl: no such folder: nowhere"),
    (["a.txt", "-o", "empty"], "empty: is a folder"),
    (["a.txt", "-o", "/dev/null", "--overwrite"], "/dev/null: is not a file"),
    (["a.txt", "-o", "a.txt", "--overwrite"], "a.txt: is read and would be overwritten"),
    (["a.txt", "--resume"], "need an output file"),
    (["a.txt", "-o", "x.jsonl", "--resume", "--overwrite"], "exclude each other"),
    (["a.txt", "--published", "Monday"], "--published 'Monday' is not a date"),
    (["a.txt", "--base-url", NOBODY], "--base-url"),
    (["a.txt", "-m", "openai/x", "--base-url", "localhost"], "does not begin with http://"),
    (["a.txt", "--concurrency", "0"], "--concurrency"),
    (["a.txt", "--nonsense"], "--nonsense"),
    ([], "Missing argument"),
]


@pytest.mark.parametrize(
    ("args", "message"), WRONG_CALLS, ids=[" ".join(a) for a, _ in WRONG_CALLS]
)
def test_wrong_call_is_one_line_and_exit_code_2(
    tmp_path: Path, args: list[str], message: str
) -> None:
    """A call that is wrong says so in one line, prints no record and touches no file."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text("An article.")
    (tmp_path / "old.jsonl").write_text("old\n")
    before = {path.name for path in tmp_path.iterdir()}
    done = communique("extract", *args, cwd=tmp_path, env={"OPENAI_API_KEY": "x"})
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    assert message in line
    assert {path.name for path in tmp_path.iterdir()} == before
    assert (tmp_path / "old.jsonl").read_text() == "old\n"


def test_server_that_is_not_there_fails_each_document(tmp_path: Path) -> None:
    """Each document is named with the reason, exit code 1, and what failed is on file."""
    out = tmp_path / "out.jsonl"
    model = ("-m", "openai/x", "--base-url", NOBODY)
    done = communique("extract", SEEDS, *model, "-o", out, env={"OPENAI_API_KEY": "x"})
    assert done.returncode == 1
    *failed, summary = done.stderr.splitlines()
    assert [line.split(": ")[:2] for line in failed] == [["failed", name] for name in NAMES]
    assert all(line.endswith("[server_unreachable]") for line in failed)
    assert "2 documents: 0 records, 2 failures" in summary
    codes = [
        json.loads(line)["error"]["code"]
        for line in (tmp_path / "out.jsonl.failures.jsonl").read_text().splitlines()
    ]
    assert codes == ["server_unreachable"] * 2


def test_resume_asks_the_server_only_for_what_failed(tmp_path: Path) -> None:
    """A document that failed is asked for again, a finished one is not; OUT is as of one call."""
    texts = {name: (SEEDS / f"{name}.txt").read_bytes().decode("utf-8") for name in NAMES}
    gold = [
        {**record, "text": texts[str(record["document_id"])]}
        for record in records(communique("extract", SEEDS).stdout)
    ]
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"

    def ask(server: FakeServer, target: Path, *more: str) -> int:
        args = ("-m", "openai/fake", "--base-url", server.base_url, "-o", target, *more)
        return communique("extract", SEEDS, *args, env={"OPENAI_API_KEY": "x"}).returncode

    with FakeServer(gold) as complete, FakeServer(gold[1:]) as partial:
        assert ask(complete, whole) == 0
        assert ask(partial, out) == 1
        asked = complete.requests
        assert ask(complete, out, "--resume") == 0
        assert complete.requests == asked + 1
    assert out.read_bytes() == whole.read_bytes()
    assert not (tmp_path / "out.jsonl.failures.jsonl").exists()


def test_killed_call_is_gone_on_with(tmp_path: Path) -> None:
    """--resume after a kill makes the file that an uninterrupted call makes."""
    text = (SEEDS / f"{NAMES[1]}.txt").read_bytes().decode("utf-8")
    articles = tmp_path / "articles.jsonl"
    articles.write_text(
        "".join(json.dumps({"id": f"a{i}", "text": text}) + "\n" for i in range(300))
    )
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    assert communique("extract", articles, "-o", whole).returncode == 0
    killed = subprocess.Popen(
        [sys.executable, "-m", "communique", "extract", articles, "-o", out],
        stderr=subprocess.DEVNULL,
    )
    while not (out.exists() and out.read_bytes().count(b"\n") >= 3):
        assert killed.poll() is None, "finished before it could be killed"
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert len(out.read_bytes()) < len(whole.read_bytes())
    assert communique("extract", articles, "-o", out).returncode == 2
    done = communique("extract", articles, "-o", out, "--resume")
    assert done.returncode == 0
    assert out.read_bytes() == whole.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {
        "articles.jsonl",
        "out.jsonl",
        "whole.jsonl",
    }


def test_interrupt_says_what_is_kept(tmp_path: Path) -> None:
    """Ctrl-C ends with exit code 130 and a line on how to go on."""
    text = (SEEDS / f"{NAMES[1]}.txt").read_bytes().decode("utf-8")
    articles = tmp_path / "articles.jsonl"
    articles.write_text(
        "".join(json.dumps({"id": f"a{i}", "text": text}) + "\n" for i in range(300))
    )
    out = tmp_path / "out.jsonl"
    stopped = subprocess.Popen(
        [sys.executable, "-m", "communique", "extract", articles, "-o", out],
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (out.exists() and out.read_bytes().count(b"\n") >= 3):
        assert stopped.poll() is None, "finished before it could be interrupted"
        time.sleep(0.01)
    stopped.send_signal(signal.SIGINT)
    _, stderr = stopped.communicate(timeout=30)
    assert stopped.returncode == 130
    (line,) = stderr.splitlines()
    assert line.startswith("interrupted: ")
    assert f"records are in {out}; --resume goes on" in line


def test_broken_pipe_is_quiet() -> None:
    """A reader that has seen enough (head) is no error worth a traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", "communique", "extract", SEEDS],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    stderr = process.stderr.read().decode()
    process.stderr.close()
    process.wait()
    assert "Traceback" not in stderr
    assert "Broken" not in stderr

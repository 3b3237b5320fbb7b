"""``communique extract``, run as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from communique.cli.tally import spent
from communique.records import Readout, Usage
from communique.runs.store import AttemptStore
from communique.testing import FakeServer, Fault, Play

from .warm import run_command

SEEDS = Path(__file__).parents[2] / "seeds"
NAMES = ["000_1fdaa6743b505654", "002_747c0f689b1e39e4"]
NOBODY = "http://127.0.0.1:9/v1"


def communique(
    *args: object, cwd: Path | None = None, given: bytes = b"", env: Mapping[str, str] = {}
) -> subprocess.CompletedProcess[str]:
    return run_command(*args, cwd=cwd, given=given, env={**os.environ, **env})


def gold() -> list[dict[str, object]]:
    """The seeds with what the rules find in them, for a server to answer from."""
    texts = {name: (SEEDS / f"{name}.txt").read_bytes().decode("utf-8") for name in NAMES}
    found = records(communique("extract", SEEDS).stdout)
    return [{**record, "text": texts[str(record["document_id"])]} for record in found]


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


@pytest.mark.parametrize(
    "name", ["out.jsonl", "out.json", "out.html", "out.txt", "out.parquet", "out.db"]
)
def test_name_of_the_output_says_the_format(tmp_path: Path, name: str) -> None:
    """The suffix chooses the format; one file is made, and the summary names it."""
    out = tmp_path / name
    done = communique("extract", SEEDS, "-o", out)
    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr == f"2 documents: 2 records, 0 failures -> {out}\n"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    content = out.read_bytes()
    first = {
        "out.jsonl": b"{",
        "out.json": b"[",
        "out.html": b"<!doctype html>",
        "out.txt": NAMES[0].encode(),
        "out.parquet": b"PAR1",
        "out.db": b"SQLite format 3",
    }
    assert content.startswith(first[name])
    assert b"Stoltenberg" in content


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
    (["a.txt", "-m", "gpt"], "unknown model 'gpt': use 'regex', PROVIDER/MODEL"),
    (["a.txt", "-m", "nobody/x"], "nobody"),
    (["a.txt", "--format", "xml"], "unknown format 'xml': use jsonl, json, table, html, parquet"),
    (["a.txt", "--format", "sqlite"], "sqlite is no text: name a file for it, -o OUT"),
    (["*.pdf"], "*.pdf: no such file"),
    (["hf:"], "hf: names no dataset: write hf:OWNER/NAME"),
    (["many.parquet", "-f", "html"], "a page holds up to 1,000 documents, these are more"),
    (["a.txt", "--explain", "-o", "new.db"], "--explain is not written as sqlite: use --format"),
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
    (["a.txt", "-m", "openai/x", "--base-url", "http://127.0.0.1:notaport/v1"], "is no address"),
    (["a.txt", "-m", "openai/x", "--base-url", "http://[::1/v1"], "is no address"),
    (["a.txt", "-m", "local/x.gguf"], "x.gguf cannot be read (No such file or directory)"),
    (["a.txt", "-o", "old.jsonl", "--resume"], "old.jsonl: not what such a call writes"),
    (["x.jsonl.failures.jsonl", "-o", "x.jsonl"], "x.jsonl.failures.jsonl: is read and would"),
    (["x.html.part", "-o", "x.html"], "x.html.part: is read and would be overwritten"),
    (
        ["a.txt", "--explain", "-m", "openai/x"],
        "--explain tells the rules of the offline extractor, or",
    ),
    (["a.txt", "--explain", "-o", "new.html"], "--explain is not written as html: use --format"),
    (["a.txt", "--explain", "-o", "old.jsonl"], "old.jsonl: exists; use --resume, --overwrite"),
    (["a.txt", "--explain", "-o", "old.jsonl", "--resume"], "not what such a call writes"),
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
    many = pyarrow.table({"id": [*map(str, range(1001))], "text": ["x"] * 1001})
    pyarrow.parquet.write_table(many, tmp_path / "many.parquet")
    (tmp_path / "old.jsonl").write_text("old\n")
    (tmp_path / "x.jsonl.failures.jsonl").write_text('{"id": "a", "text": "An article."}\n')
    (tmp_path / "x.html.part").write_text("An article.")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    done = communique("extract", *args, cwd=tmp_path, env={"OPENAI_API_KEY": "x"})
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    assert message in line
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert after == before


@pytest.mark.parametrize("address", ["notaurl", "http://127.0.0.1:notaport/v1"])
def test_wrong_address_in_the_environment_is_a_wrong_call(tmp_path: Path, address: str) -> None:
    """One line with the variable's name and exit code 2, not a failure for each document."""
    env = {"OPENAI_API_KEY": "x", "OPENAI_BASE_URL": address}
    done = communique("extract", SEEDS, "-m", "openai/x", "-o", tmp_path / "o.jsonl", env=env)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: OPENAI_BASE_URL ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
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


@pytest.mark.slow
def test_resume_asks_the_server_only_for_what_failed(tmp_path: Path) -> None:
    """A document that failed is asked for again, a finished one is not; OUT is as of one call."""
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"

    def ask(server: FakeServer, target: Path, *more: str) -> subprocess.CompletedProcess[str]:
        args = ("-m", "openai/fake", "--base-url", server.base_url, "-o", target, *more)
        return communique("extract", SEEDS, *args, env={"OPENAI_API_KEY": "x"})

    with FakeServer(gold(), faults=[Fault.refused(400, "no")]) as server:
        assert ask(server, out, "--concurrency", "1").returncode == 1
        assert server.requests == 2
        resumed = ask(server, out, "--resume")
        assert (resumed.returncode, server.requests) == (0, 3)
        assert "note" not in resumed.stderr
        assert ask(server, whole).returncode == 0
        done = ask(server, out, "--resume")
        assert (done.returncode, server.requests) == (0, 5)
    assert out.read_bytes() == whole.read_bytes()
    assert not (tmp_path / "out.jsonl.failures.jsonl").exists()
    with AttemptStore(tmp_path / "out.jsonl.run" / "attempts.sqlite") as store:
        assert store.counts() == (2, 1)
        assert store.usage().requests == 3
    stored = tmp_path / "out.jsonl.run" / "attempts.sqlite"
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600


@pytest.mark.slow
def test_a_chain_falls_back_goes_on_and_tells_what_it_cost(tmp_path: Path) -> None:
    """Who answered is in the record; the closing line sums up what all asked for; a resumed call
    takes the records of a fallback as its own, another model's call does not."""
    out = tmp_path / "o.jsonl"
    faults = [None, Fault.refused(404, "gone"), Fault.refused(404, "gone")]
    with FakeServer(gold(), faults=faults) as server:
        args = ("extract", SEEDS, "--base-url", server.base_url, "--concurrency", "1", "-o", out)
        done = communique(*args, "-m", "openai/a,openai/b,regex")
        assert done.returncode == 0
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"2 documents: 2 records, 0 failures -> {out}; 3 requests, ")
        assert line.endswith(" out, cost unknown")
        again = communique(*args, "-m", "openai/a,openai/b,regex", "--resume")
        assert (again.returncode, again.stderr) == (0, done.stderr)
        assert server.requests == 3
        assert communique(*args, "-m", "openai/c", "--resume").returncode == 2
    first, second = records(out.read_text("utf-8"))
    assert [record["extractor"]["model"] for record in (first, second)] == ["openai/a", "regex"]  # type: ignore[index]
    codes = [(issue["code"], issue["value"]) for issue in second["issues"]]  # type: ignore[attr-defined]
    assert codes[:2] == [("fell_back", "openai/a"), ("fell_back", "openai/b")]


@pytest.mark.parametrize(
    ("usage", "said"),
    [
        (None, ""),
        (Usage(), ""),
        (Usage(requests=1), "; 1 request, 0 tokens in, 0 out, $0.00"),
        (
            Usage(requests=2, input_tokens=4310, output_tokens=512, cost=Decimal("0.00213")),
            "; 2 requests, 4,310 tokens in, 512 out, $0.0021",
        ),
        (
            Usage(requests=1, cost=Decimal("0.00001")),
            "; 1 request, 0 tokens in, 0 out, under $0.0001",
        ),
        (Usage(requests=9, cost=Decimal("1234.5")), "; 9 requests, 0 tokens in, 0 out, $1,234.50"),
        (
            Usage(requests=1, input_tokens=None, cost=None),
            "; 1 request, tokens unknown, cost unknown",
        ),
    ],
)
def test_cost_is_told_where_a_model_was_asked(usage: Usage | None, said: str) -> None:
    """Requests, tokens and dollars; what is unknown is called so."""
    assert spent(usage) == said


@pytest.mark.slow
def test_resume_at_another_server_asks_there_and_says_so(tmp_path: Path) -> None:
    """Answers of one server never stand for those of another; that they are paid anew is said."""
    out = tmp_path / "out.jsonl"
    lazy = [{**record, "statements": []} for record in gold()]
    with FakeServer(gold()) as first, FakeServer(lazy) as second:
        for server, more in ((first, []), (second, ["--resume"])):
            env = {"OPENAI_API_KEY": "x", "OPENAI_BASE_URL": server.base_url}
            done = communique("extract", SEEDS, "-m", "openai/fake", "-o", out, *more, env=env)
            assert (done.returncode, server.requests) == (0, 2)
    note, _ = done.stderr.splitlines()
    assert note.startswith(f"note: the 2 answers in {out}.run came from another server")
    assert all(not record["statements"] for record in records(out.read_text("utf-8")))


def test_resume_with_another_date_asks_anew(tmp_path: Path) -> None:
    """What a date of publication changes is not taken over from a call without one."""
    out = tmp_path / "q.jsonl"
    text = "President Ann Lee of Norway met President Bo Rae of Malta on January 24."
    (tmp_path / "q.txt").write_text(text)
    for more, date in (([], "XXXX-01-24"), (["--published", "2022-03-01"], "2022-01-24")):
        done = communique("extract", tmp_path / "q.txt", "-o", out, "--resume", *more)
        (record,) = records(out.read_text("utf-8"))
        assert done.returncode == 0
        assert record["meetings"][0]["date"] == date  # type: ignore[index]


@pytest.mark.slow
def test_killed_call_to_a_server_pays_nothing_twice(tmp_path: Path) -> None:
    """After kill -9 every answer that was kept is used: the file is that of an unbroken call."""
    rows = [{"id": f"a{i}", "text": f"Ann Lee said that it rained {i} times."} for i in range(60)]
    answers = [
        {
            **row,
            "statements": [{"kind": "indirect", "content": {"text": f"that it rained {i} times"}}],
        }
        for i, row in enumerate(rows)
    ]
    articles = tmp_path / "articles.jsonl"
    articles.write_text("".join(json.dumps(row) + "\n" for row in rows))
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    with FakeServer(answers, latency=0.02) as server:
        call = ["extract", str(articles), "-m", "openai/fake", "--base-url", server.base_url]
        call += ["--concurrency", "3", "-o"]
        killed = subprocess.Popen(
            [sys.executable, "-m", "communique", *call, out], stderr=subprocess.DEVNULL
        )
        while not (out.exists() and out.read_bytes().count(b"\n") >= 10):
            assert killed.poll() is None, "finished before it could be killed"
            time.sleep(0.01)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        with AttemptStore(tmp_path / "out.jsonl.run" / "attempts.sqlite") as store:
            kept, _ = store.counts()
        shown, asked = out.read_bytes().count(b"\n"), server.requests
        assert 10 <= shown <= kept <= asked < 60
        assert communique(*call, out, "--resume").returncode == 0
        assert server.requests == asked + 60 - kept
        assert communique(*call, whole).returncode == 0
    assert out.read_bytes() == whole.read_bytes()


def test_killed_call_is_gone_on_with(tmp_path: Path) -> None:
    """--resume after a kill makes the file that an uninterrupted call makes."""
    text = (SEEDS / f"{NAMES[1]}.txt").read_bytes().decode("utf-8")
    articles = tmp_path / "articles.jsonl"
    articles.write_text(
        "".join(json.dumps({"id": f"a{i}", "text": f"{text}{i}"}) + "\n" for i in range(300))
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
    refused = communique("extract", articles, "-o", out)
    assert (refused.returncode, "exists; use --resume" in refused.stderr) == (2, True)
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
        "".join(json.dumps({"id": f"a{i}", "text": f"{text}{i}"}) + "\n" for i in range(300))
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


def test_explain_shows_each_rule_and_what_was_rejected() -> None:
    """Aligned lines: the item, the rule that made it, where, the words; then the rejected."""
    done = communique("extract", SEEDS, "--explain", "--format", "table")
    assert (done.returncode, done.stderr) == (0, "2 documents: 2 explanations, 0 failures\n")
    first, second = done.stdout.split("\n\n")
    assert first.startswith(f"{NAMES[0]} regex ")
    made, rejected = second.split("\n  rejected:\n")
    lines = [line for line in made.splitlines() if line.startswith("  statements[0] ")]
    assert len(lines) == 1
    _, rule, start, end, words = lines[0].split(None, 4)
    text = (SEEDS / f"{NAMES[1]}.txt").read_bytes().decode("utf-8")
    quoted = text[int(start[1:-1]) : int(end[:-1])]
    assert words[1:20] == " ".join(quoted.split())[:19]
    assert rule.isidentifier()
    assert all(line.count("[") for line in rejected.splitlines())
    assert len({line.index(" [") for line in made.splitlines()[1:]}) == 1


@pytest.mark.parametrize("format_", ["jsonl", "json"])
def test_explain_as_json_gives_one_object_a_document(tmp_path: Path, format_: str) -> None:
    """To a file as to a pipe; written again with --resume it is the same."""
    out = tmp_path / f"why.{format_}"
    for more in ([], ["--resume"]):
        done = communique("extract", SEEDS, "--explain", "-o", out, *more)
        assert done.stderr == f"2 documents: 2 explanations, 0 failures -> {out}\n"
        content = out.read_text("utf-8")
        found = records(content) if format_ == "jsonl" else json.loads(content)
        assert [one["document_id"] for one in found] == NAMES
        assert all(one["made"] and one["rejected"] for one in found)
    assert communique("extract", SEEDS, "--explain", "-o", out).returncode == 2
    assert communique("extract", SEEDS, "-o", out, "--resume").returncode == 2


@pytest.mark.slow
def test_explain_shows_what_a_model_chose_and_what_it_left_alone(tmp_path: Path) -> None:
    """In text order, under the name that says that it chose; with -o its answers are kept."""
    with FakeServer(gold(), play=Play(drop=2)) as server:
        model = ["-m", "select:openai/x", "--base-url", server.base_url]
        out = tmp_path / "why.jsonl"
        for more in ([], ["--resume"]):
            arguments = ("extract", SEEDS, "--explain", "-o", out, *model, *more)
            done = communique(*arguments, env={"OPENAI_API_KEY": "x"})
            assert done.returncode == 0, done.stderr
        assert server.requests == 2
    found = records(out.read_text("utf-8"))
    assert [one["document_id"] for one in found] == NAMES
    for one in found:
        assert {reason["rule"] for reason in one["made"]} == {"chosen"}
        assert {reason["rule"] for reason in one["rejected"]} == {"undecided"}
        starts = [reason["span"]["start"] for reason in one["rejected"]]
        assert starts == sorted(starts)
        assert len(starts) > 20


def test_explain_names_what_cannot_be_read(tmp_path: Path) -> None:
    """A failed document is named as ever, and the others are explained."""
    (tmp_path / "bad.txt").write_bytes(b"")
    done = communique("extract", tmp_path / "bad.txt", SEEDS, "--explain")
    assert done.returncode == 1
    assert done.stderr.startswith("failed: bad: ")
    assert [one["document_id"] for one in records(done.stdout)] == NAMES


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


def test_an_empty_path_or_output_is_no_folder(tmp_path: Path) -> None:
    """What an unset shell variable leaves is refused, where it could mean the working directory."""
    (tmp_path / "a.txt").write_text("An article.")
    for args, said in ((("",), "a path is empty"), (("a.txt", "-o", ""), "-o is empty")):
        done = communique("extract", *args, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"error: {said}")
        assert done.stderr.count("\n") == 1


def test_closed_standard_input_is_one_line() -> None:
    """Reading '-' where there is no standard input is a call that is wrong."""
    command = f"exec {sys.executable} -m communique extract - <&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "error: -: standard input is closed\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("args", [["-f", "jsonl"], ["-f", "table"], ["-f", "html"], ["--help"]])
def test_a_full_device_is_one_line(args: list[str]) -> None:
    """Output that cannot be written ends the call with exit code 1 and no traceback."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "communique", "extract", str(SEEDS), *args],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == ("error: standard output cannot be written: No space left on device\n")


def test_closed_standard_output_is_one_line(tmp_path: Path) -> None:
    """Records have nowhere to go; with ``-o`` they have."""
    out = tmp_path / "records.jsonl"
    for args, code, said in (
        ("", 2, "error: standard output is closed: name a file with -o\n"),
        (f"-o '{out}'", 0, f"2 documents: 2 records, 0 failures -> {out}\n"),
    ):
        command = f"exec {sys.executable} -m communique extract '{SEEDS}' {args} >&-"
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (code, said)


def test_closed_standard_error_leaves_records_alone() -> None:
    """What is said to nobody does not end up among the records."""
    command = f"exec {sys.executable} -m communique extract '{SEEDS}' 2>&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert [record["document_id"] for record in records(done.stdout)] == NAMES


def on_full_disk(kilobytes: int, *args: object) -> str:
    """What a call says, in its one line, that may write no file longer than ``kilobytes``."""
    limited = f'ulimit -f {2 * kilobytes} && exec "$@"'  # in blocks of 512 bytes
    command = [sys.executable, "-W", "error", "-m", "communique", *map(str, args)]
    full = subprocess.run(
        ["sh", "-c", limited, "sh", *command], capture_output=True, text=True, check=False
    )
    assert full.returncode == 2
    (line,) = full.stderr.splitlines()
    return line


def test_full_disk_is_one_line_and_gone_on_with(tmp_path: Path) -> None:
    """Exit code 2, whole lines in OUT; with room again, the file of a call that never stopped."""
    rows = [{"id": f"a{i}", "text": f"Ann Lee said that it rained {i} times."} for i in range(60)]
    articles = tmp_path / "articles.jsonl"
    articles.write_text("".join(json.dumps(row) + "\n" for row in rows))
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    assert communique("extract", articles, "-o", whole).returncode == 0
    for kilobytes in (3, 9):
        line = on_full_disk(kilobytes, "extract", articles, "-o", out, "--resume")
        assert line == f"error: {out}: cannot write: File too large"
        written = out.read_bytes()
        assert whole.read_bytes().startswith(written)
        assert written.endswith(b"\n")
        assert 0 < kilobytes * 1024 - len(written) < 1024
    assert communique("extract", articles, "-o", out, "--resume").returncode == 0
    assert out.read_bytes() == whole.read_bytes()


@pytest.mark.slow
def test_full_disk_loses_no_answer_of_a_model(tmp_path: Path) -> None:
    """Full as the store is made, as it grows: one line; with room again, each asked in the end."""
    rows = [{"id": f"a{i}", "text": f"Ann Lee said that it rained {i} times."} for i in range(60)]
    articles = tmp_path / "articles.jsonl"
    articles.write_text("".join(json.dumps(row) + "\n" for row in rows))
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    with FakeServer([{**row, "participants": [], "statements": []} for row in rows]) as server:
        call = ["extract", articles, "-m", "openai/fake", "--base-url", server.base_url, "-o"]
        assert communique(*call, whole).returncode == 0
        for kilobytes in (8, 120):
            line = on_full_disk(kilobytes, *call, out, "--resume")
            assert line.startswith(f"error: {out}")
            kept = out.read_bytes() if out.exists() else b""
            assert whole.read_bytes().startswith(kept)
            assert kept[-1:] in (b"", b"\n")
        assert kept, "the second call got nowhere"
        assert communique(*call, out, "--resume").returncode == 0
    assert out.read_bytes() == whole.read_bytes()
    with AttemptStore(tmp_path / "out.jsonl.run" / "attempts.sqlite") as store:
        assert store.counts() == (60, 0)


@pytest.mark.slow
def test_two_calls_do_not_write_one_file(tmp_path: Path) -> None:
    """The second is refused in one line; the first goes on as if nobody had come."""
    out = tmp_path / "records.jsonl"
    with FakeServer(gold(), latency=1.5) as server:
        asked = ("extract", str(SEEDS), "-m", "openai/fake", "--base-url", server.base_url)
        first = subprocess.Popen(
            [sys.executable, "-m", "communique", *asked, "-o", str(out)], stderr=subprocess.PIPE
        )
        while not server.requests and first.poll() is None:
            time.sleep(0.01)
        second = communique(*asked, "-o", out, "--resume")
        first.communicate(timeout=30)
        assert (first.returncode, server.requests) == (0, 2)
    assert second.returncode == 2
    assert second.stderr.endswith(
        "another call is writing it; wait for that, or name another file\n"
    )
    assert len(records(out.read_text("utf-8"))) == 2
    assert not out.with_name("records.jsonl.lock").exists()

"""``communique extract --engine ray`` on a cluster of two nodes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from communique import extract_many
from communique.records import Readout, text_sha256
from communique.testing import FakeServer, Fault
from on_ray.made import articles, communique, document_id, lines_of, write_lines

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def test_records_and_failures_are_those_of_one_machine(tmp_path: Path, env: dict[str, str]) -> None:
    """From lines, tables and texts, each in its own file; the same bytes once sorted."""
    write_lines(tmp_path / "a.jsonl", articles(100), "not JSON", '{"id": "blank", "text": " "}')
    table = pyarrow.Table.from_pylist(articles(100, 100))
    pyarrow.parquet.write_table(table, tmp_path / "b.parquet")
    given = [tmp_path / "a.jsonl", tmp_path / "b.parquet"]
    here = communique("extract", *given, "-o", tmp_path / "here.jsonl", env=env)
    there = communique(
        "extract",
        given[0],
        f"file://{given[1]}",
        "--engine",
        "ray",
        "-o",
        tmp_path / "there",
        env=env,
    )
    assert (here.returncode, there.returncode) == (1, 1), there.stderr
    assert "202 documents: 200 records, 2 failures" in there.stderr
    parts = sorted((tmp_path / "there").glob("part-*.jsonl"))
    failed = sorted((tmp_path / "there" / "_failures").glob("part-*.jsonl"))
    assert lines_of(*parts) == lines_of(tmp_path / "here.jsonl")
    assert lines_of(*failed) == lines_of(tmp_path / "here.jsonl.failures.jsonl")


def test_folder_of_texts_becomes_one_sorted_file(tmp_path: Path, env: dict[str, str]) -> None:
    """Where OUT is named as a file; ids are the files' names, as of one machine."""
    (tmp_path / "texts").mkdir()
    for row in articles(7):
        (tmp_path / "texts" / f"{row['id']}.txt").write_text(row["text"], "utf-8")
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    assert communique("extract", tmp_path / "texts", "-o", here, env=env).returncode == 0
    for out in (there, tmp_path / "there.parquet"):
        done = communique("extract", tmp_path / "texts", "--engine", "ray", "-o", out, env=env)
        assert done.returncode == 0, done.stderr
    assert there.read_bytes() == here.read_bytes()
    ids = pyarrow.parquet.read_table(tmp_path / "there.parquet")["document_id"].to_pylist()
    assert ids == [f"d0000{i}" for i in range(7)]


def test_model_is_asked_once_a_document_also_when_gone_on_with(
    tmp_path: Path, env: dict[str, str]
) -> None:
    """What a server refused is a failure and asked again by --resume; what it answered is not."""
    given = write_lines(tmp_path / "a.jsonl", articles(40))
    truth = [r for r in extract_many(articles(40)) if isinstance(r, Readout)]
    out = tmp_path / "out"
    with FakeServer(truth, faults=[Fault.refused(413, "too large")]) as server:
        call = ("extract", given, "--engine", "ray", "-o", out, "-m", "openai/fake")
        call = (*call, "--base-url", server.base_url, "--concurrency", 4)
        first = communique(*call, env=env)
        asked = len(server.history)
        again = communique(*call, "--resume", env=env)
        assert (first.returncode, again.returncode) == (1, 0), first.stderr + again.stderr
        assert "39 records, 1 failure" in first.stderr
        assert "1 document: 1 record, 0 failures" in again.stderr
        assert "39 records stood there before" in again.stderr
        assert len(server.history) == asked + 1
        alone = tmp_path / "alone.jsonl"
        here = ("extract", given, "-o", alone, "-m", "openai/fake", "--base-url", server.base_url)
        assert communique(*here, env=env).returncode == 0
    assert lines_of(*out.glob("part-*.jsonl")) == lines_of(alone)
    assert list((out / "_failures").iterdir()) == []


def test_folder_and_file_hold_the_same(tmp_path: Path, env: dict[str, str]) -> None:
    """Records, and failures beside them; also when they are gone on with, where the article that a
    server refused is a record at last."""
    given = write_lines(tmp_path / "a.jsonl", articles(12), "not JSON")
    truth = [r for r in extract_many(articles(12)) if isinstance(r, Readout)]
    folder, file = tmp_path / "out", tmp_path / "out.jsonl"
    refused = [None, Fault.refused(413, "too large"), *[None] * 10]
    with FakeServer(truth, faults=[*refused, *refused]) as server:
        asked = ("-m", "openai/fake", "--base-url", server.base_url, "--concurrency", 1)
        for resume, records in ((), 11), (("--resume",), 12):
            for out in (folder, file):
                call = ("extract", given, "--engine", "ray", "-o", out, *asked, *resume)
                assert communique(*call, env=env).returncode == 1
            there = lines_of(*folder.glob("part-*.jsonl"))
            failed = lines_of(*(folder / "_failures").glob("part-*.jsonl"))
            assert there == file.read_text("utf-8").splitlines()
            assert failed == lines_of(tmp_path / "out.jsonl.failures.jsonl")
            assert (len(there), len(failed)) == (records, 13 - records)


@pytest.mark.parametrize("name", ["out", "out.jsonl"])
def test_article_that_changed_has_one_record(
    tmp_path: Path, env: dict[str, str], name: str
) -> None:
    """The record of its text as it was goes; those of articles that are not given stay."""
    texts, out = tmp_path / "texts", tmp_path / name
    texts.mkdir()
    for row in articles(3):
        (texts / f"{row['id']}.txt").write_text(row["text"], "utf-8")
    call = ("extract", texts, "--engine", "ray", "-o", out)
    assert communique(*call, env=env).returncode == 0
    (texts / "d00001.txt").write_text(articles(2)[0]["text"], "utf-8")
    (texts / "d00002.txt").unlink()
    done = communique(*call, "--resume", env=env)
    assert done.returncode == 0, done.stderr
    assert "1 document: 1 record, 0 failures" in done.stderr
    assert "2 records stood there before" in done.stderr
    lines = lines_of(*(out.glob("part-*.jsonl") if out.is_dir() else [out]))
    assert [document_id(line) for line in lines] == ["d00000", "d00001", "d00002"]
    shas = [json.loads(line)["text_sha256"] for line in lines]
    assert shas[1] == text_sha256(articles(2)[0]["text"])


def test_two_calls_do_not_write_one_folder(tmp_path: Path, env: dict[str, str]) -> None:
    """The second is refused in one line; the first goes on as if nobody had come."""
    given, out = write_lines(tmp_path / "a.jsonl", articles(4)), tmp_path / "out"
    truth = [r for r in extract_many(articles(4)) if isinstance(r, Readout)]
    with FakeServer(truth, latency=8) as server:
        call = ("extract", given, "--engine", "ray", "-o", out, "-m", "openai/fake")
        call = (*call, "--base-url", server.base_url)
        with running(*call, env=env) as first:
            wait_for(lambda: server.requests)
            second = communique(*call, "--resume", env=env)
            assert first.wait(60) == 0
    assert second.returncode == 2
    assert f"{out}: another call is writing it" in second.stderr
    assert len(lines_of(*out.glob("part-*.jsonl"))) == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "out"]


def test_call_that_was_killed_goes_on_behind_its_parts(tmp_path: Path, env: dict[str, str]) -> None:
    """Also in Parquet; nothing twice, nothing missing."""
    given = write_lines(tmp_path / "a.jsonl", articles(1500))
    out = tmp_path / "out"
    call = ("extract", given, "--engine", "ray", "-o", out, "--format", "parquet")
    with running(*call, env=env) as first:
        wait_for(lambda: len(list(out.glob("part-*"))) >= 2)
        first.send_signal(signal.SIGKILL)
    kept = len(list(out.glob("part-*.parquet")))
    done = communique(*call, "--resume", env=env)
    assert done.returncode == 0, done.stderr
    assert "stood there before" in done.stderr
    ids = pyarrow.parquet.read_table(out)["document_id"].to_pylist()
    assert sorted(ids) == [row["id"] for row in articles(1500)]
    assert kept >= 2


def test_lost_node_loses_nothing(tmp_path: Path, cluster: Any, env: dict[str, str]) -> None:
    """Taken away while it reads, and no core free for its actor: what it had in work is read by
    the others."""
    given = [write_lines(tmp_path / f"{k}.jsonl", articles(900, 900 * k)) for k in range(2)]
    alone = tmp_path / "alone.jsonl"
    assert communique("extract", *given, "-o", alone, "--processes", 2, env=env).returncode == 0
    node = cluster.add_node(num_cpus=1)
    out = tmp_path / "out"
    call = ("extract", *given, "--engine", "ray", "--processes", 3, "-o", out)
    with running(*call, env=env) as reading:
        wait_for(lambda: actors_of(node) and len(list(out.glob("part-*"))) >= 1)
        cluster.remove_node(node, allow_graceful=False)
        assert reading.wait(180) == 0
    assert lines_of(*out.glob("part-*.jsonl")) == lines_of(alone)


def test_actor_that_dies_is_replaced(tmp_path: Path, env: dict[str, str]) -> None:
    """Killed from outside, as for its memory: one that reads with more care takes its place."""
    given = [write_lines(tmp_path / f"{k}.jsonl", articles(300, 300 * k)) for k in range(3)]
    out = tmp_path / "out"
    with running("extract", *given, "--engine", "ray", "-o", out, env=env) as reading:
        wait_for(lambda: len(list(out.glob("part-*"))) >= 1)
        for actor in actors_of():
            os.kill(actor, signal.SIGKILL)
        assert reading.wait(180) == 0
    ids = [document_id(line) for line in lines_of(*out.glob("part-*.jsonl"))]
    assert ids == [row["id"] for row in articles(900)]


def running(*args: object, env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "communique", *map(str, args)], env=env, stderr=subprocess.DEVNULL
    )


def actors_of(node: Any = None) -> list[int]:
    """The processes that read, of ``node`` or of all."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True)
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    raylets = node and [one.process.pid for one in node.all_processes["raylet"]]
    return [
        int(pid)
        for pid, parent, name in rows
        if "_Writer" in name and "ray::" in name and (node is None or int(parent) in raylets)
    ]


def wait_for(reached: Callable[[], object]) -> None:
    late = time.monotonic() + 90
    while not reached():
        assert time.monotonic() < late, "it never came so far"
        time.sleep(0.1)

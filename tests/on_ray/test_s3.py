"""Articles in S3, records to S3: a file system that is on no node and has no locks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pyarrow
import pyarrow.parquet
import pytest

from on_ray.conftest import two_nodes
from on_ray.made import articles, communique, document_id

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

KEYS = {
    "AWS_ACCESS_KEY_ID": "someone",
    "AWS_SECRET_ACCESS_KEY": "unheard",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Moto's server, which speaks S3, with one bucket; the keys are in the environment."""
    if find_spec("moto") is None:
        pytest.skip("moto is not installed: make test-all")
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        found = (re.search(r"Running on (http\S+)", line) for line in server.stderr)
        address = next(one[1] for one in found if one)
        assert httpx.put(f"{address}/bucket").status_code == 200
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {**KEYS, "AWS_ENDPOINT_URL": address}.items():
                patch.setenv(name, value)
            yield address
        server.terminate()
        server.stderr.read()


@pytest.fixture(scope="module")
def cluster(endpoint: str) -> Iterator[Any]:
    """Nodes that have the keys, as a user's have."""
    yield from two_nodes()


@pytest.fixture
def files(endpoint: str) -> Any:
    """The store, as Arrow reads it."""
    from pyarrow.fs import S3FileSystem

    return S3FileSystem(endpoint_override=endpoint)


def write(files: Any, name: str, rows: list[dict[str, str]], *more: str) -> None:
    with files.open_output_stream(f"bucket/articles/{name}") as file:
        if name.endswith(".parquet"):
            pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), file)
        else:
            file.write("".join(f"{line}\n" for line in [*map(json.dumps, rows), *more]).encode())


def lines(files: Any, folder: str) -> list[str]:
    """All lines of the parts of a folder, sorted by document."""
    from pyarrow.fs import FileSelector

    found = []
    for info in files.get_file_info(FileSelector(f"bucket/{folder}")):
        if info.is_file:
            with files.open_input_file(info.path) as file:
                found += file.read().decode().splitlines()
    return sorted(found, key=document_id)


def test_from_s3_to_s3_and_gone_on_with(files: Any, tmp_path: Path, env: dict[str, str]) -> None:
    """The lines of a run on one machine; what comes later is read by --resume, and nothing else;
    a second call gives way to one that is there, and no claim is left."""
    write(files, "a.jsonl", articles(30), "not JSON")
    write(files, "b.parquet", articles(30, 30))
    call = ("extract", "s3://bucket/articles", "--engine", "ray", "-o", "s3://bucket/records")
    first = communique(*call, env=env)
    assert first.returncode == 1, first.stderr
    assert "61 documents: 60 records, 1 failure -> s3://bucket/records" in first.stderr
    (failed,) = lines(files, "records/_failures")
    assert document_id(failed) == "s3://bucket/articles/a.jsonl:31"

    write(files, "c.jsonl", articles(10, 60))
    with files.open_output_stream("bucket/records/_claim-0123.json") as file:
        file.write(b'{"host": "elsewhere", "process": 7, "since": "today"}')
    second = communique(*call, "--resume", env=env)
    assert second.returncode == 2
    assert "another call is writing it (elsewhere, process 7, since today)" in second.stderr
    files.delete_file("bucket/records/_claim-0123.json")
    third = communique(*call, "--resume", env=env)
    assert third.returncode == 1, third.stderr
    assert "11 documents: 10 records, 1 failure" in third.stderr
    assert "60 records stood there before" in third.stderr

    (tmp_path / "here.jsonl").write_text("".join(f"{json.dumps(a)}\n" for a in articles(70)))
    here = tmp_path / "out.jsonl"
    assert communique("extract", tmp_path / "here.jsonl", "-o", here, env=env).returncode == 0
    assert lines(files, "records") == here.read_text("utf-8").splitlines()


def test_parquet_parts_are_one_table(files: Any, env: dict[str, str]) -> None:
    """As any reader of a folder in S3 takes them, failures and claims passed over."""
    write(files, "a.jsonl", articles(12), "not JSON")
    given = "s3://bucket/articles/a.jsonl"
    out = ("--format", "parquet", "-o", "s3://bucket/table")
    done = communique("extract", given, "--engine", "ray", *out, env=env)
    assert done.returncode == 1, done.stderr
    table = pyarrow.parquet.read_table("bucket/table", filesystem=files)
    assert sorted(table["document_id"].to_pylist()) == [row["id"] for row in articles(12)]

"""``communique extract --schema``: a model of the user's own, filled in from the shell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from communique.testing import FakeServer

SCHEMA = """\
from pydantic import BaseModel


class Pledge(BaseModel):
    donor: str
    amount: float | None = None


class Pledges(BaseModel):
    pledges: list[Pledge]


class Donors(BaseModel):
    donors: list[str]
"""
TEXT = "Norhavn will give the fund €50 million, Pia Stellan said."


def claim(quote: str, value: object) -> dict[str, object]:
    return {"quote": quote, "value": value}


def play(record: Any) -> dict[str, Any]:
    """One pledge that the text has, one that it has not."""
    amount = claim("€50 million", 50_000_000)
    return {
        "pledges": [
            {"donor": claim(name, name), "amount": amount} for name in ("Norhavn", "Ostrevia")
        ]
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema")
    (path / "shell_schemas.py").write_text(SCHEMA, "utf-8")
    (path / "a.txt").write_text(TEXT, "utf-8")
    return path


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with FakeServer([{"text": TEXT}], play=play) as server:
        yield server.base_url


def extract(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "communique", "extract", "a.txt", *arguments],
        cwd=folder,
        env={**os.environ, "OPENAI_API_KEY": "none"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_model_of_ones_own_is_filled_in_and_proven(folder: Path, address: str) -> None:
    """As from Python: what the text has not is an issue. Gone on with, the file is the same; a
    call for other fields, or for the built-in record, does not go on with it."""
    asked = ("-m", "openai/x", "--base-url", address, "-o", "out.jsonl")
    own = ("--schema", "shell_schemas.py:Pledges")
    done = extract(folder, *asked, *own)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    written = (folder / "out.jsonl").read_text("utf-8")
    record = json.loads(written)
    assert record["value"] == {"pledges": [{"donor": "Norhavn", "amount": 50_000_000.0}]}
    assert record["evidence"]["/pledges/0/amount"][0]["text"] == "€50 million"
    assert [issue["path"] for issue in record["issues"]] == ["/pledges"]
    assert extract(folder, *asked, *own, "--resume").returncode == 0
    assert (folder / "out.jsonl").read_text("utf-8") == written
    for other in (("--schema", "shell_schemas.py:Donors"), ()):
        refused = extract(folder, *asked, *other, "--resume")
        assert refused.returncode != 0
        assert "--overwrite" in refused.stderr
    assert (folder / "out.jsonl").read_text("utf-8") == written


def test_a_table_has_a_line_for_each_value(folder: Path, address: str) -> None:
    """With the words that prove it."""
    own = ("--schema", "shell_schemas:Pledges", "--format", "table")
    shown = extract(folder, "-m", "openai/x", "--base-url", address, *own).stdout
    assert " ".join(shown.split()).count('/pledges/0/donor Norhavn "Norhavn"') == 1
    assert '/pledges/0/amount  50000000.0  "€50 million"' in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--schema", "shell_schemas.py:Pledges"), "the offline extractor reads only"),
        (("-m", "openai/x", "--schema", "shell_schemas.py:No"), "has no pydantic model No"),
        (
            ("-m", "openai/x", "--schema", "shell_schemas.py:Pledges", "-o", "out.parquet"),
            "not written as parquet: use --format jsonl, json, table",
        ),
        (
            ("-m", "openai/x", "--schema", "shell_schemas.py:Pledges", "--cross-check"),
            "leave them out with --schema",
        ),
        (
            ("-m", "openai/x", "--schema", "shell_schemas.py:Pledges", "--engine", "ray"),
            "communique.ray.extract_dataset",
        ),
    ],
)
def test_a_wrong_call_is_one_line(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    """Exit code 2, nothing asked."""
    done = extract(folder, *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr


def test_a_longest_answer_may_be_given(folder: Path) -> None:
    """The server is told; offline there is nothing to bound."""
    own = ("--schema", "shell_schemas.py:Pledges", "--max-tokens", "30")
    with FakeServer([{"text": TEXT}], play=play) as server:
        done = extract(folder, "-m", "openai/x", "--base-url", server.base_url, *own)
        assert done.returncode == 0, done.stderr
        bounds = [
            exchange.body.get("max_tokens", exchange.body.get("max_completion_tokens"))
            for exchange in server.history
        ]
    assert bounds == [30]
    done = extract(folder, "--max-tokens", "30")
    assert (done.returncode, done.stdout) == (2, "")
    assert "name the model" in done.stderr

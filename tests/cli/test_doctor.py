"""``communique doctor``, as a user calls it."""

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

import communique
from communique.profiles import load_profile
from communique.testing import FakeServer, Fault, ObedientServer

from .warm import run_command

TEXT = "Irish Prime Minister Ann Lee said that it was late."


def run(
    *arguments: str | Path, cwd: Path, module: str = "communique"
) -> subprocess.CompletedProcess[str]:
    return run_command(*arguments, cwd=cwd, env=environment(), module=module)


def environment() -> Mapping[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("OPENAI_")}


def test_findings_are_printed_and_the_profile_is_written(tmp_path: Path) -> None:
    """Each question with its verdict, what it means and what to do; the exit code says whether
    something essential is missing."""
    with ObedientServer("ignores_enum", seconds_per_token=0) as server:
        base_url = server.base_url
        asked = ("doctor", "--base-url", base_url, "--model", "m", "-o", "p.json")
        ran = run(*asked, cwd=tmp_path)
        assert ran.returncode == 1, ran.stderr
        again = run(*asked, cwd=tmp_path)  # in place of the earlier profile
    lines = ran.stdout.splitlines()
    assert lines[0].split() == "question verdict found, = what it means, > what to do".split()
    (named,) = [line for line in lines if line.startswith("enum ")]
    assert named.split()[:2] == ["enum", "IGNORED"]
    assert '{"colour": "blue"}' in named
    assert "> use a server that constrains by grammar" in ran.stdout
    assert lines[-1].startswith("With this profile: answers as json_schema, ")
    assert "1 ignored" in ran.stderr
    assert "22 requests, " in ran.stderr
    assert ran.stderr.rstrip().endswith("-> p.json")
    profile = load_profile(tmp_path / "p.json")
    assert (profile.asked, profile.model, profile.base_url) == ("m", "m", base_url)
    assert (tmp_path / "p.json").stat().st_mode & 0o777 == 0o600
    assert again.returncode == 1


def test_json_is_the_profile_which_goes_into_the_project_folder(tmp_path: Path) -> None:
    """Named by server and model; outside of a project folder nothing is written unasked."""
    with ObedientServer(seconds_per_token=0) as server:
        asked = ("doctor", "--base-url", server.base_url, "-m", "openai/m", "-f", "json")
        outside = run(*asked, cwd=tmp_path)
        assert list(tmp_path.iterdir()) == []
        (tmp_path / "gold").mkdir()
        inside = run(*asked, cwd=tmp_path)
    assert outside.returncode == inside.returncode == 0
    assert "name a file with -o" in outside.stderr
    (path,) = (tmp_path / "runs" / "profiles").iterdir()
    assert path.name.startswith("profile-m-")
    assert json.loads(path.read_text("utf-8")) == json.loads(inside.stdout)


def test_a_dead_server_is_one_line(tmp_path: Path) -> None:
    """And a wrong call is none of the server's."""
    with FakeServer() as server:
        base_url = server.base_url
    dead = run("doctor", "--base-url", base_url, "-m", "openai/m", "-o", "p.json", cwd=tmp_path)
    assert (dead.returncode, dead.stdout) == (2, "")
    assert dead.stderr.startswith(f"error: no server answers at {base_url} (")
    assert len(dead.stderr.splitlines()) == 1
    (tmp_path / "precious").write_text("kept")
    for arguments, message in [
        (("-m", "regex"), "no single model of an OpenAI-compatible server"),
        (("-m", "m", "--base-url", base_url, "-o", "precious"), "exists and is no profile"),
        (("-m", "m", "--base-url", base_url, "-f", "xml"), "unknown format 'xml'"),
    ]:
        wrong = run("doctor", *arguments, cwd=tmp_path)
        assert wrong.returncode == 2
        assert message in wrong.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"precious"}


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_it_shows_what_it_has(tmp_path: Path, number: int, code: int) -> None:
    """The findings so far, no profile, and no traceback."""
    with ObedientServer(faults=lambda n: Fault.hang() if n == 3 else None) as server:
        process = subprocess.Popen(
            [sys.executable, "-m", "communique", "doctor", "-m", "openai/m", "-o", "p.json",
             "--base-url", server.base_url],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=environment(),
        )  # fmt: skip
        while server.requests < 4:
            time.sleep(0.02)
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    assert process.returncode == code
    assert [line.split()[0] for line in out.splitlines() if line[0] != " "] == [
        "question", "model", "schema", "required",
    ]  # fmt: skip
    assert err == "interrupted: no profile is written\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_profile_goes_with_an_extraction_and_into_its_record(tmp_path: Path) -> None:
    """Found out once, then used by ``extract`` and ``evals run``, and kept with what came."""
    gold = communique.extract(TEXT)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    line = {**gold.model_dump(mode="json"), "text": TEXT}
    (tmp_path / "gold.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    with ObedientServer("ignores_schemas", seconds_per_token=0) as server:
        base_url = server.base_url
        run("doctor", "--base-url", server.base_url, "-m", "m", "-o", "p.json", cwd=tmp_path)
    asked = ("--profile", "p.json", "-m", "openai/m", "--base-url", base_url)
    port = int(base_url.removesuffix("/v1").rpartition(":")[2])
    with FakeServer([gold], address=("127.0.0.1", port)) as again:
        extracted = run("extract", "a.txt", "-o", "o.jsonl", *asked, cwd=tmp_path)
        scored = run(
            "run", "--gold", "gold.jsonl", "-o", "scores", *asked, cwd=tmp_path,
            module="communique.evals",
        )  # fmt: skip
        other = run("extract", "a.txt", *asked[:2], "-m", "openai/n", *asked[4:], cwd=tmp_path)
        modes = [exchange.body.get("response_format") for exchange in again.history]
    assert extracted.returncode == 0, extracted.stderr
    assert scored.returncode == 0, scored.stderr
    assert modes == [None, None]  # nothing is asked of the server that it would ignore
    known = load_profile(tmp_path / "p.json")
    assert load_profile(tmp_path / "o.jsonl.run" / known.file_name) == known
    (model,) = json.loads((tmp_path / "scores" / "scores.json").read_bytes())["models"]
    assert model["profiles"] == [json.loads(json.dumps(known.as_dict()))]
    assert model["parameters"]["profile"]["mode"] == "md_json"
    (planned,) = json.loads((tmp_path / "scores" / "run.json").read_bytes())["models"]
    assert planned["profile"] == known.deciding()
    assert other.returncode == 2
    assert "the profile is about 'm' at" in other.stderr

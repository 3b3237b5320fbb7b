"""``communique extract`` with ``--cross-check``, ``--min-precision`` and cascades."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

import communique as package
from communique import Calibration
from communique.testing import FakeServer, Play
from communique.trust.calibration import Evidence, Target

from .warm import run_command

SURE = "President Ann Lee of Norway met King Bo Rae of Belgium. “We go on,” Ann Lee said."
TEXT = SURE + " Bo Rae knew well that the lake was calm. Ann Lee stressed that the dam was new."


def communique(*args: object) -> subprocess.CompletedProcess[str]:
    return run_command(*args, env={**os.environ, "OPENAI_API_KEY": "none"})


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "lake.txt"
    path.write_text(TEXT, "utf-8")
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def truth() -> dict[str, Any]:
    """What a model that takes knowing for saying, and overlooks the dam, makes of it."""
    record = package.extract(TEXT)

    def place(quote: str) -> dict[str, Any]:
        return package.Span.of(TEXT, TEXT.index(quote), TEXT.index(quote) + len(quote)).model_dump()

    knew = {
        "content": place("that the lake was calm"),
        "kind": "indirect",
        "speaker": "Bo Rae",
        "speaker_mention": package.Span.of(
            TEXT, TEXT.rindex("Bo Rae"), TEXT.rindex("Bo Rae") + 6
        ).model_dump(),
        "cue": place("knew"),
    }
    told = record.model_dump(mode="json")
    return {**told, "text": TEXT, "statements": [told["statements"][0], knew]}


def calibration(path: Path, model: str = "openai/fake") -> Path:
    """What the rules found too is sure, what they did not is not; of 300 documents."""
    evidence = (Evidence(gold=1, items=((0.95, True), (0.3, False))),) * 300
    target = Target(coefficients={"all": -2.0, "found by the rules": 5.0}, evidence=evidence)
    made = Calibration(
        model=model,
        version="0",
        gold="made",
        gold_sha256="0" * 64,
        made="2031-05-05",
        documents=300,
        participants=target,
        content=target,
        attributed=target,
        missed={"no statement": 1.0},
    )
    path.write_text(made.as_text(), "utf-8")
    return path


@pytest.mark.slow
def test_a_cross_check_writes_issues_and_a_file_beside_out(article: Path, tmp_path: Path) -> None:
    """What the model alone and what the rules alone found; how sure each is, where known."""
    out = tmp_path / "out.jsonl"
    with FakeServer([truth()]) as server:
        asked = ("-m", "openai/fake", "--base-url", server.base_url, "-o", out)
        done = communique("extract", article, *asked, "--cross-check")
        assert done.returncode == 0, done.stderr
        (record,) = lines(out)
        told = {issue["code"]: issue for issue in record["issues"]}
        assert told["only_model"]["path"] == "statements[1]"
        assert told["only_model"]["value"]["content"]["text"] == "that the lake was calm"
        assert told["only_rules"]["path"] == "statements"
        assert told["only_rules"]["value"]["content"]["text"] == "that the dam was new"
        (beside,) = lines(tmp_path / "out.jsonl.confidence.jsonl")
        assert [i["path"] for i in beside["items"]] == [
            "participants[0]",
            "participants[1]",
            "statements[0]",
            "statements[1]",
        ]
        assert [len(i["found_by"]) for i in beside["items"]] == [2, 2, 2, 1]
        assert "confidence" not in beside["items"][0]
        known = ("--calibration", calibration(tmp_path / "c.json"))
        before = out.read_bytes()
        again = communique("extract", article, *asked, "--cross-check", "--resume", *known)
        assert again.returncode == 0, again.stderr
        assert server.requests == 1
    assert out.read_bytes() == before
    (beside,) = lines(tmp_path / "out.jsonl.confidence.jsonl")
    assert [i["confidence"] > 0.5 for i in beside["items"]] == [True, True, True, False]


def test_without_asking_nothing_is_different(article: Path, tmp_path: Path) -> None:
    """No issue, no file, and what an earlier call left goes with --overwrite."""
    out, beside = tmp_path / "out.jsonl", tmp_path / "out.jsonl.confidence.jsonl"
    assert communique("extract", article, "-o", out, "--cross-check").returncode == 0
    assert [i["confidence"] <= 1 for i in lines(beside)[0]["items"]] == [True] * 4
    assert "exists" in communique("extract", article, "-o", out).stderr
    assert communique("extract", article, "-o", out, "--overwrite").returncode == 0
    assert not beside.exists()
    plain = package.extract(TEXT, document_id="lake").model_dump(mode="json")
    assert lines(out) == [plain]


@pytest.mark.slow
def test_a_precision_drops_the_doubtful_and_tells_the_recall_that_costs(
    article: Path, tmp_path: Path
) -> None:
    """By the calibration that was given; the dropped item stands in the issues, whole."""
    out = tmp_path / "out.jsonl"
    with FakeServer([truth()]) as server:
        done = communique(
            *("extract", article, "-m", "openai/fake", "--base-url", server.base_url, "-o", out),
            *("--min-precision", "0.9", "--calibration", calibration(tmp_path / "c.json")),
            "--cross-check",
        )
    assert done.returncode == 0, done.stderr
    assert "attributed: precision 0.9: confidence 0.950 and more; 300 of 300 right" in done.stderr
    assert "recall 1.000 (300/300" in done.stderr
    (record,) = lines(out)
    assert [s["content"]["text"] for s in record["statements"]] == ["“We go on,”"]
    (dropped,) = [i for i in record["issues"] if i["code"] == "low_confidence"]
    assert (dropped["path"], dropped["value"]["cue"]["text"]) == ("statements", "knew")
    (beside,) = lines(tmp_path / "out.jsonl.confidence.jsonl")
    assert beside["items"][3]["path"] is None
    assert beside["items"][3]["dropped"] == dropped["value"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--min-precision", "0.98"], r"cannot support a precision of 0.98"),
        (["--min-precision", "1"], "cannot be promised"),
        (["-m", "openai/x", "--min-precision", "0.9"], "evals calibrate RUN -o FILE"),
        (["-m", "openai/x,regex", "--min-precision", "0.9"], "of one extractor's records"),
        (["-m", "regex>openai/x", "--min-precision", "0.9"], "of one extractor's records"),
        (["--doubt", "1"], "--doubt is of a cascade"),
        (["--calibration", "none.json"], "is for --cross-check"),
        (["--cross-check", "--calibration", "none.json"], "cannot be read"),
        (["--cross-check", "--explain"], "leave out --cross-check"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_read(
    article: Path, tmp_path: Path, options: list[str], message: str
) -> None:
    """In one line, with exit code 2, and no file."""
    done = communique("extract", article, "-o", tmp_path / "out.jsonl", *options)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == [article]


def test_a_calibration_of_another_model_is_refused(article: Path, tmp_path: Path) -> None:
    """It says nothing of this one."""
    known = calibration(tmp_path / "c.json", "openai/other")
    done = communique(
        *("extract", article, "-m", "openai/fake", "--base-url", "http://127.0.0.1:1/v1"),
        *("--min-precision", "0.9", "--calibration", known),
    )
    assert done.returncode == 2
    assert "of 'openai/other', this call asks 'openai/fake'" in done.stderr


@pytest.mark.slow
def test_a_cascade_asks_about_the_doubtful_alone(tmp_path: Path) -> None:
    """By the calibration and the doubt that are named."""
    silent = "The lake was calm. Nobody was there."
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, text in (("sure", SURE), ("silent", silent)):
        (articles / f"{name}.txt").write_text(text, "utf-8")
    record = package.extract(silent, document_id="silent")
    out = tmp_path / "out.jsonl"
    evidence = Target(coefficients={"all": 5.0}, evidence=())
    made = Calibration.read(calibration(tmp_path / "c.json", "regex"))
    known = made.model_copy(
        update=dict.fromkeys(("participants", "content", "attributed"), evidence)
    )
    (tmp_path / "c.json").write_text(known.as_text(), "utf-8")
    with FakeServer([record], play=Play(invent=1)) as server:
        done = communique(
            *("extract", articles, "-m", "regex>openai/fake", "--base-url", server.base_url),
            *("-o", out, "--doubt", "0.5", "--calibration", tmp_path / "c.json"),
        )
        assert server.requests == 1
    assert done.returncode == 0, done.stderr
    silent_record, sure_record = lines(out)
    assert silent_record["extractor"]["model"] == "openai/fake"
    assert silent_record["issues"][0]["code"] == "sent_on"
    assert sure_record["extractor"]["model"] == "regex"
    assert "1 request" in done.stderr

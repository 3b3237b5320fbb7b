"""Calibrations and cascades from finished runs: a played model that errs at known rates."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import communique
from cli.warm import run_command
from communique import Calibration, Model, Readout
from communique.errors import UsageError
from communique.evals.calibrating import calibrate
from communique.evals.calibration_text import calibration_lines
from communique.evals.cascade_text import cascade_lines
from communique.evals.cascading import cost_saved, sweep
from communique.evals.folder import RecordedRun, read_run
from communique.evals.plan import make_plan
from communique.evals.run import run_suite
from communique.evals.suites import load_suite, suite_of_gold
from communique.testing import FakeServer, Play
from communique.trust.fitting import judge
from communique.trust.logistic import confidence
from communique.trust.reliability import reliability

DOCUMENTS = 40
LIES = 3
"""The model lies about every third document."""


def place(text: str, quote: str) -> dict[str, Any]:
    start = text.index(quote)
    return {"start": start, "end": start + len(quote), "text": quote}


def statement(text: str, content: str, speaker: str, cue: str) -> dict[str, Any]:
    return {
        "content": place(text, content),
        "kind": "indirect",
        "speaker": speaker,
        "speaker_mention": place(text, speaker),
        "cue": place(text, cue),
    }


def line(number: int) -> dict[str, Any]:
    """An article and its labels. The rules find what is said and stressed; in every other one
    there is something that they miss, behind a verb that they take for a passive."""
    text = (
        f"OSTRAND – Ann Lee said that mill {number} was closed. Bo Rae stressed that dam {number} "
        f"was new. Cal Dorn knew well that lake {number} was calm."
    )
    statements = [
        statement(text, f"that mill {number} was closed", "Ann Lee", "said"),
        statement(text, f"that dam {number} was new", "Bo Rae", "stressed"),
    ]
    if number % 2:
        text += f" It is claimed by Dan Elm: bridge {number} is to fall."
        statements.append(statement(text, f"bridge {number} is to fall", "Dan Elm", "claimed"))
    return {
        "document_id": f"made-{number}",
        "text": text,
        "statements": statements,
        "scores": ["statements"],
    }


def lying(record: Mapping[str, Any]) -> dict[str, Any]:
    """All of the gold; and in every third document what Cal Dorn knew, as if he had said it."""
    answer = Play()(record)
    number = int(record["document_id"].removeprefix("made-"))
    if number % LIES == 0:
        answer["statements"].append(
            {
                "content": f"that lake {number} was calm",
                "cue": "knew",
                "speaker_mention": "Cal Dorn",
                "speaker": "Cal Dorn",
                "kind": "indirect",
                "nested": False,
            }
        )
    return answer


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "made.jsonl"
    path.write_text("".join(json.dumps(line(n)) + "\n" for n in range(DOCUMENTS)), "utf-8")
    return path


@pytest.fixture(scope="module")
def folders(gold: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Runs of the rules beside a perfect and beside a lying model."""
    lines = [json.loads(one) for one in gold.read_text("utf-8").splitlines()]
    made: dict[str, Path] = {}
    for name, play in (("perfect", Play()), ("lying", lying)):
        with FakeServer(lines, play=play) as server:
            models = [Model("regex"), Model("openai/fake", base_url=server.base_url)]
            made[name] = tmp_path_factory.mktemp(name) / "run"
            run_suite(make_plan(suite_of_gold(str(gold)), models), made[name])
    return made


@pytest.fixture(scope="module")
def lied(folders: dict[str, Path]) -> RecordedRun:
    return read_run(folders["lying"])


def test_agreement_tells_lies_from_what_is_true(lied: RecordedRun) -> None:
    """Items that the rules found too are surer than those of the model alone, at their rates."""
    made = calibrate(lied, "openai/fake")
    both: list[float] = []
    alone: list[float] = []
    for reading in lied.models[1].readings:
        assert isinstance(reading.result, Readout)
        for one in made.confidences(reading.result):
            if one.content is not None:
                index = int(one.path.partition("[")[2][:-1])
                cue = reading.result.statements[index].cue
                found = cue is not None and cue.text in ("said", "stressed")
                (both if found else alone).append(one.content)
    assert len(both) == 2 * DOCUMENTS
    assert len(alone) == DOCUMENTS // 2 + 14
    assert min(both) > 0.9
    assert sum(alone) / len(alone) == pytest.approx(20 / 34, abs=0.1)
    assert max(alone) < 0.9


def test_the_page_of_a_calibration_tells_its_worth(lied: RecordedRun) -> None:
    """Reliability, scores with intervals, promises or why there is none."""
    made = calibrate(lied, "openai/fake")
    told = "\n".join(calibration_lines(made))
    assert "statements (content): 114 items" in told
    assert "Brier score 0." in told
    assert "expected calibration error 0." in told
    assert "precision 0.98: refused" in told
    assert "participants" not in told  # nobody labeled them
    assert (made.documents, made.model) == (DOCUMENTS, "openai/fake")
    assert Calibration.model_validate_json(made.as_text()) == made


def test_a_model_of_the_run_must_be_named_where_there_are_several(lied: RecordedRun) -> None:
    """And be one that made its records by itself."""
    with pytest.raises(UsageError, match="regex, openai/fake: name one of them with -m"):
        calibrate(lied)
    with pytest.raises(UsageError, match="none is called 'openai/y'"):
        calibrate(lied, "openai/y")


def test_a_cascade_reaches_the_models_recall_for_part_of_its_requests(
    folders: dict[str, Path],
) -> None:
    """A perfect model, and rules that miss something in every other article."""
    found = sweep(read_run(folders["perfect"]), None)
    always, never = found.points[0], found.points[-1]
    assert (always.sent, always.found.recall) == (DOCUMENTS, 1.0)
    assert (never.sent, never.usage.requests) == (0, 0)
    assert never.found.recall == pytest.approx(80 / 100)
    best, saved = cost_saved(found) or pytest.fail("there is gold")
    assert best.sent == best.usage.requests == DOCUMENTS // 2
    assert best.found.recall == 1.0
    assert saved == 0.5
    (last,) = [one for one in cascade_lines(found, 0.0) if "saved at fixed recall" in one]
    assert last.startswith("requests saved at fixed recall: 50%")


def test_the_sweep_sends_on_less_the_more_doubt_is_allowed(folders: dict[str, Path]) -> None:
    """What is kept is the rules' and what is sent on the model's."""
    points = sweep(read_run(folders["perfect"]), "openai/fake").points
    assert [p.sent for p in points] == sorted((p.sent for p in points), reverse=True)
    assert [p.doubt for p in points] == sorted(p.doubt for p in points)
    assert all(p.usage.requests == p.sent for p in points)
    assert all(p.readings == DOCUMENTS for p in points)


def test_the_real_cascade_does_what_the_sweep_said(folders: dict[str, Path], gold: Path) -> None:
    """With the calibration that the run gives, at the threshold that the sweep found."""
    run = read_run(folders["perfect"])
    path = folders["perfect"].parent / "regex.json"
    path.write_text(calibrate(run, "regex").as_text(), "utf-8")
    best, _ = cost_saved(sweep(run, None, Calibration.read(path))) or pytest.fail("there is gold")
    lines = [json.loads(one) for one in gold.read_text("utf-8").splitlines()]
    with FakeServer(lines) as server:
        model = Model(
            "regex>openai/fake",
            base_url=server.base_url,
            doubt=best.doubt,
            calibration=str(path),
        )
        results = run_suite(make_plan(suite_of_gold(str(gold)), [model]), path.parent / "cascade")
        assert server.requests == best.sent < DOCUMENTS
    (made,) = results.models
    assert made.score.iou50 == best.score.iou50
    assert sorted(made.answered) == ["openai/fake", "regex"]
    cascade = read_run(path.parent / "cascade")
    with pytest.raises(UsageError, match="calibrate each model by itself"):
        calibrate(cascade)
    with pytest.raises(UsageError, match="none is called 'regex'"):
        sweep(cascade, None)


def test_the_packaged_calibration_still_fits_the_rules_at_hand() -> None:
    """The rules have not moved away from what was said of them. Where this fails, make it anew:
    evals run -m regex --suite challenge -o RUN, then evals calibrate RUN -o
    evals/calibrations/regex.json --overwrite."""
    packaged, data = Calibration.packaged("regex"), load_suite("challenge").load_gold()
    assert packaged.gold_sha256 == data.sha256
    judged = [judge(gold, communique.extract(gold.text)) for gold in data.documents]
    for name, target in packaged.targets():
        items = [item for one in judged for item in one.items.get(name, ())]
        lost = [(confidence(target.coefficients, told) - right) ** 2 for told, right in items]
        known = reliability(target).brier
        assert known is not None
        assert known.interval is not None
        assert sum(lost) / len(lost) <= known.interval.high, name


def evals(*args: object) -> subprocess.CompletedProcess[str]:
    return run_command(*args, module="communique.evals")


def test_the_commands(folders: dict[str, Path], tmp_path: Path) -> None:
    """Written where it is said, refused where something stands, and no model asked."""
    out = tmp_path / "c.json"
    made = evals("calibrate", folders["lying"], "-m", "openai/fake", "-o", out)
    assert made.returncode == 0, made.stderr
    assert Calibration.read(out).model == "openai/fake"
    assert made.stdout.splitlines()[-1] == f"calibration: {out}"
    again = evals("calibrate", folders["lying"], "-m", "openai/fake", "-o", out)
    assert (again.returncode, "--overwrite" in again.stderr) == (2, True)
    swept = evals("cascade", folders["perfect"], "--give-up", "0.02")
    assert swept.returncode == 0, swept.stderr
    assert swept.stdout.splitlines()[0] == "regex>openai/fake"
    assert "saved at fixed recall less 0.02" in swept.stdout


def test_a_run_tells_what_each_model_cost_and_what_a_cascade_saved(
    folders: dict[str, Path], gold: Path, tmp_path: Path
) -> None:
    """Under the table; the cascade sends on by the calibration and the doubt that are named."""
    path = tmp_path / "regex.json"
    known = calibrate(read_run(folders["perfect"]), "regex")
    path.write_text(known.as_text(), "utf-8")
    lines = [json.loads(one) for one in gold.read_text("utf-8").splitlines()]
    with FakeServer(lines) as server:
        done = evals(
            *("run", "-m", "openai/fake", "-m", "regex>openai/fake", "--gold", gold),
            *("--base-url", server.base_url, "-o", tmp_path / "out"),
            *("--calibration", path, "--doubt", "0.5"),
        )
        assert server.requests == DOCUMENTS + DOCUMENTS // 2
    assert done.returncode == 0, done.stderr
    assert f"\nopenai/fake: {DOCUMENTS} requests, " in done.stdout
    assert f"\nregex>openai/fake: {DOCUMENTS // 2} requests, " in done.stdout
    assert "50% of the requests of openai/fake saved" in done.stdout

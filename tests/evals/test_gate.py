"""The gate: what fails it, what does not, what cannot be judged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from communique.errors import UsageError
from communique.evals.baseline import Baseline, baseline_of
from communique.evals.gate import Check, check_run
from communique.evals.gate_reports import gate_lines, junit, summary
from communique.evals.recorded import Recorded, load_recorded
from communique.scoring.counts import Counts, Ratio
from communique.scoring.documents import Score
from evals.made import RIGHT, WRONG, run_folder, score, scores

GOOD = score(RIGHT)
A_LITTLE_WORSE = score(Counts(3, 1, 2))


def run(folder: Path, model: str, found: Sequence[Score], **others: object) -> Recorded:
    return load_recorded(run_folder(folder, scores({model: found}, **others)))  # type: ignore[arg-type]


def worse(checks: Sequence[Check]) -> list[str]:
    return [check.name for check in checks if check.verdict == "worse"]


def test_a_run_is_no_worse_than_itself(tmp_path: Path) -> None:
    """Whether exact or not, however many documents."""
    for model in ("regex", "openai/x"):
        for n in (2, 8):
            found = run(tmp_path, model, [GOOD] * n)
            assert worse(check_run(found, baseline_of(found))) == []


def test_an_exact_model_may_not_drop_at_all(tmp_path: Path) -> None:
    """One item of two documents is enough."""
    baseline = baseline_of(run(tmp_path, "regex", [GOOD] * 2))
    checks = check_run(run(tmp_path, "regex", [GOOD, A_LITTLE_WORSE]), baseline)
    assert "content recall" in worse(checks)
    assert "attributed F1" in worse(checks)
    check = next(check for check in checks if check.name == "content recall")
    assert (check.before, check.now) == (Ratio(8, 10), Ratio(7, 10))


def test_an_exact_model_may_get_better(tmp_path: Path) -> None:
    """Nothing to complain of."""
    baseline = baseline_of(run(tmp_path, "regex", [A_LITTLE_WORSE] * 2))
    assert worse(check_run(run(tmp_path, "regex", [GOOD] * 2), baseline)) == []


def test_a_rate_that_is_gone_is_a_drop(tmp_path: Path) -> None:
    """A model that gives nothing any more has no precision, not a good one."""
    baseline = baseline_of(run(tmp_path, "regex", [GOOD] * 2))
    nothing = score(Counts(0, 0, 5), supported=Ratio())
    checks = check_run(run(tmp_path, "regex", [nothing] * 2), baseline)
    assert "content precision" in worse(checks)
    assert "grounded" in worse(checks)


def test_few_documents_of_another_model_are_not_judged(tmp_path: Path) -> None:
    """No interval, no verdict, said so; the counters hold all the same."""
    baseline = baseline_of(run(tmp_path, "openai/x", [GOOD] * 4))
    checks = check_run(run(tmp_path, "openai/x", [score(WRONG)] * 4), baseline)
    rates = [check for check in checks if isinstance(check.now, Ratio)]
    assert {(check.verdict, check.why) for check in rates} == {
        ("not judged", "fewer than 5 documents: no interval")
    }
    failing = score(WRONG, failed=1)
    checks = check_run(run(tmp_path, "openai/x", [failing] * 4), baseline)
    assert worse(checks) == ["failed documents"]


@pytest.mark.parametrize(
    ("others", "counter"),
    [
        ({"failed": 1}, "failed documents"),
        ({"quotes_not_verbatim": 1}, "direct quotes not verbatim"),
        ({"supported": Ratio(8, 9)}, "items not in the text"),
    ],
)
def test_what_is_never_tolerated_may_not_rise(
    tmp_path: Path, others: dict[str, object], counter: str
) -> None:
    """By one, in a model whose rates may vary; less of it is no complaint."""
    bad = score(RIGHT, **others)
    clean, dirty = [GOOD] * 9, [*[GOOD] * 8, bad]
    baseline = baseline_of(run(tmp_path, "openai/x", clean))
    assert worse(check_run(run(tmp_path, "openai/x", dirty), baseline)) == [counter]
    baseline = baseline_of(run(tmp_path, "openai/x", dirty))
    assert worse(check_run(run(tmp_path, "openai/x", clean), baseline)) == []


def test_noise_does_not_fail_it(tmp_path: Path) -> None:
    """A model read twice: of 100 pairs of runs hardly any fails, and a plain loss always does."""
    rng = np.random.default_rng(5)
    failed = 0
    for _ in range(100):
        before, after = (
            [Counts(int(k), int(10 - k), int(10 - k)) for k in rng.binomial(10, 0.8, 8)]
            for _ in range(2)
        )
        baseline = baseline_of(run(tmp_path, "openai/x", [score(c) for c in before]))
        now = run(tmp_path, "openai/x", [score(c) for c in after])
        failed += bool(worse(check_run(now, baseline)))
    assert failed <= 10
    checks = check_run(run(tmp_path, "openai/x", [score(Counts(2, 8, 8))] * 8), baseline)
    assert "content recall" in worse(checks)


def test_a_margin_is_what_may_be_lost(tmp_path: Path) -> None:
    """All documents lose a fifth of the gold: worse than by .05, not than by .3."""
    baseline = baseline_of(run(tmp_path, "openai/x", [GOOD] * 12))
    now = run(tmp_path, "openai/x", [A_LITTLE_WORSE] * 12)
    assert "content recall" in worse(check_run(now, baseline, margin=0.05))
    assert worse(check_run(now, baseline, margin=0.3)) == []


def changed(baseline: Baseline, **others: object) -> Baseline:
    return baseline.model_copy(update=others)


def test_another_measurement_is_refused(tmp_path: Path) -> None:
    """Another suite, gold, overlap or number of repeats; a model or document that is missing."""
    now = run(tmp_path, "regex", [GOOD] * 2)
    baseline = baseline_of(now)
    for others, complaint in (
        ({"suite": "other"}, "its suite is made, there it is other"),
        ({"gold_sha256": "b" * 64}, r"its gold \(gold_sha256\) is aaaaaaaaaaaa, there"),
        ({"overlap": "exact"}, "its overlap of the scorer is iou50"),
        ({"repeats": 2}, "its repeats is 1, there it is 2"),
    ):
        with pytest.raises(UsageError, match=complaint):
            check_run(now, changed(baseline, **others))
    with pytest.raises(UsageError, match="no model 'regex', which the baseline has"):
        check_run(run(tmp_path, "openai/x", [GOOD] * 2), baseline)
    with pytest.raises(UsageError, match="d2 is in one of them alone"):
        check_run(run(tmp_path, "regex", [GOOD] * 3), baseline)


HOSTILE = "openai/<b>|`x`\x1b[31m\n&"


def gated(folder: Path) -> tuple[Check, ...]:
    """A gate of two documents with a counter risen, of a model with a hostile name."""
    baseline = baseline_of(run(folder, HOSTILE, [GOOD] * 2))
    return check_run(run(folder, HOSTILE, [GOOD, score(RIGHT, failed=1)]), baseline)


def test_the_text_has_a_line_a_check(tmp_path: Path) -> None:
    """With both figures, and why; the verdicts are counted below."""
    lines = gate_lines("made", gated(tmp_path))
    row = next(line for line in lines if "failed documents" in line)
    assert row.split("  ")[-1] == "worse: 1 more than in the baseline; none is tolerated"
    assert lines[-1] == "made: 1 worse, 2 held, 9 not judged"


def test_junit_is_xml_that_counts_right(tmp_path: Path) -> None:
    """A case a check; worse fails, not judged is skipped; names as they can stand there."""
    root = ElementTree.fromstring(junit("made", gated(tmp_path)).encode())  # noqa: S314 - our own
    assert root.attrib == {
        "name": "evals gate made",
        "tests": "12",
        "failures": "1",
        "errors": "0",
        "skipped": "9",
    }
    assert len(root.findall("testcase/failure")) == 1
    assert len(root.findall("testcase/skipped")) == 9
    case = next(case for case in root if case.find("failure") is not None)
    assert case.attrib["name"] == "failed documents"
    assert case.attrib["classname"] == r"openai/<b>|`x`\x1b[31m &"
    failure = case.find("failure")
    assert failure is not None
    assert failure.attrib["message"].startswith("0 -> 1: 1 more")


def test_the_summary_is_markdown_that_obeys_nothing(tmp_path: Path) -> None:
    """What is worse first, all of it folded; a name stays a name."""
    text = summary("made", gated(tmp_path))
    assert text.startswith("### evals gate: made: worse\n\n1 worse, 2 held, 9 not judged\n")
    assert "<b>" not in text
    assert "\x1b" not in text
    rows = [line for line in text.splitlines() if line.startswith("| openai")]
    assert len(rows) == 1 + 12
    assert all(len(row.replace(r"\|", "").split("|")) == 8 for row in rows)
    held = run(tmp_path, "regex", [GOOD] * 2)
    assert summary("made", check_run(held, baseline_of(held))).startswith(
        "### evals gate: made: held\n"
    )

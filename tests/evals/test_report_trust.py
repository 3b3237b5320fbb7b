"""How far items can be trusted, in the page of a run: the figures of a calibration, shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import communique.evals.report_trust as report_trust
from communique.evals.calibrating import calibrate
from communique.evals.folder import read_run
from communique.evals.plan import make_plan
from communique.evals.report import report_html, report_view
from communique.evals.report_models import load_reported
from communique.evals.run import run_suite
from communique.evals.suites import suite_of_gold
from communique.models import Model
from communique.pages.report_values import ReportView
from communique.testing import FakeServer
from communique.trust.promises import promise, trade_off
from communique.trust.reliability import reliability

from .reports import articles, make_run
from .test_calibrating import line, lying

DOCUMENTS = 24


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rules, a model that lies about every third document, and a cascade of the two."""
    folder = tmp_path_factory.mktemp("trust")
    lines = [line(number) for number in range(DOCUMENTS)]
    gold = folder / "made.jsonl"
    gold.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    with FakeServer(lines, play=lying) as server:
        names = ("regex", "openai/fake", "regex>openai/fake")
        models = [
            Model(name, base_url=server.base_url if "fake" in name else None) for name in names
        ]
        run_suite(make_plan(suite_of_gold(str(gold)), models), folder / "run")
    return folder / "run"


@pytest.fixture(scope="module")
def view(run: Path) -> ReportView:
    return report_view(load_reported([str(run)]))


def test_the_curve_is_that_of_the_calibration(run: Path, view: ReportView) -> None:
    """Bins, errors and promises are those of ``evals calibrate``, each item judged by a fit that
    never saw its document."""
    made = calibrate(read_run(run), "openai/fake")
    shown = view.trusted[1]
    assert (shown.model, shown.why_not) == ("openai/fake", "")
    assert [one.name for one in shown.targets] == [
        *("statements (content)", "statements with the right speaker"),
    ]
    for one, (name, target) in zip(shown.targets, made.targets(), strict=True):
        found = reliability(target)
        assert one.items == found.items
        assert [(b.confidence, b.right) for b in one.bins] == [
            (b.confidence, b.right.value) for b in found.bins
        ]
        assert [b.counts for b in one.bins] == [
            f"{b.right.numerator}/{b.right.denominator}" for b in found.bins
        ]
        assert found.ece is not None
        assert one.error.startswith(f"{found.ece.value:.3f} [")
        assert [c.recall for c in one.cuts] == [c.recall.value for c in trade_off(target)]
        kept = promise(target, name, 0.8)
        first = one.promises[0]
        assert first.is_promise
        assert first.threshold == (f"{kept.threshold:.3f}" if kept.threshold else "all")
    assert "in 10 folds" in view.trust_note


def test_what_cannot_be_promised_is_told_as_seen(view: ReportView) -> None:
    """Two dozen documents show no .98: the recall it would cost stands beside why."""
    for one in view.trusted[1].targets:
        last = one.promises[-1]
        assert last.asked == "0.98"
        assert not last.is_promise
        assert "too few to promise it" in last.note
        assert float(last.recall) <= float(one.promises[0].recall)


def test_records_of_several_makers_have_no_confidence(view: ReportView) -> None:
    """A cascade's are made by two: the page says so, and why too few documents have none."""
    cascade = view.trusted[2]
    assert cascade.targets == ()
    assert "fitted for each model by itself" in cascade.why_not


def test_few_documents_are_told_as_too_few(tmp_path: Path) -> None:
    """No curve is drawn of two documents."""
    found = report_view(load_reported([str(make_run(tmp_path, articles(2)))]))
    whys = [one.why_not for model in found.trusted for one in model.targets]
    assert whys
    assert all(why.startswith("Only 2 documents have any in their records") for why in whys)
    assert "leaving out one document at a time" in found.trust_note


def test_of_very_many_documents_some_are_drawn(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in every call; the page says how many."""
    monkeypatch.setattr(report_trust, "MOST_JUDGED", 12)
    reported = load_reported([f"{run}:regex"])
    drawn = report_trust.judged_documents(reported)
    assert len(drawn) == 12
    found = report_view(reported, documents=1)
    assert "on 12 of the 24 documents" in found.trust_note
    whole = report_trust.trusted_models(reported, reported.read(reported.document_ids))
    assert whole == found.trusted


def test_the_page_draws_a_curve_for_each_sense_of_right(run: Path, view: ReportView) -> None:
    """Reliability, and precision against recall; each with its table."""
    page = report_html([str(run)])
    targets = [one for model in view.trusted for one in model.targets if not one.why_not]
    assert page.count('<svg class="square"') == 2 * len(targets)
    assert page.count('class="ideal"') == page.count('<table class="promises">') == len(targets)
    bins = sum(len(one.bins) for one in targets)
    assert page.count(" right</title>") + page.count("]</title>") == bins


def test_a_model_with_nothing_wrong_is_one_line(tmp_path: Path) -> None:
    """There is no curve to draw where all items are right."""
    run = make_run(tmp_path, articles(9))
    found = report_view(load_reported([f"{run}:regex"])).trusted[0]
    assert {one.why_not.partition(":")[0] for one in found.targets} == {"All are right"}
    page = report_html([f"{run}:regex"])
    assert page.count('class="lead folded"') == page.count("All are right") == 1
    assert '<svg class="square"' not in page

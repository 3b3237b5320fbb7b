"""The page of a run: its figures are those of ``scores.json``, its words follow from them."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from communique.cli.evals import main
from communique.errors import UsageError
from communique.evals.comparison import COMPARED, QUALITY, candidates, compare
from communique.evals.report import report_html, report_view
from communique.evals.report_documents import element_ids
from communique.evals.report_models import load_reported
from communique.pages.report_values import ReportView, ShownItem
from communique.testing import Play

from .made import RIGHT, WRONG, run_folder, score, scores
from .reports import HOSTILE, HOSTILE_MODEL, articles, hostile_line, make_run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine articles; one request of the second model is refused."""
    return make_run(tmp_path_factory.mktemp("nine"), articles(9), refused=4)


@pytest.fixture(scope="module")
def view(run: Path) -> ReportView:
    return report_view(load_reported([str(run)]))


def stored(run: Path) -> list[dict[str, Any]]:
    models: list[dict[str, Any]] = json.loads((run / "scores.json").read_bytes())["models"]
    return models


def rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def test_leaderboard_has_the_figures_of_the_run(run: Path, view: ReportView) -> None:
    """Rates and counts as stored; nine documents have intervals; faults are counted."""
    by_name = {model["model"]: model["scores"] for model in stored(run)}
    assert [row.model for row in view.standings] == ["regex", "openai/fake"]
    for row in view.standings:
        found = by_name[row.model]
        groups = (
            found["participants"]["lenient"],
            found["statements"]["iou50"]["content"],
            found["statements"]["iou50"]["attributed"],
        )
        expected = [g[key] for g in groups for key in ("recall", "precision", "f1")]
        assert [figure.value for figure in row.figures] == expected
        assert [figure.text for figure in row.figures] == list(map(rate, expected))
        recall = row.figures[0]
        assert recall.counts == f"{groups[0]['tp']}/{groups[0]['tp'] + groups[0]['fn']}"
        assert recall.low is not None
        assert recall.high is not None
        assert recall.low <= (recall.value or 0) <= recall.high
        classes = found["classes"].values()
        invented = sum(kind["predicted"]["fabricated"] for kind in classes)
        assert [cell.text for cell in row.cells[:3]] == [
            *(str(invented), str(found["quotes_not_verbatim"]), f"{found['failed']} of 9"),
        ]
    assert [row.refused for row in view.standings] == [(0, 0, 0), (2 * 8, 2 * 8, 2 * 8)]
    assert int(view.standings[1].cells[0].text) == 2 * 2 * 8  # two of each list, eight records


def test_unknown_cost_is_a_dash_with_its_reason(view: ReportView) -> None:
    """No price is known for a server of one's own; the rules ask nobody, which is no unknown."""
    rules, fake = view.standings
    assert [(cell.text, cell.why) for cell in rules.cells[4:]] == [
        *(("0", "no model is asked"), ("$0", "no request"), ("$0", "no request")),
    ]
    assert [cell.text for cell in fake.cells[5:]] == ["–", "–"]
    assert all("no list price" in cell.why for cell in fake.cells[5:])
    assert fake.cells[4].text != "–"
    assert view.axis.x_name == "tokens a document"
    assert view.axis.notes[0] == "No price is known for openai/fake, so the axis shows tokens."
    assert [(name, on) for name, *_, on in view.axis.points] == [
        *(("regex", True), ("openai/fake", False)),
    ]


def test_differences_are_those_of_compare(run: Path, view: ReportView) -> None:
    """The same values as ``evals compare`` prints, in points."""
    (pair,) = view.pairs
    (expected,) = compare(candidates([str(run)])).pairs
    assert [row.measure for row in pair.rows] == list(COMPARED)
    for row, (_, judged) in zip(pair.rows, expected.judged, strict=True):
        assert row.value == judged.difference.value
        assert row.detectable == judged.detectable
        assert row.tone == {"better": "a", "worse": "b"}.get(judged.verdict, row.tone)
    assert "a" in {row.tone for row in pair.rows}
    recall = pair.rows[0]
    assert recall.verdict == "regex is better"
    assert recall.difference == f"+{100 * (recall.value or 0):.0f}"


def test_classes_are_those_of_the_run(run: Path, view: ReportView) -> None:
    """Gold and given side of each model, all adding up to what the scorer counted."""
    models = stored(run)
    for classes in view.classes:
        for number, share in enumerate(classes.shares):
            side = "gold" if number % 2 == 0 else "predicted"
            counted = models[number // 2]["scores"]["classes"][classes.item][side]
            assert {n.replace("-", "_"): c for n, c in share.counts} == counted
    assert {"missed", "fabricated", "failed-document"} <= {e.name for e in view.error_names}


def test_every_decision_is_an_item(run: Path, view: ReportView) -> None:
    """One item a decision and one for each that was left out, with the class the run counted."""
    for number, model in enumerate(stored(run)):
        for document, row in zip(view.documents, model["documents"], strict=True):
            items = document.readings[number].items
            decided = [d["error_class"].replace("_", "-") for d in row["decisions"]]
            left_out = [i for i in items if not i.reference]
            assert sorted(i.error_class for i in items if i.reference) == sorted(decided)
            assert len(left_out) == len(row["left_out"])
            assert (document.readings[number].failure is None) == (row["failure"] is None)
    ids = [item.id for d in view.documents for r in d.readings for item in r.items]
    assert len(set(ids)) == len(ids)
    assert "doc-made-1--m1-statement-0" in ids
    assert "doc-made-1--m2-gold-statement-1" in ids


def test_marks_stand_where_the_run_says(view: ReportView) -> None:
    """A missed statement is lit once, as gold, on its very words."""
    reading = view.documents[0].readings[1]
    item = next(i for i in reading.items if i.id.endswith("gold-statement-1"))
    lit = {m.layer: reading.text[m.start : m.end] for m in reading.marks if item.id in m.items}
    assert lit == {"gold": item.gold, "flag": (item.gold or "")[0]}
    assert {m.variant for m in reading.marks if item.id in m.items} == {"c-missed", "f-missed"}


def test_verdict_names_the_better_model_and_how_sure(view: ReportView) -> None:
    """What is shown is said first, then what could have been shown, then what was wrong."""
    assert view.verdict.headline == "regex is better than openai/fake at saying who said what."
    assert "openai/fake 32" in view.verdict.advice
    assert any("with the right speaker than openai/fake: +" in r for r in view.verdict.reasons)
    assert any(reason.startswith("How sure:") for reason in view.verdict.reasons)
    assert [fault.split(":")[0] for fault in view.verdict.faults] == ["regex", "openai/fake"]
    assert view.warnings == (
        "openai/fake has no record of 1 of 9 documents; all of their gold counts as missed.",
    )


@pytest.mark.slow
def test_models_that_lead_together_are_named_together(run: Path, tmp_path: Path) -> None:
    """A perfect model beside the rules, which are perfect here, and the one that lies; each pair
    has a row in the overview."""
    other = make_run(tmp_path, articles(9), model="openai/good", play=Play())
    reported = load_reported([str(run), f"{other}:openai/good"])
    view = report_view(reported, [QUALITY])
    assert report_view(reported).verdict.headline == view.verdict.headline
    assert view.verdict.headline == (
        "regex and openai/good cannot be told apart at saying who said what."
    )
    assert "regex is better than openai/fake." in view.verdict.advice
    assert "openai/good did the same as regex in every document." in view.verdict.advice
    assert "Of these regex is the fastest" in view.verdict.advice
    assert "openai/fake 32, the others none" in view.verdict.advice
    assert [row.model for row in view.standings] == ["regex", "openai/good", "openai/fake"]
    assert [(row.measure, row.tone) for row in view.overview] == [
        ("regex − openai/fake", "a"),
        ("regex − openai/good", "untestable"),
        ("openai/fake − openai/good", "b"),
    ]


def test_few_documents_are_no_verdict(tmp_path: Path) -> None:
    """Of two documents: counts without intervals, nothing testable, draft gold named."""
    lines = [{**line, "status": "draft"} for line in articles(2)]
    view = report_view(load_reported([str(make_run(tmp_path, lines))]))
    assert view.verdict.headline == "These 2 documents cannot show which model is better."
    assert "example, not a sample" in view.verdict.reasons[-1]
    assert {row.tone for pair in view.pairs for row in pair.rows} == {"untestable"}
    assert all(figure.low is None for row in view.standings for figure in row.figures)
    assert [warning.split(":")[0] for warning in view.warnings] == [
        *("2 documents", "The gold of 2 of 2 documents is a draft that no person has read"),
    ]


def test_one_model_is_told_without_comparison(run: Path) -> None:
    """RUN:MODEL names one; nothing is said about others."""
    view = report_view(load_reported([f"{run}:regex"]))
    assert (view.models, view.pairs) == (("regex",), ())
    assert view.verdict.headline.startswith("regex scores ")
    assert all(len(document.readings) == 1 for document in view.documents)


def test_models_that_do_the_same_are_not_ranked(run: Path, tmp_path: Path) -> None:
    """The same records under another folder: no document differs."""
    other = tmp_path / "other"
    other.mkdir()
    for path in run.rglob("*"):
        if path.is_file() and "attempts" not in path.parts:
            (other / path.relative_to(run)).parent.mkdir(exist_ok=True)
            (other / path.relative_to(run)).write_bytes(path.read_bytes())
    view = report_view(load_reported([f"{run}:regex", f"{other}:regex"]))
    assert view.verdict.headline == "On these 9 documents the models do the same."


def test_the_worst_documents_are_shown_where_not_all_fit(run: Path) -> None:
    """The page says so, keeps the order of the gold, and names the others with their errors; one
    that is asked for is shown too."""
    reported = load_reported([f"{run}:openai/fake"])
    view = report_view(reported, documents=3)
    errors = reported.models[0].errors
    shown = [document.document_id for document in view.documents]
    assert shown == sorted(shown)
    assert min(errors[name] for name in shown) >= max(
        errors[name] for name in reported.document_ids if name not in shown
    )
    assert {d.document_id: d.readings[0].errors for d in view.documents} == {
        name: errors[name] - (d.readings[0].failure is not None)
        for name, d in zip(shown, view.documents, strict=True)
    }
    assert view.documents_note.startswith("3 of 9 documents are here, those with the most errors")
    assert {other.document_id: other.errors for other in view.others} == {
        name: (errors[name],) for name in reported.document_ids if name not in shown
    }
    assert report_view(reported, documents=0).documents == ()
    named = report_view(reported, documents=1, named=["made-7"])
    assert [document.document_id for document in named.documents] == ["made-7"]
    with pytest.raises(UsageError, match="no document 'made-77'"):
        report_view(reported, named=["made-77"])


def test_repeats_are_pooled_and_the_first_is_shown(tmp_path: Path) -> None:
    """Each document once on the page; the figures count all readings."""
    view = report_view(load_reported([str(make_run(tmp_path, articles(2), repeats=2))]))
    assert len(view.documents) == 2
    assert "Of 2 readings of each document the first is here" in view.documents_note
    assert view.standings[0].cells[2].text == "0 of 4"


def test_element_ids_are_names_and_differ() -> None:
    """Whatever the documents are called."""
    found = element_ids(["a/b", "a-b", "a b", "страница", "x--y", '"><b>'])
    assert found == ["doc-a-b", "doc-a-b-2", "doc-a-b-3", "doc", "doc-x-y", "doc-b"]


class Tags(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """Article, ids, model names, what was given: no element, no handler, no address of theirs."""
    lines = [hostile_line(), *articles(1)]
    page = report_html([str(make_run(tmp_path, lines, model=HOSTILE_MODEL))])
    tags = Tags(page).found
    assert [tag for tag, _ in tags].count("script") == 2
    assert not [tag for tag, _ in tags if tag in {"img", "b", "iframe", "object", "link"}]
    assert not [a for _, attrs in tags for a in attrs if a.startswith("on") or a == "style"]
    links = {attrs["href"] for _, attrs in tags if attrs.get("href") is not None}
    assert all(link is not None and link.startswith("#") for link in links)
    assert "src=" not in page.replace("src=x onerror", "")
    assert "&lt;/script&gt;" in page
    assert HOSTILE not in page


def test_other_kinds_of_suites_are_refused(tmp_path: Path, run: Path) -> None:
    """The message says which suites have a page; unfinished runs and unlike ones are told apart."""
    metamorphic = run_folder(tmp_path / "m", {"format": 1, "kind": "metamorphic", "models": []})
    schema = run_folder(tmp_path / "s", {"format": 1, "comparators": {}, "models": []})
    for folder, words in ((metamorphic, "metamorphic suite"), (schema, "schema of its own")):
        with pytest.raises(
            UsageError, match=f"{words}; this command is for runs of a suite with gold"
        ):
            load_reported([str(folder)])
    (tmp_path / "u").mkdir()
    (tmp_path / "u" / "run.json").write_text("{}", "utf-8")
    with pytest.raises(UsageError, match="not finished"):
        load_reported([str(tmp_path / "u")])
    unlike = run_folder(tmp_path / "x", scores({"a": [score(RIGHT)], "b": [score(WRONG)]}))
    with pytest.raises(UsageError, match="cannot be compared"):
        load_reported([str(run), str(unlike)])


def test_command_writes_a_page_once(
    run: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file that is there is kept unless --overwrite; --measure narrows the comparison."""
    out = tmp_path / "page.html"

    def call(*arguments: str) -> int:
        command = ["evals", "report", str(run), "-o", str(out), *arguments]
        monkeypatch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    assert call("--measure", "attributed F1", "--documents", "2") == 0
    first = out.read_text("utf-8")
    assert "2 of 9 documents are here" in first
    assert "content recall" not in first
    assert call() == 2
    assert "exists; use --overwrite" in capsys.readouterr().err
    assert call("--overwrite") == 0
    assert out.read_text("utf-8") != first
    assert call("--overwrite", "--measure", "beauty") == 2
    assert "no measure 'beauty'" in capsys.readouterr().err


def test_an_item_is_an_error_or_not() -> None:
    """Correct and excused ones are none."""
    item = ShownItem("a", "missed", "statement", "", "x", None, (), "")
    kinds = ("missed", "boundary", "correct", "excused")
    assert [replace(item, error_class=name).is_error for name in kinds] == [
        *(True, True, False, False)
    ]

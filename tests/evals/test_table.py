"""The table on terminals of any width and in a pipe: every number whole."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from communique.evals.listing import error_lines
from communique.evals.measures import measures, shown
from communique.evals.plan import Plan
from communique.evals.results import ModelResult, Results
from communique.evals.suites import ScorerSettings, Suite
from communique.evals.table import interval_lines, plain_table, print_table
from communique.gold.records import GoldDocument, GoldParticipant
from communique.models import Model
from communique.records import ErrorInfo, Failure, Issue, Readout
from communique.scoring.documents import Score, compare_document

TEXT = "Ann Lee said “we agree” and Bob Ray \x1b[31m said that taxes must fall."
NAMES = ("Ann Lee", "Bob Ray", "Eve Fox")


def gold(number: int) -> GoldDocument:
    names = [GoldParticipant(name=name) for name in NAMES]
    return GoldDocument.model_validate(
        {
            "document_id": f"d{number}",
            "text": TEXT,
            "participants": names,
            "statements": [
                {"content": place("“we agree”"), "kind": "direct", "speaker": "Ann Lee"}
            ],
        }
    )


def place(quote: str) -> dict[str, object]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "text": quote}


def record(number: int) -> Readout:
    wrong = Issue(code="unsupported", message="the text does not contain 'x'", path="statements")
    return Readout.model_validate(
        {
            "document_id": f"d{number}",
            "text": TEXT,
            "extractor": {"model": "m", "version": "0"},
            "participants": [{"name": n, "mentions": [place(n)]} for n in NAMES[:2]],
            "statements": [
                {"content": place("“we agree”"), "kind": "mixed"},
                {"content": place("Ray \x1b[31m said"), "kind": "indirect"},
            ],
            "issues": [wrong],
        }
    )


def results(n_documents: int, models: tuple[str, ...] = ("regex", "openai/some-model")) -> Results:
    golds = tuple(gold(number) for number in range(n_documents))
    chosen = tuple(map(Model, models))
    suite = Suite(name="s", description="", gold="g", scorer=ScorerSettings())
    failure = ErrorInfo(code="bad_answer", message="no\nJSON", stage="answer")
    scored = tuple(
        compare_document(g, Failure(document_id="d0", error=failure) if i == 0 else record(i))
        for i, g in enumerate(golds)
    )
    return Results(
        Plan(suite, chosen, 1, None, golds, "0" * 64),
        tuple(ModelResult(model, (model.name,), (), (scored,)) for model in chosen),
    )


def printed(found: Results, width: int | None) -> str:
    file = io.StringIO()
    terminal = width is not None
    console = Console(file=file, force_terminal=terminal, width=width, color_system=None)
    print_table(found, console)
    return file.getvalue()


def numbers(found: Results) -> list[str]:
    """Every fraction that the table must show, for each model."""
    ratios = [m.ratio for m in measures(found.models[0].score, "iou50")]
    return [f"{ratio.numerator}/{ratio.denominator}" for ratio in ratios]


@pytest.mark.parametrize("width", [None, 20, 60, 100, 119, 120, 140, 150, 200, 300])
def test_no_number_is_ever_cut(width: int | None) -> None:
    """All fractions of all models are there, whatever the width."""
    found = results(3)
    output = printed(found, width)
    for fraction in numbers(found):
        there = re.findall(rf"(?<!\d){fraction}(?!\d)", output)
        assert len(there) >= 2 * numbers(found).count(fraction)
    assert "…" not in output
    assert output.count("openai/some-model") == 1


def test_a_pipe_gets_aligned_text() -> None:
    """One line a model under two of headings, columns below each other."""
    group, head, *rows = plain_table(results(3))
    assert len(rows) == 2
    assert group.index("attributed") == head.index("recall", head.index("F1", 60))
    for row in rows:
        assert row[head.index("documents") :].startswith("3 (1 failed)")
        assert row[head.index("recall") :].startswith("0.44 (4/9)")
        assert row[head.index("date") :].startswith("- (0/0)")


def test_a_wide_terminal_gets_one_row_a_model() -> None:
    """Recall, precision and F1 stand in one cell, named by their letters."""
    output = printed(results(3), 200)
    row = next(line for line in output.splitlines() if "openai/some-model" in line)
    assert "R 0.44 4/9" in row


def test_a_narrow_terminal_gets_a_block_a_model() -> None:
    """Below the table's width each model has its figures under each other."""
    lines = printed(results(3), 80).splitlines()
    assert "openai/some-model: documents 3, 1 failed" in lines
    assert max(map(len, lines)) < 80


@pytest.mark.parametrize(
    ("value", "text"), [(None, "-"), (1.0, "1.00"), (0.999, "0.99"), (0.0, "0.00"), (0.25, "0.25")]
)
def test_less_than_all_never_looks_like_all(value: float | None, text: str) -> None:
    """Two decimals, but 1.00 only for all; undefined is a dash."""
    assert shown(value) == text


def test_few_documents_have_no_interval() -> None:
    """Below five documents one sentence says so."""
    assert interval_lines(results(2, ("regex",))) == [
        "2 documents: counts only; at so few an interval would say nothing."
    ]


def test_five_documents_have_intervals() -> None:
    """Rates of items and F1, for each model."""
    lines = interval_lines(results(5))
    for rate in ("recall", "F1"):
        line = next(line for line in lines if line.startswith("participants") and rate in line)
        assert len(re.findall(r"\[0\.\d\d, 0\.\d\d\]", line)) == 2


def test_every_error_is_listed_with_its_text() -> None:
    """Failures, misses, false alarms, wrong fields and unproven items; controls are escaped."""
    output = "\n".join(error_lines(results(2, ("regex",))))
    for line in (
        "failed documents (1)\n    d0  bad_answer: no JSON",
        "missed (5)",
        "d1  participant  Eve Fox",
        "false alarms (1)\n    d1  statement  Ray \\x1b[31m said [32:46]",
        "d1  statement speaker  gold Ann Lee, predicted none: “we agree” [13:23]",
        "d1  statement kind  gold direct, predicted mixed: “we agree” [13:23]",
        "given but not in the text (1)\n    d1  statements  the text does not contain 'x'",
    ):
        assert line in output
    assert "\x1b" not in output


def test_a_faultless_model_is_said_to_be_one() -> None:
    """An empty list is told apart from a list that was not made."""
    found = results(0, ("regex",))
    assert error_lines(found)[1:] == ["regex", "  nothing missed, no false alarms, nothing wrong"]


def test_long_lists_end_in_a_count() -> None:
    """The rest of more than a hundred is in scores.json."""
    output = error_lines(results(60, ("regex",)))
    assert any(re.fullmatch(r"    and \d+ more in scores\.json", line) for line in output)


def test_empty_scores_show_dashes() -> None:
    """Nothing measured is shown as nothing, with its denominator."""
    assert {m.ratio.value for m in measures(Score(), "exact")} == {None}


def test_results_of_a_folder_have_no_path_in_them(tmp_path: Path) -> None:
    """scores.json can be compared between machines."""
    assert str(tmp_path) not in str(results(1).as_dict())

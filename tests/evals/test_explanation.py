"""What is told of a decision, from the folder of a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.errors import UsageError
from communique.evals.explanation import decision_lines, item_lines
from communique.evals.plan import Plan
from communique.evals.recorded_decisions import RecordedDocument, recorded_documents
from communique.evals.results import ModelResult, Results
from communique.evals.scores import read_scores
from communique.evals.suites import Suite
from communique.gold.records import GoldDocument
from communique.models import Model
from communique.records import Issue, Readout, Statement
from communique.scoring.documents import compare_document

from .conftest import gold_line, place
from .test_command import evals

LEFT_OUT = Issue(
    code="unsupported",
    message="the text does not contain it",
    path="statements",
    value={"content": "we never met\x1b[31m", "kind": "indirect"},
)


def careless(line: dict[str, Any]) -> Readout:
    """The labels as a record, with a wrong speaker, a cut content and an item left out."""
    quote, trade = line["statements"]
    somebody = {"speaker": "Bob Ray", "speaker_mention": place(line["text"], "Bob Ray")}
    people = [{**p, "evidence": {"country": p["mentions"]}} for p in line["participants"]]
    return Readout.model_validate(
        {
            **line,
            "participants": people,
            "extractor": {"model": "m", "version": "0"},
            "statements": [
                {**quote, **somebody},
                {**trade, "content": place(line["text"], "importance of trade")},
            ],
            "issues": [LEFT_OUT],
        }
    )


def write_run(folder: Path, pairs: list[tuple[dict[str, Any], Readout]], models: list[str]) -> None:
    """What a run that read each article twice leaves behind."""
    golds = tuple(GoldDocument.model_validate(line) for line, _ in pairs)
    scored = tuple(compare_document(g, r) for g, (_, r) in zip(golds, pairs, strict=True))
    chosen = tuple(map(Model, models))
    plan = Plan(Suite(name="s", description="", gold="g"), chosen, 2, None, golds, "0" * 64)
    results = Results(plan, tuple(ModelResult(m, (), (), (scored, scored)) for m in chosen))
    (folder / "scores.json").write_text("".join(results.as_lines()))
    (folder / "gold.jsonl").write_text("".join(json.dumps(line) + "\n" for line, _ in pairs))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two models over two documents."""
    folder = tmp_path_factory.mktemp("explained")
    lines = [gold_line(number) for number in (1, 2)]
    write_run(folder, [(line, careless(line)) for line in lines], ["openai/fake", "regex"])
    return folder


def documents(run: Path, document_id: str, **which: Any) -> list[RecordedDocument]:
    return recorded_documents(run, read_scores(run), document_id, **which)


@pytest.fixture
def document(run: Path) -> RecordedDocument:
    (found,) = documents(run, "made-1", model="openai/fake", repeat=2)
    return found


def test_each_model_and_repeat_is_told_apart(run: Path) -> None:
    """All of them unless one is named."""
    found = documents(run, "made-2")
    assert [(d.model, d.repeat) for d in found] == [
        (model, repeat) for model in ("openai/fake", "regex") for repeat in (1, 2)
    ]
    assert len(documents(run, "made-2", model="regex")) == 2


def test_without_an_item_all_decisions_are_listed(document: RecordedDocument) -> None:
    """Each with its class and the names to ask for; what was left out below."""
    head, columns, *lines, left_out = decision_lines(document)
    assert head == "openai/fake, made-1, repeat 2"
    assert columns.split() == ["class", "gold", "predicted"]
    assert [line.split("  ")[0] for line in lines] == [
        *("correct", "correct", "wrong speaker", "boundary", "correct")
    ]
    assert lines[3].split()[1:3] == ["gold/statement/1", "statement:1"]
    assert left_out.startswith("left out of statements (unsupported): the text does not contain")


@pytest.mark.parametrize(
    "item",
    [
        *("gold/statement/1", "statement:1", "statements[1]"),
        *("statement:importance of TRADE", "the importance  of"),
    ],
)
def test_a_statement_is_shown_on_the_text_with_its_reasons(
    document: RecordedDocument, item: str
) -> None:
    """Words of the gold alone, of both, of the prediction alone; overlap, checks, class, why."""
    lines = item_lines(document, item)
    assert lines[1] == "statement:1 = gold/statement/1: boundary (matched)"
    told = {line[:13].strip(): line[13:] for line in lines[2:] if line.startswith("  ")}
    assert "Bob Ray stressed [-the -][=importance of trade=]." in told["text"]
    assert told["overlap"] == "0.85 of letters and digits; the gate is 0.5"
    assert told["speaker"] == "right: gold Bob Ray, predicted Bob Ray"
    assert told["why"].startswith("the content is found, but does not begin and end as the gold's")


def test_a_wrong_field_is_shown_with_what_both_say(document: RecordedDocument) -> None:
    """And the class follows from it."""
    lines = item_lines(document, "gold/statement/0")
    assert lines[1] == "statement:0 = gold/statement/0: wrong speaker (matched)"
    assert "  speaker    wrong: gold Ann Lee, predicted Bob Ray" in lines


def test_participants_are_found_by_a_part_of_their_name(document: RecordedDocument) -> None:
    """Of that list alone."""
    lines = item_lines(document, "participant:lee")
    assert [line for line in lines if " = " in line] == [
        "participant:0 = gold/participant/0: correct (matched)"
    ]


def test_what_was_left_out_is_explained_too(document: RecordedDocument) -> None:
    """It stands in no list of the record, and is found by its words; nothing a terminal obeys."""
    _, line = item_lines(document, "statement:never met")
    assert line.startswith("left out of statements (unsupported)")
    assert "\x1b" not in line
    assert item_lines(document, "gold/statement:never met") == []


def test_a_miss_is_shown_beside_its_runner_up(tmp_path: Path) -> None:
    """The words of both on the text, and why they were not matched."""
    line = gold_line(1)
    near = {**line["statements"][1], "content": place(line["text"], "trade")}
    only = (Statement.model_validate(near),)
    record = careless(line).model_copy(update={"statements": only})
    write_run(tmp_path, [(line, record)], ["regex"])
    document = documents(tmp_path, "made-1")[0]
    lines = item_lines(document, "gold/statement/1")
    assert lines[1] == "gold/statement/1: boundary (missed)"
    assert "[-the importance of -][=trade=]" in lines[3]
    assert lines[-2] == (
        "  runner-up  statement:0, overlap 0.25: they overlap by less than 0.5: trade [196:201]"
    )


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"document_id": "made-9"}, "no document 'made-9'; there are: made-1, made-2"),
        ({"model": "gpt"}, "no model 'gpt'; there are: openai/fake, regex"),
        ({"repeat": 3}, "no repeat 3: each model read each 2 times"),
    ],
)
def test_what_is_not_there_is_named(run: Path, arguments: Any, complaint: str) -> None:
    """With what there is."""
    with pytest.raises(UsageError, match=complaint):
        documents(run, **{"document_id": "made-1", **arguments})


def test_the_command(project: Path) -> None:
    """On a run's own folder; an item that is not there is exit code 2 and one line."""
    assert evals("run", "--suite", "made", "-o", "out", cwd=project).returncode == 0
    found = evals("explain", "out", "made-1", "participant:Lee", cwd=project)
    assert (found.returncode, found.stderr) == (0, "")
    assert "participant:0 = gold/participant/0: correct (matched)" in found.stdout
    by_file = evals("explain", "out/scores.json", "made-1", "participant:Lee", cwd=project)
    assert by_file.stdout == found.stdout
    nothing = evals("explain", "out", "made-1", "statement:77", cwd=project)
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert nothing.stderr == (
        "error: made-1 has no 'statement:77'; `evals explain out made-1` lists what there is\n"
    )

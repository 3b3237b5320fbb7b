"""Models beside each other: what is compared, what is refused, what is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.errors import UsageError
from communique.evals.comparison import COMPARED, candidates, compare
from communique.evals.comparison_text import comparison_lines
from communique.statistics.items import FoundBy
from evals.made import RIGHT, WRONG, decision, run_folder, score, scores

GOOD, BAD = score(RIGHT), score(WRONG)


def two(folder: Path, n: int, **others: Any) -> str:
    """A run of a good and a bad model on so many documents."""
    models = {"regex": [GOOD] * n, "openai/llama3:8b": [BAD] * n}
    return str(run_folder(folder, scores(models, **others)))


def test_all_models_of_one_run(tmp_path: Path) -> None:
    """Each two of them by nine measures, each a family of its own: of one pair here."""
    found = compare(candidates([two(tmp_path, 12)]))
    (pair,) = found.pairs
    assert (pair.a, pair.b, found.family) == ("regex", "openai/llama3:8b", 1)
    assert tuple(name for name, _ in pair.judged) == COMPARED
    judged = dict(pair.judged)["content recall"]
    assert judged.difference.value == pytest.approx(4 / 5 - 1 / 5)
    assert judged.difference.p == 2 / 2**12
    assert judged.p_holm == 2 / 2**12
    assert found.primary == "attributed F1"
    assert judged.verdict == "better"


def test_three_models_are_three_pairs(tmp_path: Path) -> None:
    """Judged together by each measure: three tests, however many measures."""
    models = {"a": [GOOD] * 15, "b": [BAD] * 15, "c": [GOOD] * 15}
    found = compare(candidates([str(run_folder(tmp_path, scores(models)))]))
    assert [(pair.a, pair.b) for pair in found.pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert found.family == 3
    one = compare(candidates([str(tmp_path)]), ["content recall"])
    assert one.primary == "content recall"
    assert [dict(pair.judged)["content recall"] for pair in found.pairs] == [
        dict(pair.judged)["content recall"] for pair in one.pairs
    ]
    judged = dict(found.pairs[0].judged)["content recall"]
    assert judged.p_holm == pytest.approx(3 * (judged.difference.p or 0))
    verdicts = [{judged.verdict for _, judged in pair.judged} for pair in found.pairs]
    assert verdicts == [{"better"}, {"not testable"}, {"worse"}]


def test_a_model_of_a_run_may_be_named(tmp_path: Path) -> None:
    """Though its name, and the folder's, hold colons."""
    folder = two(tmp_path / "a:b", 6)
    chosen = candidates([f"{folder}:openai/llama3:8b", f"{folder}/scores.json:regex"])
    assert [candidate.label for candidate in chosen] == ["openai/llama3:8b", "regex"]


def test_models_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    """As when one model ran with two prompts."""
    one, other = (two(tmp_path / name, 6) for name in ("one", "other"))
    chosen = candidates([f"{one}:regex", f"{other}:regex"])
    assert [candidate.label for candidate in chosen] == [f"{one}:regex", f"{other}:regex"]


def test_one_model_alone_has_nothing_beside_it(tmp_path: Path) -> None:
    """Named once or twice; nor is there a model the run does not have."""
    folder = two(tmp_path, 6)
    for targets in ([f"{folder}:regex"], [f"{folder}:regex", f"{folder}:regex"]):
        with pytest.raises(UsageError, match=r"only one model \(regex\)"):
            candidates(targets)
    with pytest.raises(UsageError, match="no model 'gpt' in that run; there are: regex, openai/"):
        candidates([f"{folder}:gpt"])


@pytest.mark.parametrize(
    ("n", "others", "complaint"),
    [
        (7, {}, r"d6 is in one of them alone \(1 such documents\)"),
        (6, {"gold_sha256": "b" * 64}, r"the gold \(gold_sha256\) differs: aaaaaaaaaaaa, bbbbbb"),
        (6, {"repeats": 2}, "d3 is in one of them alone"),
        (12, {"repeats": 2}, "repeats differs: 1, 2"),
        (6, {"scorer_sha256": "c" * 64}, "another version's scorer .*`evals rescore` both"),
        (
            *(6, {"suite": {"name": "made", "scorer": {"overlap": "exact"}}}),
            "the scorer's overlap differs: iou50, exact",
        ),
    ],
)
def test_runs_that_measure_different_things_are_refused(
    tmp_path: Path, n: int, others: dict[str, Any], complaint: str
) -> None:
    """The message says in what they differ."""
    one, other = two(tmp_path / "one", 6), two(tmp_path / "other", n, **others)
    with pytest.raises(UsageError, match=complaint):
        compare(candidates([one, other]))


def test_measures_may_be_chosen(tmp_path: Path) -> None:
    """What is shown of one does not hang on how many others are looked at."""
    chosen = candidates([two(tmp_path, 6)])
    (pair,) = compare(chosen, ["attributed recall"]).pairs
    assert [judged.verdict for _, judged in pair.judged] == ["better"]
    (pair,) = compare(chosen).pairs
    assert {judged.verdict for _, judged in pair.judged} == {"better"}
    with pytest.raises(UsageError, match="no measure 'recall'; there are: participants recall, "):
        compare(chosen, ["recall"])


def test_who_found_what(tmp_path: Path) -> None:
    """Gold items by both, by one alone, by neither; a right content may have a wrong speaker."""
    decided = {
        "a": [decision("participant", i, found=i < 3) for i in range(4)]
        + [decision("statement", 0, found=True), decision("statement", 1, found=True)],
        "b": [decision("participant", i, found=i in (0, 3)) for i in range(4)]
        + [decision("statement", 0, found=True, speaker=False), decision("statement", 1, found=0)],
    }
    values = scores({"a": [GOOD] * 2, "b": [BAD] * 2}, decisions=decided)
    (pair,) = compare(candidates([str(run_folder(tmp_path, values))])).pairs
    assert dict(pair.found) == {
        "participants": FoundBy(2, 4, 2, 0),
        "content": FoundBy(2, 2, 0, 0),
        "attributed": FoundBy(0, 4, 0, 0),
    }


def test_the_text_says_what_two_documents_can_show(tmp_path: Path) -> None:
    """Nothing: no interval, no power, and why."""
    lines = comparison_lines(compare(candidates([two(tmp_path, 2)])))
    row = next(line for line in lines if line.startswith("attributed recall"))
    assert row.split()[2:] == [
        *("0.80", "(8/10)", "0.20", "(2/10)", "+0.60", "-", "0.500", "0.500"),
        *("not", "testable", "-", "-"),
    ]
    assert "not testable: 2 documents cannot give p < 0.05: all" in lines


@pytest.mark.slow
def test_the_text_says_what_many_documents_show(tmp_path: Path) -> None:
    """Difference, interval, both p, verdict, what could be shown, what is needed."""
    models = {"a": [GOOD, GOOD, BAD] * 6, "b": [BAD, GOOD, GOOD] * 6}
    models["c"] = [BAD] * 18
    folder = str(run_folder(tmp_path, scores(models)))
    lines = comparison_lines(compare(candidates([f"{folder}:a", f"{folder}:c"])))
    row = next(line for line in lines if line.startswith("content recall"))
    assert "0.60 (54/90)" in row
    assert "+0.40" in row
    assert "better" in row
    assert row.endswith("documents")
    assert "p (Holm): one pair, nothing to adjust; the verdict goes by it (< .05)." in lines
    assert "Decide by attributed F1. Each other measure is" in "\n".join(lines)
    three = comparison_lines(compare(candidates([folder])))
    assert "p (Holm): adjusted for 3 pairs a measure; the verdict goes by it (< .05)." in three
    even = comparison_lines(compare(candidates([f"{folder}:a", f"{folder}:b"])))
    row = next(line for line in even if line.startswith("content recall"))
    assert "+0.00" in row
    assert "1.000  1.000     no difference shown" in row


def test_json_has_every_figure(tmp_path: Path) -> None:
    """Undefined is null."""
    found = compare(candidates([two(tmp_path, 4)])).as_dict()
    again = json.loads(json.dumps(found))
    measure = again["pairs"][0]["measures"]["participants F1"]
    assert measure["interval"] is None
    assert measure["smallest_detectable"] is None
    assert measure["a"]["numerator"] == 32
    assert measure["why"] == "4 documents cannot give p < 0.05"
    assert (again["documents"], again["family"], again["alpha"]) == (4, 1, 0.05)
    assert again["primary"] == "attributed F1"

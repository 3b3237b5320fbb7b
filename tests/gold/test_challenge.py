"""The challenge set: passages as people write them, what is said of wrong ones, what is shipped."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli.gold import gold_app
from communique.errors import GoldError, UsageError
from communique.gold.build import build_gold, read_sets
from communique.gold.challenge import read_phenomenon
from communique.gold.check import check_gold
from communique.gold.problems import GoldErrors
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument

from .workshop import SOURCE, line_of, make_project

ROOT = Path(__file__).parents[2]

PASSAGES = """\
phenomenon: two-cues
about: Two reporting words share a speaker.
passages:
  - id: welcomed-and-stressed
    text: |-
      Ada Lindqvist welcomed the plan and stressed its cost.
    published: 2031-05-06
    scores: [statements]
    statements:
      - {content: the plan, kind: indirect, cue: welcomed}
      - content: its cost
        kind: indirect
        speaker: Ada Lindqvist
        speaker_mention: Ada Lindqvist
        cue: stressed
  - id: nobody-met
    text: Nobody met anyone.
    scores: [meetings, participants]
    participants: []
    meetings: []
"""


def make_challenge(root: Path, passages: str = PASSAGES, name: str = "two-cues") -> Path:
    """A project folder with one challenge file; returns the file."""
    path = root / "gold" / "challenge" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(passages, encoding="utf-8", newline="")
    return path


def read(path: Path) -> tuple[tuple[GoldDocument, ...], list[GoldError]]:
    problems: list[GoldError] = []
    return read_phenomenon(path, problems), problems


def test_a_passage_becomes_a_gold_document(tmp_path: Path) -> None:
    """Its id holds the phenomenon, its spans stand in its text, its scores in one order."""
    (first, second), problems = read(make_challenge(tmp_path))
    assert problems == []
    assert first.document_id == "two-cues/welcomed-and-stressed"
    assert (first.phenomenon, first.published, first.status) == (
        "two-cues",
        "2031-05-06",
        "labeled",
    )
    assert first.text == "Ada Lindqvist welcomed the plan and stressed its cost."
    assert [first.text[s.content.start : s.content.end] for s in first.statements] == [
        "the plan",
        "its cost",
    ]
    assert first.scores == ("statements",)
    assert second.scores == ("participants", "meetings")


def test_unlabeled_is_not_labeled_absent(tmp_path: Path) -> None:
    """Neither passage has participants; only the second was searched for them."""
    (first, second), _ = read(make_challenge(tmp_path))
    assert first.participants == second.participants == ()
    assert not first.is_scored("participants")
    assert second.is_scored("participants")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("phenomenon: two-cues", "phenomenon: one-cue", "is not the file's name, 'two-cues'"),
        ("phenomenon: two-cues", "phenomenon: Two cues", "use small letters, digits and hyphens"),
        ("about: Two", "aboot: Two", "unknown key; known here: phenomenon, about, passages"),
        ("id: nobody-met", "id: Nobody met", "use small letters, digits and hyphens"),
        ("id: nobody-met", "id: welcomed-and-stressed", "is there already on line 4"),
        ("scores: [statements]", "scores: []", "is empty: name what is labeled"),
        ("scores: [statements]", "scores: [speakers]", "'speakers' is not one of: participants"),
        ("scores: [statements]", "scores: [statements, statements]", "names an item twice"),
        ("scores: [statements]", "scores: [statements, meetings]", "write `meetings: []` for none"),
        ("scores: [statements]", "scores: statements", "must be a list"),
        ("[meetings, participants]", "[meetings]", "participants: is not in `scores`"),
        ("published: 2031-05-06", "published: May 6", "'May 6' is not a day"),
        ("published: 2031-05-06", "status: labeled", "unknown key; known here: id, text, scores"),
        ("text: Nobody met anyone.", 'text: ""', "empty text"),
        ("content: its cost", "content: its price", "'its price' is not in the text"),
        ("content: its cost", "content: the plan", "the statement is given already on line"),
        ("cue: welcomed", "que: welcomed", "unknown key; known here: content, kind"),
        ("kind: indirect\n", "kind: reported\n", "'reported' is not one of: direct, mixed"),
    ],
)  # fmt: skip
def test_a_wrong_passage_is_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """The error stands where the wrong words do."""
    assert PASSAGES.count(old) == 1
    wrong = PASSAGES.replace(old, new)
    documents, problems = read(make_challenge(tmp_path, wrong))
    first = next(problem for problem in problems if said in problem.message)
    assert len(documents) < 2 or "file's name" in said or "unknown key" in said
    assert first.path.endswith("gold/challenge/two-cues.yaml")
    at = wrong[: PASSAGES.index(old)].count("\n") + 1
    assert first.line is not None
    assert at - 1 <= first.line <= at + 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", "the file is empty"),
        ("phenomenon: two-cues\nabout: x\n", "missing: passages"),
        ("phenomenon: two-cues\nabout: x\npassages: []\n", "a phenomenon needs passages"),
        ("phenomenon: two-cues\nabout: x\npassages: {}\n", "must be a list"),
        ("phenomenon: two-cues\nabout: x\npassages: [x]\n", "must be a mapping"),
        ("phenomenon: [\n", "not YAML"),
    ],
)
def test_a_file_that_is_no_challenge_is_named(tmp_path: Path, data: str, said: str) -> None:
    """One error, no traceback, no document."""
    documents, problems = read(make_challenge(tmp_path, data))
    assert documents == ()
    assert len(problems) == 1
    assert said in problems[0].message


def test_one_wrong_passage_leaves_the_others(tmp_path: Path) -> None:
    """All that is wrong is found in one go, each at its own line."""
    wrong = PASSAGES.replace("content: the plan", "content: a plan") + "    statements: []\n"
    documents, problems = read(make_challenge(tmp_path, wrong))
    assert documents == ()
    assert [p.line for p in problems] == [
        line_of(wrong, "content: a plan"),
        line_of(wrong, "statements: []"),
    ]
    fixed = wrong.replace("a plan", "the plan")
    assert [d.document_id for d in read(make_challenge(tmp_path, fixed))[0]] == [
        "two-cues/welcomed-and-stressed"
    ]


def test_the_set_is_built_beside_the_seeds_and_read_back(tmp_path: Path) -> None:
    """Its own file, sorted by id, the same bytes each time; what is built has no drift."""
    make_project(tmp_path)
    make_challenge(tmp_path)
    make_challenge(tmp_path, PASSAGES.replace("two-cues", "a-cue"), "a-cue")
    seeds, challenge = build_gold(tmp_path)
    assert (seeds.name, challenge.name) == ("seeds", "challenge")
    path = tmp_path / "gold" / "challenge.jsonl"
    before = path.read_bytes()
    build_gold(tmp_path)
    assert path.read_bytes() == before
    assert load_gold(path) == challenge.documents
    assert [d.document_id for d in challenge.documents] == [
        f"{phenomenon}/{name}"
        for phenomenon in ("a-cue", "two-cues")
        for name in ("nobody-met", "welcomed-and-stressed")
    ]
    assert check_gold(tmp_path).drifts == ()


def test_a_changed_label_is_drift(tmp_path: Path) -> None:
    """The built file is held to its passages as seeds are to their sources."""
    make_project(tmp_path)
    path = make_challenge(tmp_path)
    build_gold(tmp_path)
    path.write_text(PASSAGES.replace("cue: stressed", "cue: and stressed"), encoding="utf-8")
    (drift,) = check_gold(tmp_path).drifts
    assert "two-cues/welcomed-and-stressed is not what its source says" in drift.message


def test_only_passages_have_the_keys_of_passages(tmp_path: Path) -> None:
    """A seed's line is as it was before there was a challenge set."""
    make_project(tmp_path)
    make_challenge(tmp_path)
    seeds, challenge = build_gold(tmp_path)
    line = json.loads(seeds.to_bytes())
    assert not {"phenomenon", "scores"} & line.keys()
    assert list(line)[-2:] == ["status", "text"]
    passage = json.loads(challenge.to_bytes().splitlines()[1])
    assert list(passage)[-4:] == ["status", "phenomenon", "scores", "text"]
    assert passage["scores"] == ["statements"]


def test_a_line_whose_labels_it_says_are_not_scored_is_refused() -> None:
    """Labels that would be passed over are a mistake."""
    line = {
        "document_id": "d",
        "text": "Ada met Bo.",
        "participants": [{"name": "Ada"}],
        "scores": ["statements"],
    }
    with pytest.raises(ValueError, match="has participants, which are not in its scores"):
        GoldDocument.model_validate(line)


def test_nothing_is_written_when_a_passage_is_wrong(tmp_path: Path) -> None:
    """The seeds too stay as they were built before."""
    make_project(tmp_path)
    make_challenge(tmp_path, PASSAGES.replace("content: its cost", "content: its price"))
    with pytest.raises(GoldErrors, match=r"two-cues\.yaml:"):
        build_gold(tmp_path)
    assert not list((tmp_path / "gold").glob("*.jsonl"))


def test_the_name_of_the_set_is_taken(tmp_path: Path) -> None:
    """gold/sources/challenge would build the same file."""
    make_project(tmp_path)
    (tmp_path / "gold" / "sources" / "challenge").mkdir()
    problems: list[GoldError] = []
    read_sets(tmp_path, problems)
    assert [p.message.split(": ", 1)[1] for p in problems] == [
        "`challenge` is the set of gold/challenge"
    ]


def test_a_project_may_have_passages_alone(tmp_path: Path) -> None:
    """No sources are needed; no file at all is still a wrong call."""
    (tmp_path / "gold").mkdir()
    with pytest.raises(UsageError, match="nothing to build"):
        build_gold(tmp_path)
    make_challenge(tmp_path)
    assert [gold_set.name for gold_set in build_gold(tmp_path)] == ["challenge"]


def test_commands_count_passages_by_phenomenon(tmp_path: Path) -> None:
    """A line for a phenomenon, not one for each passage."""
    make_project(tmp_path, source=SOURCE)
    make_challenge(tmp_path)
    for command in ("build", "check"):
        result = CliRunner().invoke(gold_app, [command, "--root", str(tmp_path)])
        assert result.exit_code == 0
        assert result.stdout.splitlines()[1] == (
            "challenge: two-cues: 2 passages, 0 participants, 0 meetings, 2 statements"
        )


def test_the_shipped_set_is_large_enough_to_read_off_what_works() -> None:
    """At least 120 passages, and four or more for each phenomenon."""
    documents = load_gold(ROOT / "gold" / "challenge.jsonl")
    assert len(documents) >= 120
    passages = Counter(document.phenomenon for document in documents)
    assert len(passages) >= 30
    assert min(passages.values()) >= 4


def test_the_shipped_set_is_what_its_passages_build() -> None:
    """Byte for byte."""
    problems: list[GoldError] = []
    sets = {gold_set.name: gold_set for gold_set in read_sets(ROOT, problems)}
    assert problems == []
    assert sets["challenge"].to_bytes() == (ROOT / "gold" / "challenge.jsonl").read_bytes()


def test_every_phenomenon_asks_for_something_or_forbids_it() -> None:
    """Each labeled item type of each passage is given, or given as absent."""
    documents = load_gold(ROOT / "gold" / "challenge.jsonl")
    assert all(document.scores for document in documents)
    assert {document.phenomenon for document in documents if any(
        getattr(document, item) for item in document.scores or ()
    )} == {document.phenomenon for document in documents}  # fmt: skip

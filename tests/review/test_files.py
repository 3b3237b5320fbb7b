"""A source is rewritten where its labels changed: what people wrote beside them stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import ReviewError
from communique.review.actions import Confirm, Move, New, Range, Remove, Write
from communique.review.plan import make_plan
from communique.review.session import Session
from communique.review.taking import unconfirmed

from .made import ARTICLE, SOURCE, labels, make_project, source_path

COMMENTED = (
    SOURCE.replace("participants:\n", "# Who came.\nparticipants:\n  # She spoke first.\n")
    .replace("  - name: Jonas Holm\n", "\n  # Of Denmark.\n  - name: Jonas Holm  # not Hans\n")
    .replace("    kind: direct\n", "    # Quoted in full.\n    kind: direct\n")
    .replace("boilerplate:\n", "boilerplate:  # of the page\n")
    + "# The end.\n"
)


def session(root: Path, source: str) -> Session:
    return make_plan(make_project(root, source=source)).open("ferry")


def at(words: str) -> Range:
    start = ARTICLE.index(words)
    return Range(start=start, end=start + len(words))


def changed_lines(before: str, after: str) -> tuple[set[str], set[str]]:
    """Lines that went and lines that came."""
    old, new = before.splitlines(), after.splitlines()
    return set(old) - set(new), set(new) - set(old)


def test_only_the_changed_item_is_written_anew_and_comments_stay(tmp_path: Path) -> None:
    """Of the changed item the comments stay above it; of all others every character stays."""
    one = session(tmp_path, COMMENTED)
    one.act(Write(item="s1", field="kind", value="mixed"), 0)
    after = source_path(tmp_path).read_text("utf-8")
    went, came = changed_lines(COMMENTED, after)
    assert went == {"  - content: “The line’s future is safe,”", "    kind: direct"} | {
        "    # Quoted in full."
    } - {line for line in after.splitlines() if "Quoted" in line}
    assert {line.split(":")[0].strip() for line in came} <= {"- content", "kind", "text_sha256"}
    for comment in (
        "# Who came.",
        "# She spoke",
        "# Of Denmark.",
        "# not Hans",
        "# Quoted in full.",
    ):
        assert comment in after
    assert after.endswith("# The end.\n")


def test_undone_the_item_is_as_people_wrote_it(tmp_path: Path) -> None:
    """Back at the first labels, the file is what it was, but for the hash of its text."""
    one = session(tmp_path, COMMENTED)
    one.act(Remove(item="p2"), 0)
    one.act(Write(item="p1", field="title", value=None), 1)
    one.undo(2)
    one.undo(3)
    lines = source_path(tmp_path).read_text("utf-8").splitlines(keepends=True)
    assert "".join(line for line in lines if not line.startswith("text_sha256")) == COMMENTED


def test_everyone_of_a_meeting_stays_everyone_that_was_meant(tmp_path: Path) -> None:
    """`participants: all` is kept while it means the same, and written out when it does not."""
    one = session(tmp_path, COMMENTED)
    one.act(New(kind="participant", at=at("the Harbour Council")), 0)
    assert len(labels(tmp_path).meetings[0].participants) == 3
    one.act(Write(item="m1", field="participants", value=("Ada Lindqvist", "Jonas Holm")), 1)
    assert labels(tmp_path).meetings[0].participants == ("Ada Lindqvist", "Jonas Holm")
    assert "participants: [Ada Lindqvist, Jonas Holm]" in source_path(tmp_path).read_text("utf-8")


@pytest.mark.parametrize(
    "source",
    [
        SOURCE.replace("mentions: [Jonas Holm]", "mentions: [&name Jonas Holm]"),
        SOURCE.replace(
            'boilerplate:\n  - "Photo: Harbour Council"\n',
            'boilerplate: ["Photo: Harbour Council",',
        ).replace(
            "  - {from: Read more, to: All rights reserved}\n",
            " {from: Read more, to: All rights reserved}]\n",
        ),
    ],
    ids=["anchors", "a list in brackets"],
)
def test_other_layouts_are_read_right_and_nothing_is_lost(tmp_path: Path, source: str) -> None:
    """What cannot be kept line by line is written anew; then the file as it was stays beside it."""
    one = session(tmp_path, source)
    copied = one.file.copy_first
    one.act(Write(item="s1", field="kind", value="mixed"), 0)
    assert labels(tmp_path) == one.state.document().model_copy(
        update={"extractor": labels(tmp_path).extractor}
    )
    copy = source_path(tmp_path).with_name(".ferry.yaml.before-review")
    assert copy.exists() == copied
    if copied:
        assert copy.read_text("utf-8") == source


def test_a_draft_is_confirmed_label_by_label(tmp_path: Path) -> None:
    """Confirmed, a label names no program; of versions that differ the others go."""
    drafted = SOURCE.replace("status: labeled", "status: draft")
    two = (
        "  - name: Jonas Holm\n    mentions: [Jonas Holm]\n"
        "    found_by: [m/b]\n    undecided: true\n"
    )
    drafted = drafted.replace("meetings:\n", two + "meetings:\n", 1).replace(
        "    aliases: [J. Holm]\n", "    found_by: [m/a]\n    undecided: true\n"
    )
    one = session(tmp_path, drafted)
    finish = make_plan(tmp_path).finish(one.state)
    with pytest.raises(ReviewError, match="2 labels are undecided"):
        one.act(finish, 0)
    one.act(Confirm(item="p2"), 0)
    people = labels(tmp_path).participants
    assert [(p.name, p.found_by, p.undecided) for p in people[1:]] == [("Jonas Holm", (), False)]
    one.act(finish, 1)
    assert labels(tmp_path).status == "labeled"


def test_what_was_confirmed_of_a_draft_of_one_model_stays_so(tmp_path: Path) -> None:
    """It names its model once, in its history; from the first answer on, each label still open
    does, and in a new session the others are nobody's but the annotator's."""
    event = "history: [{role: program, by: communique, when: 2031-05-07T08:00:00Z, from: [m/a 1]}]"
    drafted = COMMENTED.replace("status: labeled", f"status: draft\n{event}")
    one = session(tmp_path, drafted)
    one.act(Confirm(item="p1"), 0)
    assert "# Of Denmark." in source_path(tmp_path).read_text("utf-8")
    again = make_plan(tmp_path).open("ferry")
    waiting = {e.id for e in again.state.entries if unconfirmed(e.value)}
    assert waiting == {"p2", "m1", "s1", "s2", "s3"}


def test_boundaries_move_by_whole_words(tmp_path: Path) -> None:
    """Given half a word, the place takes in all of it."""
    one = session(tmp_path, SOURCE)
    one.act(Move(item="s3", role="content", at=at("raffic had doub")), 0)
    assert "traffic had doubled" in [s.content.text for s in labels(tmp_path).statements]


def test_no_temporary_file_is_left(tmp_path: Path) -> None:
    """After saving, and after a refusal, the folder holds the source alone."""
    one = session(tmp_path, SOURCE)
    one.act(Remove(item="s1"), 0)
    with pytest.raises(ReviewError):
        one.act(New(kind="statement", at=at("Photo: Harbour Council")), 1)
    assert [path.name for path in source_path(tmp_path).parent.iterdir()] == ["ferry.yaml"]

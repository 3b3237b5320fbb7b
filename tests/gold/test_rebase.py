"""``gold build --rebase``: labels go with their words, sources are rewritten where they stand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from communique.cli.gold import gold_app
from communique.errors import OutputError, UsageError
from communique.gold.build import build_gold
from communique.gold.check import check_gold
from communique.gold.loading import load_source
from communique.gold.problems import GoldErrors
from communique.gold.reading import load_gold
from communique.gold.rebase import plan_rebase, write_rebase
from communique.gold.rebasing import rebased
from communique.gold.records import GoldDocument
from communique.gold.source import Source
from communique.records import text_sha256

from .workshop import ARTICLE, SOURCE, line_of, make_project, source_path


def written(path: Path) -> str:
    return path.read_bytes().decode()


def rescrape(root: Path, text: str) -> None:
    (root / "seeds" / "ferry.txt").write_bytes(text.encode())


def labeled(root: Path, *, source: str = SOURCE, text: str = ARTICLE) -> Path:
    """A project whose gold is built."""
    build_gold(make_project(root, source=source, text=text))
    return root


def rebase(root: Path) -> str:
    """The source after rebasing; everything agrees with everything then."""
    plan = plan_rebase(root)
    assert plan.problems == ()
    write_rebase(plan)
    assert check_gold(root).drifts == ()
    return written(source_path(root))


def built(root: Path) -> GoldDocument:
    (document,) = load_gold(root / "gold" / "seeds.jsonl")
    return document


def refused(root: Path) -> list[str]:
    before = source_path(root).read_bytes()
    problems = plan_rebase(root).problems
    assert source_path(root).read_bytes() == before
    return [
        problem.message.removeprefix(f"{source_path(root)}:{problem.line}: ")
        for problem in problems
    ]


def with_sha256(source: str, text: str) -> str:
    return source.replace("text: seeds", f"text_sha256: {text_sha256(text)}\ntext: seeds")


def test_an_unchanged_text_changes_no_byte(tmp_path: Path) -> None:
    root = labeled(tmp_path)
    files = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert rebase(root) == SOURCE
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == files


def test_words_put_in_front_move_spans_and_no_label_is_rewritten(tmp_path: Path) -> None:
    """Only the checksum is new: the quotes still say what is meant."""
    root = labeled(tmp_path)
    before = built(root)
    front = "Updated \U0001f6a2 at noon.\r\n"
    rescrape(root, front + ARTICLE)
    assert rebase(root) == with_sha256(SOURCE, front + ARTICLE)
    after = built(root)
    assert [(path, span.start - len(front)) for path, span in after.spans()] == [
        (path, span.start) for path, span in before.spans()
    ]


def test_a_checksum_is_rewritten_where_it_stands(tmp_path: Path) -> None:
    sha256 = f"text_sha256: {text_sha256(ARTICLE)}   # of the first edition\n"
    source = SOURCE.replace("published:", sha256 + "published:")
    root = labeled(tmp_path, source=source)
    rescrape(root, ARTICLE + "\r\nThe end.")
    new = text_sha256(ARTICLE + "\r\nThe end.")
    assert rebase(root) == source.replace(text_sha256(ARTICLE), new)


def test_occurrences_follow_their_words_and_comments_stay(tmp_path: Path) -> None:
    """A sentence before the labels uses the same words: one is told apart now, one counts on."""
    source = SOURCE.replace(
        "    mentions: [Jonas Holm]",
        "    # his first mention\n    mentions: [Jonas Holm]  # full name",
    )
    root = labeled(tmp_path, source=source)
    front = "Lindqvist, Jonas Holm and others said hello.\r\n"
    rescrape(root, front + ARTICLE)
    expected = with_sha256(source, front + ARTICLE)
    expected = expected.replace(
        "{quote: Lindqvist, occurrence: 2}", "{quote: Lindqvist, occurrence: 3}"
    )
    expected = expected.replace(
        "mentions: [Jonas Holm]", "mentions: [{quote: Jonas Holm, occurrence: 2}]"
    )
    assert rebase(root) == expected


def test_in_is_rewritten_where_the_longer_words_changed(tmp_path: Path) -> None:
    """As many words before and after as it had."""
    root = labeled(tmp_path)
    new = ARTICLE.replace("She welcomed the plan", "She praised the plan") + " She left."
    rescrape(root, new)
    expected = with_sha256(SOURCE, new).replace(
        "{quote: She, in: She welcomed}", "{quote: She, in: She praised}"
    )
    assert rebase(root) == expected


def test_other_typography_is_written_as_the_text_has_it(tmp_path: Path) -> None:
    """Marks, blanks and line ends: only the quote with marks in it is written anew."""
    root = labeled(tmp_path)
    new = ARTICLE.replace("\u201c", '"').replace("\u201d", '"').replace("\u2019", "'")
    new = new.replace("\u00a0", " ").replace("\r\n", "\n")
    rescrape(root, new)
    expected = with_sha256(SOURCE, new).replace(
        "\u201cThe line\u2019s future is safe,\u201d", '"\\"The line\'s future is safe,\\""'
    )
    assert rebase(root) == expected


def test_a_paragraph_elsewhere_takes_its_labels_along(tmp_path: Path) -> None:
    root = labeled(tmp_path)
    head, _, tail = ARTICLE.partition("\u201cThe line")
    quoted, _, rest = tail.partition("\r\n")
    title, _, body = head.partition("\r\n\r\n")
    new = f"{title}\r\n\r\n\u201cThe line{quoted}\r\n{body}{rest}"
    before = {statement.content.text: statement for statement in built(root).statements}
    rescrape(root, new)
    rebase(root)
    for statement in built(root).statements:
        was = before[statement.content.text]
        assert statement.speaker == was.speaker
        assert was.cue is not None
        assert statement.cue is not None
        assert statement.cue.start - statement.content.start == was.cue.start - was.content.start


def test_a_quote_that_is_gone_is_named_with_the_nearest_words_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    root = labeled(tmp_path)
    rescrape(root, ARTICLE.replace("had doubled", "has tripled"))
    line = line_of(SOURCE, "content: that traffic")
    first, second = refused(root)
    assert first == (
        "statements[0].content: 'that traffic had doubled' is not in the new text; nearest "
        "(line 5, 79 % alike): 'that traffic has tripled,'"
    )
    assert second.startswith("statements[1].content: 'Holm said that traffic had doubled' is not")
    assert plan_rebase(root).problems[0].line == line


def test_a_label_written_for_the_new_text_is_left_to_say_what_it_says(tmp_path: Path) -> None:
    """The way out after a refusal: edit the label, and try again; its cue is looked up with it."""
    root = labeled(tmp_path)
    new = "Late.\r\n" + ARTICLE.replace("had doubled", "has tripled")
    rescrape(root, new)
    edited = SOURCE.replace("had doubled", "has tripled")
    source_path(root).write_text(edited, encoding="utf-8", newline="")
    assert rebase(root) == with_sha256(edited, new)


def test_words_left_in_another_sentence_only_are_not_taken(tmp_path: Path) -> None:
    """What stood around the label is shown."""
    source = (
        SOURCE.replace("mentions: [Jonas Holm]", "mentions: [{quote: Holm, in: more about Holm}]")
        .replace("boilerplate:\n", "")
        .replace('  - "Photo: Harbour Council"\n', "")
    )
    source = source.replace("  - {from: Read more, to: All rights reserved}\n", "")
    root = labeled(tmp_path, source=source)
    rescrape(root, ARTICLE.replace("Read more about Holm. All rights reserved", "Bye."))
    (message,) = refused(root)
    assert message.startswith(
        "participants[1].mentions[0]: 'Holm' stands in the new text (text lines 4, 5), but not with"
    )
    assert message.endswith("Read more about [Holm]. All rights reserved'")


def test_without_the_labeled_text_there_is_nothing_to_go_by(tmp_path: Path) -> None:
    root = labeled(tmp_path, source=with_sha256(SOURCE, ARTICLE))
    (root / "gold" / "seeds.jsonl").unlink()
    rescrape(root, ARTICLE + " More.")
    (message,) = refused(root)
    assert "the text that was labeled is in no gold/*.jsonl" in message


def test_annotators_of_the_same_text_are_rebased_with_it(tmp_path: Path) -> None:
    root = labeled(tmp_path)
    alone = root / "gold" / "annotators" / "b" / "ferry.yaml"
    alone.parent.mkdir(parents=True)
    alone.write_bytes(source_path(root).read_bytes())
    rescrape(root, "Holm said no.\r\n" + ARTICLE)
    rewritten = rebase(root)
    assert written(alone) == rewritten != SOURCE


@pytest.mark.parametrize("what", ["a source", "a folder of sources"])
def test_a_source_that_is_a_link_or_lies_elsewhere_is_left_alone(tmp_path: Path, what: str) -> None:
    root, elsewhere = labeled(tmp_path / "in"), tmp_path / "elsewhere"
    link = source_path(root) if what == "a source" else source_path(root).parent
    link.rename(elsewhere)
    link.symlink_to(elsewhere)
    rescrape(root, "Holm said no.\r\n" + ARTICLE)
    (message,) = refused(root)
    assert "leads out of the project folder" in message
    assert link.is_symlink()


def test_an_interrupted_rebase_leaves_whole_files_and_is_taken_up(tmp_path: Path) -> None:
    """The second source cannot be written: the first is whole, and the next run does the rest."""
    root = labeled(tmp_path)
    second = root / "gold" / "sources" / "mine" / "ferry.yaml"
    second.parent.mkdir()
    second.write_bytes(source_path(root).read_bytes())
    build_gold(root)
    rescrape(root, "Holm said no.\r\n" + ARTICLE)
    in_the_way = second.with_name(f".ferry.yaml.{os.getpid()}.tmp")
    in_the_way.mkdir()
    with pytest.raises(OutputError, match="cannot write"):
        write_rebase(plan_rebase(root))
    assert written(source_path(root)) != SOURCE
    assert second.read_bytes() == SOURCE.encode()
    in_the_way.rmdir()
    rewritten = rebase(root)
    assert written(second) == rewritten


def test_an_edit_made_while_a_rebase_was_planned_is_kept(tmp_path: Path) -> None:
    root = labeled(tmp_path)
    rescrape(root, "Holm said no.\r\n" + ARTICLE)
    plan = plan_rebase(root)
    edited = SOURCE.replace("kind: direct", "kind: mixed")
    source_path(root).write_bytes(edited.encode())
    before = (root / "gold" / "seeds.jsonl").read_bytes()
    with pytest.raises(OutputError, match=r"ferry\.yaml was changed while it was rebased"):
        write_rebase(plan)
    assert written(source_path(root)) == edited
    assert (root / "gold" / "seeds.jsonl").read_bytes() == before
    assert "kind: mixed" in rebase(root)


BLOCK = """\
text: "seeds/ferry.txt"   # the scrape
document: ferry
status: draft
participants:
- mentions:
  - &full Ada Lindqvist   # first
  - quote: Lindqvist      # by surname
    occurrence: 2
  name: Ada Lindqvist
  title:
    value: Foreign Minister
    quote: 'Minister'
meetings: []
statements:
- kind: direct
  content: |-
    \u201cThe line\u2019s future is safe,\u201d

  # who said it
  speaker_mention: >-
    Lindqvist
  speaker: *full
  cue: {quote: said, in: Lindqvist said}
"""


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_way_to_write_yaml_is_patched_in_its_own_way(
    tmp_path: Path, mark: str, line_end: str
) -> None:
    """Block style, anchors, folded and literal text, a byte order mark, other line ends."""
    source = mark + BLOCK.replace("\n", line_end)
    root = labeled(tmp_path, source=source)
    new = ARTICLE.replace("\u2019", "'").replace(" Lindqvist said.", " Lindqvist said, said she.")
    new = "Ada Lindqvist, Minister Lindqvist: a life.\r\n" + new
    rescrape(root, new)
    expected = BLOCK.replace('text: "seeds', f'text_sha256: {text_sha256(new)}\ntext: "seeds')
    expected = expected.replace(
        "&full Ada Lindqvist", "&full {quote: Ada Lindqvist, occurrence: 2}"
    )
    expected = expected.replace("occurrence: 2\n  name", "occurrence: 4\n  name")
    expected = expected.replace(
        "content: |-\n    \u201cThe line\u2019s future is safe,\u201d\n",
        'content: "\u201cThe line\'s future is safe,\u201d"\n',
    )
    messages = refused(root)
    assert ["*name" in message for message in messages] == [True]
    plain = source.replace("&full ", "").replace("*full", "Ada Lindqvist")
    source_path(root).write_text(plain, encoding="utf-8", newline="")
    expected = expected.replace("&full ", "").replace("*full", "Ada Lindqvist")
    assert rebase(root) == mark + expected.replace("\n", line_end)


def invoke(root: Path, *options: str) -> Result:
    return CliRunner().invoke(gold_app, ["build", "--rebase", "--root", str(root), *options])


def test_the_command_shows_what_moves_and_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    root = labeled(tmp_path)
    front = "Lindqvist spoke.\r\n"
    rescrape(root, front + ARTICLE)
    path = source_path(root)
    tried = invoke(root, "--dry-run")
    assert tried.exit_code == 0
    assert written(path) == SOURCE
    lines = tried.stdout.splitlines()
    assert lines[0] == (
        f"{path}: seeds/ferry.txt has changed: 24 quotes, 24 moved, 1 to be written otherwise"
    )
    start = ARTICLE.index("Lindqvist said")
    end, new = start + 9, start + len(front)
    line = line_of(SOURCE, "{quote: Lindqvist")
    assert (
        f"{path}:{line}: participants[0].mentions[1]: 'Lindqvist' {start}-{end} -> "
        f"{new}-{new + 9}; occurrence 2 -> 3"
    ) in lines
    assert lines[-1] == "would rebase 1 source; nothing written"
    done = invoke(root)
    assert done.stdout.splitlines()[:-1] == lines[:-1]
    assert done.stdout.splitlines()[-1] == "rebased 1 source, built 1 document"
    assert invoke(root).stdout == "rebased 0 sources, built 1 document\n"


def test_the_command_names_what_has_no_place_with_exit_code_1(tmp_path: Path) -> None:
    root = labeled(tmp_path)
    rescrape(root, ARTICLE.replace("Photo: Harbour Council", "Photo: private"))
    result = invoke(root)
    line = line_of(SOURCE, "Photo: Harbour")
    assert result.exit_code == 1
    first, last = result.stderr.splitlines()
    assert first.startswith(f"{source_path(root)}:{line}: boilerplate[0]: 'Photo: Harbour Council'")
    assert last.startswith("nothing written: 1 error")


def test_a_dry_run_of_a_plain_build_is_a_wrong_call(tmp_path: Path) -> None:
    arguments = ["build", "--dry-run", "--root", str(labeled(tmp_path))]
    assert isinstance(CliRunner().invoke(gold_app, arguments).exception, UsageError)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Source]:
    root = labeled(tmp_path_factory.mktemp("workshop"))
    source = load_source(source_path(root), [])
    assert source is not None
    return source_path(root), source


WORDS = ("said", "Holm", "Lindqvist", "She", "the plan", "Monday", "\U0001f6a2", "x")


def variants(text: str, edits: list[tuple[int, str, int]]) -> Iterator[str]:
    for at, words, cut in edits:
        place = at % len(text)
        text = text[:place] + f" {words} " * bool(words) + text[place + cut :]
        yield text


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from(("", *WORDS)), st.integers(0, 12)),
        min_size=1,
        max_size=4,
    )
)
def test_a_rebased_source_says_the_same_of_the_new_text_or_is_refused(
    workshop: tuple[Path, Source], edits: list[tuple[int, str, int]]
) -> None:
    """Anything put in and taken out anywhere: what is rebased resolves, each quote has its words,
    and every label that lies wholly before the first edit or after the last stands as it stood."""
    path, source = workshop
    *_, new = variants(ARTICLE, edits)
    try:
        result = rebased(path, path.read_bytes(), source, ARTICLE, new)
    except GoldErrors:
        return
    head = next(i for i in range(len(ARTICLE) + 1) if ARTICLE[:i] != new[:i] or i == len(ARTICLE))
    tail = next(
        i for i in range(1, len(ARTICLE) + 2) if ARTICLE[-i:] != new[-i:] or i > len(ARTICLE)
    )
    for move in result.moves:
        assert new[slice(*move.now)].split() == ARTICLE[slice(*move.was)].split()
        if move.was[1] < head:
            assert move.now == move.was
        elif move.was[0] > len(ARTICLE) - tail + 1:
            shift = len(new) - len(ARTICLE)
            assert move.now == (move.was[0] + shift, move.was[1] + shift)

"""Source files as people write them, and what is said of those they shouldn't have written."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import GoldError
from communique.gold.loading import load_source

from .workshop import SOURCE, line_of, make_project, read, source_path, with_statement


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("status: labeled", "status: done", "'done' is not one of: draft, labeled, adjudicated"),
        (
            "status: labeled",
            "status: labeled\nstats: x",
            "stats: unknown key; known here: document",
        ),
        ("status: labeled", "status: labeled\nstatus: draft", "given twice, first on line 4"),
        ("document: ferry", "document: boat", "is not the file's name, 'ferry'"),
        ("published: 2031-05-06", "published: May 6", "'May 6' is not a day such as 2022-02-28"),
        ("published: 2031-05-06", "published: 2031-02-30", "is not a day"),
        ("published: 2031-05-06", "text_sha256: abc", "must be the 64 hex digits"),
        ("value: 2031-05-05", "value: Monday", "'Monday' is not a date: YYYY-MM-DD, YYYY-MM"),
        ("value: 2031-05-05", "value: XXXX-02-31", "is not a date"),
        ("value: DK", "value: UK", "'UK' is no ISO 3166-1 alpha-2 code (GB is)"),
        ("value: DK", "value: Denmark", "'Denmark' is no ISO 3166-1 alpha-2 code (DK is)"),
        ("{value: DK, quote: Danish}", "{value: DK}", "needs either `quote` or `quotes`"),
        ("{value: DK, quote: Danish}", "{value: DK, quotes: []}", "quotes: is empty"),
        ("{value: DK, quote: Danish}", "[DK]", "must be text, is a list"),
        ("mentions: [Jonas Holm]", "mentions: []", "a participant is named at least once"),
        ("mentions: [Jonas Holm]", "mentions: Jonas Holm", "must be a list ([] for none)"),
        ("mentions: [Jonas Holm]", "mentions: [null]", "must be text, is null"),
        ("occurrence: 2}\n      - {quote: She", "occurrence: 0}\n      - {quote: She", "from 1"),
        ("in: She welcomed}", "in_occurrence: 2}", "stands without `in`"),
        ("aliases: [J. Holm]", "optional: perhaps", "must be true or false, is 'perhaps'"),
        ("name: Jonas Holm", 'name: " "', "empty text"),
        ("aliases: [J. Holm]", "aliases: [Ada Lindqvist]", "is named already on line 6"),
        (
            "participants: all",
            "participants: [Bo]",
            "names 'Bo', who is not among the participants",
        ),
        ("participants: all", "participants: [Jonas Holm, Jonas Holm]", "names 'Jonas Holm' twice"),
        ("participants: all", "participants: some", "must be `all` or a list"),
        ("kind: direct", "kind: quoted", "'quoted' is not one of: direct, mixed, indirect"),
        ("nested: true", "nested: true\n    core: true", "a nested statement is never core"),
        ("to: All rights reserved}", "too: All}", "unknown key; known here: from, to"),
        ("evidence: [", "evidence: []\n    x: [", "is empty: quote the words that report"),
        ("document: ferry", "document: !!python/name:os ferry", "YAML tag !!python/name:os"),
        ("document: ferry", "document: !mine ferry", "YAML tag !mine is not allowed"),
        ("document: ferry", "document: *nobody", "not YAML: found undefined alias"),
    ],
)
def test_wrong_content_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """Unknown keys, wrong types, wrong values and contradictions have file and line."""
    assert SOURCE.count(old) == 1
    source = SOURCE.replace(old, new)
    found, problems = read(make_project(tmp_path, source=source))
    assert found is None
    first = next(problem for problem in problems if said in problem.message)
    assert first.path.endswith("gold/sources/ferry.yaml")
    assert first.line is not None
    at = line_of(source, new)
    assert at - 1 <= first.line <= at + new.count("\n")


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    """A source without `statements` is not one with no statements."""
    source = SOURCE[: SOURCE.index("statements:")]
    _, problems = read(make_project(tmp_path, source=source))
    assert [(p.line, "missing: statements" in p.message) for p in problems] == [(1, True)]


def test_a_speaker_needs_a_mention_and_a_mention_a_speaker(tmp_path: Path) -> None:
    """Half an attribution is an error at the statement."""
    source = with_statement("its cost", speaker="Ada Lindqvist")
    _, problems = read(make_project(tmp_path, source=source))
    assert [p.line for p in problems] == [line_of(source, "content: its cost")]
    assert "both speaker and speaker_mention, or neither" in problems[0].message


@pytest.mark.parametrize(
    ("data", "said", "line"),
    [
        (b"", "the file is empty", None),
        (b"a: 1\nb: [1", "not YAML", 2),
        (b"a: 1\nb: \xff", "not UTF-8", 2),
        (b"a: 1\nb: \x07", "not YAML: unacceptable character", 2),
        (b"a: 1\n---\nb: 2\n", "single document", 2),
        (b"- 1\n", "must be a mapping (key: value), is a list", 1),
    ],
)
def test_a_file_that_is_no_source_is_named(
    tmp_path: Path, data: bytes, said: str, line: int | None
) -> None:
    """Broken files give one error and no traceback."""
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    problems: list[GoldError] = []
    assert load_source(path, problems) is None
    assert len(problems) == 1
    assert said in problems[0].message
    assert problems[0].line == line


def test_scalars_are_quotes_letter_by_letter(tmp_path: Path) -> None:
    """``2031``, ``No`` and ``1e3`` stay the words they are in the text."""
    source = with_statement("No").replace("its cost", "No")
    make_project(tmp_path, source=source.replace("[Jonas Holm]", "[2031, 1e3, yes]"))
    problems: list[GoldError] = []
    found = load_source(source_path(tmp_path), problems)
    assert problems == []
    assert found is not None
    assert [quote.text for quote in found.participants[1].mentions] == ["2031", "1e3", "yes"]
    assert found.statements[0].content.text == "No"


def test_anchors_comments_and_line_ends_of_windows_are_fine(tmp_path: Path) -> None:
    """An alias stands for what its anchor names; CRLF in the source changes nothing."""
    source = SOURCE.replace("title: Danish Foreign Minister", "title: &t Danish Foreign Minister")
    source = source.replace("aliases: [J. Holm]", "aliases: [*t]  # for a test")
    found, problems = read(make_project(tmp_path, source=source.replace("\n", "\r\n")))
    assert problems == []
    assert found is not None
    assert found.participants[1].aliases == ("Danish Foreign Minister",)


def test_folded_scalars_match_the_text(tmp_path: Path) -> None:
    """A quote over several lines of YAML is one run of words."""
    source = with_statement(">-\n      that traffic\n      had doubled")
    found, problems = read(make_project(tmp_path, source=source))
    assert problems == []
    assert found is not None
    assert found.statements[0].content.text == "that traffic had doubled"


def test_nested_is_not_core_unless_said(tmp_path: Path) -> None:
    """``core`` is true for a plain statement and false for a nested one."""
    found, _ = read(make_project(tmp_path))
    assert found is not None
    assert [(s.nested, s.core) for s in found.statements] == [
        (False, True),
        (False, True),
        (True, False),
    ]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("document: [&a [x], *a]", "an alias (*name) stands for this list"),
        ("document: &a {x: *a}", "an alias (*name) stands for this list"),
        ("document: " + "[" * 2000, "nested too deep"),
        ("# " + "x" * 2_000_000, "more than 2000000 bytes"),
        (SOURCE.replace("occurrence: 2", "occurrence: " + "9" * 5000, 1), "a whole number from 1"),
    ],
    ids=["alias", "itself", "nested", "long", "digits"],
)
def test_source_that_would_not_end_is_refused(tmp_path: Path, source: str, said: str) -> None:
    """Few bytes cannot stand for millions of labels."""
    found, problems = read(make_project(tmp_path, source=source))
    assert found is None
    assert said in problems[0].message

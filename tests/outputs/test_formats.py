"""The formats: JSONL, JSON, tables and pages."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from communique import extract
from communique.errors import UsageError
from communique.outputs.formats import (
    BINARY,
    PAGE,
    Format,
    choose_format,
    line_of,
    write_results,
)
from communique.outputs.printable import printable
from communique.records import Document, Failure, Issue, Readout
from communique.rules import explain

from .made import FirstWord, documents, read


def written(format_: Format, *names: str, fails: str = "") -> str:
    stream = io.StringIO()
    write_results(FirstWord(frozenset([fails]))(documents(*names)), stream, format_)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "out", "terminal", "expected"),
    [
        ("html", "a.json", True, "html"),
        (None, "a.JSON", True, "json"),
        (None, "a.html", False, "html"),
        (None, "a.jsonl", True, "jsonl"),
        (None, "records", True, "jsonl"),
        (None, "a.parquet", True, "parquet"),
        (None, "a.DB", True, "sqlite"),
        (None, "a.sqlite3", True, "sqlite"),
        (None, None, True, "table"),
        (None, None, False, "jsonl"),
    ],
)
def test_format_comes_from_name_then_suffix_then_terminal(
    name: str | None, out: str | None, terminal: bool, expected: Format
) -> None:
    """The name asked for wins over the suffix of OUT, and that over where it is shown."""
    assert choose_format(name, Path(out) if out else None, terminal=terminal) == expected


def test_unknown_format_is_refused_with_the_known_ones() -> None:
    """A format that does not exist is named, and so are those that do."""
    with pytest.raises(UsageError, match=r"'xml': use jsonl, json, table, html"):
        choose_format("xml", None, terminal=False)


@pytest.mark.parametrize("name", ["x.foo", "r.xlsx", "records.jsonl.gz"])
def test_unknown_suffix_is_refused_with_the_known_ones(name: str) -> None:
    """A suffix that is no format's is not silently JSONL; --format says what is meant."""
    with pytest.raises(UsageError, match=r"unknown suffix .*\.jsonl, \.ndjson, .*--format"):
        choose_format(None, Path(name), terminal=False)
    assert choose_format("jsonl", Path(name), terminal=False) == "jsonl"


def test_jsonl_reads_back_as_the_same_records() -> None:
    """Each line is one record, text as it stands; failures are not among them."""
    output = written("jsonl", "a", "b", "c", fails="b")
    assert "“yes”" in output
    records = [json.loads(line) for line in output.split("\n")[:-1]]
    first, third = documents("a", "c")
    assert [
        Readout.model_validate({**r, "text": d.text})
        for r, d in zip(records, (first, third), strict=True)
    ] == [read(first), read(third)]


@pytest.mark.parametrize("names", [[], ["a"], ["a", "b"]])
def test_json_is_one_array_of_the_jsonl_records(names: list[str]) -> None:
    """JSON holds what JSONL holds, also when that is nothing."""
    lines = written("jsonl", *names).split("\n")[:-1]
    assert json.loads(written("json", *names)) == [json.loads(line) for line in lines]


def test_half_a_surrogate_pair_is_escaped() -> None:
    """A line can always be written as UTF-8, and reads back the same."""
    (document,) = documents("a")
    issue = Issue(code="odd", message="odd", value="\ud83d")
    line = line_of(read(document).model_copy(update={"issues": (issue,)}))
    line.encode("utf-8")
    assert json.loads(line)["issues"][0]["value"] == "\ud83d"


def test_table_names_what_was_found_and_what_failed() -> None:
    """The table shows each document in its place, plain where there is no terminal."""
    output = written("table", "Ann", "Bob", fails="Bob")
    assert "\x1b" not in output
    assert "participant" in output
    assert "“yes”" in output
    assert output.index("Ann") < output.index("Bob") < output.index("server: no answer")


def test_table_shows_control_characters_as_escapes() -> None:
    """An article cannot move the cursor, colour the terminal or turn the reading direction."""
    (document,) = documents("\x1b[31mRed\u202e")
    stream = io.StringIO()
    write_results([read(document)], stream, "table")
    assert "\x1b" not in stream.getvalue()
    assert "\u202e" not in stream.getvalue()
    assert "\\x1b[31mRed\\u202e" in stream.getvalue()


def test_html_is_one_page_with_every_document() -> None:
    """Records and failures are on the page."""
    output = written("html", "Ann", "Bob", fails="Bob")
    assert output.startswith("<!doctype html>")
    assert output.count("data-reading") >= 2
    assert "no answer" in output


def test_every_format_can_be_written_empty() -> None:
    """No documents make an empty output, not an error."""
    assert (written("jsonl"), written("json"), written("table")) == ("", "[]\n", "")
    assert written("html").startswith("<!doctype html>")


def test_printable_is_one_line() -> None:
    """White space becomes single blanks; letters of any script stay."""
    assert printable(" a\r\n b\tс “ж” \x07") == "a b с “ж” \\x07"


def test_failures_are_lines_too() -> None:
    """A failure's line holds id, code, message and stage."""
    (failure,) = FirstWord(frozenset("a"))(documents("a"))
    assert isinstance(failure, Failure)
    assert json.loads(line_of(failure)) == {
        "document_id": "a",
        "error": {"code": "server", "message": "no answer", "stage": "request"},
    }


def test_explanation_of_nothing_says_so() -> None:
    """A text without anything of ours has neither items nor rejected candidates."""
    stream = io.StringIO()
    explanation = explain(Document(id="x", text="It rained."))
    write_results([explanation], stream, "table")
    assert stream.getvalue().splitlines()[1:] == ["  nothing rejected"]
    assert json.loads(line_of(explanation))["made"] == []


@pytest.mark.parametrize("name", BINARY)
def test_what_is_no_text_needs_a_file(name: str) -> None:
    """A database is not printed, on no terminal and into no pipe."""
    with pytest.raises(UsageError, match=f"{name} is no text: name a file for it, -o OUT"):
        choose_format(name, None, terminal=False)


def test_page_of_too_many_documents_is_refused() -> None:
    """No browser would open it, and it would be all in memory; other formats have no end."""
    names = [str(i) for i in range(PAGE + 1)]
    with pytest.raises(UsageError, match=r"up to 1,000 documents.*--format sqlite"):
        written("html", *names)
    assert written("jsonl", *names).count("\n") == PAGE + 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("format_", ["jsonl", "json", "table"])
def test_terminal_gets_nothing_to_obey(format_: Format) -> None:
    """Escape sequences of an article stand there as escapes; in a file they stay what they are."""
    text = "Ann\x9b2J\x1b[31m Lee\u202e said so."
    record = extract(text).model_copy(
        update={"document_id": text, "issues": (Issue(code="x", message=text, value=text),)}
    )
    shown, kept = Terminal(), io.StringIO()
    write_results([record], shown, format_)
    write_results([record], kept, format_)
    assert not {"\x9b", "\u202e"} & set(shown.getvalue())
    assert "\x1b[31m Lee" not in shown.getvalue()  # a table has colours of its own
    if format_ != "table":
        assert json.loads(shown.getvalue()) == json.loads(kept.getvalue())
        assert "\x9b" in kept.getvalue()

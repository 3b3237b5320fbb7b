"""``communique verify``: exit codes, formats, and what is said where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .warm import run_command

SOURCE = "“We will not sell the lake,” Ann Lee said.\n\nBo Rae said that 40 ships had sailed.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(SOURCE, "utf-8")
    (tmp_path / "two.txt").write_text("“The road is ours,” Cy Moe said.\n", "utf-8")
    (tmp_path / "true.txt").write_text("Lee said: “We will not sell the lake.”\n", "utf-8")
    (tmp_path / "false.txt").write_text("Rae said: “We will sell the lake.”\n", "utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, given: str | None = None) -> tuple[int, str, str]:
    done = run_command("verify", *arguments, cwd=folder, given=(given or "").encode())
    return done.returncode, done.stdout, done.stderr


def test_a_true_draft_exits_with_0(folder: Path) -> None:
    code, said, told = run(folder, "true.txt", "--against", "one.txt")
    assert code == 0
    assert said.startswith("verbatim")
    assert told == "1 finding: 1 verbatim\n"


def test_a_false_draft_exits_with_1_and_shows_why(folder: Path) -> None:
    code, said, told = run(folder, "false.txt", "--against", "one.txt")
    assert code == 1
    assert "We will {+not+} sell the lake" in said
    assert "Ann Lee" in said
    assert told == "1 finding: 1 altered\n"


def test_json_has_the_agreed_shape(folder: Path) -> None:
    code, said, _ = run(folder, "false.txt", "--against", "one.txt", "--format", "json")
    (finding,) = json.loads(said)["findings"]
    assert code == 1
    assert finding["verdict"] == "altered"
    assert finding["span"]["text"] == "“We will sell the lake.”"
    assert finding["source"]["document_id"] == "one"


def test_several_sources_may_follow(folder: Path) -> None:
    """After --against, or each with one of its own."""
    for against in (("--against", "one.txt", "two.txt"), ("-a", "one.txt", "-a", "two.txt")):
        code, said, _ = run(
            folder, "-", *against, "-f", "json", given="“The road is ours,” said Cy Moe."
        )
        assert code == 0
        assert json.loads(said)["findings"][0]["source"]["document_id"] == "two"


def test_a_page_is_written_once(folder: Path) -> None:
    """An existing one is refused without --overwrite."""
    arguments = ("true.txt", "-a", "one.txt", "-o", "page.html")
    assert run(folder, *arguments)[0] == 0
    assert (folder / "page.html").read_text("utf-8").startswith("<!doctype html>")
    code, _, told = run(folder, *arguments)
    assert code == 2
    assert "--overwrite" in told
    assert run(folder, *arguments, "--overwrite")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("missing.txt", "-a", "one.txt"), "missing.txt"),
        (("true.txt",), "--against"),
        (("true.txt", "-a", "missing"), "missing"),
        (("true.txt", "-a", "one.txt", "-f", "pdf"), "text, json, html"),
        (("empty.txt", "-a", "one.txt"), "error: empty.txt: empty"),
        (("true.txt", "-a", "empty.txt"), "error: empty.txt: empty"),
        (("binary.txt", "-a", "one.txt"), "binary, not text"),
        (("true.txt", "-a", "binary.txt"), "binary, not text"),
        (("-", "-a", "-"), "read once"),
    ],
)
def test_a_wrong_call_exits_with_2(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    """One line says what was wrong; 1 is kept for drafts that are not right."""
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"MZ\0\0\1")
    code, _, error = run(folder, *arguments)
    assert code == 2
    assert told in error
    assert error.count("\n") == 1


def test_line_ends_of_windows_are_kept(folder: Path) -> None:
    """Spans are the file's own, in the draft and in the source."""
    draft = "Summary\r\n\r\nLee said:\r\n\r\n> We will not sell\r\n> the lake.\r\n"
    (folder / "crlf.txt").write_bytes(draft.encode())
    (folder / "one.txt").write_bytes(SOURCE.replace("\n", "\r\n").encode())
    code, said, _ = run(folder, "crlf.txt", "-a", "one.txt", "-f", "json")
    (finding,) = json.loads(said)["findings"]
    assert code == 0
    assert finding["span"]["text"] == "We will not sell\r\n> the lake."
    assert draft[finding["span"]["start"] : finding["span"]["end"]] == finding["span"]["text"]


def test_two_hundred_sources_are_checked_at_once(folder: Path) -> None:
    (folder / "many").mkdir()
    for i in range(200):
        text = SOURCE.replace("40", str(i + 1000))
        (folder / "many" / f"{i}.txt").write_text(text, "utf-8")
    (folder / "draft.txt").write_text("Bo Rae said that 1123 ships had sailed.", "utf-8")
    code, said, _ = run(folder, "draft.txt", "-a", "many", "-f", "json")
    assert code == 0
    assert json.loads(said)["findings"][0]["source"]["document_id"] == "123"

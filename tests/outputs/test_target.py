"""The file OUT: refused or taken, filled, cut short, gone on with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import OutputError
from communique.outputs.formats import FORMATS, Format
from communique.outputs.target import Target, save
from communique.records import Document, ExtractorInfo

from .made import INFO, FirstWord, documents

NAMES = ("a", "b", "c", "d", "e")


def run(
    out: Path,
    extract: FirstWord,
    *,
    format_: Format = "jsonl",
    resume: bool = False,
    given: Sequence[Document] | None = None,
    info: ExtractorInfo = INFO,
) -> None:
    target = Target(out, format_, resume=resume)
    for _ in save(target, info, documents(*NAMES) if given is None else given, extract):
        pass


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def interrupted(
    out: Path, after: int, fails: frozenset[str] = frozenset(), *, resume: bool = False
) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(out, FirstWord(fails, stop_after=after), resume=resume)


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, bytes]:
    """The files of a call in which ``b`` failed, never interrupted."""
    folder = tmp_path / "whole"
    folder.mkdir()
    run(folder / "out.jsonl", FirstWord(frozenset("b")))
    return files(folder)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder / "out.jsonl"


def test_records_and_failures_go_to_two_files(whole: dict[str, bytes]) -> None:
    """Records in input order, failures beside them, nothing else."""
    assert set(whole) == {"out.jsonl", "out.jsonl.failures.jsonl"}
    names = [json.loads(line)["document_id"] for line in whole["out.jsonl"].splitlines()]
    assert names == ["a", "c", "d", "e"]
    failure = json.loads(whole["out.jsonl.failures.jsonl"])
    assert (failure["document_id"], failure["error"]["code"]) == ("b", "server")


def test_no_failures_file_without_failures(out: Path) -> None:
    """A failures file of an earlier call does not outlive the failures."""
    run(out, FirstWord(frozenset("b")))
    for _ in save(Target(out, "jsonl", overwrite=True), INFO, documents("b"), FirstWord()):
        pass
    assert set(files(out.parent)) == {"out.jsonl"}


def test_records_are_in_the_file_as_they_come(out: Path) -> None:
    """A record is on disk before the next one is asked for."""
    results = save(Target(out, "jsonl"), INFO, documents("a", "b"), FirstWord())
    next(results)
    assert json.loads(out.read_bytes())["document_id"] == "a"
    results.close()  # type: ignore[attr-defined]


def test_interrupted_call_is_gone_on_with(out: Path, whole: dict[str, bytes]) -> None:
    """Finished documents are not extracted again, failed ones are; the files come out the same."""
    interrupted(out, 3, frozenset("b"))
    again = FirstWord(frozenset("b"))
    run(out, again, resume=True)
    assert again.asked == ["b", "d", "e"]
    assert files(out.parent) == whole


def test_call_interrupted_twice_is_gone_on_with(out: Path, whole: dict[str, bytes]) -> None:
    """An interrupted --resume loses nothing of what it did, nor of what was there."""
    interrupted(out, 2, frozenset("b"))
    interrupted(out, 2, frozenset("b"), resume=True)
    again = FirstWord(frozenset("b"))
    run(out, again, resume=True)
    assert again.asked == ["b", "d", "e"]
    assert files(out.parent) == whole


@given(st.data())
def test_torn_file_is_gone_on_with(tmp_path_factory: object, data: st.DataObject) -> None:
    """Cut OUT anywhere: going on makes the same file, and asks only for what is not whole in it."""
    folder = Path(tmp_path_factory.mktemp("torn"))  # type: ignore[attr-defined]
    out = folder / "out.jsonl"
    run(out, FirstWord())
    complete = out.read_bytes()
    kept = complete[: data.draw(st.integers(0, len(complete)))]
    out.write_bytes(kept)
    again = FirstWord()
    run(out, again, resume=True)
    assert out.read_bytes() == complete
    assert again.asked == list(NAMES[kept.count(b"\n") :])
    assert set(files(folder)) == {"out.jsonl"}


def test_failure_is_retried_and_takes_its_place(out: Path, whole: dict[str, bytes]) -> None:
    """A document that succeeds at last stands in input order, and its failure is gone."""
    run(out, FirstWord(frozenset("b")))
    assert files(out.parent) == whole
    again = FirstWord()
    run(out, again, resume=True)
    assert again.asked == ["b"]
    assert [json.loads(line)["document_id"] for line in out.read_bytes().splitlines()] == [*NAMES]
    assert set(files(out.parent)) == {"out.jsonl"}


def test_resume_of_nothing_starts_afresh(out: Path) -> None:
    """--resume without an earlier call is an ordinary call."""
    again = FirstWord()
    run(out, again, resume=True)
    assert again.asked == [*NAMES]


def test_changed_text_is_extracted_again(out: Path) -> None:
    """A record of another text of the same id is replaced."""
    run(out, FirstWord(), given=documents("a", "b"))
    first, second = documents("a", "b")
    changed = Document(id="b", text=second.text + " Indeed.")
    again = FirstWord()
    run(out, again, given=[first, changed], resume=True)
    assert again.asked == ["b"]
    assert len(out.read_bytes().splitlines()) == 2


def test_records_of_other_documents_are_kept(out: Path) -> None:
    """Going on with other documents loses no record; what nobody asked for stands at the end."""
    run(out, FirstWord(), given=documents("a", "b"))
    run(out, FirstWord(), given=documents("c", "b"), resume=True)
    names = [json.loads(line)["document_id"] for line in out.read_bytes().splitlines()]
    assert names == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"a": 1}\n', "out.jsonl:1: not a record"),
        (b"some notes\n", "out.jsonl:1: not a record"),
        (
            b'{"document_id": "a", "extractor": {"model": "m", "version": "2"}}\n',
            "made by m 2, this call would use first-word 1",
        ),
    ],
)
def test_foreign_file_is_not_gone_on_with(out: Path, content: bytes, message: str) -> None:
    """--resume refuses, untouched, a file of something else or of another extractor."""
    out.write_bytes(content)
    with pytest.raises(OutputError, match=message):
        run(out, FirstWord(), resume=True)
    assert files(out.parent) == {"out.jsonl": content}


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_ends_in_one_file(out: Path, format_: Format) -> None:
    """Without failures nothing is left beside OUT."""
    run(out, FirstWord(), format_=format_)
    assert set(files(out.parent)) == {"out.jsonl"}
    assert "yes" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("format_", ["json", "table", "html"])
def test_every_format_is_gone_on_with(out: Path, tmp_path: Path, format_: Format) -> None:
    """An interrupted call leaves no half of OUT; going on makes the same file."""
    run(tmp_path / "whole", FirstWord(), format_=format_)
    target = Target(out, format_)
    with pytest.raises(KeyboardInterrupt):
        for _ in save(target, INFO, documents(*NAMES), FirstWord(stop_after=3)):
            pass
    assert not out.exists()
    with pytest.raises(OutputError, match="--resume"):
        target.check()
    again = FirstWord()
    run(out, again, format_=format_, resume=True)
    assert again.asked == ["d", "e"]
    assert out.read_bytes() == (tmp_path / "whole").read_bytes()
    assert set(files(out.parent)) == {"out.jsonl"}


def test_existing_output_is_refused(out: Path) -> None:
    """What is there is neither replaced nor added to without a word."""
    out.write_bytes(b"precious\n")
    with pytest.raises(OutputError, match=r"out\.jsonl: exists; use --resume, --overwrite"):
        run(out, FirstWord())
    assert files(out.parent) == {"out.jsonl": b"precious\n"}


def test_unwritable_output_is_refused_before_the_work(tmp_path: Path) -> None:
    """A missing folder, a folder, a device: named, and nothing is extracted."""
    extract = FirstWord()
    for path, message in (
        (tmp_path / "missing" / "out.jsonl", "no such folder"),
        (tmp_path, "is a folder"),
        (Path("/dev/null"), "is not a file"),
    ):
        with pytest.raises(OutputError, match=message):
            for _ in save(Target(path, "jsonl", overwrite=True), INFO, documents("a"), extract):
                pass
    assert extract.asked == []


def test_overwrite_and_resume_exclude_each_other(out: Path) -> None:
    """One of them at most."""
    with pytest.raises(OutputError, match="exclude"):
        Target(out, "jsonl", overwrite=True, resume=True).check()

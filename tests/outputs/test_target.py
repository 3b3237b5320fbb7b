"""The file OUT: refused or taken, filled, cut short, gone on with."""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import OutputError
from communique.outputs.formats import BINARY, FORMATS, Format
from communique.outputs.target import Target, save
from communique.records import Document
from communique.runs.store import FILE_NAME, AttemptStore

from .made import INFO, FirstWord, documents

NAMES = ("a", "b", "c", "d", "e")


def run(
    out: Path,
    extract: FirstWord,
    *,
    format_: Format = "jsonl",
    resume: bool = False,
    overwrite: bool = False,
    given: Sequence[Document] | None = None,
) -> None:
    target = Target(out, format_, overwrite, resume)
    target.check()
    target.start(INFO)
    save(target, extract(documents(*NAMES) if given is None else given))


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
    run(out, FirstWord(), overwrite=True, given=documents("b"))
    assert set(files(out.parent)) == {"out.jsonl"}


def test_records_are_in_the_file_as_they_come(out: Path) -> None:
    """A record is on disk before the next one is asked for."""
    lengths = []

    def watched() -> object:
        for result in FirstWord()(documents("a", "b", "c")):
            lengths.append(out.read_bytes().count(b"\n"))
            yield result

    target = Target(out, "jsonl")
    save(target, watched())  # type: ignore[arg-type]
    assert lengths == [0, 1, 2]


def test_interrupted_call_is_gone_on_with(out: Path, whole: dict[str, bytes]) -> None:
    """Cut short and run again, once or twice: the files of a call that was never interrupted."""
    interrupted(out, 4, frozenset("b"))
    interrupted(out, 2, frozenset("b"), resume=True)
    run(out, FirstWord(frozenset("b")), resume=True)
    assert files(out.parent) == whole


def test_file_never_gets_shorter_when_written_again_alike(out: Path) -> None:
    """A --resume that is interrupted at once leaves every record that was there."""
    run(out, FirstWord())
    complete = out.read_bytes()
    interrupted(out, 1, resume=True)
    assert out.read_bytes() == complete


@given(st.data())
def test_torn_file_is_gone_on_with(tmp_path_factory: object, data: st.DataObject) -> None:
    """Cut OUT anywhere: going on makes the same file."""
    folder = Path(tmp_path_factory.mktemp("torn"))  # type: ignore[attr-defined]
    out = folder / "out.jsonl"
    run(out, FirstWord())
    complete = out.read_bytes()
    out.write_bytes(complete[: data.draw(st.integers(0, len(complete)))])
    run(out, FirstWord(), resume=True)
    assert files(folder) == {"out.jsonl": complete}


def test_failure_that_succeeds_at_last_takes_its_place(out: Path) -> None:
    """The record stands in input order, and the failure is gone."""
    run(out, FirstWord(frozenset("bd")))
    run(out, FirstWord(frozenset("d")), resume=True)
    assert [json.loads(line)["document_id"] for line in out.read_bytes().splitlines()] == [*"abce"]
    failures = out.with_name("out.jsonl.failures.jsonl")
    assert [json.loads(line)["document_id"] for line in failures.read_bytes().splitlines()] == ["d"]
    run(out, FirstWord(), resume=True)
    assert set(files(out.parent)) == {"out.jsonl"}
    assert out.read_bytes().count(b"\n") == 5


def test_resume_of_nothing_starts_afresh(out: Path, whole: dict[str, bytes]) -> None:
    """--resume without an earlier call is an ordinary call."""
    run(out, FirstWord(frozenset("b")), resume=True)
    assert files(out.parent) == whole


def test_resume_writes_what_this_call_reads(out: Path) -> None:
    """OUT is that of one call over these documents: changed and other ones replace what was."""
    run(out, FirstWord(), given=documents("a", "b", "c"))
    changed = Document(id="b", text=documents("b")[0].text + " Indeed.")
    run(out, FirstWord(), given=[*documents("a"), changed], resume=True)
    lines = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert [line["document_id"] for line in lines] == ["a", "b"]


JSONL_STRANGERS = [
    b'{"a": 1}\n',
    b"some notes\n",
    b"no line end",
    b'[{"document_id": "a"}]\n',
    b'{"document_id": "a"}\n',
    b'{"document_id": "a", "extractor": 5}\n',
    b"5\n",
    b"\xff\xfe\n",
]


@pytest.mark.parametrize("content", JSONL_STRANGERS)
def test_foreign_lines_are_not_gone_on_with(out: Path, content: bytes) -> None:
    """--resume refuses, untouched, a file of something else."""
    out.write_bytes(content)
    with pytest.raises(OutputError, match=r"out\.jsonl: not what such a call writes"):
        run(out, FirstWord(), resume=True)
    assert files(out.parent) == {"out.jsonl": content}


@pytest.mark.parametrize(
    ("format_", "content"),
    [
        ("json", b"[1, 2]\n"),
        ("json", b'[\n{"a": 1}\n]\n'),
        ("table", b"my notes\nof the day\n"),
        ("table", b"the talks\nhave failed again\n"),
        ("html", b"<!doctype html><title>Mine</title>\n"),
        ("parquet", b"PAR1 and more"),
        ("sqlite", b"SQLite format 3\0"),
        ("sqlite", b"my notes\n"),
    ],
)
def test_foreign_file_of_another_format_is_not_gone_on_with(
    out: Path, format_: Format, content: bytes
) -> None:
    """Whatever the format, only the output of a like call is written again."""
    out.write_bytes(content)
    with pytest.raises(OutputError, match="not what such a call writes"):
        run(out, FirstWord(), format_=format_, resume=True)
    assert files(out.parent) == {"out.jsonl": content}


def test_records_of_another_extractor_are_not_gone_on_with(out: Path) -> None:
    """A forgotten --model does not replace the records of one."""
    line = b'{"document_id": "a", "extractor": {"model": "m", "version": "2"}}\n'
    out.write_bytes(line)
    with pytest.raises(OutputError, match="made by m 2, this call would use first-word 1"):
        run(out, FirstWord(), resume=True)
    assert files(out.parent) == {"out.jsonl": line}


@pytest.mark.parametrize("format_", BINARY)
def test_records_of_another_extractor_in_a_binary_file_are_not_gone_on_with(
    out: Path, format_: Format
) -> None:
    """As in a file of lines: the first record tells who made it."""
    run(out, FirstWord(), format_=format_)
    before = files(out.parent)
    other = INFO.model_copy(update={"version": "2"})
    with pytest.raises(OutputError, match="made by first-word 1, this call would use first-word 2"):
        Target(out, format_, resume=True).start(other)
    assert files(out.parent) == before


def test_tables_and_databases_of_others_are_not_gone_on_with(out: Path) -> None:
    """A valid file of the format that is none of ours is refused."""
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.table({"document_id": ["a"]}), out)
    with pytest.raises(OutputError, match="not what such a call writes"):
        Target(out, "parquet", resume=True).start(INFO)
    out.unlink()
    with closing(sqlite3.connect(out)) as db:
        db.execute("CREATE TABLE documents (model, version, prompt_sha256)")
    with pytest.raises(OutputError, match="not what such a call writes"):
        Target(out, "sqlite", resume=True).start(INFO)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("fails", ["", "a", "abcde"])
def test_every_format_ends_in_one_file_and_can_be_written_again(
    out: Path, format_: Format, fails: str
) -> None:
    """OUT and, where there are any, its failures; --resume over a finished file changes nothing."""
    run(out, FirstWord(frozenset(fails)), format_=format_)
    first = files(out.parent)
    assert set(first) == {"out.jsonl", *(["out.jsonl.failures.jsonl"] if fails else [])}
    if format_ not in BINARY:
        assert ("yes" in first["out.jsonl"].decode()) == (fails != "abcde")
    run(out, FirstWord(frozenset(fails)), format_=format_, resume=True)
    assert files(out.parent) == first


def test_table_of_a_document_with_a_long_name_is_recognised(out: Path) -> None:
    """The first line of a table wraps where the name is long."""
    given = documents("folder/" * 30 + "name")
    run(out, FirstWord(), format_="table", given=given)
    first = out.read_bytes()
    run(out, FirstWord(), format_="table", given=given, resume=True)
    assert out.read_bytes() == first


@pytest.mark.parametrize("format_", [f for f in FORMATS if f != "jsonl"])
def test_interrupted_call_leaves_no_half_file(out: Path, tmp_path: Path, format_: Format) -> None:
    """Formats that are whole or nothing: no OUT, no half of one; run again it is there."""
    run(tmp_path / "whole", FirstWord(), format_=format_)
    with pytest.raises(KeyboardInterrupt):
        run(out, FirstWord(stop_after=3), format_=format_)
    assert files(out.parent) == {}
    run(out, FirstWord(), format_=format_, resume=True)
    assert files(out.parent) == {"out.jsonl": (tmp_path / "whole").read_bytes()}


def test_existing_files_are_refused(out: Path) -> None:
    """OUT, its failures and its answers: what is there is not replaced without a word."""
    for name in ("out.jsonl", "out.jsonl.failures.jsonl", "out.jsonl.run"):
        path = out.with_name(name)
        path.write_bytes(b"precious\n")
        with pytest.raises(OutputError, match=rf"{path.name}: exists; use --resume, --overwrite"):
            run(out, FirstWord())
        assert files(out.parent) == {name: b"precious\n"}
        path.unlink()


def test_overwrite_starts_afresh(out: Path) -> None:
    """What was answered before goes with OUT; files of others in its folder stay."""
    target = Target(out, "jsonl", overwrite=True)
    AttemptStore(target.run / FILE_NAME).close()
    (target.run / "notes.txt").write_text("mine")
    out.write_bytes(b"old\n")
    run(out, FirstWord(), overwrite=True)
    assert [path.name for path in target.run.iterdir()] == ["notes.txt"]
    assert out.read_bytes().count(b"\n") == 5


def test_unwritable_output_is_refused_before_the_work(tmp_path: Path) -> None:
    """A missing folder, a folder, a device: named, and nothing is extracted."""
    extract = FirstWord()
    for path, message in (
        (tmp_path / "missing" / "out.jsonl", "no such folder"),
        (tmp_path, "is a folder"),
        (Path("/dev/null"), "is not a file"),
    ):
        with pytest.raises(OutputError, match=message):
            run(path, extract, overwrite=True)
    assert extract.asked == []


@pytest.mark.parametrize("format_", ["json", "table", "parquet"])
def test_full_disk_is_an_output_error(out: Path, format_: Format) -> None:
    """What cannot be written is named with its path."""
    long = " ".join(["word"] * 100)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        with pytest.raises(OutputError, match=r"out\.jsonl: cannot write: .*File too large"):
            save(Target(out, format_), FirstWord()(documents(long)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert files(out.parent) == {}


@pytest.mark.parametrize("format_", ["json", "table", "html"])
def test_link_where_the_output_grows_is_not_followed(out: Path, format_: Format) -> None:
    """Whoever may write into the folder cannot have another file overwritten."""
    mine = out.parent / "mine"
    mine.write_text("kept")
    target = Target(out, format_)
    target.part.symlink_to(mine)
    save(target, FirstWord()(documents("a")))
    assert mine.read_text() == "kept"
    assert sorted(files(out.parent)) == ["mine", "out.jsonl"]


def test_overwrite_and_resume_exclude_each_other(out: Path) -> None:
    """One of them at most."""
    with pytest.raises(OutputError, match="exclude"):
        Target(out, "jsonl", overwrite=True, resume=True).check()


CHILD = """
import resource, sys
from pathlib import Path
from communique.outputs.target import Target, save
sys.path.insert(0, sys.argv[3])
from tests.outputs.made import INFO, FirstWord, documents
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
target = Target(Path(sys.argv[1]), sys.argv[4], resume=True)
target.start(INFO)
save(target, FirstWord(fails=frozenset(["d7"]))(documents(*(f"d{i}" for i in range(300)))))
"""


def child(out: Path, limit: int, format_: Format) -> subprocess.CompletedProcess[str]:
    """A call that may write files of ``limit`` bytes; longer ones are a full disk to it."""
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-c", CHILD, str(out), str(limit), str(root), format_],
        capture_output=True,
        text=True,
        check=False,
    )


def test_lines_written_before_the_disk_was_full_are_whole_and_gone_on_with(
    out: Path, tmp_path: Path
) -> None:
    """One error with the file's name; no torn line; when there is room, the file of a call that
    never stopped, which grew from what was there."""
    whole = tmp_path / "whole" / "out.jsonl"
    whole.parent.mkdir()
    assert child(whole, 10_000_000, "jsonl").returncode == 0
    for limit in (10_000, 10_001, 30_000):
        full = child(out, limit, "jsonl")
        assert full.stderr.splitlines()[-1].endswith(f"{out}: cannot write: File too large")
        written = out.read_bytes()
        assert written.endswith(b"\n")
        assert limit - 1_000 < len(written) <= limit
        assert whole.read_bytes().startswith(written)
    assert child(out, 10_000_000, "jsonl").returncode == 0
    assert files(out.parent) == files(whole.parent)


@pytest.mark.parametrize("format_", ["json", "table", "parquet", "sqlite"])
def test_full_disk_leaves_no_half_file(out: Path, format_: Format) -> None:
    """Formats that are whole or nothing leave what failed, and nothing of OUT."""
    full = child(out, 45_000 if format_ == "sqlite" else 4_000, format_)
    assert f"{out}: cannot write: " in full.stderr.splitlines()[-1]
    assert set(files(out.parent)) == {"out.jsonl.failures.jsonl"}
    assert child(out, 10_000_000, format_).returncode == 0
    assert set(files(out.parent)) == {"out.jsonl", "out.jsonl.failures.jsonl"}

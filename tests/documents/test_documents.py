"""Reading articles from files, folders, JSONL, Parquet and standard input."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.documents import count_documents, find_sources, read_documents
from communique.documents.bounded import MOST_BYTES
from communique.errors import UsageError
from communique.given import MOST_CHARACTERS
from communique.records import Document, Failure

SEEDS = Path(__file__).parents[2] / "seeds"


def ids(*paths: Path | str) -> list[str]:
    return [
        d.id if isinstance(d, Document) else d.document_id
        for d in read_documents([*map(str, paths)])
    ]


def only(*paths: Path | str) -> Document | Failure:
    (item,) = read_documents([*map(str, paths)])
    return item


def write(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def write_lines(path: Path, *rows: Mapping[str, object] | str) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    return write(path, "".join(line + "\n" for line in lines))


def test_seed_text_is_read_as_stored() -> None:
    """Seed 000 is 4,082 characters in 4,108 bytes, named after its file."""
    item = only(SEEDS / "000_1fdaa6743b505654.txt")
    assert isinstance(item, Document)
    assert (item.id, len(item.text), len(item.text.encode())) == (
        "000_1fdaa6743b505654",
        4082,
        4108,
    )


def test_line_ends_and_byte_order_mark_survive(tmp_path: Path) -> None:
    """CRLF, lone CR and a BOM are characters of the text like any other."""
    item = only(write(tmp_path / "a.txt", b"\xef\xbb\xbfone\r\ntwo\rthree\n"))
    assert isinstance(item, Document)
    assert item.text == "\ufeffone\r\ntwo\rthree\n"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_file_comes_back_or_fails_as_blank(tmp_path_factory: object, text: str) -> None:
    """What is written as UTF-8 is read as the same characters, unless it is blank."""
    path = Path(tmp_path_factory.mktemp("any") / "a.txt")  # type: ignore[attr-defined]
    item = only(write(path, text))
    if isinstance(item, Document):
        assert item.text == text
    else:
        assert not text.strip("\ufeff").strip()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b" \r\n\xc2\xa0", "nothing but white space"),
        (b"abc\xff", "byte 0xff at offset 3"),
        (b"abc\xe2\x82", "offset 3"),
        (b"PK\x03\x04\0\0", "binary, not text: a NUL at byte 4"),
        (b"\n<!DOCTYPE html><p>Ann Lee said so.", "an HTML page, not an article's text"),
        (b"%PDF-1.7 Ann Lee said so.", "a PDF file, not an article's text"),
        ("hi".encode("utf-16"), "UTF-16"),
    ],
    ids=["empty", "blank", "latin-1", "cut short", "binary", "html", "pdf", "utf-16"],
)
def test_unreadable_file_is_a_failure(tmp_path: Path, content: bytes, message: str) -> None:
    """A file that is not text is a Failure that says which file and why."""
    item = only(write(tmp_path / "a.txt", content))
    assert isinstance(item, Failure)
    assert (item.document_id, item.error.code, item.error.stage) == ("a", "unreadable", "read")
    assert message in item.error.message
    assert "a.txt" in item.error.message


def test_folder_is_read_in_order_with_its_subfolders(tmp_path: Path) -> None:
    """Text files only, sorted by path; hidden files and READMEs are no articles."""
    for name in (
        "b.txt",
        "a.md",
        "sub/c.TXT",
        ".hidden.txt",
        "sub/.git/x.txt",
        "README.md",
        "p.png",
    ):
        write(tmp_path / name, "text")
    assert ids(tmp_path) == ["a", "b", "c"]


def test_colliding_names_become_relative_paths(tmp_path: Path) -> None:
    """Files of one name are told apart by their path below the folder; others keep their name."""
    for name in ("x/a.txt", "y/a.txt", "y/b.txt", "c.txt", "c.md"):
        write(tmp_path / name, "text")
    assert ids(tmp_path) == ["c.md", "c.txt", "x/a.txt", "y/a.txt", "b"]


def test_colliding_relative_paths_become_paths_as_given(tmp_path: Path) -> None:
    """Two folders with the same names inside are told apart by the folders."""
    first, second = write(tmp_path / "1/a.txt", "text"), write(tmp_path / "2/a.txt", "text")
    assert ids(first.parent, second.parent) == [str(first), str(second)]


def test_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    """A file named beside its own folder is one document."""
    path = write(tmp_path / "a.txt", "text")
    assert ids(path, tmp_path, path) == ["a"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("missing.txt", "no such file"), ("empty", "no text in this folder"), ("a.json", ".jsonl")],
)
def test_wrong_path_stops_the_call(tmp_path: Path, name: str, message: str) -> None:
    """A path that cannot be meant raises before anything is read."""
    (tmp_path / "empty").mkdir()
    write(tmp_path / "a.json", "[]")
    good = write(tmp_path / "good.txt", "text")
    with pytest.raises(UsageError, match=message):
        read_documents([str(good), str(tmp_path / name)])


def test_no_path_stops_the_call() -> None:
    """Reading nothing is not a success."""
    with pytest.raises(UsageError, match="nothing to read"):
        find_sources([])


def test_jsonl_rows_become_documents(tmp_path: Path) -> None:
    """id, text and published are read; times of day are dropped, numbers may name a document."""
    path = write_lines(
        tmp_path / "a.jsonl",
        {"id": "one", "text": "A\r\nB", "published": "2022-02-28T23:00:00+01:00"},
        "",
        {"id": 2, "text": "C", "published": None, "more": [1]},
        {"document_id": "three", "text": "D"},
    )
    assert list(read_documents([str(path)])) == [
        Document(id="one", text="A\r\nB", published="2022-02-28"),
        Document(id="2", text="C"),
        Document(id="three", text="D"),
    ]


@pytest.mark.parametrize(
    ("line", "document_id", "message"),
    [
        ("{bad", None, "not a line of JSON"),
        ("[1]", None, "not a JSON object"),
        ("[" * 100_000, None, "not a line of JSON"),
        ('{"text": "x"}', None, "no 'id'"),
        ('{"id": "x"}', "x", "no 'text'"),
        ('{"id": "x", "text": " "}', "x", "empty"),
        ('{"id": "x", "text": "a\\u0000"}', "x", "NUL"),
        ('{"id": "x", "text": "a\\ud800"}', "x", "half a surrogate pair at character 1"),
        ('{"id": "x", "text": "a", "published": "soon"}', "x", "'published' is 'soon'"),
        ('{"id": "good", "text": "again"}', None, "'good' came before"),
    ],
)
def test_wrong_jsonl_line_is_a_failure(
    tmp_path: Path, line: str, document_id: str | None, message: str
) -> None:
    """A wrong line fails alone, named by its id or by file and line; the others are read."""
    good, last = {"id": "good", "text": "t"}, {"id": "last", "text": "t"}
    path = write_lines(tmp_path / "a.jsonl", good, line, last)
    first, failure, third = read_documents([str(path)])
    assert isinstance(failure, Failure)
    assert failure.document_id == (document_id or f"{path}:2")
    assert message in failure.error.message
    assert f"{path}:2" in failure.error.message
    assert [d.id for d in (first, third) if isinstance(d, Document)] == ["good", "last"]


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_container_without_documents_is_a_failure(tmp_path: Path, suffix: str) -> None:
    """Nothing to read in a file is said, not skipped over."""
    path = tmp_path / f"a.{suffix}"
    write_parquet(path, {"id": [], "text": []}) if suffix == "parquet" else path.touch()
    item = only(path)
    assert isinstance(item, Failure)
    assert "empty" in item.error.message


def write_parquet(path: Path, columns: Mapping[str, list[object]]) -> Path:
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.table(dict(columns)), path)
    return path


def test_parquet_rows_become_documents(tmp_path: Path) -> None:
    """Parquet is read row by row; a wrong row fails alone."""
    path = write_parquet(
        tmp_path / "a.parquet",
        {
            "id": ["a", None, "c"],
            "text": ["x\r\n", "y", None],
            "published": [dt.date(2022, 2, 1), None, None],
            "other": [1, 2, 3],
        },
    )
    first, second, third = read_documents([str(path)])
    assert first == Document(id="a", text="x\r\n", published="2022-02-01")
    assert isinstance(second, Failure)
    assert second.document_id == f"{path}:2"
    assert isinstance(third, Failure)
    assert third.document_id == "c"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: write(path, "nonsense"), "Parquet"),
        (lambda path: write_parquet(path, {"id": ["a"], "body": ["x"]}), "no column 'text'"),
    ],
    ids=["not parquet", "no text column"],
)
def test_wrong_parquet_is_one_failure(tmp_path: Path, make: object, message: str) -> None:
    """A Parquet file that cannot be used is one Failure that names it."""
    item = only(make(tmp_path / "a.parquet"))  # type: ignore[operator]
    assert isinstance(item, Failure)
    assert message in item.error.message
    assert "a.parquet" in item.error.message


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"An article.\r\n", [Document(id="stdin", text="An article.\r\n")]),
        (
            b'{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n',
            [Document(id="a", text="x"), Document(id="b", text="y")],
        ),
        (b'{"a": 1}\n', [Document(id="stdin", text='{"a": 1}\n')]),
    ],
    ids=["article", "jsonl", "other json"],
)
def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, content: bytes, expected: list[Document]
) -> None:
    """Standard input is JSONL when its first line is an object with a text, else an article."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert list(read_documents(["-"])) == expected


def test_jsonl_takes_constant_memory(tmp_path: Path) -> None:
    """Reading 40 MB of JSONL holds one document at a time."""
    path = write_lines(
        tmp_path / "a.jsonl", *({"id": i, "text": "x" * 10_000} for i in range(4_000))
    )
    tracemalloc.start()
    count = sum(1 for _ in read_documents([str(path)]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4_000
    assert peak < 3_000_000


@pytest.mark.parametrize("name", ["a[1].parquet", "b*.parquet", "c?.parquet"])
def test_parquet_file_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    """Brackets and stars in a name are letters, not a pattern for other files."""
    from datasets import Dataset

    for path, text in ((tmp_path / name, "mine"), (tmp_path / "a1.parquet", "another's")):
        Dataset.from_dict({"id": ["x"], "text": [text]}).to_parquet(str(path))
    (tmp_path / "b-.parquet").write_bytes((tmp_path / "a1.parquet").read_bytes())
    assert only(tmp_path / name) == Document(id="x", text="mine")


def test_same_document_twice_is_no_failure(tmp_path: Path) -> None:
    """An id names one document: given again it is read again, with another date it is another."""
    row = {"id": "x", "text": "t", "published": "2031-01-01"}
    path = write_lines(tmp_path / "a.jsonl", row, row, {**row, "published": "2032-01-01"})
    first, again, other = read_documents([str(path)])
    assert first == again == Document(**row)
    assert isinstance(other, Failure)
    assert f"{path}:3: another document with the id 'x'" in other.error.message


def test_empty_path_is_refused() -> None:
    """An empty path is not the working directory."""
    with pytest.raises(UsageError, match="a path is empty"):
        find_sources([""])


def test_folder_that_cannot_be_searched_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A subfolder without permission is not passed over: its articles would be missing."""
    write(tmp_path / "in" / "a.txt", "A.")
    closed = tmp_path / "in" / "closed"
    write(closed / "b.txt", "B.")
    tmp_path.chmod(0o755)
    closed.chmod(0)
    monkeypatch.chdir(tmp_path)
    user = os.geteuid()
    if user == 0:  # nothing is closed to root
        os.seteuid(65534)
    try:
        with pytest.raises(UsageError, match="in/closed: cannot be searched: Permission denied"):
            find_sources(["in"])
        with pytest.raises(UsageError, match=r"in/closed/b\.txt: Permission denied"):
            find_sources(["in/closed/b.txt"])
    finally:
        os.seteuid(user)
        closed.chmod(0o755)
    assert [source.id for source in find_sources(["in"])] == ["a", "b"]


def test_hidden_folders_are_left_out(tmp_path: Path) -> None:
    """Nothing below a folder whose name begins with a dot is read."""
    write(tmp_path / "a.txt", "A.")
    write(tmp_path / ".git" / "deep" / "b.txt", "B.")
    assert ids(tmp_path) == ["a"]


def test_patterns_are_expanded_as_a_shell_would(tmp_path: Path) -> None:
    """A star within a name, ** for any folders; hidden files are left out, folders passed over."""
    for name in ("a.txt", "b.md", "sub/c.txt", "sub/deep/d.txt", ".hidden.txt", ".git/e.txt"):
        write(tmp_path / name, "text")
    assert ids(tmp_path / "*.txt") == ["a"]
    assert ids(tmp_path / "**" / "*.txt") == ["a", "c", "d"]
    assert ids(tmp_path / "**") == ["a", "b", "c", "d"]
    assert ids(tmp_path / "s*") == ["c", "d"]
    assert ids(tmp_path / "[ab].*", tmp_path / "a.txt") == ["a", "b"]


def test_colliding_names_below_a_pattern_become_relative_paths(tmp_path: Path) -> None:
    """As below a folder: the path begins where the pattern does."""
    for name in ("x/a.txt", "y/a.txt", "y/b.txt"):
        write(tmp_path / name, "text")
    assert ids(tmp_path / "*" / "*.txt") == ["x/a.txt", "y/a.txt", "b"]


def test_file_whose_name_looks_like_a_pattern_is_read(tmp_path: Path) -> None:
    """What is there wins over what it could match."""
    write(tmp_path / "a[1].txt", "mine")
    write(tmp_path / "a1.txt", "another's")
    assert only(tmp_path / "a[1].txt") == Document(id="a[1]", text="mine")


def test_pattern_that_matches_nothing_stops_the_call(tmp_path: Path) -> None:
    """It is no empty success."""
    with pytest.raises(UsageError, match=r"\*\.txt: no such file"):
        find_sources([str(tmp_path / "*.txt")])


def test_compressed_lines_are_read(tmp_path: Path) -> None:
    """A .jsonl.gz is read like the file inside, its lines named."""
    rows = b'{"id": "a", "text": "x"}\n{"id": "b"}\n'
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(rows))
    first, second = read_documents([str(path)])
    assert first == Document(id="a", text="x")
    assert isinstance(second, Failure)
    assert f"{path}:2: no 'text'" in second.error.message


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-12], lambda b: b[:30] + b"\0" * 20, lambda b: b"x"]
)
def test_damaged_compressed_file_is_a_failure_after_what_can_be_read(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    """A download cut short does not pass for the whole."""
    rows = "".join(json.dumps({"id": f"a{i}", "text": f"text {i}"}) + "\n" for i in range(200))
    path = write(tmp_path / "a.jsonl.gz", damage(gzip.compress(rows.encode())))
    *_, last = read_documents([str(path)])
    assert isinstance(last, Failure)
    assert str(path) in last.error.message


def test_folder_without_texts_is_its_tables(tmp_path: Path) -> None:
    """Parquet and JSONL files in shards, in order of their names; with texts, the texts alone."""
    for name in ("b", "a"):
        write_parquet(tmp_path / f"{name}.parquet", {"id": [name], "text": ["x"]})
    write_lines(tmp_path / "c.jsonl", {"id": "c", "text": "x"})
    write(tmp_path / "picture.png", b"\x89PNG")
    assert ids(tmp_path) == ["a", "b", "c"]
    write(tmp_path / "d.txt", "An article.")
    assert ids(tmp_path) == ["d"]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with what ``datasets`` saves: ``one`` dataset, and one of ``two`` splits."""
    from datasets import Dataset, DatasetDict

    train = Dataset.from_dict(
        {
            "id": ["a", "b"],
            "text": ["A.", "B."],
            "published": [dt.date(2031, 5, 1), None],
            "n": [1, 2],
        }
    )
    test = Dataset.from_dict({"document_id": [3], "text": ["C."]})
    train.save_to_disk(tmp_path / "one")
    DatasetDict(train=train, test=test).save_to_disk(tmp_path / "two")
    like = Dataset.from_dict({"id": ["c"], "text": ["C."], "published": [None], "n": [3]})
    for name, rows in (("train", train), ("test", like.cast(train.features))):
        write(tmp_path / "files" / "x", "").unlink()
        rows.to_parquet(tmp_path / "files" / f"{name}.parquet")
    return tmp_path


def test_saved_dataset_is_read_row_by_row(saved: Path) -> None:
    """Columns id (or document_id), text and published; of several splits each in its turn."""
    first, second = Document(id="a", text="A.", published="2031-05-01"), Document(id="b", text="B.")
    assert list(read_documents([str(saved / "one")])) == [first, second]
    assert ids(saved / "two") == ["a", "b", "3"]
    assert ids(f"hf:{saved / 'two'}:test") == ["3"]


def test_dataset_is_streamed_by_its_name(saved: Path) -> None:
    """hf:NAME is what load_dataset takes: here a folder of data files with two splits."""
    assert ids(f"hf:{saved / 'files'}:test") == ["c"]
    assert sorted(ids(f"hf:{saved / 'files'}")) == ["a", "b", "c"]


@pytest.mark.parametrize("folder", ["files", "two"])
def test_unknown_split_is_named(saved: Path, folder: str) -> None:
    """With the splits that there are."""
    item = only(f"hf:{saved / folder}:dev")
    assert isinstance(item, Failure)
    assert item.document_id == f"hf:{saved / folder}:dev"
    assert all(name in item.error.message for name in ("dev", "train", "test"))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"id": ["a"], "body": ["x"]}, "no column 'text' (it has: id, body)"),
        ({"title": ["a"], "text": ["x"]}, "no column 'id' or 'document_id' (it has: title, text)"),
    ],
)
def test_dataset_without_a_needed_column_is_one_failure(
    tmp_path: Path, columns: dict[str, list[str]], message: str
) -> None:
    """Not one for each of its rows; the columns there are are named."""
    from datasets import Dataset

    Dataset.from_dict(columns).save_to_disk(tmp_path / "d")
    item = only(tmp_path / "d")
    assert isinstance(item, Failure)
    assert message in item.error.message


def test_columns_of_json_files_are_told_too(tmp_path: Path) -> None:
    """Where a dataset does not say its columns beforehand."""
    write_lines(tmp_path / "d" / "train.json", {"id": "a", "body": "x"})
    item = only(f"hf:{tmp_path / 'd'}")
    assert isinstance(item, Failure)
    assert "no column 'text' (it has: id, body)" in item.error.message
    write_lines(tmp_path / "e" / "train.json", {"id": "a", "text": "x", "n": 1})
    assert only(f"hf:{tmp_path / 'e'}") == Document(id="a", text="x")


def test_dataset_that_cannot_be_fetched_is_a_failure() -> None:
    """One line that names it, at once where the library is told to stay offline."""
    code = (
        "from communique.documents import read_documents\n"
        "(item,) = read_documents(['hf:nobody/nothing'])\n"
        "print(item.document_id, item.error.message)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("hf:nobody/nothing hf:nobody/nothing: ")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_documents_are_counted_where_that_is_near_at_hand(saved: Path) -> None:
    """Files, rows of Parquet and of saved datasets; lines would have to be read."""
    write(saved / "a.txt", "text")
    lines = write_lines(saved / "a.jsonl", {"id": "x", "text": "x"})

    def count(*paths: Path | str) -> int | None:
        return count_documents(find_sources([*map(str, paths)]))

    assert count(saved / "a.txt", saved / "two", saved / "files") == 7
    assert count(f"hf:{saved / 'two'}:test") == 1
    assert count(saved / "a.txt", lines) is None
    assert count(f"hf:{saved / 'files'}") is None


def test_columns_that_would_open_files_are_refused(tmp_path: Path) -> None:
    """A dataset that says its text is an image is not followed to where that is said to be."""
    from datasets import Dataset, Features, Value

    image = {"bytes": Value("binary"), "path": Value("string")}
    secret = write(tmp_path / "secret.txt", "secret")
    rows = {"id": ["a"], "text": [{"bytes": None, "path": str(secret)}]}
    Dataset.from_dict(rows, features=Features(id=Value("string"), text=image)).save_to_disk(
        tmp_path / "d"
    )
    info = json.loads((tmp_path / "d" / "dataset_info.json").read_bytes())
    info["features"]["text"] = {"_type": "Image"}
    write(tmp_path / "d" / "dataset_info.json", json.dumps(info))
    item = only(tmp_path / "d")
    assert isinstance(item, Failure)
    assert "column 'text' holds Image" in item.error.message


def test_text_longer_than_a_document_may_be_is_a_failure(tmp_path: Path) -> None:
    """In a file, a row of JSONL, or a device without end; what stands beside it is read."""
    long = "word " * (MOST_CHARACTERS // 5 + 1)
    path = write(tmp_path / "long.txt", long)
    lines = write_lines(
        tmp_path / "rows.jsonl",
        {"id": "a", "text": "t"},
        {"id": "long", "text": long},
        {"id": "longer", "text": "w" * (MOST_BYTES + 1)},
        {"id": "b", "text": "t"},
    )
    endless, *texts = read_documents(["/dev/zero", str(path), str(lines)])
    assert isinstance(endless, Failure)
    assert (
        endless.error.message
        == f"/dev/zero: longer than {MOST_BYTES} bytes: cut it into its articles"
    )
    assert [type(one) for one in texts] == [Failure, Document, Failure, Failure, Document]
    for failure in texts[0], texts[2]:
        assert isinstance(failure, Failure)
        assert f"more than {MOST_CHARACTERS}: cut it into its articles" in failure.error.message
    assert texts[3].error.message == f"{lines}:3: longer than {MOST_BYTES} bytes"  # type: ignore[union-attr]


def test_parquet_metadata_opens_nothing(tmp_path: Path) -> None:
    """A column that its file calls an image is not decoded: its path is not looked at."""
    import pyarrow
    from pyarrow import parquet

    kind = pyarrow.struct({"bytes": pyarrow.binary(), "path": pyarrow.string()})
    text = pyarrow.array([{"bytes": None, "path": str(tmp_path / "secret.png")}], kind)
    features = {"id": {"_type": "Value", "dtype": "string"}, "text": {"_type": "Image"}}
    told = {"huggingface": json.dumps({"info": {"features": features}})}
    table = pyarrow.table({"id": ["a"], "text": text}).replace_schema_metadata(told)
    parquet.write_table(table, tmp_path / "a.parquet")
    found = only(tmp_path / "a.parquet")
    assert isinstance(found, Failure)
    assert found.error.message.endswith("a.parquet:1: no 'text' (a string)")

"""The store of attempts."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path

import pytest

from communique.errors import AnswerError, OutputError, UsageError
from communique.records import Document, Failure, Readout, Usage
from communique.runs.loop import failure_of
from communique.runs.store import (
    FILE_NAME,
    Attempt,
    AttemptStore,
    attempt_key,
    remove_store,
)
from runs.made import answered, documents

TIMES = ("2031-01-01T00:00:00.000+00:00", "2031-01-01T00:00:01.000+00:00")


def attempt(document: Document, outcome: Readout | Failure, repeat: int = 0) -> Attempt:
    return Attempt(document, "print", repeat, "made/up", outcome, *TIMES)


def test_what_was_added_is_found_by_content(tmp_path: Path) -> None:
    """Another document with the same text finds the record, under its own id, with its cost."""
    (document,) = documents(1)
    twin = Document(id="twin", text=document.text)
    with AttemptStore(tmp_path / "a" / "attempts.sqlite") as store:
        assert store.find(document, "print") is None
        store.add(attempt(document, answered(document)))
        found = store.find(twin, "print")
    assert found is not None
    assert found.document_id == "twin"
    assert found.model_dump(exclude={"document_id"}) == answered(document).model_dump(
        exclude={"document_id"}
    )
    assert found.usage == Usage(requests=1, input_tokens=10, output_tokens=3, seconds=0.5)


def test_address_depends_on_all_that_changes_an_answer() -> None:
    """Text, fingerprint, date of publication and repeat are in the key; the id is not."""
    document = Document(id="a", text="x")
    keys = {
        attempt_key(document, "f", 0),
        attempt_key(document, "g", 0),
        attempt_key(document, "f", 1),
        attempt_key(Document(id="a", text="y"), "f", 0),
        attempt_key(Document(id="a", text="x", published="2031-01-01"), "f", 0),
    }
    assert len(keys) == 5
    assert attempt_key(Document(id="b", text="x"), "f", 0) in keys


def test_failures_are_kept_but_not_found(tmp_path: Path) -> None:
    """A failure is in the journal, its cost is counted, and the document is asked again."""
    document = Document(id="d", text="BAD")
    with AttemptStore(tmp_path / "s.sqlite") as store:
        with pytest.raises(AnswerError) as caught:
            answered(document)
        store.add(attempt(document, failure_of(document, caught.value)))
        assert store.find(document, "print") is None
        assert store.counts() == (0, 1)
        assert store.usage() == Usage(requests=2, input_tokens=5, output_tokens=None)


def test_file_is_for_its_owner_only(tmp_path: Path) -> None:
    """Articles may be private: nobody else on the machine reads the store or its journal."""
    path = tmp_path / "s.sqlite"
    with AttemptStore(path) as store:
        (document,) = documents(1)
        store.add(attempt(document, answered(document)))
        files = sorted(tmp_path.iterdir())
        assert len(files) == 3
        assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 3


def test_file_of_another_kind_is_refused_and_left_alone(tmp_path: Path) -> None:
    """A text file is not overwritten by a store."""
    path = tmp_path / "notes.sqlite"
    path.write_text("my notes, which are long enough to be no empty database" * 20)
    before = path.read_bytes()
    with pytest.raises(UsageError, match=r"notes\.sqlite cannot be used as a store"):
        AttemptStore(path)
    assert path.read_bytes() == before


def test_store_of_another_version_is_refused(tmp_path: Path) -> None:
    """A later program's store is not guessed at."""
    path = tmp_path / "s.sqlite"
    AttemptStore(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(UsageError, match="version is 99"):
        AttemptStore(path)


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file where the folder should be is a clear error."""
    (tmp_path / "run").write_text("")
    with pytest.raises(UsageError, match=r"run.attempts\.sqlite cannot be used"):
        AttemptStore(tmp_path / "run" / "attempts.sqlite")


def test_threads_share_a_store(tmp_path: Path) -> None:
    """Many threads add and find at once, and nothing is lost."""
    wanted = documents(40)
    with AttemptStore(tmp_path / "s.sqlite") as store:

        def work(part: list[Document]) -> None:
            for document in part:
                store.add(attempt(document, answered(document)))
                assert store.find(document, "print") is not None

        threads = [threading.Thread(target=work, args=(wanted[i::4],)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.counts() == (40, 0)
        assert all(store.find(document, "print") for document in wanted)


def test_added_attempts_survive_a_killed_process(tmp_path: Path) -> None:
    """What add returned from is there after kill -9."""
    path = tmp_path / "s.sqlite"
    program = f"""
import os, pathlib, signal, sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from runs.test_store import attempt, answered, documents, AttemptStore
store = AttemptStore(pathlib.Path({str(path)!r}))
for document in documents(5):
    store.add(attempt(document, answered(document)))
os.kill(os.getpid(), signal.SIGKILL)
"""
    ended = subprocess.run([sys.executable, "-c", program], check=False)
    assert ended.returncode == -9
    with AttemptStore(path) as store:
        assert store.counts() == (5, 0)
        assert all(store.find(document, "print") for document in documents(5))


@pytest.mark.parametrize("broken", ["{", "[]", "null", '{"document_id": "d0"}'])
def test_record_that_is_none_any_more_counts_as_missing(tmp_path: Path, broken: str) -> None:
    """A row that does not validate is passed over; a later one of the same request is found."""
    path = tmp_path / "s.sqlite"
    (document,) = documents(1)
    with AttemptStore(path) as store:
        store.add(attempt(document, answered(document)))
        db = sqlite3.connect(path)
        with db:
            db.execute("UPDATE attempts SET outcome = ?", (broken,))
        db.close()
        assert store.find(document, "print") is None
        store.add(attempt(document, answered(document)))
        assert store.find(document, "print") is not None


def test_store_knows_whose_answers_it_holds(tmp_path: Path) -> None:
    """An extractor is known by its fingerprint once it has answered, not when it only failed."""
    document = Document(id="d", text="fine")
    with AttemptStore(tmp_path / "s.sqlite") as store:
        failed = failure_of(document, AnswerError("no good"))
        store.add(attempt(document, failed))
        assert not store.holds("print")
        store.add(attempt(document, answered(document)))
        assert (store.holds("print"), store.holds("other")) == (True, False)


def test_removing_a_store_leaves_files_of_others(tmp_path: Path) -> None:
    """The attempts go, with the folder where nothing else is in it; a second time is no error."""
    for name, left in (("a", []), ("b", ["notes.txt"])):
        folder = tmp_path / name
        AttemptStore(folder / FILE_NAME).close()
        for stranger in left:
            (folder / stranger).write_text("mine")
        remove_store(folder)
        remove_store(folder)
        assert folder.exists() == bool(left)
        assert left == [path.name for path in folder.glob("*")]


def test_store_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A disk that is full, or a file damaged under way, is an error with the path."""
    path = tmp_path / "s.sqlite"
    (document,) = documents(1)
    with AttemptStore(path) as store:
        db = sqlite3.connect(path)
        with db:
            db.execute("DROP TABLE attempts")
        db.close()
        with pytest.raises(OutputError, match=r"s\.sqlite: cannot keep an attempt: no such table"):
            store.add(attempt(document, answered(document)))
        with pytest.raises(OutputError, match=r"s\.sqlite: cannot be read: no such table"):
            store.find(document, "print")


def test_what_it_cost_survives(tmp_path: Path) -> None:
    """To the last digit; unknown stays unknown, in one attempt as in the sum."""
    one, two = documents(2)
    paid = Usage(requests=1, cost=Decimal("0.0021303"))
    with AttemptStore(tmp_path / "s.sqlite") as store:
        store.add(attempt(one, answered(one).with_usage(paid)))
        assert store.usage().cost == Decimal("0.0021303")
        store.add(attempt(two, answered(two).with_usage(Usage(requests=1, cost=None))))
    with AttemptStore(tmp_path / "s.sqlite") as store:
        first, second = store.find(one, "print"), store.find(two, "print")
        assert store.usage().cost is None
    assert first is not None
    assert second is not None
    assert (first.usage.cost, second.usage.cost) == (paid.cost, None)


def test_store_of_the_first_version_is_gone_on_with(tmp_path: Path) -> None:
    """What was paid for before costs were kept is found; only its cost is unknown."""
    path = tmp_path / "s.sqlite"
    one, two = documents(2)
    with AttemptStore(path) as store:
        store.add(attempt(one, answered(one)))
    db = sqlite3.connect(path)
    for later in ("cost", "replies"):
        db.execute(f"ALTER TABLE attempts DROP COLUMN {later}")
    db.execute("PRAGMA user_version = 1")
    db.close()
    for _ in range(2):
        with AttemptStore(path) as store:
            found = store.find(one, "print")
            assert found is not None
            assert (found.usage.requests, found.usage.cost) == (1, None)
    with AttemptStore(path) as store:
        store.add(attempt(two, answered(two)))
        assert store.counts() == (2, 0)


def test_store_is_its_owners_whatever_was_there(tmp_path: Path) -> None:
    """The folder is closed, and a file that others could read is closed again."""
    path = tmp_path / "run" / FILE_NAME
    AttemptStore(path).close()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o666)
    AttemptStore(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_store_is_no_link(tmp_path: Path) -> None:
    """Where somebody put a link, nothing is written to what it points to."""
    other = tmp_path / "other"
    other.write_bytes(b"")
    (tmp_path / FILE_NAME).symlink_to(other)
    with pytest.raises(UsageError, match="cannot be used as a store"):
        AttemptStore(tmp_path / FILE_NAME)
    assert other.read_bytes() == b""


@pytest.mark.parametrize(
    "hostile",
    [
        "DROP TABLE attempts; CREATE VIEW attempts AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON attempts BEGIN DELETE FROM attempts; END",
        "CREATE TABLE more (x)",
        "ALTER TABLE attempts ADD COLUMN big BLOB AS (zeroblob(1000000000))",
    ],
)
def test_store_that_does_things_by_itself_is_refused(tmp_path: Path, hostile: str) -> None:
    """A file made elsewhere holds our table and nothing else."""
    path = tmp_path / FILE_NAME
    AttemptStore(path).close()
    with sqlite3.connect(path) as db:
        db.executescript(hostile)
    db.close()
    with pytest.raises(UsageError, match="cannot be used as a store of attempts: it"):
        AttemptStore(path)

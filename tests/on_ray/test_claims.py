"""One call at a time into one folder of parts; no cluster is needed for that."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.local import LocalFileSystem

from communique import extract
from communique.errors import OutputError
from communique.ray.claims import claimed
from communique.ray.parts import Parts, part_name


class Store(LocalFileSystem):
    """A file system of the caller's own, of which nobody knows that it has locks."""

    protocol = "store"

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return str(super()._strip_protocol(path.removeprefix("store://")))


@pytest.fixture
def store(tmp_path: Path) -> str:
    fsspec.register_implementation("store", Store, clobber=True)
    return f"store://{tmp_path}/out"


def test_second_call_into_a_store_gives_way(store: str, tmp_path: Path) -> None:
    """It hears who is writing, and since when; the first goes on, and leaves nothing behind."""
    with claimed(store) as claim:
        here = rf"another call .*, process {os.getpid()}, since 20"
        with pytest.raises(OutputError, match=here), claimed(store):
            pass
        claim.check()
        assert len(list((tmp_path / "out").iterdir())) == 1
    assert list((tmp_path / "out").iterdir()) == []
    with claimed(store):
        pass


def test_claim_is_no_part_of_what_is_written(store: str) -> None:
    """A folder with a claim alone is empty; to overwrite does not remove it."""
    with claimed(store) as claim:
        parts = Parts(store, "jsonl")
        for overwrite in (False, True):
            parts.start(overwrite=overwrite, resume=False)
            parts.put(part_name([b"a"]), [extract("It rained.", document_id="a")], [])
            assert [name.rpartition("/")[2][:5] for name in parts.names()] == ["part-"]
        claim.check()
        with pytest.raises(OutputError, match="another call"), claimed(store):
            pass


def test_claim_of_a_call_that_is_gone_is_passed_over(store: str, tmp_path: Path) -> None:
    """When it was not written anew for so long; it need not be one that we wrote."""
    (tmp_path / "out").mkdir()
    left = tmp_path / "out" / "_claim-0123.json"
    left.write_text("[")
    passed = r"does not say who.*_claim-0123\.json is passed over 10 minutes"
    with pytest.raises(OutputError, match=passed), claimed(store):
        pass
    os.utime(left, (time.time() - 700, time.time() - 700))
    with claimed(store):
        assert not left.exists()


def test_call_whose_claim_is_gone_stops(store: str, tmp_path: Path) -> None:
    """Someone removed it, or took it for dead; while it is there, it is written anew."""
    with claimed(store, beat=0.02) as claim:
        (path,) = (tmp_path / "out").iterdir()
        written = path.stat().st_mtime_ns
        wait_until(lambda: path.stat().st_mtime_ns > written)
        claim.check()
        path.unlink()
        with pytest.raises(OutputError, match="claim is gone"):
            wait_until(claim.check)


def wait_until(reached: Callable[[], object]) -> None:
    late = time.monotonic() + 10
    while not reached():
        assert time.monotonic() < late, "it never came so far"
        time.sleep(0.01)


def test_folder_of_this_machine_is_locked(tmp_path: Path) -> None:
    """By its path or its address."""
    folder = tmp_path / "new" / "out"
    with (
        claimed(str(folder)),
        pytest.raises(OutputError, match="another call is writing it"),
        claimed(f"file://{folder}"),
    ):
        pass
    assert list(folder.parent.iterdir()) == []

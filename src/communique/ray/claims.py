"""One call at a time into one folder of parts.

On this machine the folder is locked. Elsewhere (S3 and the like) nothing can be locked, and a call
puts a claim into the folder: a file that says who writes there and since when, written anew while
the call lives. It writes its own before it looks for others, and gives way to any: of two calls at
once one gives way at least, or both. A claim that was not written anew for ``DEAD`` seconds, by the
store's own clock, is of a call that is gone.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from communique.errors import OutputError
from communique.outputs.locking import held
from communique.ray.filesystems import filesystem_of
from communique.runs.outcomes import now

__all__ = ["CLAIM", "Claim", "claimed"]

CLAIM = "_claim-"
"""How the name of a claim begins; what reads a folder of data passes over names with ``_``."""

BEAT = 30.0
"""Seconds after which a claim is written anew."""

DEAD = 600.0

_MOST = 1_000
"""Bytes of a claim that are read."""


@dataclass(slots=True)
class Claim:
    """What a call holds while it writes; of a folder that is locked, nothing can be lost."""

    folder: str
    _lost: Event = field(default_factory=Event)

    def check(self) -> None:
        """See that the folder is still this call's.

        Raises:
            OutputError: the call stood still for so long that another took the folder over.
        """
        if self._lost.is_set():
            raise OutputError(
                f"{self.folder}: this call's claim is gone, so another may be writing there: see "
                "that none is, and go on with --resume"
            )

    def lose(self) -> None:
        self._lost.set()


@contextmanager
def claimed(folder: str, *, dead: float = DEAD, beat: float = BEAT) -> Iterator[Claim]:
    """Inside the block the folder, by a path or an address, is this call's.

    Raises:
        OutputError: another call is writing there, or the folder cannot be written.
    """
    from pyarrow.fs import LocalFileSystem

    files, root = filesystem_of(folder)
    if isinstance(files, LocalFileSystem):
        path = Path(root)
        with _telling(folder):
            path.parent.mkdir(parents=True, exist_ok=True)
        with held(path):
            yield Claim(folder)
        return
    with _putting(_Store(files, root, folder), dead, beat) as claim:
        yield claim


@contextmanager
def _putting(store: _Store, dead: float, beat: float) -> Iterator[Claim]:
    claim, ending = Claim(store.folder), Event()
    name = f"{CLAIM}{secrets.token_hex(8)}.json"
    content = json.dumps({"host": socket.gethostname(), "process": os.getpid(), "since": now()})

    def live() -> None:
        while not ending.wait(beat):
            with suppress(OutputError):  # the next time, or the parts tell it
                if not store.renew(name, content):
                    claim.lose()
                    return

    keeper = Thread(target=live, daemon=True)
    store.write(name, content)
    try:
        store.give_way(name, dead)
        keeper.start()
        yield claim
    finally:
        ending.set()
        if keeper.ident is not None:
            keeper.join()
        store.remove(name)


@dataclass(frozen=True, slots=True)
class _Store:
    """The claims in a folder."""

    files: Any
    root: str
    folder: str

    def write(self, name: str, content: str) -> None:
        from pyarrow.fs import FileType

        with _telling(self.folder):
            if self.files.get_file_info(self.root).type == FileType.File:
                raise OutputError(f"{self.folder}: is a file, not a folder of parts")
            self.files.create_dir(self.root, recursive=True)
            with self.files.open_output_stream(f"{self.root}/{name}") as file:
                file.write(content.encode())

    def renew(self, name: str, content: str) -> bool:
        """Write it anew; False where it is gone."""
        from pyarrow.fs import FileType

        with _telling(self.folder):
            if self.files.get_file_info(f"{self.root}/{name}").type == FileType.NotFound:
                return False
        self.write(name, content)
        return True

    def give_way(self, name: str, dead: float) -> None:
        """See that nobody else's claim is there; remove those of calls that are gone.

        Raises:
            OutputError: someone else's is.
        """
        from pyarrow.fs import FileSelector

        with _telling(self.folder):
            found = self.files.get_file_info(FileSelector(self.root))
            claims = {one.base_name: one for one in found if one.base_name.startswith(CLAIM)}
            own = claims.pop(name).mtime_ns
            for other in claims.values():
                written = other.mtime_ns  # None where the file system does not tell
                if own is not None and written is not None and own - written > dead * 1e9:
                    self.remove(other.base_name)
                    continue
                raise OutputError(
                    f"{self.folder}: another call is writing it ({self._whose(other.path)}); wait "
                    f"for that, or name another folder. Of a call that was killed, "
                    f"{other.base_name} is passed over {dead / 60:.0f} minutes after its last sign "
                    "of life; remove that file to go on at once"
                )

    def remove(self, name: str) -> None:
        with suppress(OSError):  # gone, or passed over when it is old
            self.files.delete_file(f"{self.root}/{name}")

    def _whose(self, path: str) -> str:
        try:
            with self.files.open_input_file(path) as file:
                told = json.loads(file.read(_MOST))
            return f"{told['host']}, process {told['process']}, since {told['since']}"
        except (OSError, ValueError, TypeError, KeyError):
            return "it does not say who"


@contextmanager
def _telling(folder: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{folder}: cannot be read or written: {error}") from error

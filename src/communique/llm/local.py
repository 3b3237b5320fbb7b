"""Models in a file: an embedded llama.cpp server, started when first asked, stopped when unused."""

from __future__ import annotations

import gc
import hashlib
import secrets
import threading
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from communique.errors import UsageError
from communique.models import Model

__all__ = ["CONTEXT", "LocalModel", "Served", "file_identity"]

CONTEXT = 32_768
"""Tokens of prompt and answer together, where ``Model.extra`` has no ``n_ctx``; llama.cpp takes
less where the model was trained on less."""

_MAGIC = b"GGUF"
_END = 1 << 20
"""Bytes at either end of a file that tell it from another: its header, and its last weights."""


@dataclass(frozen=True, slots=True)
class Served:
    """Where a running server listens, and the key it wants, made for this run of it."""

    base_url: str
    key: str


@dataclass(slots=True)
class _Running:
    server: Any
    served: Served
    users: int = 0


_running: dict[tuple[Path, int], _Running] = {}
_lock = threading.Lock()


class LocalModel:
    """A GGUF file, served on loopback while any LocalModel of this process has it open.

    Raises:
        UsageError: there is no such file, it is no GGUF file, or llama.cpp is not installed.
    """

    def __init__(self, model: Model) -> None:
        self._path = _gguf(model)
        self._context = _context(model)
        self._served: Served | None = None
        if find_spec("xllamacpp") is None:
            raise UsageError(
                f"model {model.name!r} needs llama.cpp: pip install 'communique[local]'"
            )

    def open(self) -> Served:
        """The running server, started where it is not; takes as long as loading the file.

        Raises:
            UsageError: llama.cpp cannot load the file.
        """
        with _lock:
            if self._served is None:
                key = (self._path, self._context)
                if key not in _running:
                    _running[key] = _start(*key)
                _running[key].users += 1
                self._served = _running[key].served
            return self._served

    def close(self) -> None:
        """Let go of the server; the last one stops it.

        Connections to it must be closed: llama.cpp waits for them, and all of Python with it.
        """
        with _lock:
            if self._served is None:
                return
            self._served = None
            key = (self._path, self._context)
            _running[key].users -= 1
            if not _running[key].users:
                del _running[key]
                gc.collect()  # the server stops when its last reference goes


def _start(path: Path, context: int) -> _Running:
    import xllamacpp

    key = secrets.token_urlsafe(24)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    # Others on this machine, and pages in its browsers, have no business here.
    parameters.api_keys = [key]
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.n_ctx = context
    parameters.n_parallel = 1
    # Of a prompt as much at a time: between two such pieces it can be stopped.
    parameters.n_batch = 512
    parameters.verbosity = -1
    try:
        server = xllamacpp.Server(parameters)
    except RuntimeError as error:
        raise UsageError(
            f"llama.cpp cannot load {path} with {context} tokens of context: a whole model that "
            "fits into memory is needed (extra={'n_ctx': 8192} asks for less context)"
        ) from error
    return _Running(server, Served(f"{server.listening_address}/v1", key))


def _gguf(model: Model) -> Path:
    path = Path(model.model).expanduser().resolve()
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise UsageError(
            f"model {model.name!r}: {path} cannot be read ({error.strerror}); write "
            "local/ and the path of a GGUF file"
        ) from error
    if magic != _MAGIC:
        raise UsageError(f"model {model.name!r}: {path} is no GGUF file")
    return path


def _context(model: Model) -> int:
    context = dict(model.extra).get("n_ctx", CONTEXT)
    if not isinstance(context, int) or isinstance(context, bool) or context < 1:
        raise UsageError(f"extra: n_ctx is {context!r}, not a number of tokens")
    return context


def file_identity(model: Model) -> dict[str, Any]:
    """Size of the file and a hash of its two ends: equal for copies, wherever they lie.

    Raises:
        UsageError: there is no such file.
    """
    path = _gguf(model)
    stat = path.stat()
    return {"bytes": stat.st_size, "ends_sha256": _ends(path, stat.st_size, stat.st_mtime_ns)}


@lru_cache(maxsize=64)
def _ends(path: Path, size: int, _changed: int) -> str:
    with path.open("rb") as file:
        digest = hashlib.sha256(file.read(_END))
        file.seek(max(0, size - _END))
        digest.update(file.read(_END))
    return digest.hexdigest()

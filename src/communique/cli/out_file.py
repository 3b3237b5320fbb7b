"""The one file that a command writes: refused before any work is done, or there as a whole."""

from __future__ import annotations

from pathlib import Path

from communique.durable import write_whole
from communique.errors import OutputError

__all__ = ["check_out", "refuse_to_replace", "write_out"]


def check_out(out: Path, *, overwrite: bool) -> None:
    """See that a file can be written to ``out``.

    Raises:
        OutputError: a folder or device is there, or a file without ``overwrite``; or there is no
            folder that it would be in.
    """
    if out.is_dir():
        raise OutputError(f"{out}: is a folder; name a file")
    refuse_to_replace(out, overwrite=overwrite)
    if out.exists() and not out.is_file():
        raise OutputError(f"{out}: is not a file; name one")
    if not out.parent.is_dir():
        raise OutputError(f"{out}: no such folder: {out.parent}")


def refuse_to_replace(out: Path, *, overwrite: bool) -> None:
    """See that nothing is lost that nobody said may go.

    Raises:
        OutputError: something is there, and ``overwrite`` is not given.
    """
    if out.exists() and not overwrite:
        raise OutputError(f"{out}: exists; use --overwrite or another name")


def write_out(out: Path, text: str) -> None:
    """Write ``text``, as UTF-8 and its line ends as they are, as a whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    write_whole(out, text.encode("utf-8", "surrogatepass"))

"""Running a command so that a user's mistake is one line on standard error, never a traceback."""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from communique import __version__
from communique.errors import CommuniqueError, UsageError
from communique.outputs.printable import escaped, printable

__all__ = [
    "Terminated",
    "Version",
    "counted",
    "output_path",
    "run_app",
    "say",
    "say_logged",
    "stop_on_sigterm",
    "tell",
]

_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What writing to a full or broken device gives."""


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"communique {__version__}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
    ),
]
"""The option of a command that shows which version it is of."""


def counted(number: int, noun: str) -> str:
    """``number`` and its noun: "1 record", "2 records"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def say(message: str) -> None:
    """Print ``message``, one line, to standard error; that it cannot be read is no error."""
    if sys.stderr is None:  # print would take standard output instead
        return
    try:
        print(printable(message), file=sys.stderr, flush=True)
    except OSError:
        _silence(sys.stderr.fileno())


def say_logged(name: str, *, once: bool = False) -> None:
    """Say what the logger called ``name`` warns of; ``once``: the same no more than once."""
    said: set[str] = set()

    class Saying(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if not (once and message in said):
                say(message)
            said.add(message)

    logger = logging.getLogger(name)
    if not logger.handlers:
        logger.addHandler(Saying(logging.WARNING))


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM)."""


def stop_on_sigterm() -> None:
    """Make SIGTERM end the command as Ctrl-C does, keeping what is done."""

    def stop(*_: object) -> None:
        raise Terminated

    signal.signal(signal.SIGTERM, stop)


def tell(line: str) -> None:
    """Print ``line`` to standard output; what a terminal would obey is escaped."""
    typer.echo(escaped(line))


def output_path(given: str) -> Path:
    """The value of ``-o``; an empty one would mean the working directory.

    Raises:
        UsageError: it is empty.
    """
    if not given:
        raise UsageError("-o is empty: name what to write (an unset variable?)")
    return Path(given)


def run_app(app: typer.Typer) -> None:
    """Run ``app`` with the arguments of the process, and exit.

    Exit codes: 0 done, 2 for a call that is wrong, 1 for any other ``CommuniqueError``, 130 when
    interrupted. Other exceptions are bugs and come through with their traceback.
    """
    try:
        code = _run(app)
        if sys.stdout is not None:  # closed before the start: ">&-"
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        _silence(sys.stdout.fileno())
        code = 1
    except OSError as error:
        # An error about a file has the file's name; a stream has none.
        if error.filename is not None or error.errno not in _UNWRITABLE:
            raise
        say(f"error: standard output cannot be written: {error.strerror}")
        _silence(sys.stdout.fileno())
        code = 1
    sys.exit(code)


def _run(app: typer.Typer) -> int:
    command = typer.main.get_command(app)
    say_logged("communique.documents", once=True)  # one call may look into a folder twice
    try:
        # Not standalone: typer would print its own errors, in several lines, and a traceback.
        result = command.main(standalone_mode=False)
    except CommuniqueError as error:
        say(f"error: {error}")
        return 2 if isinstance(error, UsageError) else 1
    except typer.Abort:
        return 130
    except typer.TyperException as error:
        return _show_usage(error)
    return result if isinstance(result, int) else 0


def _show_usage(error: typer.TyperException) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message(), err=True)
        return 2
    hint = f" (see '{context.command_path} --help')" if context is not None else ""
    say(f"error: {error.format_message().rstrip('.')}{hint}")
    return error.exit_code


def _silence(descriptor: int) -> None:
    """Send the rest nowhere: the flush at exit would raise once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)

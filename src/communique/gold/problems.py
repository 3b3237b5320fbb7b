"""Many things wrong at once, reported together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from communique.errors import CommuniqueError, GoldError

__all__ = ["GoldErrors", "guard", "shown"]


class GoldErrors(GoldError):
    """Several errors in gold, ``errors`` in file order; the message has one line for each.

    ``path`` and ``line`` are those of the first.
    """

    def __init__(self, errors: Sequence[GoldError]) -> None:
        CommuniqueError.__init__(self, "\n".join(error.message for error in errors))
        self.errors = tuple(errors)
        self.path = errors[0].path
        self.line = errors[0].line


@contextmanager
def guard(problems: list[GoldError]) -> Iterator[None]:
    """A GoldError raised inside ends the block and is added to ``problems``."""
    try:
        yield
    except GoldError as error:
        # Its cause may be pydantic's error, through which the garbage collector does not see: the
        # frames that its traceback holds would keep the whole file for ever.
        error.__cause__ = error.__context__ = None
        problems.append(error.with_traceback(None))


def shown(path: Path) -> str:
    """``path`` as messages give it: from the working directory where it lies below it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)

"""The formats by name: a module here is a format, called as the module is.

It has a ``FORMAT``, which writes and reads it. Nothing else names one: the commands, their help and
the tests of every format take what is in this folder.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.exchange.items import Found, Labeled
    from communique.exchange.losses import Losses
    from communique.records import Failure

__all__ = ["NAMES", "ExchangeFormat", "format_of"]

NAMES = tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@dataclass(frozen=True, slots=True)
class ExchangeFormat:
    """One format; what is written is a file, or a folder of which it owns all that ``owns`` match.

    ``write`` gets a path where nothing is yet, ``read`` what was exported or a tool saved.
    """

    write: Callable[[Iterable[Labeled], Path, Losses], None]
    read: Callable[[Path], Iterator[Found | Failure]]
    owns: tuple[str, ...] = ()


def format_of(name: str) -> ExchangeFormat:
    """The format called ``name``.

    Raises:
        UsageError: none is.
    """
    if name not in NAMES:
        raise UsageError(f"unknown format {name!r}: use {', '.join(NAMES)}")
    found: ExchangeFormat = import_module(f"{__name__}.{name}").FORMAT
    return found

"""The formats by name: what writes and reads each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.errors import UsageError
from communique.exchange import brat, csv_tables, dataset, label_studio, sqlite, web_annotation
from communique.exchange.items import Found, Labeled
from communique.exchange.losses import Losses
from communique.records import Failure

__all__ = ["FORMATS", "ExchangeFormat", "format_of"]


@dataclass(frozen=True, slots=True)
class ExchangeFormat:
    """One format; what is written is a file, or a folder of which it owns all that ``owns`` match.

    ``write`` gets a path where nothing is yet, ``read`` what was exported or a tool saved.
    """

    write: Callable[[Iterable[Labeled], Path, Losses], None]
    read: Callable[[Path], Iterator[Found | Failure]]
    owns: tuple[str, ...] = ()


FORMATS: Mapping[str, ExchangeFormat] = {
    "webannotation": ExchangeFormat(web_annotation.write, web_annotation.read),
    "brat": ExchangeFormat(brat.write, brat.read, brat.OWNS),
    "labelstudio": ExchangeFormat(
        label_studio.write, label_studio.read, (label_studio.TASKS, label_studio.CONFIG)
    ),
    "csv": ExchangeFormat(csv_tables.write, csv_tables.read, csv_tables.OWNS),
    "sqlite": ExchangeFormat(sqlite.write, sqlite.read),
    "dataset": ExchangeFormat(dataset.write, dataset.read, dataset.OWNS),
}


def format_of(name: str) -> ExchangeFormat:
    """The format called ``name``.

    Raises:
        UsageError: none is.
    """
    if name not in FORMATS:
        raise UsageError(f"unknown format {name!r}: use {', '.join(FORMATS)}")
    return FORMATS[name]

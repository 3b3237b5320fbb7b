"""A source file that is there: its labels, and how people laid it out."""

from __future__ import annotations

from pathlib import Path

from communique.errors import GoldError, UsageError
from communique.gold.build import checked_text
from communique.gold.consistency import name_problems, speaker_problems, undecided_problems
from communique.gold.finding import Finder
from communique.gold.loading import source_in
from communique.gold.nodes import check_source, nodes_of
from communique.gold.passage import Passage
from communique.gold.problems import GoldErrors, shown
from communique.gold.records import GoldDocument
from communique.gold.resolve import resolve_source
from communique.gold.source import Source
from communique.gold.writing import write_document
from communique.records import Span
from communique.review.files import SourceFile, inside
from communique.review.layout import LISTS, cut
from communique.review.state import Label
from communique.values import place

__all__ = ["open_source", "read_labels"]


def open_source(root: Path, path: Path) -> tuple[SourceFile, GoldDocument]:
    """A source file that is there, and its labels.

    Raises:
        GoldErrors: something in it is wrong.
        GoldError: it, or its text, lies outside of the project folder.
    """
    problems: list[GoldError] = []
    known = _bytes(inside(root, path))
    raw = _decoded(known, path)
    node = nodes_of(raw, shown(path), problems)
    source = source_in(node, path.stem)
    if problems:
        raise GoldErrors(problems)
    inside(root, root / source.text)
    text = checked_text(root, source, problems)
    document = resolve_source(source, text, problems)
    problems += [*name_problems(source), *speaker_problems(source, text)]
    problems += undecided_problems(source)
    if problems:
        raise GoldErrors(problems)
    file = SourceFile(root, path, source.text, known)
    file.everyone = tuple(p.name for p in document.participants)
    try:
        file.layout = cut(raw, node)
        fresh = write_document(document, source.text)
        file.canonical = cut(fresh, nodes_of(fresh, shown(path), []))
        file.order = _in_file(source, document)
    except GoldError:
        file.layout, file.copy_first = None, True
    return file, document


def read_labels(root: Path, path: Path) -> GoldDocument:
    """The labels of a file that is only read."""
    return open_source(root, path)[1]


def _in_file(source: Source, document: GoldDocument) -> dict[str, list[tuple[int, Label]]]:
    """The labels of each list in document order, with the numbers of their items in the file.

    Statements and boilerplate are in text order in a document, in any order in a file.
    """
    finder = Finder(Passage.of(document.text), source.path, [])
    orders = {
        "participants": list(range(len(document.participants))),
        "meetings": list(range(len(document.meetings))),
        "statements": _by_place([finder.one(s.content) for s in source.statements]),
        "boilerplate": _by_place([finder.stretch(item) for item in source.boilerplate]),
    }
    return {name: list(zip(orders[name], getattr(document, name), strict=True)) for name in LISTS}


def _by_place(spans: list[Span | None]) -> list[int]:
    """Numbers of the spans in text order."""
    found = [(place(span), number) for number, span in enumerate(spans) if span is not None]
    return [number for _, number in sorted(found)]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{shown(path)} cannot be read: {error.strerror}") from error


def _decoded(data: bytes, path: Path) -> str:
    try:
        raw = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GoldError("not UTF-8 text", path=shown(path)) from error
    check_source(raw, shown(path))
    return raw

"""A source file under review: read, checked, and saved whole after each action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from communique.durable import write_whole, writing
from communique.errors import GoldError, ReviewError
from communique.gold.consistency import name_problems, speaker_problems, undecided_problems
from communique.gold.files import inside
from communique.gold.loading import source_in
from communique.gold.nodes import check_source, nodes_of
from communique.gold.problems import GoldErrors, shown
from communique.gold.records import GoldDocument
from communique.gold.resolve import resolve_source
from communique.gold.writing import write_document
from communique.review.layout import LISTS, Item, Layout, cut, merged
from communique.review.state import Label, State
from communique.review.taking import own

__all__ = ["SourceFile", "inside"]


@dataclass(slots=True)
class SourceFile:
    """``known`` are the bytes that the file has, as far as this session knows; None: no file.

    ``layout`` is how people wrote it, None where it cannot be kept; ``origins`` tells for the ids
    of entries which item of the layout they are, and what it said.
    """

    root: Path
    path: Path
    text_path: str
    known: bytes | None
    layout: Layout | None = None
    canonical: Layout | None = None
    """The same labels as ``gold/writing`` writes them."""
    origins: Mapping[str, tuple[int, Label]] = field(default_factory=dict)
    everyone: tuple[str, ...] = ()
    order: Mapping[str, Sequence[tuple[int, Label]]] = field(default_factory=dict)
    """By list, the labels in document order, each with the number of its item in the file."""
    copy_first: bool = False
    """Whether what the file has will be lost, so that a copy is made before it is written."""

    @property
    def copy_path(self) -> Path:
        """A name that no earlier copy has."""
        names = (f".{self.path.name}.before-review{n or ''}" for n in count())
        return next(p for name in names if not (p := self.path.with_name(name)).exists())

    def begins_as(self, state: State) -> None:
        """Match the entries of ``state`` with the items of the layout, by what they say."""
        if self.layout is None:
            return
        left = [pair for pairs in self.order.values() for pair in pairs]
        origins: dict[str, tuple[int, Label]] = {}
        for entry in state.entries:
            found = next((pair for pair in left if own(pair[1]) == own(entry.value)), None)
            if found is not None:
                left.remove(found)
                origins[entry.id] = found
        self.origins = origins

    def is_current(self) -> bool:
        """Whether the file still is what this session read or wrote."""
        try:
            return self.path.read_bytes() == self.known
        except FileNotFoundError:
            return self.known is None
        except OSError:
            return False

    def save(self, state: State) -> None:
        """Bring the labels of ``state`` to the disk.

        Raises:
            ReviewError: labels that a source cannot say, or that contradict one another; the file
                was changed by someone else. Nothing was written.
            OutputError: it cannot be written.
        """
        document = state.document()
        raw = self._worded(state, document)
        inside(self.root, self.path)
        if not self.is_current():
            raise ReviewError(
                f"{self.path.name} was changed outside this page: reload to go on from what it "
                "says now (nothing of what you did before is lost, this last action was not done)",
                needs="reload",
            )
        if self.copy_first and self.known is not None:
            write_whole(self.copy_path, self.known)
            self.copy_first = False
        data = raw.encode()
        with writing(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, data)
        self.known = data

    def _worded(self, state: State, document: GoldDocument) -> str:
        try:
            fresh = write_document(document, self.text_path)
            check_source(fresh, shown(self.path))
        except GoldError as error:
            raise _refusal(error) from error
        if self.layout is not None and self.canonical is not None:
            new = cut(fresh, nodes_of(fresh, shown(self.path), []))
            items = {name: self._items(name, state) for name in LISTS}
            kept = merged(self.layout, self.canonical, new, items).text()
            if _says(kept, self.path, document):
                return kept
        _check(fresh, self.path, document)
        if self.layout is not None:
            self.copy_first, self.layout = True, None
        return fresh

    def _items(self, name: str, state: State) -> list[Item]:
        """What becomes of the items of a list: in the order of the document."""
        everyone = tuple(p.name for _, p in state.participants())
        document = state.document()
        by_value: dict[int, str] = {id(entry.value): entry.id for entry in state.entries}
        found = []
        for value in getattr(document, name):
            origin = self.origins.get(by_value[id(value)])
            same = origin is not None and origin[1] == value
            # `participants: all` means others when there are others.
            same = same and (name != "meetings" or everyone == self.everyone)
            found.append(Item(None if origin is None else origin[0], same))
        return found


def _check(raw: str, path: Path, document: GoldDocument) -> None:
    """See that ``raw`` reads as ``document``.

    Raises:
        ReviewError: it does not; why.
    """
    problems: list[GoldError] = []
    try:
        read = _resolved(raw, path, document.text, problems)
    except GoldError as error:
        raise _refusal(error) from error
    if problems:
        raise _refusal(problems[0])
    if _labels(read) != _labels(document):
        raise ReviewError("these labels would be read otherwise from the file than they are meant")


def _says(raw: str, path: Path, document: GoldDocument) -> bool:
    """Whether ``raw`` reads as ``document``; contradictions in the labels are found elsewhere."""
    problems: list[GoldError] = []
    try:
        read = _resolved(raw, path, document.text, problems)
    except GoldError:
        return False
    return not problems and _labels(read) == _labels(document)


def _resolved(raw: str, path: Path, text: str, problems: list[GoldError]) -> GoldDocument:
    source = source_in(nodes_of(raw, shown(path), problems), path.stem)
    problems.extend(name_problems(source))
    document = resolve_source(source, text, problems)
    problems.extend(speaker_problems(source, text))
    problems.extend(undecided_problems(source))
    return document


def _labels(document: GoldDocument) -> GoldDocument:
    return document.model_copy(update={"issues": (), "extractor": None})


def _refusal(error: GoldError) -> ReviewError:
    """The error of gold as a person at the page reads it: without file and line."""
    first = error.errors[0] if isinstance(error, GoldErrors) else error
    where = first.path if first.line is None else f"{first.path}:{first.line}"
    return ReviewError(first.message.removeprefix(f"{where}: "))

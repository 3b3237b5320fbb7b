"""From source files to built gold: ``gold/sources/*.yaml`` become ``gold/seeds.jsonl``.

A folder ``gold/sources/<set>/`` becomes ``gold/<set>.jsonl``, so that nothing but the seeds goes
into ``seeds.jsonl``; the passages of ``gold/challenge/*.yaml`` become ``gold/challenge.jsonl``,
those of ``gold/links/*.yaml`` ``gold/links.jsonl``.
The same sources and texts always give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from communique.errors import GoldError, OutputError, UsageError
from communique.gold.challenge import CHALLENGE, LINKS, read_phenomenon
from communique.gold.consistency import name_problems, speaker_problems
from communique.gold.loading import load_source
from communique.gold.problems import GoldErrors, guard, shown
from communique.gold.records import GoldDocument, gold_line
from communique.gold.resolve import resolve_source
from communique.gold.source import Source
from communique.records import text_sha256

__all__ = ["SEEDS", "GoldSet", "build_gold", "read_sets", "read_source"]

SEEDS = "seeds"
"""The set that the files directly in ``gold/sources/`` make."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """The documents of one built file, sorted by id."""

    name: str
    path: Path
    """Where it is built to."""
    documents: tuple[GoldDocument, ...]

    def to_bytes(self) -> bytes:
        """The built file: one JSON line per document."""
        return "".join(gold_line(document) + "\n" for document in self.documents).encode()


def build_gold(root: Path) -> tuple[GoldSet, ...]:
    """Build every gold set of the project folder ``root``.

    Raises:
        GoldErrors: something is wrong in a source; all that is wrong is named, nothing written.
        UsageError: there is no source to build.
    """
    problems: list[GoldError] = []
    sets = read_sets(root, problems)
    if problems:
        raise GoldErrors(problems)
    if not sets:
        raise UsageError(
            f"nothing to build: {shown(root / 'gold' / 'sources')} has no .yaml file "
            "(gold/README.md describes the format)"
        )
    for gold_set in sets:
        _write(gold_set.path, gold_set.to_bytes())
    return sets


def read_sets(root: Path, problems: list[GoldError]) -> tuple[GoldSet, ...]:
    """Every set of ``root``, built in memory; what is wrong is added to ``problems``.

    A document with something wrong is missing from its set.
    """
    gold = root / "gold"
    sets = []
    for name, folder in _folders(gold / "sources", problems):
        files = list(_source_files(folder, problems))
        read = [read_source(root, path, problems) for path in files]
        if files:
            sets.append(_gold_set(gold, name, (d for d in read if d is not None)))
    for name in (CHALLENGE, LINKS):
        passages = list(_source_files(gold / name, problems))
        if passages:
            documents = (d for path in passages for d in read_phenomenon(path, problems))
            sets.append(_gold_set(gold, name, documents))
    return tuple(sets)


def _folders(sources: Path, problems: list[GoldError]) -> Iterator[tuple[str, Path]]:
    """The folders of sources with the names of their sets."""
    yield SEEDS, sources
    taken = {
        SEEDS: "`seeds` is the set of gold/sources itself",
        CHALLENGE: "`challenge` is the set of gold/challenge",
        LINKS: "`links` is the set of gold/links",
    }
    for folder in sorted(sources.iterdir()) if sources.is_dir() else ():
        if not folder.is_dir() or folder.name.startswith("."):
            continue
        if folder.name in taken:
            problems.append(GoldError(taken[folder.name], path=shown(folder)))
        else:
            yield folder.name, folder


def _gold_set(gold: Path, name: str, documents: Iterable[GoldDocument]) -> GoldSet:
    ordered = sorted(documents, key=lambda document: document.document_id)
    return GoldSet(name, gold / f"{name}.jsonl", tuple(ordered))


def read_source(root: Path, path: Path, problems: list[GoldError]) -> GoldDocument | None:
    """The labels of one source file; None, and ``problems`` longer, when something is wrong."""
    found: list[GoldError] = []
    document = None
    source = load_source(path, found)
    if source is not None:
        whole = not found  # a participant that could not be read is no stranger to a meeting
        if whole:
            found.extend(name_problems(source))
        with guard(found):
            text = _text(root, source, found)
            document = resolve_source(source, text, found)
            found.extend(speaker_problems(source, text) if whole else ())
    problems.extend(sorted(found, key=lambda error: error.line or 0))
    return None if found else document


def _source_files(folder: Path, problems: list[GoldError]) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.suffix == ".yaml":
            yield path
        elif path.suffix.lower() in {".yml", ".yaml"}:
            problems.append(GoldError("a source's name must end in .yaml", path=shown(path)))


def _text(root: Path, source: Source, problems: list[GoldError]) -> str:
    """The text of a source; that it is another than was labeled is added to ``problems``."""

    def error(message: str, key: str = "text") -> GoldError:
        return GoldError(message, path=source.path, line=source.lines.get(key))

    relative = PurePosixPath(source.text)
    if relative.is_absolute() or ".." in relative.parts:
        raise error(f"{source.text!r}: give the path from the project folder, such as seeds/a.txt")
    path = root / relative
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as cause:
        raise error(f"{shown(path)} cannot be read: {cause.strerror}") from cause
    except UnicodeDecodeError as cause:
        raise error(f"{shown(path)} is not UTF-8 (byte {cause.start})") from cause
    if not text.strip():
        raise error(f"{shown(path)} is empty")
    sha256 = text_sha256(text)
    if source.text_sha256 is None and source.status == "adjudicated":
        need = f"adjudicated labels need `text_sha256: {sha256}`"
        problems.append(error(need, key="status"))
    if source.text_sha256 not in {None, sha256}:
        drift = f"drift: {shown(path)} is not the text that was labeled; its sha256 is {sha256}"
        problems.append(error(drift, key="text_sha256"))
    return text


def _write(path: Path, data: bytes) -> None:
    """Write all of it or nothing: readers see the old file or the new one."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        # Made anew: a link that someone put there is not followed.
        temporary.unlink(missing_ok=True)
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OutputError(f"{shown(path)} cannot be written: {error.strerror}") from error

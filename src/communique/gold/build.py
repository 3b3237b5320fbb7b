"""From source files to built gold: ``gold/sources/*.yaml`` become ``gold/seeds.jsonl``.

A folder ``gold/sources/<set>/`` becomes ``gold/<set>.jsonl``, so that nothing but the seeds goes
into ``seeds.jsonl``; the passages of ``gold/challenge/*.yaml`` become ``gold/challenge.jsonl``,
those of ``gold/links/*.yaml`` ``gold/links.jsonl``.
The same sources and texts always give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from communique.durable import write_whole
from communique.errors import GoldError, UsageError
from communique.gold.challenge import CHALLENGE, LINKS, read_phenomenon
from communique.gold.consistency import name_problems, speaker_problems
from communique.gold.files import source_files, source_folders, text_of
from communique.gold.loading import load_source
from communique.gold.problems import GoldErrors, guard, shown
from communique.gold.records import GoldDocument, gold_line
from communique.gold.resolve import resolve_source
from communique.gold.source import Source
from communique.records import text_sha256

__all__ = [
    "GoldSet",
    "build_gold",
    "checked_text",
    "nothing_to_build",
    "read_sets",
    "read_source",
    "write_sets",
]


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
        raise nothing_to_build(root)
    write_sets(sets)
    return sets


def nothing_to_build(root: Path) -> UsageError:
    return UsageError(
        f"nothing to build: {shown(root / 'gold' / 'sources')} has no .yaml file "
        "(gold/README.md describes the format)"
    )


def write_sets(sets: Iterable[GoldSet]) -> None:
    """Write the built file of each set."""
    for gold_set in sets:
        write_whole(gold_set.path, gold_set.to_bytes())


def read_sets(
    root: Path, problems: list[GoldError], rewritten: Mapping[Path, bytes] | None = None
) -> tuple[GoldSet, ...]:
    """Every set of ``root``, built in memory; what is wrong is added to ``problems``.

    A document with something wrong is missing from its set. ``rewritten`` is what source files are
    going to hold.
    """
    gold = root / "gold"
    sets = []
    for name, folder in source_folders(root, problems):
        files = list(source_files(folder, problems))
        read = [read_source(root, path, problems, (rewritten or {}).get(path)) for path in files]
        if files:
            sets.append(_gold_set(gold, name, (d for d in read if d is not None)))
    for name in (CHALLENGE, LINKS):
        passages = list(source_files(gold / name, problems))
        if passages:
            documents = (d for path in passages for d in read_phenomenon(path, problems))
            sets.append(_gold_set(gold, name, documents))
    return tuple(sets)


def _gold_set(gold: Path, name: str, documents: Iterable[GoldDocument]) -> GoldSet:
    ordered = sorted(documents, key=lambda document: document.document_id)
    return GoldSet(name, gold / f"{name}.jsonl", tuple(ordered))


def read_source(
    root: Path, path: Path, problems: list[GoldError], data: bytes | None = None
) -> GoldDocument | None:
    """The labels of one source file; None, and ``problems`` longer, when something is wrong.

    ``data`` is what the file is going to hold, None for what it holds.
    """
    found: list[GoldError] = []
    document = None
    source = load_source(path, found, data)
    if source is not None:
        whole = not found  # a participant that could not be read is no stranger to a meeting
        if whole:
            found.extend(name_problems(source))
        with guard(found):
            text = checked_text(root, source, found)
            document = resolve_source(source, text, found)
            found.extend(speaker_problems(source, text) if whole else ())
    problems.extend(sorted(found, key=lambda error: error.line or 0))
    return None if found else document


def checked_text(root: Path, source: Source, problems: list[GoldError]) -> str:
    """The text of a source; that it is another than was labeled is added to ``problems``."""
    text = text_of(root, source)
    file = shown(root / PurePosixPath(source.text))
    sha256 = text_sha256(text)
    if source.text_sha256 is None and source.status == "adjudicated":
        need = f"adjudicated labels need `text_sha256: {sha256}`"
        problems.append(source.error(need, key="status"))
    if source.text_sha256 not in {None, sha256}:
        problems.append(
            source.error(
                f"drift: {file} is not the text that was labeled; its sha256 is {sha256} "
                "(`communique gold build --rebase` carries the labels over)",
                key="text_sha256",
            )
        )
    return text

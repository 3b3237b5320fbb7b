"""All sources of a project whose texts have changed, rebased and built: all of them, or none.

The text that was labeled is read from the built files. They are written last: a run that was
interrupted is taken up by the next, which finds every source whole, rebased or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from communique.durable import write_whole
from communique.errors import GoldError, OutputError
from communique.gold.build import (
    GoldSet,
    nothing_to_build,
    read_sets,
    read_source,
    write_sets,
)
from communique.gold.files import annotator_files, inside, source_files, source_folders, text_of
from communique.gold.loading import load_source
from communique.gold.nodes import read_bytes
from communique.gold.problems import GoldErrors, guard, shown
from communique.gold.reading import load_gold
from communique.gold.rebasing import RebasedSource, rebased
from communique.gold.source import Source
from communique.records import text_sha256

__all__ = ["Rebase", "plan_rebase", "write_rebase"]


@dataclass(frozen=True, slots=True)
class Rebase:
    """What a rebase would do; with ``problems``, it does nothing."""

    sources: tuple[RebasedSource, ...]
    """Those whose texts have changed, single annotators' included."""
    sets: tuple[GoldSet, ...]
    """What the built files are going to hold; empty where there are problems."""
    problems: tuple[GoldError, ...]


def plan_rebase(root: Path) -> Rebase:
    """Rebase every source of the project folder ``root`` in memory, and build from that.

    Raises:
        UsageError: there is no source to build.
        GoldErrors: a built file cannot be read.
    """
    problems: list[GoldError] = []
    texts = _LabeledTexts.of(root)
    annotators = annotator_files(root)
    sources: list[RebasedSource] = []
    for path in [*_set_files(root, problems), *annotators]:
        with guard(problems):
            found = _rebased(root, path, texts, problems)
            sources.extend(() if found is None else (found,))
    sets: tuple[GoldSet, ...] = ()
    if not problems:
        rewritten = {source.path: source.data for source in sources}
        sets = read_sets(root, problems, rewritten)
        for path in annotators:
            if path in rewritten:
                read_source(root, path, problems, rewritten[path])
        if not sets and not problems:
            raise nothing_to_build(root)
    return Rebase(tuple(sources), () if problems else sets, tuple(problems))


def write_rebase(rebase: Rebase) -> None:
    """Write the sources, then the built files, each whole.

    Raises:
        OutputError: a source is not what it was when the rebase was planned, and is left as it is;
            or a file cannot be written. Call again after ``plan_rebase``.
        GoldError: a source cannot be read any more.
    """
    for source in rebase.sources:
        if read_bytes(source.path) != source.known:
            raise OutputError(
                f"{shown(source.path)} was changed while it was rebased: your change is kept, "
                "the file was not written; run the same command again"
            )
        write_whole(source.path, source.data)
    write_sets(rebase.sets)


def _set_files(root: Path, problems: list[GoldError]) -> Iterator[Path]:
    for _, folder in source_folders(root, problems):
        yield from source_files(folder, problems)


def _rebased(
    root: Path, path: Path, texts: _LabeledTexts, problems: list[GoldError]
) -> RebasedSource | None:
    """The source at ``path`` rebased; None where its text is still the one that was labeled.

    Raises:
        GoldError: it cannot be read, or be replaced; or it is not known what was labeled.
    """
    found: list[GoldError] = []
    known = read_bytes(path)
    source = load_source(path, found, known)
    problems.extend(found)
    if source is None or found:
        return None
    new = text_of(root, source)
    if source.text_sha256 == text_sha256(new):
        return None
    old = texts.of_source(source)
    if old is None or old == new:
        return None
    inside(root, path)
    try:
        return rebased(path, known, source, old, new)
    except GoldErrors as error:
        problems.extend(error.errors)
        return None


@dataclass(frozen=True, slots=True)
class _LabeledTexts:
    """The texts in the built files."""

    by_sha256: dict[str, str]
    by_document: dict[str, set[str]]

    @classmethod
    def of(cls, root: Path) -> _LabeledTexts:
        texts = cls({}, {})
        for path in sorted((root / "gold").glob("*.jsonl")):
            for document in load_gold(path):
                texts.by_sha256[document.text_sha256] = document.text
                texts.by_document.setdefault(document.document_id, set()).add(document.text)
        return texts

    def of_source(self, source: Source) -> str | None:
        """The text that the source was labeled in; None where it was never built.

        Raises:
            GoldError: it was, but its text is not there; or there are several.
        """
        if source.text_sha256 is not None:
            if source.text_sha256 in self.by_sha256:
                return self.by_sha256[source.text_sha256]
            raise source.error(
                f"the text that was labeled is in no gold/*.jsonl: put the former "
                f"{source.text} back, run `communique gold build`, then try again with the new one",
                key="text_sha256",
            )
        texts = sorted(self.by_document.get(source.document_id, ()))
        if len(texts) > 1:
            raise source.error(
                f"gold/*.jsonl have {len(texts)} texts of {source.document_id}: write "
                "`text_sha256` of the one that was labeled",
                key="document",
            )
        return texts[0] if texts else None

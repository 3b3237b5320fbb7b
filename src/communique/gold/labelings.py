"""The labels of annotators to be compared: of a folder each, or all of them in one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from communique.errors import GoldError, UsageError
from communique.gold.build import read_source
from communique.gold.problems import GoldErrors
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument

__all__ = ["load_labelings"]


def load_labelings(root: Path, names: Sequence[str]) -> dict[str, tuple[GoldDocument, ...]]:
    """The documents that each annotator labeled, by annotator, in the order of ``names``.

    Args:
        root: the project folder.
        names: an annotator (a folder of ``gold/annotators``), else a path: a folder of YAML
            sources, or a JSONL file of gold. A file that has a document more than once is of
            several annotators: each line names its own (``extractor.model``).

    Raises:
        UsageError: there is no such annotator or path; two have the same name.
        GoldErrors: labels that cannot be read; all of them.
    """
    found: dict[str, tuple[GoldDocument, ...]] = {}
    for given in names:
        for name, documents in _labelings(root, given):
            if name in found:
                raise UsageError(f"{name}: two annotators have this name; compare each once")
            found[name] = documents
    return found


def _labelings(root: Path, name: str) -> Iterator[tuple[str, tuple[GoldDocument, ...]]]:
    annotator = root / "gold" / "annotators" / name
    path = annotator if annotator.is_dir() else Path(name)
    if path.is_file():
        documents = load_gold(path)
        if len({document.document_id for document in documents}) == len(documents):
            yield name, documents
            return
        by_model: dict[str, list[GoldDocument]] = {}
        for document in documents:
            extractor = document.extractor
            by_model.setdefault("-" if extractor is None else extractor.model, []).append(document)
        yield from ((model, tuple(theirs)) for model, theirs in sorted(by_model.items()))
        return
    if not path.is_dir():
        known = sorted(p.name for p in annotator.parent.glob("*") if p.is_dir())
        raise UsageError(
            f"{name}: no annotator and no path; annotators here: {', '.join(known) or 'none'}"
        )
    problems: list[GoldError] = []
    read = [read_source(root, source, problems) for source in sorted(path.glob("*.yaml"))]
    if problems:
        raise GoldErrors(problems)
    yield name, tuple(document for document in read if document is not None)

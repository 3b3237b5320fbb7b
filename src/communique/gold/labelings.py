"""The labels of one side of a comparison: an annotator's folder, a folder of sources, a file."""

from __future__ import annotations

from pathlib import Path

from communique.errors import GoldError, UsageError
from communique.gold.build import read_source
from communique.gold.problems import GoldErrors
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument

__all__ = ["load_labeling"]


def load_labeling(root: Path, name: str) -> tuple[GoldDocument, ...]:
    """The documents that ``name`` labeled.

    Args:
        root: the project folder.
        name: an annotator (a folder of ``gold/annotators``), else a path: a folder of YAML
            sources, or a JSONL file of gold.

    Raises:
        UsageError: there is no such annotator or path.
        GoldErrors: labels that cannot be resolved; all of them.
    """
    annotator = root / "gold" / "annotators" / name
    path = annotator if annotator.is_dir() else Path(name)
    if path.is_file():
        return load_gold(path)
    if not path.is_dir():
        known = sorted(p.name for p in annotator.parent.glob("*") if p.is_dir())
        raise UsageError(
            f"{name}: no annotator and no path; annotators here: {', '.join(known) or 'none'}"
        )
    problems: list[GoldError] = []
    found = [read_source(root, source, problems) for source in sorted(path.glob("*.yaml"))]
    if problems:
        raise GoldErrors(problems)
    return tuple(document for document in found if document is not None)

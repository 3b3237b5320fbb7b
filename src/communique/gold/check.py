"""Does built gold still say what its sources and texts say?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from communique.errors import GoldError
from communique.gold.build import GoldSet, read_sets, read_source
from communique.gold.files import annotator_files
from communique.gold.problems import GoldErrors, shown
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument
from communique.gold.resolve import FORMAT

__all__ = ["GoldCheck", "check_gold"]

_REBUILD = "run `communique gold build`"


@dataclass(frozen=True, slots=True)
class GoldCheck:
    """What was looked at, and every drift that was found."""

    sets: tuple[GoldSet, ...]
    """As the sources say they are; a document with something wrong in it is missing."""
    annotators: tuple[tuple[str, GoldDocument], ...]
    """The labelings of single annotators, with the annotator's folder."""
    drifts: tuple[GoldError, ...]


def check_gold(root: Path) -> GoldCheck:
    """Compare the gold of ``root`` with what its sources build, byte for byte.

    Every source must resolve, those of single annotators too; every line of every
    ``gold/*.jsonl`` must be valid.
    """
    drifts: list[GoldError] = []
    sets = read_sets(root, drifts)
    whole = not drifts
    annotators = tuple(_annotators(root, drifts))
    sources_of = {gold_set.path: gold_set for gold_set in sets}
    for path in sorted({*(root / "gold").glob("*.jsonl"), *sources_of}):
        if not path.is_file():
            drifts.append(GoldError(f"not built; {_REBUILD}", path=shown(path)))
            continue
        try:
            documents = load_gold(path)
        except GoldErrors as error:
            drifts.extend(error.errors)
            continue
        gold_set = sources_of.get(path)
        if gold_set is not None:
            drifts.extend(_differences(gold_set, documents, whole))
        elif documents and all(d.extractor == FORMAT for d in documents):
            drifts.append(
                GoldError(
                    "built gold without sources: put them back, or delete it", path=shown(path)
                )
            )
    return GoldCheck(sets, annotators, tuple(drifts))


def _annotators(root: Path, drifts: list[GoldError]) -> Iterator[tuple[str, GoldDocument]]:
    for path in annotator_files(root):
        document = read_source(root, path, drifts)
        if document is not None:
            yield path.parent.name, document


def _differences(
    gold_set: GoldSet, built: tuple[GoldDocument, ...], whole: bool
) -> Iterator[GoldError]:
    """What ``built`` says otherwise than the set; where sources are broken (not ``whole``), a
    document missing from the set is not held against the file."""
    data = gold_set.path.read_bytes()
    if data == gold_set.to_bytes():
        return
    path = shown(gold_set.path)
    in_file = {document.document_id: document for document in built}
    in_sources = {document.document_id: document for document in gold_set.documents}
    lines = {
        json.loads(raw).get("document_id"): number
        for number, raw in enumerate(data.split(b"\n"), start=1)
        if raw.strip()
    }
    named = False
    for document_id in sorted({*in_file, *in_sources}):
        if document_id not in in_file:
            message = f"{document_id} is missing here; {_REBUILD}"
        elif document_id not in in_sources:
            if not whole:
                continue
            message = f"{document_id} has no source; {_REBUILD}"
        elif in_file[document_id] != in_sources[document_id]:
            message = f"{document_id} is not what its source says; {_REBUILD}"
        else:
            continue
        named = True
        yield GoldError(message, path=path, line=lines.get(document_id))
    if whole and not named:
        yield GoldError(f"not byte for byte what the sources build; {_REBUILD}", path=path)

"""Documents → drafts in a project: each read by every model, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import tee
from pathlib import Path

from communique import __version__
from communique.drafting.places import Places, put
from communique.drafting.proposing import Draft, propose
from communique.errors import CommuniqueError, GoldError
from communique.gold.consistency import name_problems, speaker_problems
from communique.gold.problems import GoldErrors
from communique.gold.resolve import resolve_source
from communique.gold.wording import source_of
from communique.gold.writing import write_source
from communique.models import Model
from communique.records import Document, Failure, Readout
from communique.runs.limits import Budget, LimitOptions, Spending
from communique.runs.outcomes import failure_of

__all__ = ["Drafted", "Kept", "draft_many"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A document whose source is there already: nothing was asked, nothing written."""

    source: Path


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came of a document."""

    document_id: str
    results: tuple[Readout | Failure, ...]
    """Of each model."""
    source: Path | None = None
    """What was written; None where ``failure`` says why nothing was."""
    draft: Draft | None = None
    failure: Failure | None = None


def draft_many(
    documents: Iterable[Document | Failure],
    models: Sequence[Model],
    places: Places,
    run: Path,
    limits: LimitOptions,
) -> Iterator[Drafted | Kept]:
    """Draft the labels of each document, and write them, in input order.

    A document is drafted from the models that read it; one that none could read fails. All models
    read at the same time, against one budget.

    Args:
        documents: a Failure among them is passed on.
        models: each asked about each document.
        places: where the sources go.
        run: a folder that keeps what models answered: nothing is paid for twice.
        limits: see ``extract_many``.

    Raises:
        UsageError: a model cannot be used; nothing was read.
        ServerError, BudgetSpent: as of ``extract_many``; the drafts made so far are written.
    """
    from communique.extraction import extract_many

    budget = limits.get("budget", Budget())
    shared: LimitOptions = {
        **limits,
        "budget": budget if isinstance(budget, Spending) else Spending(budget),
    }
    kept: list[Kept] = []
    streams = tee(_wanted(documents, places, kept), len(models) + 1)
    readings = [
        extract_many(
            stream,
            model=model,
            run=None if model.is_regex else run,
            root=places.root,
            **shared,
        )
        for stream, model in zip(streams[1:], models, strict=True)
    ]
    for document, *results in zip(streams[0], *readings, strict=True):
        yield from _taken(kept)
        yield _drafted(document, results, places)
    yield from _taken(kept)


def _wanted(
    documents: Iterable[Document | Failure], places: Places, kept: list[Kept]
) -> Iterator[Document | Failure]:
    """Those that are to be read; the others' sources go to ``kept``."""
    for document in documents:
        if isinstance(document, Document):
            source = places.source(places.name_of(document))
            try:
                if not places.is_free(source):
                    kept.append(Kept(source))
                    continue
            except CommuniqueError as error:
                yield failure_of(document, error)
                continue
        yield document


def _taken(kept: list[Kept]) -> Iterator[Kept]:
    while kept:
        yield kept.pop(0)


def _drafted(
    document: Document | Failure, results: Sequence[Readout | Failure], places: Places
) -> Drafted:
    if isinstance(document, Failure):
        return Drafted(document.document_id, (), failure=document)
    records = [result for result in results if isinstance(result, Readout)]
    failures = [result for result in results if isinstance(result, Failure)]
    if not records:
        return Drafted(document.id, tuple(results), failure=failures[0])
    name = places.name_of(document)
    try:
        draft = propose(
            document.model_copy(update={"id": name}), records, f"communique {__version__}", _now()
        )
        source = _write(draft, document, places)
    except CommuniqueError as error:
        return Drafted(document.id, tuple(results), failure=failure_of(document, error))
    return Drafted(document.id, tuple(results), source, draft)


def _write(draft: Draft, document: Document, places: Places) -> Path:
    """The source file of ``draft``, its text first: what is not whole is in no project."""
    name = draft.labels.document_id
    text_path, copy = places.text_of(document, name)
    source = source_of(draft.labels, text_path)
    problems: list[GoldError] = []
    resolve_source(source, document.text, problems)
    problems += [*name_problems(source), *speaker_problems(source, document.text)]
    if problems:
        raise GoldErrors(problems)
    written = write_source(source)
    if copy is not None:
        put(copy, document.text)
    put(places.source(name), written)
    return places.source(name)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""The public functions: text in, grounded record out, offline or through a model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Unpack, overload

from pydantic import BaseModel

from communique.choosing import Asked, check_prices, make_extractor, profiles_of
from communique.errors import UsageError
from communique.extractor import Extractor, Immediate
from communique.given import Given, as_document, documents_of
from communique.models import Model
from communique.profiles import Profile
from communique.record import Record
from communique.records import Document, Failure, Readout
from communique.runs.limits import LimitOptions, Limits
from communique.runs.loop import Outcome, failure_of, run_documents

if TYPE_CHECKING:
    from communique.rules import Explanation

__all__ = ["aextract", "explain_many", "extract", "extract_many"]

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


@overload
def extract(
    text: str,
    *,
    model: Asked = "regex",
    schema: None = None,
    document_id: str | None = None,
    published: str | dt.date | None = None,
) -> Readout: ...
@overload
def extract(
    text: str,
    *,
    model: Asked,
    schema: type[M],
    document_id: str | None = None,
    published: str | dt.date | None = None,
) -> Record[M]: ...
def extract(
    text: str,
    *,
    model: Asked = "regex",
    schema: type[BaseModel] | None = None,
    document_id: str | None = None,
    published: str | dt.date | None = None,
) -> Readout | Record[Any]:
    """Read one article.

    Args:
        text: the article; offsets of the record count its code points.
        model: ``regex`` (offline), ``PROVIDER/MODEL``, ``local/PATH`` of a GGUF file, or a
            ``Model``. Several (with commas between them, or in a list) are a chain: where one ends
            without a record the next is asked, and an issue ``fell_back`` says so.
        schema: a pydantic model of your own to be filled instead, by a language model: the result
            is a ``Record`` of it, every leaf with its evidence. Docstrings and descriptions of
            fields tell the language model what is meant.
        document_id: the first 16 hex digits of the text's SHA-256 where not given.
        published: the date (ISO where text) that anchors "on Monday" and days without a year.

    Raises:
        UsageError: the call is wrong.
        InputError: the text is empty.
        ServerError: the model's server is not there, refuses or fails.
        AnswerError: the model's answer cannot be used.
    """
    extractor = make_extractor(model, schema=schema)
    document = as_document(text, document_id=document_id, published=published)
    if isinstance(extractor, Immediate):
        return extractor.read(document)
    return _wait_for(_ask_once, extractor, document)


@overload
async def aextract(
    text: str,
    *,
    model: Asked = "regex",
    schema: None = None,
    document_id: str | None = None,
    published: str | dt.date | None = None,
) -> Readout: ...
@overload
async def aextract(
    text: str,
    *,
    model: Asked,
    schema: type[M],
    document_id: str | None = None,
    published: str | dt.date | None = None,
) -> Record[M]: ...
async def aextract(
    text: str,
    *,
    model: Asked = "regex",
    schema: type[BaseModel] | None = None,
    document_id: str | None = None,
    published: str | dt.date | None = None,
) -> Readout | Record[Any]:
    """Read one article; ``extract`` for callers on an event loop."""
    extractor = make_extractor(model, schema=schema)
    document = as_document(text, document_id=document_id, published=published)
    return await _ask_once(extractor, document)


@overload
def extract_many(
    documents: Iterable[Given],
    *,
    model: Asked = "regex",
    schema: None = None,
    run: str | Path | None = None,
    repeat: int = 0,
    root: Path | None = None,
    **limits: Unpack[LimitOptions],
) -> Iterator[Readout | Failure]: ...
@overload
def extract_many(
    documents: Iterable[Given],
    *,
    model: Asked,
    schema: type[M],
    run: str | Path | None = None,
    repeat: int = 0,
    root: Path | None = None,
    **limits: Unpack[LimitOptions],
) -> Iterator[Record[M] | Failure]: ...
def extract_many(
    documents: Iterable[Given],
    *,
    model: Asked = "regex",
    schema: type[BaseModel] | None = None,
    run: str | Path | None = None,
    repeat: int = 0,
    root: Path | None = None,
    **limits: Unpack[LimitOptions],
) -> Iterator[Any]:
    """Read many articles: a Readout (a Record with ``schema``) or a Failure for each, in input
    order, as they are ready.

    Args:
        documents: texts, (id, text) pairs, mappings with id, text and published (the rows of a
            ``datasets.Dataset`` or ``IterableDataset`` are such), or Documents; read as they are
            needed. One whose id another document had before is a Failure. One with the text and
            date of one of the last 10,000 before is not read again: its record is that one's under
            its own id, with an issue ``repeated``.
        model, schema: as for ``extract``.
        run: a folder that keeps every attempt in ``attempts.sqlite``, with its cost and times. The
            same call with the same folder goes on where an earlier one stopped: it asks again only
            for what failed, was not reached, or is another request now (text, date of publication,
            server, prompt, schema, parameters).
        repeat: which of several equal runs this is (0, 1, …); each asks anew.
        root: the project folder whose prompts are used; else the working directory, if it is one.
        limits: ``concurrency`` (documents in work at a time, where a server is asked; without it
            as many as the server bears), ``budget`` (a ``Budget`` of cost, tokens, seconds),
            ``patience`` (seconds for which the run waits when the server gives no answer any more,
            300), ``deadline`` (seconds after which a document is not asked about again),
            ``processes`` (in which the offline extractor reads, or a model's answers are proven
            while others are waited for, 1).

    A server that pushes back is asked again later, and less at a time; that alone is no failure.

    Raises:
        UsageError: the call is wrong; nothing was read.
        ServerError: while iterating, when no server answers for as long as the patience lasts, or
            it refuses the key or the model for one document after another. What is done has been
            handed on then, the rest was not reached; the same call goes on from there.
        BudgetSpent: likewise, when nothing is left of the budget.
    """
    extractor = make_extractor(model, root=root, schema=schema)
    allowed = Limits(**limits)
    if allowed.spending().budget.cost is not None:
        check_prices(model)
    profiles = profiles_of(model)
    allowed = replace(allowed, first=_first(profiles))
    if isinstance(documents, str | Mapping | Document):
        raise UsageError(
            "extract_many takes several documents: put the one into a list; of a dataset with "
            "several splits give one split"
        )
    return _run(documents_of(documents), extractor, run, allowed, repeat, profiles)


def explain_many(
    documents: Iterable[Given],
    model: Asked = "regex",
    *,
    run: str | Path | None = None,
    **limits: Unpack[LimitOptions],
) -> Iterator[Explanation | Failure]:
    """What the offline extractor makes of each document, and why; of a ``model`` that selects, what
    it chose, and which candidates it left alone. In input order; ``run`` and ``limits`` are those
    of ``extract_many``.

    Raises:
        UsageError: a model that tells no reasons.
    """
    if model == "regex" or (isinstance(model, Model) and model.is_regex):
        return _explained(documents)
    chosen = Model.of(model) if isinstance(model, str | Model) else None
    if chosen is None or chosen.is_chain or not chosen.selects:
        raise UsageError(
            "the rules of the offline extractor are explained, and what a model chose in select "
            "mode: give 'regex' or one model such as 'select:openai/x'"
        )
    return _choices_explained(documents, chosen, run, **limits)


def _explained(documents: Iterable[Given]) -> Iterator[Explanation | Failure]:
    from communique.rules import explain

    for document in documents_of(documents):
        if isinstance(document, Document):
            try:
                yield explain(document)
            except Exception as error:
                yield failure_of(document, error)
        elif isinstance(document, Failure):
            yield document


def _first(profiles: Iterable[Profile]) -> int | None:
    """How many documents to begin with, as the servers bear it that are known."""
    return min((p.parallel for p in profiles if p.parallel is not None), default=None)


def _choices_explained(
    documents: Iterable[Given],
    model: Model,
    run: str | Path | None,
    **limits: Unpack[LimitOptions],
) -> Iterator[Explanation | Failure]:
    from communique.candidates import explain_choice

    read: dict[str, Document] = {}

    def noted() -> Iterator[Document | Outcome]:
        for document in documents_of(documents):
            if isinstance(document, Document):
                read[document.id] = document
            yield document

    for result in extract_many(noted(), model=model, run=run, **limits):
        document = read.pop(result.document_id, None)
        if isinstance(result, Readout) and document is not None:
            yield explain_choice(document, result)
        elif isinstance(result, Failure):
            yield result


def _run(
    documents: Iterable[Document | Outcome],
    extractor: Extractor,
    run: str | Path | None,
    limits: Limits,
    repeat: int,
    profiles: Iterable[Profile],
) -> Iterator[Outcome]:
    from communique.runs.repeats import reading_repeats_once

    def loop(
        documents: Iterable[Document | Outcome], store: AttemptStore | None = None
    ) -> Iterator[Outcome]:
        return run_documents(documents, extractor, store=store, limits=limits, repeat=repeat)

    if run is None:
        cheap = isinstance(extractor, Immediate)
        yield from reading_repeats_once(documents, loop, cheap=cheap)
        return
    from communique.runs.store import FILE_NAME, AttemptStore

    with AttemptStore(Path(run) / FILE_NAME) as store:
        for profile in profiles:  # what was known of the servers stands beside their answers
            profile.write(Path(run) / profile.file_name)
        yield from reading_repeats_once(documents, lambda given: loop(given, store), asks_once=True)


async def _ask_once(extractor: Extractor, document: Document) -> Readout | Record[Any]:
    try:
        return await extractor.extract(document)
    finally:
        await extractor.aclose()


def _wait_for(
    function: Callable[[Extractor, Document], Awaitable[T]],
    extractor: Extractor,
    document: Document,
) -> T:
    """Run an async function to its end, in a thread where this one has an event loop running."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    import anyio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return anyio.run(function, extractor, document)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, function, extractor, document).result()

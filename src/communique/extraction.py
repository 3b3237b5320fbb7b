"""The public functions: text in, grounded record out, offline or through a model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Unpack, overload

from pydantic import BaseModel

from communique import __version__
from communique.chain import ChainExtractor
from communique.errors import UsageError
from communique.extractor import Extractor, Immediate
from communique.given import Given, as_document, documents_of
from communique.models import Model
from communique.record import Record
from communique.records import Document, ExtractorInfo, Failure, Readout
from communique.runs.limits import LimitOptions, Limits
from communique.runs.loop import Outcome, failure_of, run_documents

if TYPE_CHECKING:
    from communique.llm.client import Client
    from communique.rules import Explanation

__all__ = [
    "Asked",
    "RegexExtractor",
    "aextract",
    "explain_many",
    "extract",
    "extract_many",
    "identity_of",
    "made_of",
    "make_extractor",
]

PROMPT = "readout.v1"
RECORD_PROMPT = "record.v1"

OFFLINE_SOURCES = (
    "rules/**/*",
    "countries.py",
    "countries.tsv",
    "errors.py",
    "evidence.py",
    "records.py",
    "text/calendar.py",
    "values.py",
)
"""What the offline extractor is made of, in the package."""

Asked = str | Model | Sequence[str | Model]
"""A model, by name or as a Model; several are a chain."""

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
            ``processes`` (in which the offline extractor reads, 1).

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
    if allowed.processes > 1 and not isinstance(extractor, Immediate):
        raise UsageError("several processes are for the offline extractor: leave out processes")
    if allowed.budget.cost is not None:
        _check_prices(model)
    if isinstance(documents, str | Mapping | Document):
        raise UsageError(
            "extract_many takes several documents: put the one into a list; of a dataset with "
            "several splits give one split"
        )
    return _run(documents_of(documents), extractor, run, allowed, repeat)


def explain_many(documents: Iterable[Given]) -> Iterator[Explanation | Failure]:
    """What the offline extractor makes of each document, and why; in input order."""
    from communique.rules import explain

    for document in documents_of(documents):
        if isinstance(document, Document):
            try:
                yield explain(document)
            except Exception as error:
                yield failure_of(document, error)
        elif isinstance(document, Failure):
            yield document


def _run(
    documents: Iterable[Document | Outcome],
    extractor: Extractor,
    run: str | Path | None,
    limits: Limits,
    repeat: int,
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
        yield from reading_repeats_once(documents, lambda given: loop(given, store), asks_once=True)


def make_extractor(
    model: Asked,
    base_url: str | None = None,
    root: Path | None = None,
    schema: type[BaseModel] | None = None,
) -> Extractor:
    """The extractor for ``model``; ``base_url`` replaces the model's own where given.

    Raises:
        UsageError: there is no such model, its key is missing (of a chain each is looked at), or
            ``schema`` cannot be asked for.
    """
    chosen = _parts(model, base_url)
    if not chosen:
        raise UsageError("the list of models is empty: name one, such as 'regex'")
    _check_schema(schema, chosen)
    extractors = [_extractor_of(part, root, schema) for part in chosen]
    return extractors[0] if len(extractors) == 1 else ChainExtractor(extractors)


def _parts(model: Asked, base_url: str | None = None) -> list[Model]:
    """The models of a chain, or the one model."""
    several = model if isinstance(model, Sequence) and not isinstance(model, str) else [model]
    return [part for one in several for part in Model.of(one, base_url=base_url).parts]


def _extractor_of(model: Model, root: Path | None, schema: type[BaseModel] | None) -> Extractor:
    if model.is_regex:
        return RegexExtractor()
    from communique.llm.prompts import load_prompt

    client = _client_of(model)
    if schema is None:
        from communique.llm.extractor import LLMExtractor

        return LLMExtractor(model, client, load_prompt(PROMPT, root))
    from communique.llm.record_extractor import RecordExtractor

    return RecordExtractor(model, client, load_prompt(RECORD_PROMPT, root), schema)


def _client_of(model: Model) -> Client:
    if model.client is not None:
        made: Client = model.client(model)
        return made
    from communique.llm.openai import InstructorClient

    return InstructorClient(model)


def identity_of(model: Model) -> dict[str, Any]:
    """What tells ``model`` from one that may answer differently, its effective address included;
    ready for JSON, and without keys."""
    from communique.llm.access import identity_of

    return identity_of(model)


class RegexExtractor:
    """The offline extractor as an ``Extractor``; it waits for nothing."""

    makes = Readout

    @property
    def info(self) -> ExtractorInfo:
        return ExtractorInfo(model="regex", version=__version__)

    def fingerprint(self) -> str:
        return f"regex {__version__} {_rules_sha256()}"

    def read(self, document: Document) -> Readout:
        from communique.rules import read

        return read(document)

    async def extract(self, document: Document) -> Readout:
        return self.read(document)

    async def aclose(self) -> None:
        return None


def made_of(package: Path) -> list[Path]:
    """The files of ``package`` that decide what the offline extractor answers."""
    found = (path for pattern in OFFLINE_SOURCES for path in package.glob(pattern))
    return sorted(path for path in found if path.is_file() and path.suffix != ".pyc")


@cache
def _rules_sha256() -> str:
    """Of everything the rules are made of: changed rules must not find the old ones' records."""
    import hashlib

    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in made_of(package):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _check_schema(schema: object, models: Iterable[Model]) -> None:
    if schema is None:
        return
    if not (isinstance(schema, type) and issubclass(schema, BaseModel)):
        shown = schema.__name__ if isinstance(schema, type) else repr(schema)
        raise UsageError(f"schema is {shown}: give a class derived from pydantic.BaseModel")
    if any(model.is_regex for model in models):
        raise UsageError(
            "the offline extractor reads only its built-in schema: with schema= give a language "
            "model instead of regex, such as model='openai/gpt-5-mini'"
        )


def _check_prices(model: Asked) -> None:
    """See that the cost of a run can be bounded, as far as that is known before it."""
    from communique.llm.access import address_of
    from communique.llm.prices import has_price

    for part in _parts(model):
        if part.is_regex or part.client is not None:
            continue  # free; told by its answers
        if not has_price(part, address_of(part)):
            raise UsageError(
                f"the price of {part.name!r} at {address_of(part)} is not known, so the cost "
                "cannot be bounded: bound the tokens or the time instead"
            )


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

"""The public functions: text in, grounded record out, offline or through a model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from communique import __version__
from communique.errors import CommuniqueError, InputError, UsageError
from communique.extractor import Extractor
from communique.models import Model
from communique.records import (
    Document,
    ErrorInfo,
    ExtractorInfo,
    Failure,
    Readout,
    text_sha256,
)
from communique.runs.loop import Immediate, Outcome, run_documents

__all__ = ["RegexExtractor", "aextract", "as_document", "extract", "extract_many", "make_extractor"]

PROMPT = "readout.v1"
STORE = "attempts.sqlite"

T = TypeVar("T")

Given = str | Document | Outcome | tuple[str, str] | Mapping[str, Any]
"""What stands for a document: a text, (id, text), or a mapping with id, text and published."""


def extract(
    text: str,
    *,
    model: str | Model = "regex",
    schema: None = None,
    document_id: str | None = None,
    published: str | dt.date | None = None,
) -> Readout:
    """Read one article.

    Args:
        text: the article; offsets of the record count its code points.
        model: ``regex`` (offline), ``PROVIDER/MODEL``, or a ``Model``.
        schema: a model class of your own; not available yet.
        document_id: the first 16 hex digits of the text's SHA-256 where not given.
        published: the date (ISO where text) that anchors "on Monday" and days without a year.

    Raises:
        UsageError: the call is wrong.
        InputError: the text is empty.
        ServerError: the model's server is not there, refuses or fails.
        AnswerError: the model's answer cannot be used.
    """
    _check_schema(schema, model)
    extractor = make_extractor(model)
    document = as_document(text, document_id=document_id, published=published)
    if isinstance(extractor, Immediate):
        return extractor.read(document)
    return _wait_for(_ask_once, extractor, document)


async def aextract(
    text: str,
    *,
    model: str | Model = "regex",
    schema: None = None,
    document_id: str | None = None,
    published: str | dt.date | None = None,
) -> Readout:
    """Read one article; ``extract`` for callers on an event loop."""
    _check_schema(schema, model)
    extractor = make_extractor(model)
    return await _ask_once(
        extractor, as_document(text, document_id=document_id, published=published)
    )


def extract_many(
    documents: Iterable[Given],
    *,
    model: str | Model = "regex",
    run: str | Path | None = None,
    concurrency: int = 8,
    repeat: int = 0,
) -> Iterator[Outcome]:
    """Read many articles: a Readout or a Failure for each, in input order, as they are ready.

    Args:
        documents: texts, (id, text) pairs, mappings with id, text and published, or Documents;
            read as they are needed.
        model: as for ``extract``.
        run: a folder that keeps every attempt. The same call with the same folder goes on where an
            earlier one stopped: it asks again only for what failed or was not reached.
        concurrency: how many documents are in work at a time, where a server is asked.
        repeat: which of several equal runs this is (0, 1, …); each asks anew.

    Raises:
        UsageError: the call is wrong; nothing was read.
    """
    extractor = make_extractor(model)
    if concurrency < 1:
        raise UsageError(f"concurrency is {concurrency}: at least one document must be in work")
    if isinstance(documents, (str, Mapping)):
        raise UsageError("extract_many takes several documents: put the one into a list")
    return _run(_numbered(documents), extractor, run, concurrency, repeat)


def _run(
    documents: Iterable[Document | Outcome],
    extractor: Extractor,
    run: str | Path | None,
    concurrency: int,
    repeat: int,
) -> Iterator[Outcome]:
    if run is None:
        yield from run_documents(documents, extractor, concurrency=concurrency, repeat=repeat)
        return
    from communique.runs.store import AttemptStore

    with AttemptStore(Path(run) / STORE) as store:
        yield from run_documents(
            documents, extractor, store=store, concurrency=concurrency, repeat=repeat
        )


def make_extractor(model: str | Model, base_url: str | None = None) -> Extractor:
    """The extractor for ``model``; ``base_url`` replaces the model's own where given.

    Raises:
        UsageError: there is no such model, or its key is missing.
    """
    chosen = Model.of(model, base_url=base_url)
    if chosen.is_regex:
        return RegexExtractor()
    from communique.llm.extractor import LLMExtractor
    from communique.llm.openai import InstructorClient
    from communique.llm.prompts import load_prompt

    return LLMExtractor(chosen, InstructorClient(chosen), load_prompt(PROMPT))


class RegexExtractor:
    """The offline extractor as an ``Extractor``; it waits for nothing."""

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


@cache
def _rules_sha256() -> str:
    """Of everything the rules are made of: changed rules must not find the old ones' records."""
    import hashlib

    package = Path(__file__).parent
    parts = [*package.glob("rules/**/*"), *package.glob("text/*.py"), package / "grounding.py"]
    digest = hashlib.sha256()
    for path in sorted(parts):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(package).as_posix().encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()


def as_document(
    text: str, *, document_id: str | None = None, published: str | dt.date | None = None
) -> Document:
    """A Document of these parts.

    Raises:
        InputError: the text is empty, or is not text that can be stored.
        UsageError: ``published`` is not a date.
    """
    if not isinstance(text, str):
        raise UsageError(f"the text is a {type(text).__name__}, not a str")
    if not text.strip():
        raise InputError("the text is empty")
    identity = text_sha256(text)[:16] if document_id is None else document_id
    for name, value in (("text", text), ("document id", identity)):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise InputError(
                f"the {name} holds half a surrogate pair at {error.start}, which is not a character"
            ) from error
    if not identity:
        raise InputError("the document id is empty")
    return Document(id=identity, text=text, published=_iso(published))


def _iso(published: str | dt.date | None) -> str | None:
    if published is None:
        return None
    if isinstance(published, dt.datetime):
        return published.date().isoformat()
    if isinstance(published, dt.date):
        return published.isoformat()
    try:
        # A time of day, as feeds and data sets give it, does no harm.
        return dt.datetime.fromisoformat(published).date().isoformat()
    except (ValueError, TypeError) as error:
        raise UsageError(f"published is {published!r}, not a date such as 2022-02-28") from error


def _numbered(documents: Iterable[Given]) -> Iterator[Document | Outcome]:
    """Each as a Document, or as the Failure that it is not one; outcomes as they are."""
    for number, given in enumerate(documents, 1):
        if isinstance(given, Outcome):
            yield given
            continue
        identity, text, published = _parts(given, number)
        try:
            yield as_document(text, document_id=identity, published=published)
        except CommuniqueError as error:
            info = ErrorInfo(code=InputError.code, message=error.message, stage=InputError.stage)
            yield Failure(document_id=identity or f"document {number}", error=info)


def _parts(given: Any, number: int) -> tuple[str | None, Any, Any]:
    """Id, text and date of publication of what was given for a document."""
    if isinstance(given, str):
        return None, given, None
    if isinstance(given, Document):
        return given.id, given.text, given.published
    if isinstance(given, Mapping):
        identity = given.get("id")
        return (
            None if identity is None else str(identity),
            given.get("text"),
            given.get("published"),
        )
    if isinstance(given, tuple) and len(given) == 2:
        return str(given[0]), given[1], None
    raise UsageError(
        f"document {number} is a {type(given).__name__}: give a str, a Document, (id, text), or a "
        "mapping with id, text and published"
    )


def _check_schema(schema: object, model: str | Model) -> None:
    if schema is None:
        return
    if Model.of(model).is_regex:
        raise UsageError(
            "the offline extractor reads only its built-in schema: give a language model with "
            "schema=, such as model='openai/gpt-5-mini'"
        )
    raise UsageError("schemas of your own (schema=) are not available yet")


async def _ask_once(extractor: Extractor, document: Document) -> Readout:
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

"""Several extractors one after the other: where one ends without a record, the next is asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

from communique import __version__
from communique.errors import CommuniqueError, UsageError
from communique.extractor import Extractor, Immediate
from communique.record import Record
from communique.records import Document, ExtractorInfo, Issue, Readout, Usage

__all__ = ["ChainExtractor"]


class ChainExtractor:
    """Asks ``extractors`` in their order until one gives a record.

    The record names who made it; its issues begin with one ``fell_back`` for each before that, and
    its usage is that of all of them.
    """

    def __init__(self, extractors: Sequence[Extractor]) -> None:
        self._extractors = tuple(extractors)

    @property
    def info(self) -> ExtractorInfo:
        """Of the whole chain; a record has the info of the one that made it."""
        infos = [extractor.info for extractor in self._extractors]
        prompts = [info.prompt_sha256 for info in infos if info.prompt_sha256 is not None]
        return ExtractorInfo(
            model=",".join(info.model for info in infos),
            version=__version__,
            prompt_sha256=prompts[0] if prompts else None,
        )

    @property
    def makes(self) -> type[Readout | Record[Any]]:
        return self._extractors[0].makes

    def fingerprint(self) -> str:
        parts = [extractor.fingerprint() for extractor in self._extractors]
        return hashlib.sha256(json.dumps(["chain", *parts]).encode()).hexdigest()

    async def extract(self, document: Document) -> Readout | Record[Any]:
        """The first record that one of them makes.

        Raises:
            CommuniqueError: the error of the last, its message telling that of each.
        """
        spent = Usage()
        failed: list[tuple[str, CommuniqueError]] = []
        for extractor in self._extractors:
            try:
                readout = await _ask(extractor, document)
            except UsageError:
                raise
            except CommuniqueError as error:
                failed.append((extractor.info.model, error))
                if isinstance(error.usage, Usage):
                    spent += error.usage
                continue
            issues = tuple(_fell_back(name, error) for name, error in failed)
            made = readout.model_copy(update={"issues": (*issues, *readout.issues)})
            return made.with_usage(spent + readout.usage)
        raise _all_failed(failed, spent)

    async def aclose(self) -> None:
        async with AsyncExitStack() as closing:
            for extractor in self._extractors:
                closing.push_async_callback(extractor.aclose)


async def _ask(extractor: Extractor, document: Document) -> Readout | Record[Any]:
    if isinstance(extractor, Immediate):
        from anyio import to_thread

        # It computes without a pause: in a thread it holds up nobody who waits for a server.
        return await to_thread.run_sync(extractor.read, document)
    return await extractor.extract(document)


def _fell_back(name: str, error: CommuniqueError) -> Issue:
    return Issue(code="fell_back", message=_why(error), value=name)


def _why(error: CommuniqueError) -> str:
    return f"{error.message} [{error.code}]"


def _all_failed(failed: Sequence[tuple[str, CommuniqueError]], spent: Usage) -> CommuniqueError:
    last = failed[-1][1]
    last.message = "; ".join(f"{name}: {_why(error)}" for name, error in failed)
    last.args = (last.message,)
    last.usage = spent
    return last

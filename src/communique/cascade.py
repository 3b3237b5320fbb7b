"""A cheap extractor reads every article, a dear one those on which the cheap one is in doubt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

from anyio import to_thread

from communique import __version__
from communique.extractor import Extractor, Immediate
from communique.record import Record
from communique.records import Document, ExtractorInfo, Issue, Readout

__all__ = ["CascadeExtractor", "Doubt"]

Doubt = Callable[[Readout], float]
"""How many errors are to be expected in a record."""


class CascadeExtractor:
    """Gives the record of ``first``, or that of ``then`` where ``first``'s is doubtful.

    The record names who made it. One that was sent on begins its issues with ``sent_on``, which
    tells why. Where ``then`` ends without a record, so does the document: a doubtful record is not
    passed off as one that a model has seen (a chain after the ``>`` may name the first one again).
    """

    makes = Readout

    def __init__(
        self,
        first: Immediate,
        then: Extractor,
        *,
        doubt: Doubt,
        most: float,
        doubted_by: str,
    ) -> None:
        """Args:
        first: reads each article; it costs nothing.
        then: reads those with more than ``most`` expected errors.
        doubt: tells these of a record of ``first``.
        doubted_by: what tells one ``doubt`` from another, for the fingerprint.
        """
        self._first = first
        self._then = then
        self._doubt = doubt
        self._most = most
        self._doubted_by = doubted_by

    @property
    def info(self) -> ExtractorInfo:
        """Of the whole; a record has the info of the one that made it."""
        then = self._then.info
        return ExtractorInfo(
            model=f"{self._first.info.model}>{then.model}",
            version=__version__,
            prompt_sha256=then.prompt_sha256,
        )

    def fingerprint(self) -> str:
        parts = [
            self._first.fingerprint(),
            self._then.fingerprint(),
            self._doubted_by,
            self._most,
        ]
        return hashlib.sha256(json.dumps(["cascade", *parts]).encode()).hexdigest()

    async def extract(self, document: Document) -> Readout | Record[Any]:
        """The record of one of the two.

        Raises:
            CommuniqueError: the second was asked and made none.
        """
        # In a thread what is computed holds up nobody who waits for a server.
        readout, doubt = await to_thread.run_sync(self._read, document)
        if doubt <= self._most:
            return readout
        made = await self._then.extract(document)
        issue = Issue(
            code="sent_on",
            message=(
                f"{doubt:.2f} errors are to be expected in what {readout.extractor.model} makes of "
                f"it, more than {self._most:g}"
            ),
            value=readout.extractor.model,
        )
        sent = made.model_copy(update={"issues": (issue, *made.issues)})
        return sent.with_usage(made.usage)

    def _read(self, document: Document) -> tuple[Readout, float]:
        readout = self._first.read(document)
        return readout, self._doubt(readout)

    async def aclose(self) -> None:
        async with AsyncExitStack() as closing:
            closing.push_async_callback(self._first.aclose)
            closing.push_async_callback(self._then.aclose)

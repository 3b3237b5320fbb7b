"""Asking about a document: once if it can be, else piece by piece; whatever it took is counted.

What is asked for does not matter here: a ``Question`` brings the request and says which answers
will do. Nothing that was not read, and nothing that was cut off, passes unsaid: a piece that cannot
be asked about whole ends the document in a named error, or its answer's loss is an issue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from communique.computing import compute
from communique.errors import (
    AnswerError,
    AnswerTruncated,
    CommuniqueError,
    PromptCut,
    PromptTooLong,
    ServerError,
)
from communique.llm.client import Client, Request
from communique.llm.pieces import Piece
from communique.llm.salvage import is_cut, salvage
from communique.llm.window import check_read, fits
from communique.records import Document, Issue, Result, Usage

__all__ = ["Answered", "Answers", "Question", "ask", "prove"]

R = TypeVar("R", bound=Result)

DEEPEST = 6
"""How often a piece may be halved: a document is asked about in 64 pieces at most."""

_TOO_MUCH = (AnswerTruncated, PromptCut, PromptTooLong)
"""What befalls a request that asks about too much text."""

_WHY = {
    AnswerTruncated.code: "the answer to all of it stopped at the token limit",
    PromptCut.code: "the server cut the prompt that held all of it",
    PromptTooLong.code: "the prompt that held all of it was too long for the model",
}

_KNOWN = "the prompt that held all of it is longer than the server reads, as its profile tells"
"""Why a document is parted before anything is asked."""

_AGAIN = (
    "\n\nAn earlier answer to this could not be used. Answer with one complete JSON object alone."
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a document.

    ``request`` makes the request about a document, or about a piece of one that is given as a
    document of its own; ``check`` raises AnswerError for an object that is no answer to it;
    ``too_much`` says why a document should be parted before it is asked about, None: it need not.
    """

    client: Client
    request: Callable[[Document], Request]
    check: Callable[[Mapping[str, Any]], object]
    too_much: Callable[[Document], str | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Answered:
    """A piece of a document, and the model's answer about it."""

    piece: Piece
    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers about a document, which its pieces make up from beginning to end.

    ``usage`` is that of all requests; ``issues`` say how the document was parted, and what was cut.
    """

    pieces: tuple[Answered, ...]
    usage: Usage
    issues: tuple[Issue, ...] = ()


async def ask(question: Question, document: Document) -> Answers:
    """The answers about ``document``: one, or several where it was too much for one request.

    An answer that is not what was asked for is asked for once more.

    Raises:
        ServerError: the server is not there, is too slow, refuses or fails.
        AnswerError: an answer cannot be used, or a piece cannot be parted further and still is cut.
    """
    asking = _Asking(question, document)
    try:
        pieces = await asking.ask(Piece.whole(document.text))
    except CommuniqueError as error:
        error.usage = asking.usage
        raise
    return Answers(tuple(pieces), asking.usage, asking.issues(pieces))


async def prove(answers: Answers, function: Callable[..., R], *arguments: Any) -> R:
    """The record that ``function(*arguments)`` makes of ``answers``, carrying what they cost, as
    an error does; computed where the run wants it."""
    try:
        record = await compute(function, *arguments)
    except CommuniqueError as error:
        error.usage = answers.usage
        raise
    return record.with_usage(answers.usage)


@dataclass
class _Asking:
    """The requests about one document."""

    question: Question
    document: Document
    usage: Usage = field(default_factory=Usage)
    why: str = ""
    cut: list[Issue] = field(default_factory=list)

    async def ask(self, piece: Piece, depth: int = 0) -> list[Answered]:
        """The answers about ``piece``, which is parted where it is too much."""
        request = self._request(piece)
        why = self._too_much(piece, request)
        known = None if why is None else self._halves(piece, depth)
        if why is not None and known is not None:
            return await self._parted(known, depth, why)
        try:
            return [Answered(piece, await self._answer(request))]
        except _TOO_MUCH as error:
            too_much = error
        halves = self._halves(piece, depth)
        if isinstance(too_much, AnswerTruncated):
            kept = self._salvaged(piece, too_much, last=halves is None)
            if kept is not None:
                return [Answered(piece, kept)]
        if halves is None:
            raise too_much
        return await self._parted(halves, depth, _WHY[too_much.code])

    def _too_much(self, piece: Piece, request: Request) -> str | None:
        """Why it is known, before anything is asked, that ``piece`` should be parted."""
        return self.question.too_much(self._shown(piece)) if fits(request, piece.shown) else _KNOWN

    def _halves(self, piece: Piece, depth: int) -> tuple[Piece, Piece] | None:
        return piece.halves() if depth < DEEPEST else None

    async def _parted(self, halves: tuple[Piece, Piece], depth: int, why: str) -> list[Answered]:
        self.why = self.why or why
        first, second = halves
        return [*await self.ask(first, depth + 1), *await self.ask(second, depth + 1)]

    async def _answer(self, request: Request) -> Mapping[str, Any]:
        """The answer to ``request``; one that cannot be used is asked for once more."""
        try:
            return await self._send(request)
        except (AnswerTruncated, PromptCut):
            raise
        except AnswerError as error:
            unusable = error
        try:
            return await self._send(_again(request))
        except ServerError:
            # What ails this document is the answer, not that there was no second one.
            raise unusable from None

    def _request(self, piece: Piece) -> Request:
        return self.question.request(self._shown(piece))

    def _shown(self, piece: Piece) -> Document:
        return self.document.model_copy(update={"text": piece.shown})

    async def _send(self, request: Request) -> Mapping[str, Any]:
        try:
            reply = await self.question.client.complete(request)
        except AnswerError as error:
            check_read(request, self._count(error.usage).input_tokens)
            if not isinstance(error, AnswerTruncated) and is_cut(error.raw):
                raise AnswerTruncated("the answer stops before its end", raw=error.raw) from error
            raise
        except CommuniqueError as error:
            self._count(error.usage)
            raise
        check_read(request, self._count(reply.usage).input_tokens)
        self.question.check(reply.answer)
        return reply.answer

    def _count(self, usage: Any) -> Usage:
        known = usage if isinstance(usage, Usage) else Usage()
        self.usage += known
        return known

    def _salvaged(
        self, piece: Piece, error: AnswerTruncated, *, last: bool
    ) -> Mapping[str, Any] | None:
        """What is complete of a cut answer; unless this is the ``last`` resort, only all of it."""
        kept = salvage(error.raw, self._request(piece).schema.json.get("required", ()))
        if kept is None or not (kept.whole or last):
            return None
        try:
            self.question.check(kept.answer)
        except AnswerError:
            return None
        if not kept.whole:
            message = (
                f"the answer about characters {piece.start} to {piece.end} stopped before its end, "
                f"after {kept.items} complete items"
            )
            cut = Issue(code=error.code, message=message, path=kept.path, value=kept.rest)
            self.cut.append(cut)
        return kept.answer

    def issues(self, pieces: Sequence[Answered]) -> tuple[Issue, ...]:
        if len(pieces) == 1:
            return tuple(self.cut)
        message = f"asked about in {len(pieces)} pieces: {self.why}"
        places = [[one.piece.start, one.piece.end] for one in pieces]
        return (Issue(code="split", message=message, value=places), *self.cut)


def _again(request: Request) -> Request:
    *earlier, last = request.messages
    return replace(request, messages=(*earlier, replace(last, content=last.content + _AGAIN)))

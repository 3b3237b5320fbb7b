"""instructor over the openai client: the only module that imports either.

instructor writes each mode's request and reads its reply; the create function it is given here
sends the request, and adds what instructor leaves out: strict schemas, replies with chatter around
the JSON, the number of attempts. Every foreign error is translated in ``translate``. Retries are
the openai client's (two, honouring Retry-After), nobody else's.
"""

from __future__ import annotations

import logging
import time
from functools import lru_cache
from typing import Any

import anyio
import instructor
import openai
from instructor.core.exceptions import (
    ConfigurationError,
    IncompleteOutputException,
    InstructorError,
    ModeError,
)
from pydantic import BaseModel, ConfigDict

from communique.errors import (
    AnswerError,
    AnswerTruncated,
    CommuniqueError,
    PromptTooLong,
    RateLimited,
    ServerError,
    ServerRefused,
    ServerTimeout,
    ServerUnreachable,
    UsageError,
)
from communique.llm.access import (
    address_of,
    check_served,
    forget_keys,
    openai_key,
    request_parameters,
    scrubbed,
)
from communique.llm.client import Reply, Request
from communique.llm.completion import (
    answered_text,
    bare_json,
    complaint,
    error_words,
    salvaged,
    tokens,
)
from communique.llm.strict import AnswerSchema
from communique.llm.window import says_too_long
from communique.models import Model
from communique.records import Usage

__all__ = ["InstructorClient", "translate"]

RETRIES = 2
LONGEST_WAITS = 300.0
"""Seconds that the waits between attempts may add to the time limits of the attempts."""

_MODES = {
    "json_schema": instructor.Mode.JSON_SCHEMA,
    "tools": instructor.Mode.TOOLS,
    "json": instructor.Mode.JSON,
    "md_json": instructor.Mode.MD_JSON,
}
# What instructor, and pydantic within it, raise about an answer (a refusal is an AssertionError).
_UNUSABLE = (InstructorError, ValueError, AssertionError, openai.ContentFilterFinishReasonError)

# instructor logs every failed attempt as an error; we raise it, and whoever wants the log has it.
logging.getLogger("instructor").addHandler(logging.NullHandler())


class _Exchange:
    """What one call to instructor put on the wire and got back."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.completion: Any = None
        self.requests = 0
        self.started = time.perf_counter()

    def usage(self) -> Usage:
        tokens_in, tokens_out = tokens(self.completion)
        return Usage(
            requests=self.requests,
            input_tokens=tokens_in,
            output_tokens=tokens_out,
            seconds=time.perf_counter() - self.started,
        )

    def translated(self, error: Exception) -> tuple[CommuniqueError, BaseException | None]:
        """``error`` as ours, and the foreign error it came from, both without keys."""
        origin = _origin(error)
        if isinstance(origin, CommuniqueError):
            ours, cause = origin, origin.__cause__
        else:
            ours, cause = translate(origin, self.address, self.completion), origin
        forget_keys(error)
        return ours, cause


class InstructorClient:
    """A ``Client`` for any provider that instructor knows and any OpenAI-compatible server.

    Connections belong to the event loop of the first request; ``aclose`` before using another.

    Raises:
        UsageError: the provider is unknown or not installed, or its key is not set.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._address = address_of(model)
        self._connected: instructor.AsyncInstructor | None = _connect(model)

    async def complete(self, request: Request) -> Reply:
        if self._connected is None:
            self._connected = _connect(self._model)
        client = self._connected
        exchange = _Exchange(self._address)
        try:
            with anyio.fail_after(request.model.timeout * (RETRIES + 1) + LONGEST_WAITS):
                if isinstance(client.client, openai.AsyncOpenAI):
                    return await _ask(client, client.client, request, exchange)
                return await _ask_other(client, request, exchange)
        except Exception as error:
            ours, cause = exchange.translated(error)
            ours.usage = exchange.usage()
            raise ours from cause

    async def aclose(self) -> None:
        client, self._connected = self._connected, None
        if client is not None and isinstance(client.client, openai.AsyncOpenAI):
            await client.client.close()


async def _ask(
    client: instructor.AsyncInstructor,
    wire: openai.AsyncOpenAI,
    request: Request,
    exchange: _Exchange,
) -> Reply:
    """Ask a server that speaks OpenAI's protocol."""

    async def create(**kwargs: Any) -> Any:
        return await _send(wire, _tightened(kwargs), exchange)

    asked: Any = instructor.patch(create=create, mode=client.mode, provider=client.provider)
    try:
        answer = await asked(
            response_model=_envelope(request.schema),
            max_retries=0,
            strict=False,
            model=request.model.model,
            messages=request.chat(),
            timeout=request.model.timeout,
            **request_parameters(request.model, wire.base_url.host),
        )
        found = dict(answer.model_extra or {})
    except InstructorError:
        # A server that ignores tools answers in the message instead.
        beside = salvaged(exchange.completion)
        if beside is None:
            raise
        found = beside
    finish_reason = exchange.completion.choices[0].finish_reason
    return Reply(found, exchange.completion.model, exchange.usage(), finish_reason)


async def _ask_other(
    client: instructor.AsyncInstructor, request: Request, exchange: _Exchange
) -> Reply:
    """Ask through another vendor's own library, as instructor drives it."""
    exchange.requests = 1
    answer, exchange.completion = await client.create_with_completion(
        response_model=_envelope(request.schema),
        max_retries=0,
        strict=False,
        messages=request.chat(),
        **request_parameters(request.model),
    )
    model = getattr(exchange.completion, "model", None) or request.model.model
    return Reply(dict(answer.model_extra or {}), model, exchange.usage())


def _connect(model: Model) -> instructor.AsyncInstructor:
    check_served(model)
    settings: dict[str, Any] = {"async_client": True}
    if model.base_url is not None:
        settings["base_url"] = model.base_url
    if model.provider == "openai":
        settings["api_key"] = openai_key(model)
    try:
        try:
            client = instructor.from_provider(model.name, mode=_MODES[model.mode], **settings)
        except ModeError:
            # The provider has no such mode: its own default, then.
            client = instructor.from_provider(model.name, **settings)
    except (ConfigurationError, ImportError, openai.OpenAIError, ValueError, TypeError) as error:
        raise UsageError(f"cannot use model {model.name!r}: {complaint(error)}") from error
    if isinstance(client.client, openai.AsyncOpenAI):
        client.client.max_retries = RETRIES
    return client  # type: ignore[no-any-return]


@lru_cache(maxsize=64)
def _envelope(schema: AnswerSchema) -> type[BaseModel]:
    """The response model for instructor: any JSON object passes, our schema goes on the wire."""

    class Envelope(instructor.ResponseSchema):
        model_config = ConfigDict(extra="allow")

        @classmethod
        def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
            return dict(schema.json)

    Envelope.__name__ = Envelope.__qualname__ = schema.name
    return Envelope


def _tightened(kwargs: dict[str, Any]) -> dict[str, Any]:
    """The request as instructor wrote it, with its schema marked as strict.

    The schema goes by ``extra_body``, which says the same on the wire: the openai client walks
    through whatever else it is given, at a sixth of the whole cost of a call.
    """
    response_format = kwargs.get("response_format") or {}
    if response_format.get("type") == "json_schema":
        response_format["json_schema"]["strict"] = True
    for tool in kwargs.get("tools") or ():
        tool["function"]["strict"] = True
    schema = {name: kwargs.pop(name) for name in ("response_format", "tools") if name in kwargs}
    kwargs["extra_body"] = {**schema, **kwargs.get("extra_body", {})}
    return kwargs


async def _send(wire: openai.AsyncOpenAI, request: dict[str, Any], exchange: _Exchange) -> Any:
    """Send ``request`` and take the JSON out of what stands around it in the reply.

    Errors are translated here, before instructor writes them into its log.
    """
    try:
        raw = await wire.chat.completions.with_raw_response.create(**request)
    except openai.OpenAIError as error:
        if isinstance(error, openai.APIError):
            exchange.requests = 1 + int(error.request.headers.get("x-stainless-retry-count", 0))
        ours, cause = exchange.translated(error)
        raise ours from cause
    exchange.requests = 1 + raw.retries_taken
    try:
        completion = raw.parse()
    except (ValueError, RecursionError) as error:
        raise AnswerError("the server's reply is not JSON", raw=scrubbed(raw.text)) from error
    choices = getattr(completion, "choices", None)
    if not isinstance(choices, list) or not choices or choices[0].message is None:
        raise AnswerError("the server's reply is no chat completion", raw=scrubbed(raw.text))
    exchange.completion = completion
    if choices[0].finish_reason not in ("length", "content_filter"):
        bare_json(choices[0].message)
    return completion


def translate(error: BaseException, address: str, completion: Any = None) -> CommuniqueError:
    """The error of our tree for a foreign one."""
    said = error_words(error)
    if isinstance(error, (IncompleteOutputException, openai.LengthFinishReasonError)):
        message = "the answer stopped at the token limit: raise max_tokens"
        return AnswerTruncated(message, raw=answered_text(completion))
    if isinstance(error, (openai.APITimeoutError, TimeoutError)):
        return ServerTimeout(f"no answer from {address} in time")
    if isinstance(error, openai.APIConnectionError):
        cause = error.__cause__ or error
        why = scrubbed(str(cause)) or type(cause).__name__
        return ServerUnreachable(f"no server answers at {address} ({why})")
    if isinstance(error, openai.APIResponseValidationError):
        return AnswerError(f"the server's reply is not what its protocol promises: {said}")
    status = getattr(error, "status_code", None)
    if status == 429:
        return RateLimited(f"{address} asks to slow down: {said}")
    if isinstance(status, int) and says_too_long(error, said):
        return PromptTooLong(f"{address} refused the prompt ({status}): {said}", status=status)
    if isinstance(status, int):
        what = "failed" if status >= 500 else "refused the request"
        return ServerRefused(f"{address} {what} ({status}): {said}", status=status)
    if isinstance(error, _UNUSABLE):
        return AnswerError(f"the answer cannot be used: {said}", raw=answered_text(completion))
    return ServerError(f"{address}: {type(error).__name__}: {said}")


def _origin(error: BaseException) -> BaseException:
    """What instructor wrapped: the first error of the chain that is not its own."""
    cause = error.__cause__
    if isinstance(error, InstructorError) and cause is not None:
        return _origin(cause)
    return error

"""instructor over the openai client: the only module that imports either.

instructor writes each mode's request and reads its reply; the create function it is given here
sends the request, and adds what instructor leaves out: strict schemas, replies with chatter around
the JSON, a limit for a whole reply, what it all cost. Every foreign error is translated in
``translate``. Retries are the openai client's (two, honouring Retry-After up to two minutes, else
with jitter); in a run, which paces itself, a server that pushes back is left to the run.
"""

from __future__ import annotations

import logging
import time
from functools import lru_cache
from typing import Any, Protocol

import anyio
import httpx2
import instructor
import openai
from instructor.core.exceptions import (
    ConfigurationError,
    IncompleteOutputException,
    InstructorError,
    ModeError,
)
from pydantic import BaseModel, ConfigDict

from communique import pressure
from communique.errors import (
    AccessRefused,
    AnswerError,
    AnswerTruncated,
    CommuniqueError,
    PromptTooLong,
    RateLimited,
    ServerBusy,
    ServerError,
    ServerRefused,
    ServerTimeout,
    ServerUnreachable,
    UsageError,
)
from communique.llm.access import address_of, openai_key, request_parameters
from communique.llm.bounded import BOUNDED
from communique.llm.client import Reply, Request
from communique.llm.completion import (
    answered_text,
    bare_json,
    complaint,
    error_words,
    salvaged,
)
from communique.llm.connections import connections
from communique.llm.exchange import Exchange
from communique.llm.keys import (
    forget_keys,
    keep_out_of_logs,
    remember_key,
    remember_keys,
    scrubbed,
)
from communique.llm.limits import BUSY, asked_wait, quota_wait
from communique.llm.local import Served
from communique.llm.modes import refuses_schema
from communique.llm.strict import AnswerSchema
from communique.llm.window import says_too_long
from communique.models import Model

__all__ = ["InstructorClient", "translate"]

RETRIES = 2
"""Further attempts of one request; another vendor's library may make as many."""

_MODES = {
    "json_schema": instructor.Mode.JSON_SCHEMA,
    "tools": instructor.Mode.TOOLS,
    "json": instructor.Mode.JSON,
    "md_json": instructor.Mode.MD_JSON,
}
_SMALL = ("model", "timeout", "extra_headers", "extra_query")
"""What the openai client itself must see of a request."""

_REFUSALS = {401: AccessRefused, 403: AccessRefused, 404: AccessRefused} | dict.fromkeys(
    BUSY - {429}, ServerBusy
)
"""The error of each HTTP status that has one of its own."""

# What instructor, and pydantic within it, raise about an answer (a refusal is an AssertionError).
_UNUSABLE = (InstructorError, ValueError, AssertionError, openai.ContentFilterFinishReasonError)

# instructor logs every failed attempt as an error; we raise it, and whoever wants the log has it.
logging.getLogger("instructor").addHandler(logging.NullHandler())


class InstructorClient:
    """A ``Client`` for any provider that instructor knows, any OpenAI-compatible server, and
    models in a file, where they are ``served``.

    Connections belong to the event loop of the first request; ``aclose`` before using another.

    Raises:
        UsageError: the provider is unknown or not installed, its key is not set.
    """

    def __init__(self, model: Model, served: Served | None = None) -> None:
        remember_keys(model)
        self._model = model
        self._served = served
        self._address = address_of(model)
        self._connected: _Connection | None = _connect(model, served)

    async def complete(self, request: Request) -> Reply:
        if self._connected is None:
            self._connected = _connect(self._model, self._served)
        exchange = Exchange(self._model, self._address)
        try:
            return await self._connected.ask(request, exchange)
        except Exception as error:
            ours, cause = _translated(error, exchange)
            ours.usage = exchange.usage()
            raise ours from cause

    async def aclose(self) -> None:
        connection, self._connected = self._connected, None
        if connection is not None:
            await connection.aclose()


class _Connection(Protocol):
    async def ask(self, request: Request, exchange: Exchange) -> Reply: ...

    async def aclose(self) -> None: ...


class _OpenAI:
    """A server that speaks OpenAI's protocol; ``auto`` lets it step down to the prompt alone."""

    def __init__(
        self, wire: openai.AsyncOpenAI, client: instructor.AsyncInstructor, model: Model
    ) -> None:
        self._wire = wire
        self._auto = model.asked_mode == "auto"
        self._mode = instructor.Mode.JSON_SCHEMA if self._auto else client.mode
        self._provider = client.provider
        self._asking: dict[instructor.Mode, Any] = {}

    async def ask(self, request: Request, exchange: Exchange) -> Reply:
        mode = self._mode
        try:
            return await self._ask(mode, request, exchange)
        except (CommuniqueError, InstructorError) as error:
            constrained = mode is instructor.Mode.JSON_SCHEMA
            if not (self._auto and constrained and refuses_schema(_origin(error))):
                raise
        self._mode = instructor.Mode.MD_JSON
        return await self._ask(self._mode, request, exchange)

    async def _ask(self, mode: instructor.Mode, request: Request, exchange: Exchange) -> Reply:
        if mode not in self._asking:
            self._asking[mode] = instructor.patch(
                create=self._create, mode=mode, provider=self._provider
            )
        try:
            answer = await self._asking[mode](
                response_model=_envelope(request.schema),
                max_retries=0,
                strict=False,
                exchange=exchange,
                model=request.model.model,
                messages=request.chat(),
                timeout=request.model.time_limit,
                **request_parameters(request.model, self._wire.base_url.host),
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

    async def _create(self, *, exchange: Exchange, **kwargs: Any) -> Any:
        return await _send(self._wire, _tightened(kwargs), exchange)

    async def aclose(self) -> None:
        await self._wire.close()


class _OtherVendor:
    """Another vendor's own library, as instructor drives it."""

    def __init__(self, client: instructor.AsyncInstructor) -> None:
        self._client = client

    async def ask(self, request: Request, exchange: Exchange) -> Reply:
        try:
            with anyio.fail_after(request.model.time_limit * (RETRIES + 1)):
                answer, completion = await self._client.create_with_completion(
                    response_model=_envelope(request.schema),
                    max_retries=0,
                    strict=False,
                    messages=request.chat(),
                    **request_parameters(request.model),
                )
        except Exception:
            exchange.failed(1, refused=False)
            raise
        exchange.answered(completion)
        model = getattr(completion, "model", None) or request.model.model
        return Reply(dict(answer.model_extra or {}), model, exchange.usage())

    async def aclose(self) -> None:
        return None


class _HttpClient(openai.DefaultAsyncHttpxClient):
    """Holds a whole reply to the time limit, which httpx applies to each piece of it, and tells a
    run that listens how the server bears it."""

    async def send(self, request: Any, **kwargs: Any) -> Any:
        sent = time.monotonic()
        try:
            with anyio.fail_after(request.extensions["timeout"]["read"]):
                response = await super().send(request, **kwargs)
        except (TimeoutError, httpx2.ReadTimeout) as error:
            pressure.tell(pressure.Heard(sent, pushed_back=True))
            raise httpx2.ReadTimeout("the reply was not whole in time", request=request) from error
        except AnswerError as error:
            # The client passes its own errors on; any other would be a reason to ask again.
            raise openai.OpenAIError(error.message) from error
        headers = response.headers
        if response.status_code in BUSY:
            heard = pressure.Heard(sent, pushed_back=True, wait=asked_wait(headers))
            if pressure.tell(heard):
                # The run asks again, later and without holding a place: the client must not.
                headers["x-should-retry"] = "false"
        else:
            pressure.tell(pressure.Heard(sent, pushed_back=False, wait=quota_wait(headers)))
        return response


def _http_client() -> _HttpClient:
    return _HttpClient(transport=connections(), **BOUNDED)


def _connect(model: Model, served: Served | None = None) -> _Connection:
    """A connection for ``model``, which ``served`` offers where it is one in a file."""
    name, settings = model.address, dict[str, Any](async_client=True)
    if served is not None:
        name = f"openai/{model.model}"
        settings.update(base_url=served.base_url, api_key=served.key)
        remember_key(served.key)
    elif model.provider == "openai":
        settings["api_key"] = openai_key(model)
    if model.provider in {"openai", "local"}:
        # Given from the start: else one is made first that reads all certificates anew.
        settings["http_client"] = _http_client()
    if model.base_url is not None:
        settings["base_url"] = model.base_url
    if model.asked_mode != "auto":  # else the mode that instructor holds best for the provider
        settings["mode"] = _MODES[model.asked_mode]
    try:
        client = instructor.from_provider(name, **settings)
    except ModeError as error:
        raise UsageError(
            f"{model.provider} has no mode {model.mode!r}: leave it at 'auto'"
        ) from error
    except (ConfigurationError, ImportError, openai.OpenAIError, ValueError, TypeError) as error:
        raise UsageError(f"cannot use model {model.name!r}: {complaint(error)}") from error
    keep_out_of_logs()
    if isinstance(client.client, openai.AsyncOpenAI):
        retries = 0 if model.provider == "local" else RETRIES
        http = settings.get("http_client") or _http_client()
        wire = client.client.with_options(max_retries=retries, http_client=http)
        return _OpenAI(wire, client, model)
    return _OtherVendor(client)


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

    All but a few go by ``extra_body``, which says the same on the wire: the openai client walks
    through whatever else it is given, at a third of the whole cost of a call, and refuses
    parameters that only other servers know.
    """
    response_format = kwargs.get("response_format") or {}
    if response_format.get("type") == "json_schema":
        response_format["json_schema"]["strict"] = True
    for tool in kwargs.get("tools") or ():
        tool["function"]["strict"] = True
    body = {name: kwargs.pop(name) for name in list(kwargs) if name not in _SMALL}
    body |= body.pop("extra_body", {})
    return {**kwargs, "messages": (), "extra_body": body}


async def _send(wire: openai.AsyncOpenAI, request: dict[str, Any], exchange: Exchange) -> Any:
    """Send ``request`` and take the JSON out of what stands around it in the reply.

    Errors are translated here, before instructor writes them into its log.
    """
    try:
        raw = await wire.chat.completions.with_raw_response.create(**request)
    except openai.OpenAIError as error:
        tries = 0
        if isinstance(error, openai.APIError):
            tries = 1 + int(error.request.headers.get("x-stainless-retry-count", 0))
        status = getattr(error, "status_code", 0)
        exchange.failed(tries, refused=400 <= status < 500)
        ours, cause = _translated(error, exchange)
        raise ours from cause
    try:
        completion = raw.parse()
    except (ValueError, RecursionError) as error:
        exchange.unusable(raw.text, 1 + raw.retries_taken)
        raise AnswerError("the server's reply is not JSON", raw=scrubbed(raw.text)) from error
    choices = getattr(completion, "choices", None)
    if not isinstance(choices, list) or not choices or choices[0].message is None:
        exchange.unusable(raw.text, 1 + raw.retries_taken)
        raise AnswerError("the server's reply is no chat completion", raw=scrubbed(raw.text))
    exchange.answered(completion, 1 + raw.retries_taken, str(wire.base_url))
    if choices[0].finish_reason not in ("length", "content_filter"):
        bare_json(choices[0].message)
    return completion


def _translated(
    error: Exception, exchange: Exchange
) -> tuple[CommuniqueError, BaseException | None]:
    """``error`` as ours, and the foreign error it came from, both without keys."""
    origin = _origin(error)
    if isinstance(origin, CommuniqueError):
        ours, cause = origin, origin.__cause__
    else:
        ours, cause = translate(origin, exchange.address, exchange.completion), origin
    forget_keys(error)
    return ours, cause


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
        broke = not isinstance(cause, httpx2.ConnectError)
        return ServerUnreachable(f"no server answers at {address} ({why})", broke=broke)
    if isinstance(error, openai.APIResponseValidationError):
        return AnswerError(f"the server's reply is not what its protocol promises: {said}")
    status = getattr(error, "status_code", None)
    wait = asked_wait(error.response.headers) if isinstance(error, openai.APIStatusError) else None
    if status == 429:
        return RateLimited(f"{address} asks to slow down: {said}", retry_after=wait)
    if isinstance(status, int) and says_too_long(error, said):
        return PromptTooLong(f"{address} refused the prompt ({status}): {said}", status=status)
    if isinstance(status, int):
        what = "failed" if status >= 500 else "refused the request"
        kind = _REFUSALS.get(status, ServerRefused)
        return kind(f"{address} {what} ({status}): {said}", status=status, retry_after=wait)
    if isinstance(error, _UNUSABLE):
        return AnswerError(f"the answer cannot be used: {said}", raw=answered_text(completion))
    return ServerError(f"{address}: {type(error).__name__}: {said}")


def _origin(error: BaseException) -> BaseException:
    """What instructor, or the openai client, wrapped: the first error that is not its own."""
    cause = error.__cause__
    if isinstance(error, InstructorError) and cause is not None:
        return _origin(cause)
    if isinstance(error, openai.OpenAIError) and isinstance(cause, AnswerError):
        return cause
    return error

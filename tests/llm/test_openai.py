"""The instructor client against a real HTTP server."""

from __future__ import annotations

import ast
import inspect
import json
import logging
import socket
import traceback
from pathlib import Path
from typing import Any

import anyio
import httpx
import openai
import pytest

import communique
from communique.errors import (
    AccessRefused,
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
from communique.llm.client import Message, Reply, Request
from communique.llm.openai import InstructorClient, translate
from communique.llm.schema import ReadoutAnswer
from communique.llm.strict import AnswerSchema
from communique.models import Mode, Model
from communique.testing import FakeServer, Fault
from llm.made import answer

MODES: list[Mode] = ["json_schema", "tools", "json", "md_json"]
ANSWER = answer(statements=[{"content": "x", "kind": "indirect"}])
KEY = "sk-live-0123456789abcdefghij"


def ask(model: Model, text: str = "Hello.") -> Reply:
    async def once() -> Reply:
        client = InstructorClient(model)
        try:
            return await client.complete(
                Request(model, (Message("user", text),), AnswerSchema.of(ReadoutAnswer))
            )
        finally:
            await client.aclose()

    return anyio.run(once)


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_gives_the_answer_and_its_cost(mode: Mode) -> None:
    """One request, the object as sent, the tokens as the server counted them."""
    with FakeServer(script=[ANSWER]) as server:
        reply = ask(Model("openai/m1", base_url=server.base_url, mode=mode))
        assert server.requests == 1
    assert reply.answer == ANSWER
    assert reply.model == "m1"
    assert reply.usage.requests == 1
    assert (reply.usage.input_tokens or 0) > 0
    assert (reply.usage.output_tokens or 0) > 0
    assert reply.usage.seconds > 0


def test_schema_on_the_wire_is_strict() -> None:
    """The server is told to enforce our schema: with response_format, and with tools."""
    wanted = AnswerSchema.of(ReadoutAnswer).json
    with FakeServer(script=[ANSWER, ANSWER]) as server:
        ask(Model("openai/m", base_url=server.base_url, mode="json_schema"))
        ask(Model("openai/m", base_url=server.base_url, mode="tools"))
        first, second = server.history
    sent = first.body["response_format"]["json_schema"]
    assert sent == {"name": "ReadoutAnswer", "strict": True, "schema": wanted}
    function = second.body["tools"][0]["function"]
    assert function["strict"] is True
    assert function["parameters"]["$defs"] == wanted["$defs"]
    assert function["parameters"]["additionalProperties"] is False
    assert set(function["parameters"]["required"]) == set(wanted["required"])
    assert second.body["tool_choice"]["function"]["name"] == function["name"]


@pytest.mark.parametrize("mode", MODES)
def test_messages_arrive_letter_by_letter(mode: Mode) -> None:
    """No mode reads templates, trims or dedents what is in a message."""
    text = "  {{ 7*7 }} {% if x %}{# c #}\r\n\r\n  ‘NBSP\u00a0’ <<ARTICLE>> \\n %s {0}"
    with FakeServer(script=[ANSWER]) as server:
        ask(Model("openai/m", base_url=server.base_url, mode=mode), text)
        assert text in server.history[0].prompt


def test_parameters_go_on_the_wire() -> None:
    """Temperature, limit and extra parameters are sent; None leaves the server's default."""
    with FakeServer(script=[ANSWER, ANSWER]) as server:
        ask(
            Model(
                "openai/m",
                base_url=server.base_url,
                temperature=0.5,
                max_tokens=99,
                extra=(("seed", 7),),
            )
        )
        ask(Model("openai/m", base_url=server.base_url, temperature=None, max_tokens=None))
        first, second = server.history
    assert (first.body["temperature"], first.body["max_tokens"], first.body["seed"]) == (0.5, 99, 7)
    assert "temperature" not in second.body
    assert "max_tokens" not in second.body


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "reply",
    [
        '<think>{"statements": 1}</think>\n```json\n%s\n```',
        "Of course!\n%s\nAnything else?",
        "%s",
    ],
    ids=["think+fence", "chatter", "plain"],
)
def test_chatter_around_the_json_is_survived(mode: Mode, reply: str) -> None:
    """Thinking, fences, chatter, and a server that ignores tools."""
    with FakeServer(script=[reply % json.dumps(ANSWER)]) as server:
        model = Model("openai/m", base_url=server.base_url, mode=mode)
        assert ask(model).answer == ANSWER


FAULTS: list[tuple[Fault, type[CommuniqueError], int, str]] = [
    (Fault.rate_limited(0.01), RateLimited, 3, "asks to slow down: Rate limit reached"),
    (Fault.refused(401, "no such key"), AccessRefused, 1, r"\(401\): no such key"),
    (Fault.refused(404, "no such model"), AccessRefused, 1, r"\(404\): no such model"),
    (Fault.refused(400, "too long"), ServerRefused, 1, r"\(400\): too long"),
    (Fault.refused(400, "maximum context length is 4096 tokens"), PromptTooLong, 1, "is 4096"),
    (Fault.refused(400, "(9 tokens) exceeds the available context size"), PromptTooLong, 1, "9 t"),
    (Fault.refused(400, "prompt is too long: 9 tokens > 8 maximum"), PromptTooLong, 1, "9 tok"),
    (Fault.refused(401, "maximum context length"), AccessRefused, 1, r"\(401\)"),
    (Fault.truncated(), AnswerTruncated, 1, "token limit"),
    (Fault.garbage(), AnswerError, 1, "no JSON object"),
    (Fault.garbage('{"statements": [{"content"'), AnswerError, 1, "no JSON object"),
    (Fault.garbage("[1, 2]"), AnswerError, 1, "no JSON object"),
    (Fault.not_json(), AnswerError, 1, "no chat completion"),
]


@pytest.mark.parametrize("code", ["context_length_exceeded", "exceed_context_size_error"])
def test_a_context_that_is_too_small_is_told_by_code_or_type(code: str) -> None:
    """OpenAI and gateways give a code, llama.cpp a type."""
    answered = httpx.Response(400, request=httpx.Request("POST", "http://127.0.0.1:1/v1"))
    for body in ({"code": code, "message": "no"}, {"code": 400, "type": code, "message": "no"}):
        error = openai.BadRequestError("no", response=answered, body=body)
        found = translate(error, "http://127.0.0.1:1/v1")
        assert (type(found), found.code) == (PromptTooLong, "prompt_too_long")


@pytest.mark.parametrize("mode", ["json_schema", "tools"])
@pytest.mark.parametrize(("fault", "error", "requests", "message"), FAULTS)
def test_every_fault_has_its_error(
    fault: Fault, error: type[CommuniqueError], requests: int, message: str, mode: Mode
) -> None:
    """What the server does wrong is named, and what it cost is known."""
    with FakeServer(faults=lambda number: fault, script=[ANSWER]) as server:
        with pytest.raises(error, match=message) as caught:
            ask(Model("openai/m", base_url=server.base_url, mode=mode))
        assert server.requests == requests
    assert type(caught.value) is error
    assert caught.value.usage.requests == requests


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.server_error(), ServerRefused),
        (Fault.reset(), ServerUnreachable),
        (Fault.hang(), ServerTimeout),
    ],
)
def test_slow_faults_are_retried_and_named(fault: Fault, error: type[ServerError]) -> None:
    """Failing, breaking and silent servers get three attempts, and the address is named."""
    with FakeServer(faults=lambda number: fault, script=[ANSWER]) as server:
        with pytest.raises(error, match=server.base_url):
            ask(Model("openai/m", base_url=server.base_url, timeout=0.2))
        assert server.requests == 3


@pytest.mark.slow
def test_an_answer_that_dribbles_is_held_to_the_time_limit() -> None:
    """Bytes that keep coming do not stop the clock; every attempt is counted."""
    with FakeServer(faults=lambda number: Fault.dribble(2), script=[ANSWER] * 3) as server:
        with pytest.raises(ServerTimeout) as caught:
            ask(Model("openai/m", base_url=server.base_url, timeout=0.4))
        assert server.requests == 3
    usage = caught.value.usage
    assert (usage.requests, usage.input_tokens, usage.cost) == (3, None, None)
    assert usage.seconds < 1.2 + 2 + 1


def test_an_answer_that_dribbles_in_time_is_taken() -> None:
    """Slow is not wrong."""
    with FakeServer(faults=[Fault.dribble(0.3)], script=[ANSWER]) as server:
        reply = ask(Model("openai/m", base_url=server.base_url))
    assert (reply.answer, reply.usage.requests) == (ANSWER, 1)
    assert reply.usage.seconds >= 0.3


PLANS: list[tuple[list[Fault], int]] = [
    ([Fault.rate_limited(0.3)], 2),
    ([Fault.server_error(500)], 2),
    ([Fault.reset(), Fault.server_error(502)], 3),
    ([Fault.hang(), Fault.rate_limited(0.01)], 3),
    ([Fault.dribble(3)], 2),
    ([Fault.slow(3), Fault.reset()], 3),
]


@pytest.mark.parametrize(("plan", "requests"), PLANS)
def test_whatever_passes_within_three_attempts_ends_in_the_answer(
    plan: list[Fault], requests: int
) -> None:
    """In every order; all requests are counted, the tokens are those of the answer."""
    with FakeServer(faults=plan, script=[ANSWER] * 3) as server:
        reply = ask(Model("openai/m", base_url=server.base_url, timeout=1))
        assert server.requests == requests
    assert (reply.answer, reply.usage.requests) == (ANSWER, requests)
    assert (reply.usage.input_tokens or 0) > 0


def test_the_server_says_how_long_to_wait() -> None:
    """Retry-After is kept to; one of more than two minutes is not waited for."""
    with FakeServer(faults=[Fault.rate_limited(1.5)], script=[ANSWER]) as server:
        assert ask(Model("openai/m", base_url=server.base_url)).usage.seconds >= 1.5
    with FakeServer(faults=[Fault.rate_limited(3600)], script=[ANSWER]) as server:
        with pytest.raises(RateLimited) as caught:
            ask(Model("openai/m", base_url=server.base_url))
        assert server.requests == caught.value.usage.requests == 1
    assert caught.value.usage.seconds < 2


def test_a_prompt_that_is_too_long_is_named() -> None:
    """In the server's own words, asked once, and known to cost nothing."""
    for fault in (Fault.context_exceeded(), Fault.context_exceeded_llama_cpp()):
        with FakeServer(faults=[fault], script=[ANSWER]) as server:
            with pytest.raises(ServerRefused, match="8192 tokens") as caught:
                ask(Model("openai/m", base_url=server.base_url))
            assert server.requests == 1
        assert (caught.value.usage.input_tokens, caught.value.usage.cost) == (0, 0)


def test_parameters_that_only_other_servers_know_go_on_the_wire() -> None:
    """As they are, without a wrapping; what stands in ``extra_body`` goes last."""
    extra = {"repeat_last_n": 64, "extra_body": {"top_k": 1}, "extra_headers": {"x-team": "press"}}
    with FakeServer(script=[ANSWER]) as server:
        ask(Model("openai/m", base_url=server.base_url, extra=extra))
        (exchange,) = server.history
    assert (exchange.body["repeat_last_n"], exchange.body["top_k"]) == (64, 1)
    assert exchange.headers["x-team"] == "press"
    assert exchange.body["response_format"]["type"] == "json_schema"


def test_a_retry_that_succeeds_is_paid_for() -> None:
    """After a refusal with Retry-After the answer comes, and both requests are counted."""
    faults = [Fault.rate_limited(0.01), Fault.server_error(503)]
    with FakeServer(faults=faults, script=[ANSWER]) as server:
        reply = ask(Model("openai/m", base_url=server.base_url))
        assert server.requests == 3
    assert (reply.answer, reply.usage.requests) == (ANSWER, 3)


def test_truncated_answer_is_kept_with_its_error() -> None:
    """The part that came is on the error, and so are the tokens paid for it."""
    with (
        FakeServer(faults=[Fault.truncated()], script=[ANSWER]) as server,
        pytest.raises(AnswerTruncated) as caught,
    ):
        ask(Model("openai/m", base_url=server.base_url))
    assert caught.value.raw.startswith('{"participants"')
    assert caught.value.usage.output_tokens > 0


def test_no_server_there() -> None:
    """The address is in the message."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
        with pytest.raises(ServerUnreachable, match=address):
            ask(Model("openai/m", base_url=address))


def foreign_errors() -> list[type[Exception]]:
    found = [error for _, error in inspect.getmembers(openai, inspect.isclass)]
    return [error for error in found if issubclass(error, openai.OpenAIError)]


def made(error: type[Exception]) -> Exception:
    """An instance of an openai error, whatever its constructor wants."""
    import httpx2

    request = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions")
    parts: dict[str, Any] = {
        "message": "said",
        "request": request,
        "response": httpx2.Response(getattr(error, "status_code", 418), request=request),
        "body": None,
        "completion": openai.types.chat.ChatCompletion.model_construct(usage=None),
        "unsent_messages": [],
    }
    if "__init__" not in {name for cls in error.__mro__[:-3] for name in vars(cls)}:
        return error("said")
    wanted = inspect.signature(error).parameters
    return error(**{name: parts[name] for name in wanted})


@pytest.mark.parametrize("error", foreign_errors())
def test_every_error_of_openai_is_translated(error: type[Exception]) -> None:
    """The day openai adds an error this test shows where it goes: never to the bare root."""
    ours = translate(made(error), "http://127.0.0.1/v1")
    assert isinstance(ours, (ServerError, AnswerError))
    if error is not openai.OpenAIError and issubclass(error, openai.APIError):
        assert type(ours) is not ServerError or error is openai.APIError


def test_no_key_gets_out(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """A server that echoes the key does not get it into an error, a traceback, a log or a reply."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    echo = Fault.refused(401, f"Incorrect API key provided: {KEY}")
    with FakeServer(faults=[echo], script=[answer(statements=[KEY])]) as server:
        model = Model("openai/m", base_url=server.base_url)
        with pytest.raises(ServerRefused) as caught:
            ask(model)
        reply = ask(model)
        assert server.history[0].headers["authorization"] == "Bearer ***"
    trace = "".join(traceback.format_exception(caught.value))
    assert "Incorrect API key provided: ***" in trace
    assert KEY not in trace
    assert KEY not in str(reply)
    assert KEY not in caplog.text


@pytest.mark.parametrize("mode", ["json_schema", "tools"])
def test_no_key_in_the_errors_behind_an_error(mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither body nor request nor response of the foreign errors keeps it, as far back as any."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    faults = [Fault.refused(401, f"Incorrect API key provided: {KEY}"), Fault.garbage(KEY)]
    with FakeServer(faults=faults) as server:
        for _ in faults:
            extra = {"extra_headers": {"x-key": KEY}}
            with pytest.raises(CommuniqueError) as caught:
                ask(Model("openai/m", base_url=server.base_url, mode=mode, extra=extra))
            seen: list[BaseException] = []
            waiting: list[BaseException | None] = [caught.value]
            while waiting:
                error = waiting.pop()
                if error is not None and error not in seen:
                    seen.append(error)
                    waiting += [error.__cause__, error.__context__]
                    assert KEY not in f"{error!r} {error.args} {vars(error)}"
                    assert vars(error).get("request", vars(error).get("_request")) is None
            assert len(seen) > 1


def test_instructor_does_not_print_failures(capfd: pytest.CaptureFixture[str]) -> None:
    """A failed attempt is an error value, not a line on standard error."""
    with FakeServer(script=[Fault.refused(400, "no")]) as server, pytest.raises(ServerRefused):
        ask(Model("openai/m", base_url=server.base_url))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("mode", ["json_schema", "tools"])
def test_no_key_in_what_is_salvaged(mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cut answer that echoes the key goes into a record without it."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    said = {"content": "that it rained", "kind": "indirect"}
    cut = json.dumps(answer(statements=[said, {"content": f"{KEY}, {KEY}"}]))[:-6]
    text = "Vex said that it rained."
    for faults, script in (([Fault.truncated()], cut + " " * len(cut)), ([], cut)):
        with FakeServer(script=[script], faults=faults) as server:
            model = Model("openai/m", base_url=server.base_url, mode=mode)
            record = communique.extract(text, model=model)
        assert [issue.code for issue in record.issues] == ["answer_truncated"]
        assert record.issues[0].value == '{"content": "***, ***'
        assert KEY[:-8] not in record.model_dump_json()


def test_missing_key_names_the_variable() -> None:
    """Without key and address nothing is sent anywhere."""
    with pytest.raises(UsageError, match="OPENAI_API_KEY"):
        InstructorClient(Model("openai/gpt-5-mini"))


def test_loopback_address_in_the_environment_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """OPENAI_BASE_URL at the own machine is enough."""
    with FakeServer(script=[ANSWER]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        assert ask(Model("openai/m")).answer == ANSWER


def test_foreign_address_in_the_environment_needs_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server elsewhere, set for all programs, is not called without a key."""
    monkeypatch.setenv("OPENAI_BASE_URL", "https://gateway.example/v1")
    with pytest.raises(UsageError, match="OPENAI_API_KEY"):
        InstructorClient(Model("openai/m"))


def test_key_in_the_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address is shown and stored; a key must not be part of it."""
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    for wrong in ("http://me:secret@127.0.0.1:1/v1", "http://127.0.0.1:1/v1?key=secret"):
        monkeypatch.setenv("OPENAI_BASE_URL", wrong)
        with pytest.raises(UsageError, match="OPENAI_BASE_URL") as caught:
            InstructorClient(Model("openai/m"))
        assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [("nosuch/model", "Unsupported provider: nosuch"), ("anthropic/claude", "pip install")],
)
def test_unknown_or_missing_provider(name: str, message: str) -> None:
    """A provider that instructor does not know, or whose package is missing, is named."""
    with pytest.raises(UsageError, match=message):
        InstructorClient(Model(name))
    with pytest.raises(UsageError) as caught:
        InstructorClient(Model(name))
    assert "['openai'" not in str(caught.value)


def test_another_provider_of_the_same_protocol() -> None:
    """Ollama is asked with our strict schema as well, at the address given."""
    with FakeServer(script=[ANSWER]) as server:
        reply = ask(Model("ollama/llama3", base_url=server.base_url))
        assert server.history[0].body["response_format"]["json_schema"]["strict"] is True
    assert reply.answer == ANSWER


def test_client_can_be_used_again_after_closing() -> None:
    """Closing lets go of the event loop; the next request connects anew."""
    with FakeServer(script=[ANSWER, ANSWER]) as server:
        model = Model("openai/m", base_url=server.base_url)
        client = InstructorClient(model)
        request = Request(model, (Message("user", "Hi."),), AnswerSchema.of(ReadoutAnswer))

        async def once() -> Reply:
            reply = await client.complete(request)
            await client.aclose()
            return reply

        assert anyio.run(once).answer == anyio.run(once).answer == ANSWER


def test_only_one_module_imports_instructor_and_openai() -> None:
    """The libraries stay replaceable."""
    package = Path(communique.__file__).parent
    importers = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            if any(name.partition(".")[0] in ("instructor", "openai") for name in names):
                importers.add(path.relative_to(package).as_posix())
    assert importers == {"llm/openai.py"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("said", ["", " \n"])
def test_an_empty_answer_is_called_so(mode: Mode, said: str) -> None:
    """One plain sentence; not what a parser says of an empty text."""
    with FakeServer(script=[said]) as server, pytest.raises(AnswerError) as caught:
        ask(Model("openai/m", base_url=server.base_url, mode=mode))
    assert caught.value.message == "the model's answer is empty"
    assert caught.value.usage.requests == 1

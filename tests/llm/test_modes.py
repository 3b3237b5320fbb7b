"""Servers that refuse to enforce a schema, in their own words."""

from __future__ import annotations

import pytest

from communique.errors import AnswerError, CommuniqueError, RateLimited, ServerRefused
from communique.llm.modes import refuses_schema
from communique.models import Mode, Model
from communique.testing import FakeServer, Fault
from llm.test_openai import ANSWER, ask

REFUSALS = [
    # OpenAI: a model without structured outputs; a schema it does not take
    (400, "'response_format' of type 'json_schema' is not supported with this model."),
    (400, "Invalid schema for response_format 'ReadoutAnswer': In context=(), 'maxItems' is not…"),
    # llama.cpp: today's and an earlier one's
    (400, "Automatic parser generation failed: JSON schema error at #: unrecognized type x"),
    (400, "Failed to parse grammar"),
    (500, 'response_format type must be one of "text" or "json_object", but got: json_schema'),
    # vLLM with its several backends
    (400, "The provided JSON schema contains features not supported by xgrammar."),
    (400, "Grammar error: Unimplemented keys: ['uniqueItems']"),
    (422, "guided_json is not supported by this backend"),
    # Ollama
    (500, "failed to load model vocabulary required for structured outputs"),
    (400, "invalid JSON schema in format"),
    # LM Studio
    (400, "'response_format.type' must be 'text'"),
    # others
    (400, "This response_format type is unavailable now"),
    (501, "structured output is not implemented"),
]


@pytest.mark.parametrize(("status", "words"), REFUSALS)
def test_schema_refused_is_asked_again_without(status: int, words: str) -> None:
    """In the same call, the schema in the prompt alone; every request is counted."""
    tries = 3 if status >= 500 else 1
    faults = [Fault.refused(status, words)] * tries
    with FakeServer(faults=faults, script=[ANSWER]) as server:
        reply = ask(Model("openai/m", base_url=server.base_url))
        first, *_, last = server.history
    assert reply.answer == ANSWER
    assert reply.usage.requests == tries + 1
    assert first.body["response_format"]["type"] == "json_schema"
    assert "response_format" not in last.body
    assert '"participants"' in last.prompt


OTHER_REFUSALS = [
    (400, "This model's maximum context length is 8192 tokens."),
    (400, "request (9031 tokens) exceeds the available context size (8192 tokens)"),
    (404, "The model `m` does not exist"),
    (422, "temperature: must be at most 2"),
]


@pytest.mark.parametrize(("status", "words"), OTHER_REFUSALS)
def test_other_refusals_are_final(status: int, words: str) -> None:
    """What is no matter of the schema is not asked twice."""
    with FakeServer(faults=[Fault.refused(status, words)], script=[ANSWER]) as server:
        with pytest.raises(ServerRefused, match=r"refused the (request|prompt)"):
            ask(Model("openai/m", base_url=server.base_url))
        assert server.requests == 1


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json"])
def test_mode_that_was_chosen_is_kept(mode: Mode) -> None:
    """Only ``auto`` steps down."""
    fault = Fault.refused(400, "response_format is not supported")
    with FakeServer(faults=[fault], script=[ANSWER]) as server:
        with pytest.raises(ServerRefused):
            ask(Model("openai/m", base_url=server.base_url, mode=mode))
        assert server.requests == 1


def test_only_a_refusal_of_the_server_counts() -> None:
    """Words in an answer, or a rate limit, say nothing about the schema."""
    others: list[CommuniqueError] = [
        AnswerError("no schema"),
        RateLimited("http://a asks to slow down: grammar"),
        ServerRefused("http://schema.example/v1 refused the request (400): no", status=400),
    ]
    assert not any(map(refuses_schema, others))

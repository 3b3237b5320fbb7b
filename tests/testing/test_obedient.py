"""The obedient server, as users' tests of what examines servers meet it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from communique.errors import UsageError
from communique.testing import Defect, ObedientServer
from communique.testing.constrained import constrained

SCHEMA = {
    "type": "object",
    "properties": {
        "town": {"type": "string"},
        "age": {"type": "integer"},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "days": {"type": "array", "items": {"type": "integer"}, "maxItems": 2},
    },
    "required": ["town", "age", "kind"],
    "additionalProperties": False,
}


def reply(server: ObedientServer, prompt: str, **more: Any) -> httpx.Response:
    body = {"model": "m", "messages": [{"role": "user", "content": prompt}], **more}
    return httpx.post(f"{server.base_url}/chat/completions", json=body, timeout=5)


def said(response: httpx.Response) -> str:
    return str(response.json()["choices"][0]["message"]["content"])


def test_words_are_bent_to_the_schema() -> None:
    """What it allows stays, what it requires is made up, the rest is left out."""
    wanted = {"kind": "c", "age": "old", "more": 1, "days": [1, 2, 3]}
    assert constrained(wanted, SCHEMA) == {"town": "x", "age": 0, "kind": "a", "days": [1, 2]}
    assert list(constrained(wanted, SCHEMA)) == ["town", "age", "kind", "days"]
    assert constrained("words", SCHEMA) == {"town": "x", "age": 0, "kind": "a"}
    assert constrained(True, {"type": "integer"}) == 0
    assert constrained(1, {"type": "boolean"}) is False


@pytest.mark.parametrize(
    ("keyword", "bent"),
    [
        ("required", {"age": 0, "kind": "a", "days": [1, 2]}),
        ("enum", {"town": "x", "age": 0, "kind": "c", "days": [1, 2]}),
        ("type", {"town": "x", "age": "old", "kind": "a", "days": [1, 2]}),
        ("additionalProperties", {"town": "x", "age": 0, "kind": "a", "days": [1, 2], "more": 1}),
    ],
)
def test_a_keyword_that_is_ignored_lets_its_breach_through(
    keyword: str, bent: dict[str, Any]
) -> None:
    """That one alone."""
    wanted = {"kind": "c", "age": "old", "more": 1, "days": [1, 2, 3]}
    assert constrained(wanted, SCHEMA, {keyword}) == bent


def test_model_repeats_what_it_is_told_and_stops_at_the_limit() -> None:
    """With an honest end, and counts of what was read and written."""
    with ObedientServer() as server:
        whole = reply(server, "Say exactly this:\none two three")
        cut = reply(server, "Say exactly this:\none two three", max_tokens=2)
    assert said(whole) == "one two three"
    assert whole.json()["choices"][0]["finish_reason"] == "stop"
    assert said(cut) == "one two"
    assert cut.json()["choices"][0]["finish_reason"] == "length"
    assert cut.json()["usage"]["completion_tokens"] == 2


def test_prompt_beyond_the_context_is_refused_or_cut() -> None:
    """Refused with the limit named; with the defect, its beginning goes unread."""
    prompt = "The code word is HAZEL. " + "more words " * 40 + "The code word is ROWAN."
    with ObedientServer(context=30) as server:
        refused = reply(server, prompt)
    assert refused.status_code == 400
    assert "maximum context length is 30 tokens" in refused.json()["error"]["message"]
    with ObedientServer("cuts_prompts", context=30) as server:
        assert said(reply(server, prompt)) == "ROWAN"


def test_schema_is_held_to_or_refused() -> None:
    """As the defect has it."""
    schema = {"type": "json_schema", "json_schema": {"name": "A", "schema": SCHEMA}}
    defects: list[Defect | None] = [None, "ignores_schemas", "refuses_schemas"]
    codes = []
    for defect in defects:
        with ObedientServer(defect) as server:
            response = reply(server, "Say exactly this:\nhello", response_format=schema)
            codes.append(response.status_code)
            if defect is None:
                assert json.loads(said(response)) == {"town": "x", "age": 0, "kind": "a"}
            elif defect == "ignores_schemas":
                assert said(response) == "hello"
    assert codes == [200, 200, 400]


def test_unknown_defect_is_a_wrong_call() -> None:
    """With the known ones named."""
    with pytest.raises(UsageError, match="use refuses_schemas, "):
        ObedientServer("is_tired")  # type: ignore[arg-type]

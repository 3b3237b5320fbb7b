"""Does the server hold answers to a JSON schema? Asked keyword by keyword.

A schema that a model obeys of its own will proves nothing. So each prompt tells the model to break
one keyword, and none tells the schema: only a server that enforces it gets another answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from communique.doctor.probe import Bench, Probe, Told, shortened
from communique.doctor.reply import Reply, Undecided
from communique.llm.unwrap import unwrap_object

__all__ = ["EXACTLY", "SCHEMA_PROBES", "strict"]

EXACTLY = "Reply with exactly this and nothing else:\n"
"""What a model is told before words that it shall repeat."""

TOKENS = 240
"""Of an answer: several times what any of these needs, and little where it loops to the limit."""

MOST = 3
"""Items of the list that the model is told to make longer."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword of JSON schema: properties that use it, and the answer that breaks it.

    ``kept`` says of an answer whether it keeps to the keyword; None: it does not tell.
    """

    name: str
    properties: Mapping[str, Any]
    breaking: Mapping[str, Any]
    kept: Callable[[Mapping[str, Any]], bool | None]
    cut_breaks: bool = False
    """Whether an answer without end breaks it."""


def strict(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of an object with these properties and no others, as strict servers want it."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


# Of a free string, small models find no end.
_WORD = {"type": "string", "enum": ["apple", "sun", "moon"]}


def _is_number_and_bool(answer: Mapping[str, Any]) -> bool:
    count, sure = answer.get("count", 0), answer.get("sure", True)
    return isinstance(count, int) and not isinstance(count, bool) and isinstance(sure, bool)


def _ended(answer: Mapping[str, Any]) -> bool | None:
    numbers = answer.get("numbers")
    if not isinstance(numbers, list) or len(numbers) < MOST:
        return None  # the model itself may have had enough
    return len(numbers) == MOST


def _in_order(answer: Mapping[str, Any]) -> bool | None:
    names = [name for name in answer if name in ("zeta", "alpha")]
    return names == ["zeta", "alpha"] if len(names) == 2 else None


_KEYWORDS = (
    Keyword(
        "required",
        {"alpha": _WORD, "beta": _WORD, "gamma": _WORD},
        {"alpha": "sun"},
        lambda answer: {"alpha", "beta", "gamma"} <= answer.keys(),
    ),
    Keyword(
        "enum",
        {"colour": {"type": "string", "enum": ["red", "green"]}},
        {"colour": "blue"},
        lambda answer: answer["colour"] in ("red", "green") if "colour" in answer else None,
    ),
    Keyword(
        "maxItems",
        {"numbers": {"type": "array", "items": {"type": "integer"}, "maxItems": MOST}},
        {"numbers": list(range(1, 31))},
        _ended,
        cut_breaks=True,
    ),
    Keyword(
        "extra keys",
        {"word": _WORD},
        {"word": "moon", "age": 52, "town": "Orsk"},
        lambda answer: answer.keys() <= {"word"} if answer else None,
    ),
    Keyword(
        "types",
        {"count": {"type": "integer"}, "sure": {"type": "boolean"}},
        {"count": "twelve", "sure": "perhaps"},
        lambda answer: _is_number_and_bool(answer) if answer else None,
    ),
    Keyword(
        "order of keys",
        {"zeta": _WORD, "alpha": _WORD},
        {"alpha": "sun", "zeta": "moon"},
        _in_order,
    ),
)
_ESSENTIAL = {"required", "enum", "maxItems", "extra keys", "types"}


async def _ask_schema(bench: Bench) -> Told:
    """Told to answer with a plain word: does it answer with an object all the same?"""
    schema = strict({"answer": _WORD})
    reply = await bench.ask(f"{EXACTLY}apple", TOKENS, schema=schema)
    if not reply.answered:
        if reply.status_code >= 500 or reply.status_code == 429:
            reply.need_answer()
        evidence = f"refused ({reply.status_code}): {reply.said}"
        return Told("unsupported", evidence, {"mode": "md_json"})
    if unwrap_object(reply.text) is not None:
        evidence = f"told to say a plain word, it answered {_quoted(reply)}"
        return Told("ok", evidence, {"mode": "json_schema"})
    if reply.finish_reason == "length":
        raise Undecided(f"the answer had no end: {_quoted(reply)}")
    evidence = f"accepted, and answered {_quoted(reply)}"
    return Told("ignored", evidence, {"mode": "md_json"})


async def _ask_keyword(keyword: Keyword, bench: Bench) -> Told:
    breaking = json.dumps(keyword.breaking)
    schema = strict(keyword.properties)
    reply = await bench.ask(f"{EXACTLY}{breaking}", TOKENS, schema=schema)
    if reply.status_code in (400, 422):
        # One schema holds all of them: asked like that, every request would be refused.
        evidence = f"refused ({reply.status_code}): {reply.said}"
        return Told("unsupported", evidence, {"mode": "md_json"})
    answer = unwrap_object(reply.need_answer().text)
    if answer is None:
        if keyword.cut_breaks and reply.finish_reason == "length":
            return Told("ignored", f"the list had no end: {_quoted(reply)}")
        raise Undecided(f"the answer is no whole JSON object: {_quoted(reply)}")
    kept = keyword.kept(answer)
    if kept is None:
        raise Undecided(f"the model did not try to break it: {_quoted(reply)}")
    evidence = f"told {shortened(breaking)}, it answered {_quoted(reply)}"
    return Told("ok" if kept else "ignored", evidence)


def _quoted(reply: Reply) -> str:
    return shortened(reply.text.strip()) or "nothing"


SCHEMA_PROBES = (
    Probe("schema", _ask_schema, essential=True),
    *(
        Probe(
            keyword.name,
            partial(_ask_keyword, keyword),
            essential=keyword.name in _ESSENTIAL,
            after="schema",
        )
        for keyword in _KEYWORDS
    ),
)

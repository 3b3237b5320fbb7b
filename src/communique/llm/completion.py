"""What a chat completion holds, read without the library that made it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from communique.errors import AnswerError
from communique.llm.keys import SHORTEST_KEY, scrubbed, scrubbed_end
from communique.llm.unwrap import unwrap_object

__all__ = [
    "Tokens",
    "answered_text",
    "as_answered",
    "bare_json",
    "complaint",
    "error_words",
    "salvaged",
    "tokens",
]

EMPTY = "the model's answer is empty"

MOST_TOKENS = 2**48
"""A greater count is none; sums of such counts still fit into the store."""


def answered_text(completion: Any) -> str:
    """The answer as it came, but for keys: a tool's arguments, else the message; "" without both.

    What is salvaged of a cut answer goes into records, which must not hold an echoed key.
    """
    choices = getattr(completion, "choices", None)
    if not choices:
        return ""
    message = choices[0].message
    calls = message.tool_calls or ()
    said = str(calls[0].function.arguments if calls else message.content or "")
    return scrubbed_end(scrubbed(said, SHORTEST_KEY))


def as_answered(completion: Any) -> str:
    """The reply for people to read again, as JSON: model, finish_reason and text, word for word
    but for keys; of another vendor's reply what its object holds."""
    choices = getattr(completion, "choices", None)
    if not choices:
        dump = getattr(completion, "model_dump_json", None)
        return scrubbed(dump() if dump is not None else json.dumps(str(completion)), SHORTEST_KEY)
    reply = {
        "model": scrubbed(str(getattr(completion, "model", "")), SHORTEST_KEY),
        "finish_reason": choices[0].finish_reason,
        "text": answered_text(completion),
    }
    return json.dumps(reply, ensure_ascii=False)


def salvaged(completion: Any) -> dict[str, Any] | None:
    """The JSON object of an answer that came in another place than was asked for."""
    choices = getattr(completion, "choices", None)
    if not choices or choices[0].finish_reason == "length":
        return None
    return unwrap_object(answered_text(completion))


def bare_json(message: Any) -> None:
    """Leave nothing in ``message`` but the JSON, and no key in that.

    Raises:
        AnswerError: it is empty, or holds no JSON object.
    """
    calls = message.tool_calls or ()
    if not (calls or message.content or getattr(message, "refusal", None)):
        raise AnswerError(EMPTY)
    for call in calls:
        call.function.arguments = _bare(call.function.arguments)
    if message.content and not calls:
        message.content = _bare(message.content)


def _bare(text: str) -> str:
    said = scrubbed(text, SHORTEST_KEY)
    if not said.strip():
        raise AnswerError(EMPTY, raw=said)
    found = unwrap_object(said)
    if found is None:
        raise AnswerError("the model's answer holds no JSON object", raw=scrubbed_end(said))
    return json.dumps(found)


def error_words(error: BaseException) -> str:
    """The server's own words where it gave any, else the library's."""
    body = getattr(error, "body", None)
    message = body.get("message") if isinstance(body, dict) else None
    return scrubbed(message if isinstance(message, str) and message else str(error))


def complaint(error: Exception) -> str:
    """In one sentence why a library cannot use a model, and what would do instead."""
    said, listed, _ = scrubbed(str(error)).partition(". Supported providers are")
    if listed:
        return f"{said}; for any OpenAI-compatible server name openai/MODEL with its base URL"
    return said.partition(" or pass it as kwarg")[0]


class Tokens(NamedTuple):
    """Tokens in and out as the server counts them; None where it does not."""

    input: int | None
    output: int | None
    cached: int | None = None
    """The part of ``input`` that the server had computed before."""


def tokens(completion: Any) -> Tokens:
    """What the server says it counted."""
    usage = getattr(completion, "usage", None)
    return Tokens(
        _first(usage, "prompt_tokens", "input_tokens"),
        _first(usage, "completion_tokens", "output_tokens"),
        _first(getattr(usage, "prompt_tokens_details", None), "cached_tokens"),
    )


def _first(usage: Any, *names: str) -> int | None:
    found = (getattr(usage, name, None) for name in names)
    return next((value for value in found if _is_count(value)), None)


def _is_count(value: Any) -> bool:
    """Whether a server can have counted that many; a hostile one may say anything."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_TOKENS

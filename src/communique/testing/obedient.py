"""A server whose model does what it is told, with one defect planted: for what examines servers."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any, Literal, get_args

from communique.errors import UsageError
from communique.testing.constrained import constrained
from communique.testing.faults import Fault
from communique.testing.replies import beginning, count_tokens, error_reply, last_tokens
from communique.testing.server import FakeServer

__all__ = ["Defect", "ObedientServer"]

Defect = Literal[
    "refuses_schemas",  # answers 400 to any response_format
    "ignores_schemas",  # takes a schema and does not look at it
    "ignores_required",  # leaves out keys that the schema requires
    "ignores_enum",
    "ignores_max_items",  # goes on with a list until the token limit
    "ignores_additional_properties",  # adds keys that the schema does not have
    "ignores_types",  # strings for numbers and truth values
    "ignores_order",  # gives properties in another order than the schema does
    "thinks_aloud",  # writes its thoughts before the JSON
    "hides_cuts",  # ends an answer that was cut with "stop"
    "ignores_max_tokens",
    "refuses_long_answers",  # answers 400 where prompt and max_tokens exceed its context
    "counts_no_tokens",
    "miscounts_tokens",
    "cuts_prompts",  # reads only the end of a prompt longer than its context
    "changes_answers",  # gives another answer to the same request
    "changes_under_load",  # gives another answer while it answers others
    "answers_one_by_one",
    "answers_as_another",  # names another model than was asked for
    "tells_no_limits",  # sends no headers about them
]

_KEYWORDS = {
    "ignores_required": "required",
    "ignores_enum": "enum",
    "ignores_max_items": "maxItems",
    "ignores_additional_properties": "additionalProperties",
    "ignores_types": "type",
    "ignores_order": "order",
}
_EXACTLY = re.compile(r"exactly this[^:\n]*:\n(.*)", re.DOTALL)
_CODE_WORD = re.compile(r"code word is (\w+)")
_STORY = " ".join(
    f"On day {day} the keeper of the empty island lit the lamp once more." for day in range(1, 20)
)


class ObedientServer(FakeServer):
    """A ``FakeServer`` whose model repeats what it is told after "exactly this:", tells the code
    words that it has read, and else tells a story; held to a schema as strict servers do.

    Args:
        defect: what the server does wrong; nothing where None.
        context: how many tokens of a prompt it reads; a longer one it refuses.
        slots: how many requests it answers at a time.
        seconds_per_token: how long it takes to write.

    Raises:
        UsageError: there is no such defect.
    """

    def __init__(
        self,
        defect: Defect | None = None,
        *,
        context: int = 4000,
        slots: int = 8,
        seconds_per_token: float = 0.002,
        **options: Any,
    ) -> None:
        if defect is not None and defect not in get_args(Defect):
            raise UsageError(f"unknown defect {defect!r}: use {', '.join(get_args(Defect))}")
        super().__init__(**options)
        self._defect = defect
        self._context = context
        self._seconds_per_token = seconds_per_token
        self._slots = asyncio.Semaphore(1 if defect == "answers_one_by_one" else slots)
        self._in_work = 0

    async def _answered(
        self, body: Mapping[str, Any], scripted: str | Mapping[str, Any] | None, fault: Fault | None
    ) -> Any:
        if scripted is not None or fault is not None:
            return await super()._answered(body, scripted, fault)
        prompt = "\n".join(str(message.get("content") or "") for message in body["messages"])
        refused = self._refused(body, count_tokens(prompt))
        if refused is not None:
            return error_reply(400, refused)
        self._in_work += 1
        try:
            async with self._slots:
                return await self._written(body, last_tokens(prompt, self._context))
        finally:
            self._in_work -= 1

    def _refused(self, body: Mapping[str, Any], tokens: int) -> str | None:
        """Why a request is refused, as servers say it."""
        if "response_format" in body and self._defect == "refuses_schemas":
            return "response_format is not supported"
        longest = f"This model's maximum context length is {self._context} tokens"
        if tokens > self._context and self._defect != "cuts_prompts":
            return f"{longest}. However, your messages resulted in {tokens} tokens."
        wanted = tokens + (body.get("max_tokens") or 0)
        if wanted > self._context and self._defect == "refuses_long_answers":
            return f"{longest}. However, you requested {wanted} tokens."
        return None

    async def _written(self, body: Mapping[str, Any], read: str) -> Any:
        """The completion, after the time that writing it takes."""
        from starlette.responses import JSONResponse

        whole = self._said(body, read)
        limit = None if self._defect == "ignores_max_tokens" else body.get("max_tokens")
        text = whole if limit is None else beginning(whole, limit)
        tokens = count_tokens(text)
        await asyncio.sleep(tokens * self._seconds_per_token)
        is_cut = text != whole and self._defect != "hides_cuts"
        reply = {
            "id": "chatcmpl-obedient",
            "object": "chat.completion",
            "created": 0,
            "model": "another-9b" if self._defect == "answers_as_another" else body.get("model"),
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": text},
                    "finish_reason": "length" if is_cut else "stop",
                }
            ],
            **self._usage(count_tokens(read), tokens),
        }
        limits = {"x-ratelimit-limit-requests": "600", "x-ratelimit-remaining-requests": "599"}
        return JSONResponse(reply, headers={} if self._defect == "tells_no_limits" else limits)

    def _said(self, body: Mapping[str, Any], read: str) -> str:
        told = _EXACTLY.search(read)
        words = _CODE_WORD.findall(read)
        text = told[1] if told else " ".join(words) if words else self._story()
        schema = (body.get("response_format") or {}).get("json_schema", {}).get("schema")
        if schema is not None and self._defect != "ignores_schemas":
            ignored = {_KEYWORDS[self._defect]} if self._defect in _KEYWORDS else set()
            text = json.dumps(constrained(_as_json(text), schema, ignored))
        thoughts = "<think>What does the user want? Just that.</think>\n"
        return thoughts + text if self._defect == "thinks_aloud" else text

    def _story(self) -> str:
        other = self._defect == "changes_answers" or (
            self._defect == "changes_under_load" and self._in_work > 1
        )
        return f"{self.requests} years ago. {_STORY}" if other else _STORY

    def _usage(self, read: int, written: int) -> dict[str, Any]:
        if self._defect == "counts_no_tokens":
            return {}
        if self._defect == "miscounts_tokens":
            read, written = 7, 3
        counted = {"prompt_tokens": read, "completion_tokens": written}
        return {"usage": {**counted, "total_tokens": read + written}}


def _as_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text

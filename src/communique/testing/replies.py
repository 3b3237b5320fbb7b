"""What the fake server says: chat completions, and errors in OpenAI's shape."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from communique.testing.answers import Play
from communique.testing.faults import Fault

__all__ = ["Replies", "beginning", "count_tokens", "error_reply", "last_tokens"]

_TOKEN = re.compile(r"\d{1,3}|[^\W\d]{1,8}|[^\w\s]+")
"""A word or eight letters of one, three digits, a run of marks: about what real ones are."""

PIECES = 50
"""In how many pieces a dribbling answer comes."""

QUOTES = {"participants": "mention", "meetings": "evidence", "statements": "content"}
"""Where an item of each list of the built-in answer says which words it rests on."""

Answer = str | Mapping[str, Any]


class Replies:
    """Turns requests into responses, from the records given and from scripted answers."""

    def __init__(
        self,
        records: Sequence[Mapping[str, Any]],
        play: Callable[[Mapping[str, Any]], Mapping[str, Any]],
        context: int | None = None,
    ) -> None:
        # A text may be part of another one: the longest that fits is meant.
        self._records = sorted(records, key=lambda record: len(record["text"]), reverse=True)
        self._play = play
        self._context = context

    def reply(
        self,
        body: Mapping[str, Any],
        messages: Sequence[Mapping[str, Any]],
        scripted: Answer | None,
        fault: Fault | None,
    ) -> Any:
        """The response to a request; ``scripted`` goes before the records."""
        from starlette.responses import HTMLResponse

        if fault is not None and fault.kind == "status":
            return error_reply(fault.status, fault.text, fault.retry_after, fault.code)
        if fault is not None and fault.kind == "not_http_json":
            return HTMLResponse(fault.text)
        if body.get("stream"):
            return error_reply(400, "this server does not stream")
        prompt = "\n".join(str(message.get("content") or "") for message in messages)
        kept = fault.tokens if fault is not None and fault.kind == "cut_prompt" else self._context
        read = prompt if kept is None else last_tokens(prompt, kept)
        if fault is not None and fault.kind == "garbage":
            return _completion(body, read, fault.text, "stop")
        answer = self._answer(prompt, read) if scripted is None else scripted
        if answer is None:
            return error_reply(400, "no record's text occurs in the request, and no script is left")
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        if fault is not None and fault.kind == "truncate":
            return _completion(body, read, text[: len(text) // 2], "length")
        if fault is not None and fault.kind == "dribble":
            return _dribbled(_completion(body, read, text, "stop"), fault.seconds)
        return _completion(body, read, text, "stop")

    def _answer(self, prompt: str, read: str) -> Mapping[str, Any] | None:
        """What is said about the text in ``prompt`` by a model that has ``read`` only that."""
        answer = self._answer_about(prompt)
        return answer if answer is None or read == prompt else _seen(answer, read)

    def _answer_about(self, prompt: str) -> Mapping[str, Any] | None:
        """In words about a record's text, in ids where the text is marked."""
        for record in self._records:
            if record["text"] in prompt:
                return self._play(record)
        if isinstance(self._play, Play):
            from communique.candidates import marked
            from communique.testing.selections import candidates_of

            for record in self._records:
                if marked(candidates_of(record["text"])) in prompt:
                    return self._play.select(record)
        return None


def _seen(answer: Mapping[str, Any], read: str) -> Mapping[str, Any]:
    """``answer`` without the items whose quotes, or whose first marks, are not in ``read``."""
    return {
        name: [one for one in items if _is_in(read, name, one)]
        if isinstance(items, list)
        else items
        for name, items in answer.items()
    }


def _is_in(read: str, name: str, item: Any) -> bool:
    if name in QUOTES:
        return item[QUOTES[name]] in read
    id_ = item["t"] if isinstance(item, Mapping) else item[0]
    return f"[{id_} " in read


def _completion(body: Mapping[str, Any], prompt: str, text: str, finish_reason: str) -> Any:
    """``text`` as the arguments of the tool called for, else as the message."""
    from starlette.responses import JSONResponse

    tool = _first_tool(body)
    is_json = text.lstrip().startswith("{")
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if tool is not None and is_json:
        call = {"name": tool, "arguments": text}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call_0", "type": "function", "function": call}],
        }
        finish_reason = "tool_calls" if finish_reason == "stop" else finish_reason
    tokens_in, tokens_out = count_tokens(prompt), count_tokens(text)
    return JSONResponse(
        {
            "id": "chatcmpl-fake",
            "object": "chat.completion",
            "created": 0,
            "model": body.get("model", "fake"),
            "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
            "usage": {
                "prompt_tokens": tokens_in,
                "completion_tokens": tokens_out,
                "total_tokens": tokens_in + tokens_out,
            },
        }
    )


def count_tokens(text: str) -> int:
    """About as many as a real tokenizer counts in English prose or JSON."""
    return sum(1 for _ in _TOKEN.finditer(text))


def last_tokens(text: str, tokens: int) -> str:
    """The last ``tokens`` of ``text``; all of it where there are no more."""
    starts = [found.start() for found in _TOKEN.finditer(text)]
    return text if len(starts) <= tokens else text[starts[-tokens] :] if tokens else ""


def beginning(text: str, tokens: int) -> str:
    """The first ``tokens`` of ``text``."""
    ends = [found.end() for found in _TOKEN.finditer(text)]
    return text if len(ends) <= tokens else text[: ends[tokens - 1]]


def _dribbled(response: Any, seconds: float) -> Any:
    from starlette.responses import StreamingResponse

    body: bytes = response.body
    size = max(1, len(body) // PIECES)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), size):
            await asyncio.sleep(seconds * size / len(body))
            yield body[start : start + size]

    return StreamingResponse(pieces(), media_type="application/json")


def _first_tool(body: Mapping[str, Any]) -> Any:
    """The name of the first tool of a request; None where there is none, or a malformed one."""
    try:
        return body["tools"][0]["function"]["name"]
    except (KeyError, IndexError, TypeError):
        return None


def error_reply(
    status: int, message: str, retry_after: float | None = None, code: str | None = None
) -> Any:
    from starlette.responses import JSONResponse

    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    error = {"message": message, "type": "fake_error", "code": code, "param": None}
    return JSONResponse({"error": error}, status_code=status, headers=headers)

"""What the fake server says: chat completions, and errors in OpenAI's shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from communique.testing.faults import Fault

__all__ = ["Replies"]

CHARACTERS_PER_TOKEN = 4

Answer = str | Mapping[str, Any]


class Replies:
    """Turns requests into responses, from the records given and from scripted answers."""

    def __init__(
        self,
        records: Sequence[Mapping[str, Any]],
        play: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    ) -> None:
        # A text may be part of another one: the longest that fits is meant.
        self._records = sorted(records, key=lambda record: len(record["text"]), reverse=True)
        self._play = play

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
            return _error(fault.status, fault.text, fault.retry_after)
        if fault is not None and fault.kind == "not_http_json":
            return HTMLResponse(fault.text)
        if body.get("stream"):
            return _error(400, "this server does not stream")
        prompt = "\n".join(str(message.get("content") or "") for message in messages)
        if fault is not None and fault.kind == "garbage":
            return _completion(body, prompt, fault.text, "stop")
        answer = self._answer(prompt) if scripted is None else scripted
        if answer is None:
            return _error(400, "no record's text occurs in the request, and no script is left")
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        if fault is not None and fault.kind == "truncate":
            return _completion(body, prompt, text[: len(text) // 2], "length")
        return _completion(body, prompt, text, "stop")

    def _answer(self, prompt: str) -> Mapping[str, Any] | None:
        found = (record for record in self._records if record["text"] in prompt)
        record = next(found, None)
        return None if record is None else self._play(record)


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
    tokens_in = len(prompt) // CHARACTERS_PER_TOKEN
    tokens_out = len(text) // CHARACTERS_PER_TOKEN
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


def _first_tool(body: Mapping[str, Any]) -> Any:
    """The name of the first tool of a request; None where there is none, or a malformed one."""
    try:
        return body["tools"][0]["function"]["name"]
    except (KeyError, IndexError, TypeError):
        return None


def _error(status: int, message: str, retry_after: float | None = None) -> Any:
    from starlette.responses import JSONResponse

    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    error = {"message": message, "type": "fake_error", "code": None, "param": None}
    return JSONResponse({"error": error}, status_code=status, headers=headers)

"""Whether a server's refusal means the way the answer was to be constrained."""

from __future__ import annotations

import re

from communique.errors import CommuniqueError, ServerRefused

__all__ = ["refuses_schema"]

_STATUSES = (400, 422, 500, 501)
# As OpenAI, llama.cpp, vLLM, Ollama, LM Studio, DeepSeek and Groq say it.
_WORDS = re.compile(
    r"response.?format|json.?schema|structured.?output|guided|grammar|schema", re.IGNORECASE
)


def refuses_schema(error: BaseException) -> bool:
    """Whether the server would perhaps answer the same request without a schema to enforce."""
    return (
        isinstance(error, ServerRefused)
        and error.status in _STATUSES
        and _WORDS.search(_said(error)) is not None
    )


def _said(error: CommuniqueError) -> str:
    """The server's words, without its address before them."""
    return error.message.partition("): ")[2]

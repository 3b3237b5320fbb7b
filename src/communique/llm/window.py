"""The context window: did the prompt fit, and did the server read all of it?

Some servers refuse a prompt that does not fit. Others cut it without a word and answer what is
left; the only trace is the number of prompt tokens that they report. That number includes tokens
found in a cache at OpenAI, vLLM, llama.cpp and Ollama. Ollama cuts to its context (before 0.30) or
to half of it. Old versions of it (before 0.2) reported 0 for a cached prompt, and the first of 0.30
left the cached tokens out.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from math import inf

from communique.errors import PromptCut
from communique.llm.client import Message, Request

__all__ = ["TOLERANCE", "check_read", "fewest_tokens", "fewest_tokens_of", "fits", "says_too_long"]

# What no common tokenizer makes one token of two of: a word with one sign before it and the
# apostrophes in it, three digits, a run of signs. Counted over prompts about news articles, four
# tokenizers (cl100k, Claude's, Mistral's SentencePiece and Tekken) gave 1.22 to 1.46 tokens for
# each; over URLs, abbreviations, tables, code, Arabic and Chinese never fewer than 1.
_PRE_TOKEN = re.compile(
    r"""
      (?: [^\w\s] | _ )? [^\W\d_]+ (?: ['’] [^\W\d_]+ )*
    | \d{1,3}
    | (?: [^\w\s] | _ )+
    """,
    re.VERBOSE,
)

TOLERANCE = 0.85
"""A server that reports less than this part of the fewest tokens possible has cut the prompt."""

SHORTEST = 300
"""Fewest tokens of a prompt that is judged: below it chat templates and counts differ too much."""

MOST_PER_WORD = 1.5
"""Tokens for each of ``fewest_tokens`` where the server does not count; see ``_PRE_TOKEN``."""

ROOM = 0.25
"""The part of a known context that is left to the answer."""

_TOO_LONG = re.compile(
    r"""
      context[ _]length | context[ _](?:size|window) | maximum\ model\ length
    | (?:prompt|input)\ is\ too\ long | input\ token\ count.*exceeds
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TOO_LONG_CODES = {"context_length_exceeded", "exceed_context_size_error"}
_STATUSES = {400, 413, 422, 500}


def fewest_tokens(messages: tuple[Message, ...]) -> int:
    """A lower bound of the tokens of ``messages``, whatever the tokenizer."""
    return sum(fewest_tokens_of(message.content) for message in messages)


@lru_cache(maxsize=16)
def fewest_tokens_of(text: str) -> int:
    """A lower bound of the tokens of ``text``. What stands before every article is counted once."""
    return len(_PRE_TOKEN.findall(text))


def check_read(request: Request, reported: int | None) -> None:
    """See that a server which reports ``reported`` prompt tokens read all of ``request``.

    A server that reports none (or 0, which some do for a cached prompt) is believed.

    Raises:
        PromptCut: it read less.
    """
    if not reported:
        return
    fewest = fewest_tokens(request.messages)
    if fewest >= SHORTEST and reported < TOLERANCE * fewest:
        raise PromptCut(
            f"the server read {reported} tokens of a prompt of at least {fewest}: it cut the "
            "prompt without saying so; give it a larger context (Ollama: OLLAMA_CONTEXT_LENGTH)"
        )


def fits(request: Request, text: str) -> bool:
    """Whether ``request``, which holds ``text``, and its answer fit into the context that the
    model's profile tells; True too where less text would not help.

    The answer is given the room that the server wants kept for it, else a part of the context.
    """
    profile = request.model.profile
    if profile is None or profile.context is None:
        return True
    words = fewest_tokens(request.messages)
    if request.model.asked_mode == "md_json":  # the schema stands in the prompt then
        words += fewest_tokens_of(json.dumps(request.schema.json))
    answer = profile.max_tokens or min(request.model.max_tokens or inf, ROOM * profile.context)
    most = (profile.context - answer) / (profile.tokens_per_word or MOST_PER_WORD)
    return words <= most or words - fewest_tokens_of(text) > most


def says_too_long(error: object, said: str) -> bool:
    """Whether a server's error, which says ``said``, refuses a prompt for its length."""
    if getattr(error, "status_code", None) not in _STATUSES:
        return False
    codes = {getattr(error, "code", None), getattr(error, "type", None)}
    return bool(codes & _TOO_LONG_CODES) or bool(_TOO_LONG.search(said))

"""Who answers, what stands around the answer, and how it ends."""

from __future__ import annotations

import re

from communique.doctor.probe import Bench, Probe, Told, shortened
from communique.doctor.reply import Reply, Undecided, refusal
from communique.doctor.schemas import EXACTLY, strict
from communique.llm.window import fewest_tokens_of

__all__ = ["FIRST_PROBE", "LIMITS_PROBE", "PROBES"]

_WORDS = "one two three four five six seven eight nine ten".split()
_YES = strict({"answer": {"type": "string", "enum": ["yes"]}})
_REFUSES_LENGTH = re.compile(
    r"max_(?:completion_)?tokens|max_output|too large|context|length", re.IGNORECASE
)

CUT_AT = 24
"""Tokens after which a long answer is cut."""

CUT_WORDS = 14
"""Words that such an answer has at least, whatever the tokenizer."""


async def _ask_who(bench: Bench) -> Told:
    """The first request.

    Raises:
        ServerError: no server answers, or it refuses even this.
    """
    reply = await bench.ask(f"{EXACTLY}OK", 64)
    if not reply.answered:
        raise refusal(reply, bench.wire.base_url)
    asked, answered = bench.wire.model.model, reply.model
    if bench.wire.model.provider == "local":
        return Told("ok", "the file answers", {"model": asked})
    evidence = f"asked for {asked!r}, {answered!r} answered"
    if not answered:
        raise Undecided(f"asked for {asked!r}; the answer names no model")
    known = {"model": answered}
    return Told("ok" if _is_same(asked, answered) else "ignored", evidence, known)


def _is_same(asked: str, answered: str) -> bool:
    """Whether one name may be the other's: with a date or version after it, a folder before it."""
    one, two = (name.casefold().rpartition("/")[2] for name in (asked, answered))
    return one.startswith(two) or two.startswith(one)


async def _ask_thinking(bench: Bench) -> Told:
    """What comes before and after the JSON, where the request is made as for an article."""
    schema = _YES if bench.constrained else None
    reply = await bench.ask(f'{EXACTLY}{{"answer": "yes"}}', 240, schema=schema)
    text = reply.need_answer().text
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise Undecided("the answer holds no JSON object")
    around = (text[:start] + text[end + 1 :]).replace("```json", "").replace("```", "").strip()
    if around:
        return Told("ignored", f"{len(around)} characters around the JSON: {shortened(around)}")
    if reply.thinking:
        evidence = f"thinks beside the answer: {len(reply.thinking)} characters"
        return Told("ok", evidence)
    return Told("ok", "the answer is JSON alone")


async def _ask_end(bench: Bench) -> Told:
    """An answer that is cut: does the server say so?"""
    # Without more room for thinking: that is cut as well.
    wanted = " ".join(_WORDS * 8)
    reply = await bench.wire.ask(EXACTLY + wanted, max_tokens=CUT_AT)
    said = reply.need_answer().finish_reason
    words = fewest_tokens_of(reply.text + reply.thinking)
    if words > 2 * CUT_AT:
        return Told("ignored", f"{CUT_AT} tokens were allowed, at least {words} came")
    if said == "length":
        return Told("ok", f'an answer cut at {CUT_AT} tokens ends with "length"')
    ended = _counts_it_whole(reply, words) or words < CUT_WORDS
    if ended:
        raise Undecided(f"the model ended by itself after {words} words: {shortened(reply.text)}")
    return Told("ignored", f'an answer cut at {CUT_AT} tokens ends with "{said}"')


def _counts_it_whole(reply: Reply, words: int) -> bool:
    """Whether the server counts fewer tokens than were allowed, and can be believed."""
    return reply.tokens_out is not None and words <= reply.tokens_out < CUT_AT


async def _ask_room(bench: Bench) -> Told:
    """As much room for the answer as a request about an article asks for."""
    wanted = bench.wire.model.max_tokens
    if wanted is None:
        raise Undecided("no max_tokens is asked for")
    schema = _YES if bench.constrained else None
    reply = await bench.wire.ask(f'{EXACTLY}{{"answer": "yes"}}', max_tokens=wanted, schema=schema)
    if reply.answered:
        return Told("ok", f"max_tokens {wanted:,} is accepted")
    if not _REFUSES_LENGTH.search(reply.said):
        reply.need_answer()
    evidence = f"max_tokens {wanted:,} is refused ({reply.status_code}): {reply.said}"
    for smaller in (wanted // 2, wanted // 4, wanted // 8):
        reply = await bench.wire.ask(
            f'{EXACTLY}{{"answer": "yes"}}', max_tokens=smaller, schema=schema
        )
        if reply.answered:
            return Told("unsupported", evidence, {"max_tokens": smaller})
    return Told("unsupported", evidence)


async def _ask_limits(bench: Bench) -> Told:
    """What the headers of all replies so far told."""
    told = {name: v for name, v in bench.wire.headers.items() if name != "content-type"}
    if not told:
        raise Undecided("no header tells a limit")
    shown = [f"{name}: {shortened(value)}" for name, value in sorted(told.items())]
    return Told("ok", "; ".join(shown[:4]))


FIRST_PROBE = Probe("model", _ask_who, essential=True)
PROBES = (
    Probe("thinking", _ask_thinking),
    Probe("finish_reason", _ask_end, essential=True),
    Probe("max_tokens", _ask_room, essential=True),
)
LIMITS_PROBE = Probe("rate limits", _ask_limits)

"""The same request again: alone, and several at a time."""

from __future__ import annotations

import time

import anyio

from communique.doctor.probe import Bench, Probe, Told
from communique.doctor.reply import Reply, Undecided

__all__ = ["PROBES"]

AT_ONCE = 4
REPEATS = 3
UNSTEADY = 3.0
"""How many times as long the same answer may take another time, to be compared at all."""

_STORY = "Write three sentences about a lighthouse on an island where nobody lives."
_TOKENS = 48
_SEED = 7

HELPS = 1.5
"""How much sooner several answers must come than one after another, to be worth asking for."""

TOO_SOON = 0.01
"""Seconds of an answer below which nothing can be told of several."""


class Unsteady(Undecided):
    """The same answer takes now so long and now so long."""


async def _story(bench: Bench) -> Reply:
    """Without more room for thinking: thoughts are compared like anything else."""
    return await bench.wire.ask(_STORY, max_tokens=_TOKENS, seed=_SEED)


async def _ask_again(bench: Bench) -> Told:
    """Temperature 0 and a seed: is it the same every time?"""
    replies = [await _story(bench)]
    if not replies[0].answered:
        evidence = f"a seed is refused ({replies[0].status_code}): {replies[0].said}"
        return Told("unsupported", evidence)
    replies += [await _story(bench) for _ in range(REPEATS - 1)]
    bench.alone = tuple(reply.need_answer() for reply in replies)
    return _compared(_said(bench.alone), f"{REPEATS} times the same request")


async def _ask_at_once(bench: Bench) -> Told:
    """Several at a time: are they answered sooner than one after another?"""
    if not bench.alone:
        raise Undecided("the request that is compared was not answered")
    # A machine that was busy for a moment is given a second chance to be told about.
    try:
        told = await _time_at_once(bench)
        return told if told.verdict != "ignored" else await _time_at_once(bench)
    except Unsteady:
        again = [await _story(bench) for _ in range(REPEATS)]
        bench.alone = tuple(reply.need_answer() for reply in again)
        return await _time_at_once(bench)


async def _time_at_once(bench: Bench) -> Told:
    found: list[Reply] = []
    failed: list[Undecided] = []

    async def one() -> None:
        try:
            found.append(await _story(bench))
        except Undecided as error:
            failed.append(error)

    began = time.perf_counter()
    async with anyio.create_task_group() as tasks:
        for _ in range(AT_ONCE):
            tasks.start_soon(one)
    seconds = time.perf_counter() - began
    if failed:
        raise failed[0]
    refused = next((reply for reply in found if not reply.answered), None)
    if refused is not None:
        evidence = f"{AT_ONCE} at a time are refused ({refused.status_code}): {refused.said}"
        return Told("unsupported", evidence, {"parallel": 1})
    bench.together = tuple(found)
    alone = _alone(bench, (await _story(bench)).need_answer())
    sooner = AT_ONCE * alone / seconds
    evidence = f"{AT_ONCE} at a time take {seconds:.2f} s, one {alone:.2f} s: {sooner:.1f} times"
    if sooner < HELPS:
        return Told("ignored", evidence, {"parallel": 1})
    return Told("ok", evidence, {"parallel": min(AT_ONCE, max(2, round(sooner)))})


def _alone(bench: Bench, after: Reply) -> float:
    """Seconds of one answer: what it took before and ``after`` there were several.

    Raises:
        Undecided: too few to compare, or now so and now so.
    """
    # The first one may have found the server cold.
    times = sorted(reply.seconds for reply in (*bench.alone[1:], after))
    if times[0] < TOO_SOON:
        raise Undecided(f"answers come in {times[0] * 1000:.0f} ms: too soon to compare")
    if times[-1] > UNSTEADY * times[0]:
        raise Unsteady(f"the same answer takes from {times[0]:.2f} to {times[-1]:.2f} s alone")
    return times[len(times) // 2]


async def _ask_under_load(bench: Bench) -> Told:
    """The same words under load as alone? Of replies that are there already."""
    if not bench.together:
        raise Undecided("requests at the same time were not answered")
    texts = _said(bench.alone[:1] + bench.together)
    return _compared(texts, f"once alone and {len(bench.together)} times at once")


def _said(replies: tuple[Reply, ...]) -> list[str]:
    return [reply.thinking + reply.text for reply in replies]


def _compared(texts: list[str], asked: str) -> Told:
    if not any(text.strip() for text in texts):
        raise Undecided("the answers are empty")
    different = len(set(texts))
    if different == 1:
        return Told("ok", f"{asked}: the same answer")
    return Told("ignored", f"{asked}: {different} different answers")


PROBES = (
    Probe("repeatable", _ask_again),
    Probe("parallel", _ask_at_once),
    Probe("repeatable at once", _ask_under_load, after="repeatable"),
)

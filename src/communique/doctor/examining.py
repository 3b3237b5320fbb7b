"""All questions to one server, one after another, each within its time."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import anyio
from anyio import to_thread

from communique import __version__
from communique.doctor import answering, load, reading, schemas
from communique.doctor.diagnosis import Diagnosis
from communique.doctor.meanings import finding_of
from communique.doctor.probe import Bench, Probe, Told
from communique.doctor.reply import Undecided
from communique.doctor.wire import Wire
from communique.errors import ServerError, UsageError
from communique.llm.access import address_of, openai_key, served_as
from communique.llm.keys import remember_key, remember_keys
from communique.llm.local import LocalModel
from communique.models import Model
from communique.profiles import Finding, Profile

__all__ = ["PROBES", "Allowance", "examine"]

PROBES: tuple[Probe, ...] = (
    answering.FIRST_PROBE,
    *schemas.SCHEMA_PROBES,
    *answering.PROBES,
    reading.TOKENS_PROBE,
    *load.PROBES,
    reading.CONTEXT_PROBE,
    answering.LIMITS_PROBE,
)
"""In the order in which they are asked: later ones use what earlier ones found, and a server that
was left alone with a long prompt may still be at it."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What finding out may take.

    Raises:
        UsageError: a limit is none.
    """

    probe_seconds: float = 120.0
    total_seconds: float = 900.0
    longest: int = 16_000
    """Tokens of the longest prompt that is sent."""

    def __post_init__(self) -> None:
        for name in ("probe_seconds", "total_seconds", "longest"):
            if not getattr(self, name) > 0:
                raise UsageError(f"{name} is {getattr(self, name)}: it must be more than 0")


async def examine(
    model: Model,
    allowance: Allowance = Allowance(),
    tell: Callable[[Finding], None] = lambda finding: None,
) -> Diagnosis:
    """Ask the server of ``model`` what it does; ``tell`` hears each finding as it comes.

    Raises:
        UsageError: the model is none of a server that speaks OpenAI's protocol.
        ServerError: no server answers, or it refuses even the first request.
    """
    began = time.monotonic()
    findings: list[Finding] = []
    async with _wire(model) as wire:
        bench = Bench(wire, allowance.longest)
        for probe in PROBES:
            left = began + allowance.total_seconds - time.monotonic()
            told = await _asked(probe, bench, min(left, allowance.probe_seconds))
            bench.verdicts[probe.name] = told.verdict
            bench.limits.update(told.limits)
            findings.append(finding_of(probe, told))
            tell(findings[-1])
    return Diagnosis(_profile(model, bench, findings), time.monotonic() - began)


async def _asked(probe: Probe, bench: Bench, seconds: float) -> Told:
    """What a probe tells within ``seconds``.

    Raises:
        ServerError: the first request fails.
    """
    if seconds <= 0:
        return Told("unknown", "not asked: the time for all questions was up")
    if probe.after is not None and bench.verdicts[probe.after] != "ok":
        return Told("unknown", f"not asked: it tells nothing without {probe.after!r}")
    bench.wire.deadline = time.monotonic() + seconds
    try:
        return await probe.ask(bench)
    except Undecided as error:
        return Told("unknown", str(error))
    except ServerError as error:
        if probe is answering.FIRST_PROBE:
            raise
        return Told("unknown", error.message)


@asynccontextmanager
async def _wire(model: Model) -> AsyncIterator[Wire]:
    """A connection to the model's server; one in a file is served meanwhile."""
    if model.is_chain or model.provider not in ("openai", "local") or model.client is not None:
        raise UsageError(
            f"{model.name!r} is no single model of an OpenAI-compatible server: name openai/MODEL, "
            "with --base-url for a server of your own, or local/PATH"
        )
    remember_keys(model)
    local = LocalModel(model) if model.provider == "local" else None
    try:
        if local is not None:
            served = await to_thread.run_sync(local.open)
            remember_key(served.key)
            wire = Wire(model, served.base_url, served.key)
        else:
            wire = Wire(model, address_of(model), openai_key(model))
        async with wire:
            yield wire
    finally:
        if local is not None:
            with anyio.CancelScope(shield=True):
                await to_thread.run_sync(local.close)


def _profile(model: Model, bench: Bench, findings: list[Finding]) -> Profile:
    base_url, asked = served_as(model)
    limits: dict[str, Any] = dict.fromkeys(("mode", "context", "tokens_per_word"))
    limits.update(dict.fromkeys(("max_tokens", "parallel")))
    limits["model"] = ""
    return Profile(
        base_url=base_url,
        asked=asked,
        findings=tuple(findings),
        requests=bench.wire.requests,
        input_tokens=bench.wire.tokens_in,
        output_tokens=bench.wire.tokens_out,
        communique=__version__,
        **{**limits, **bench.limits},
    )

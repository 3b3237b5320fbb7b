"""Each planted defect is named, and nothing else is accused."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import get_args

import anyio
import pytest

from communique import Model
from communique.doctor import Allowance, Diagnosis, examine
from communique.doctor.examining import PROBES
from communique.errors import AccessRefused, ServerError, ServerUnreachable, UsageError
from communique.testing import Defect, Fault, ObedientServer

ALLOWED = Allowance(probe_seconds=10, longest=6000)

NAMED: dict[Defect, tuple[str, str]] = {
    "refuses_schemas": ("schema", "unsupported"),
    "ignores_schemas": ("schema", "ignored"),
    "ignores_required": ("required", "ignored"),
    "ignores_enum": ("enum", "ignored"),
    "ignores_max_items": ("maxItems", "ignored"),
    "ignores_additional_properties": ("extra keys", "ignored"),
    "ignores_types": ("types", "ignored"),
    "ignores_order": ("order of keys", "ignored"),
    "thinks_aloud": ("thinking", "ignored"),
    "hides_cuts": ("finish_reason", "ignored"),
    "ignores_max_tokens": ("finish_reason", "ignored"),
    "refuses_long_answers": ("max_tokens", "unsupported"),
    "counts_no_tokens": ("token counts", "unsupported"),
    "miscounts_tokens": ("token counts", "ignored"),
    "cuts_prompts": ("context", "ignored"),
    "changes_answers": ("repeatable", "ignored"),
    "changes_under_load": ("repeatable at once", "ignored"),
    "answers_one_by_one": ("parallel", "ignored"),
    "answers_as_another": ("model", "ignored"),
    "tells_no_limits": ("rate limits", "unknown"),
}
FOLLOWING: dict[str, set[str]] = {
    "schema": {"required", "enum", "maxItems", "extra keys", "types", "order of keys"},
    "repeatable": {"repeatable at once"},
}
"""What cannot be told where another question is answered with no."""

HARMLESS = {
    "ignores_order", "thinks_aloud", "counts_no_tokens", "miscounts_tokens", "changes_answers",
    "changes_under_load", "answers_one_by_one", "tells_no_limits",
}  # fmt: skip
"""Defects with which records are as right and as whole as without."""


def examined(server: ObedientServer, allowed: Allowance = ALLOWED) -> Diagnosis:
    async def run() -> Diagnosis:
        return await examine(Model("openai/m", base_url=server.base_url), allowed)

    return anyio.run(run)


def diagnosis_of(defect: Defect | None) -> Diagnosis:
    # So slow that it is the writing that takes the time, whatever else this machine does.
    with ObedientServer(defect, seconds_per_token=0.005) as server:
        return examined(server)


Diagnoses = dict[Defect | None, Diagnosis]


@pytest.fixture(scope="module")
def diagnoses() -> Diagnoses:
    """A sound server and one with each defect, examined at the same time: they mostly wait.

    On a busy machine they take time from each other: whose times say so is examined again alone.
    """
    defects = (None, *get_args(Defect))
    with ThreadPoolExecutor(12) as threads:
        found = dict(zip(defects, threads.map(diagnosis_of, defects), strict=True))
    for defect, diagnosis in found.items():
        if verdicts(diagnosis)["parallel"] == "ignored" and defect != "answers_one_by_one":
            found[defect] = diagnosis_of(defect)
    return found


def verdicts(diagnosis: Diagnosis) -> dict[str, str]:
    return {finding.name: finding.verdict for finding in diagnosis.findings}


def test_sound_server_gets_ok_for_everything(diagnoses: Diagnoses) -> None:
    """Every question, once, in order; and nothing is left to be done."""
    diagnosis = diagnoses[None]
    assert [finding.name for finding in diagnosis.findings] == [probe.name for probe in PROBES]
    assert set(verdicts(diagnosis).values()) == {"ok"}
    assert all(f.meaning and f.evidence and not f.advice for f in diagnosis.findings)
    assert diagnosis.sound
    assert diagnosis.profile.mode == "json_schema"
    assert (diagnosis.profile.context, diagnosis.profile.max_tokens) == (4000, None)
    assert diagnosis.profile.model == "m"
    assert diagnosis.profile.parallel is not None
    assert diagnosis.profile.parallel >= 2


@pytest.mark.parametrize("defect", get_args(Defect))
def test_a_planted_defect_is_named_and_nothing_else(diagnoses: Diagnoses, defect: Defect) -> None:
    """One server, one defect: what it is, what it means, what to do."""
    diagnosis = diagnoses[defect]
    name, verdict = NAMED[defect]
    wrong = {n: v for n, v in verdicts(diagnosis).items() if v != "ok"}
    assert wrong.pop(name) == verdict
    assert wrong == dict.fromkeys(FOLLOWING.get(name, ()), "unknown")
    (named,) = (finding for finding in diagnosis.findings if finding.name == name)
    assert named.evidence
    assert named.meaning
    assert named.advice or verdict == "unknown"
    assert diagnosis.sound == (defect in HARMLESS)


@pytest.mark.parametrize("defect", ["refuses_schemas", "ignores_schemas"])
def test_without_schemas_the_prompt_alone_is_used(diagnoses: Diagnoses, defect: Defect) -> None:
    """The profile says so, so that no request is wasted on asking."""
    assert diagnoses[defect].profile.mode == "md_json"


def test_limits_are_measured(diagnoses: Diagnoses) -> None:
    """What is read of a cut prompt, what room there is for answers, how many at a time."""
    assert diagnoses["cuts_prompts"].profile.context == 4000
    assert diagnoses["refuses_long_answers"].profile.max_tokens == 2048
    assert diagnoses["answers_one_by_one"].profile.parallel == 1
    assert diagnoses["counts_no_tokens"].profile.input_tokens is None


def test_a_cut_prompt_is_seen_without_counts() -> None:
    """A server that counts nothing and cuts: the words at the beginning do not come back."""

    class Both(ObedientServer):
        def _usage(self, read: int, written: int) -> dict[str, object]:
            return {}

    with Both("cuts_prompts", seconds_per_token=0) as server:
        diagnosis = examined(server)
    (context,) = (finding for finding in diagnosis.findings if finding.name == "context")
    assert context.verdict == "ignored"
    assert "beginning" in context.evidence
    assert diagnosis.profile.context is not None
    assert diagnosis.profile.context < 4000


def test_requests_and_tokens_are_those_of_the_server() -> None:
    """What it cost is told: every request that came, and its tokens where they are counted."""
    with ObedientServer(seconds_per_token=0) as server:
        diagnosis = examined(server)
        assert diagnosis.profile.requests == server.requests
        bodies = [exchange.body for exchange in server.history]
    assert not any(body.get("stream") for body in bodies)
    assert 1000 < (diagnosis.profile.input_tokens or 0) < 10_000
    assert 100 < (diagnosis.profile.output_tokens or 0) < 1000


def test_longer_prompts_than_allowed_are_not_sent() -> None:
    """They are most of what this costs; what is not tried is not claimed."""
    with ObedientServer(context=100_000, seconds_per_token=0) as server:
        diagnosis = examined(server, Allowance(longest=2000))
    (context,) = (finding for finding in diagnosis.findings if finding.name == "context")
    assert context.verdict == "ok"
    assert context.evidence.startswith("read a prompt of 2,0")
    assert diagnosis.profile.context is None
    assert (diagnosis.profile.input_tokens or 0) < 5000


def test_each_question_has_its_time_and_so_have_all() -> None:
    """A server that is slow is asked on; one that hangs leaves unknowns, with why."""

    def hangs(number: int) -> Fault | None:
        return Fault.hang() if number >= 1 else None

    began = time.monotonic()
    with ObedientServer(faults=hangs) as server:
        diagnosis = examined(server, Allowance(probe_seconds=0.2, total_seconds=0.7))
    assert time.monotonic() - began < 5
    told = {finding.name: finding for finding in diagnosis.findings}
    assert told["model"].verdict == "ok"
    assert {f.verdict for name, f in told.items() if name != "model"} == {"unknown"}
    assert told["schema"].evidence == "no answer in time (within 0 s)"
    assert told["repeatable"].evidence == "not asked: the time for all questions was up"
    assert diagnosis.sound  # what could not be told is no accusation
    assert diagnosis.profile.mode is None


@pytest.mark.parametrize(
    "fault",
    [Fault.reset(), Fault.garbage("I am afraid I can't do that."), Fault.not_json(),
     Fault.server_error(), Fault.rate_limited(retry_after=3)],
    ids=lambda fault: fault.kind + str(fault.status),
)  # fmt: skip
def test_what_goes_wrong_on_the_way_is_unknown(fault: Fault) -> None:
    """A broken connection, a gateway's page, an error of its own: no verdict on the server."""
    faults = [None, fault]
    with ObedientServer(faults=faults, seconds_per_token=0) as server:
        diagnosis = examined(server)
    schema = diagnosis.findings[1]
    if fault.kind == "garbage":  # words instead of JSON are what a server without schemas gives
        assert (schema.name, schema.verdict) == ("schema", "ignored")
    else:
        assert (schema.name, schema.verdict) == ("schema", "unknown")
        assert schema.evidence


def test_dead_server_is_one_error() -> None:
    """Before any finding: nobody there, or nobody who lets us in."""
    with ObedientServer() as server:
        base_url = server.base_url

    async def ask(url: str) -> Diagnosis:
        return await examine(Model("openai/m", base_url=url), ALLOWED)

    with pytest.raises(ServerUnreachable, match="no server answers at"):
        anyio.run(ask, base_url)
    for fault, error in [
        (Fault.refused(401, "bad key"), AccessRefused),
        (Fault.server_error(), ServerError),
    ]:
        with ObedientServer(faults=[fault]) as server, pytest.raises(error):
            anyio.run(ask, server.base_url)


def test_a_key_is_sent_and_never_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where the server echoes it."""
    key = "sk-not-for-the-profile-4711"
    monkeypatch.setenv("OPENAI_API_KEY", key)
    echo = Fault.refused(400, f"response_format is unknown to {key}")
    with ObedientServer(faults=[None, echo], seconds_per_token=0) as server:
        diagnosis = examined(server)
        assert server.history[0].headers["authorization"] == "Bearer ***"
    assert "***" in diagnosis.findings[1].evidence
    assert key not in str(diagnosis.profile.as_dict())


def test_only_a_single_model_of_such_a_server_can_be_examined() -> None:
    """Chains, other vendors' libraries and the offline extractor are wrong calls."""
    for name in ("regex", "openai/a,openai/b", "anthropic/claude"):
        with pytest.raises(UsageError, match="no single model of an OpenAI-compatible server"):
            anyio.run(examine, Model(name), ALLOWED)
    with pytest.raises(UsageError, match="longest is 0"):
        Allowance(longest=0)

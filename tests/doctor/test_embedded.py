"""The embedded llama.cpp, which enforces schemas and answers one request after another."""

from __future__ import annotations

import anyio
import pytest

from communique import Model
from communique.doctor import Allowance, examine
from llm.test_local import smollm


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_small_model_in_a_file_is_held_to_its_schema() -> None:
    """Nothing essential is accused, however weak the model is; what it costs is counted."""
    allowed = Allowance(probe_seconds=200, longest=2000)
    diagnosis = anyio.run(examine, Model(f"local/{smollm()}"), allowed)
    verdicts = {finding.name: finding.verdict for finding in diagnosis.findings}
    assert diagnosis.sound
    enforced = ("schema", "required", "enum", "maxItems", "extra keys", "types", "order of keys")
    assert {name: verdicts[name] for name in enforced} == dict.fromkeys(enforced, "ok")
    assert verdicts["finish_reason"] == verdicts["token counts"] == "ok"
    assert diagnosis.profile.mode == "json_schema"
    assert diagnosis.profile.asked.startswith("SmolLM2")
    assert (diagnosis.profile.input_tokens or 0) > 1000

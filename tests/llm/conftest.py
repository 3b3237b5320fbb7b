"""No key and no server of the person who runs the tests; no waiting that no server asked for."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the openai client, before it asks again where the server does not say when."""
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.01)

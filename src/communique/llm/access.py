"""Addresses and keys: where requests go, with which key, and how no key gets out again."""

from __future__ import annotations

import os
import re
from typing import Any
from urllib.parse import urlsplit

from communique.errors import UsageError
from communique.models import Model

__all__ = ["SHORTEST_KEY", "address_of", "openai_key", "request_parameters", "scrubbed"]

OPENAI_HOST = "api.openai.com"
PLACEHOLDER_KEY = "none"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# OpenAI's reasoning models refuse any temperature but their own.
_FIXED_TEMPERATURE = re.compile(r"o\d|gpt-5(?!.*chat)")
_SECRETS = ("_API_KEY", "_TOKEN", "_SECRET")
SHORTEST_SECRET = 6
"""Shorter values (``none``, ``1``) are no keys, and taking them out would maim every message."""

SHORTEST_KEY = 16
"""Shorter values may be words of an article (``secret``, ``ollama``): answers keep them."""


def openai_key(model: Model) -> str:
    """``OPENAI_API_KEY``, or a placeholder for a server of the user's own.

    Raises:
        UsageError: there is no key, and nothing says that the server needs none.
    """
    key = os.environ.get("OPENAI_API_KEY")
    if key:
        return key
    elsewhere = os.environ.get("OPENAI_BASE_URL", "")
    if model.base_url is not None or urlsplit(elsewhere).hostname in _LOOPBACK:
        return PLACEHOLDER_KEY
    raise UsageError(
        f"model {model.name!r} needs a key: set OPENAI_API_KEY, or give the base URL of a server "
        "of your own that needs none"
    )


def address_of(model: Model) -> str:
    """Where requests go, fit to be shown.

    Raises:
        UsageError: the address holds a user name or key, which would end up in logs and stores.
    """
    address = model.base_url
    if address is None and model.provider == "openai":
        address = os.environ.get("OPENAI_BASE_URL") or f"https://{OPENAI_HOST}/v1"
    parts = urlsplit(address or model.provider)
    if parts.username is not None or parts.password is not None:
        raise UsageError("the base URL holds a user name or key: put the key into OPENAI_API_KEY")
    return parts._replace(query="", fragment="").geturl()


def request_parameters(model: Model, host: str = "") -> dict[str, Any]:
    """Parameters of a request to ``host``; where a Model says None, the server's default holds."""
    at_openai = host == OPENAI_HOST
    limit = "max_completion_tokens" if at_openai else "max_tokens"
    parameters = {limit: model.max_tokens, "temperature": model.temperature}
    if at_openai and _FIXED_TEMPERATURE.match(model.model):
        del parameters["temperature"]
    given = {name: value for name, value in parameters.items() if value is not None}
    return {**given, **dict(model.extra)}


def scrubbed(message: str, shortest: int = SHORTEST_SECRET) -> str:
    """``message`` without the keys of this process's environment, which a server may echo.

    Values of fewer than ``shortest`` characters stay.
    """
    for name, value in os.environ.items():
        if name.endswith(_SECRETS) and len(value) >= shortest:
            message = message.replace(value, "***")
    return message

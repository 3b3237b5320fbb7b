"""Where requests go, with which key and which parameters."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from communique.errors import UsageError
from communique.llm.local import CONTEXT, file_identity
from communique.models import Model, check_url

__all__ = [
    "address_of",
    "has_profile",
    "identity_of",
    "openai_key",
    "request_parameters",
    "served_as",
]

OPENAI_HOST = "api.openai.com"
_ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "openai": ("OPENAI_BASE_URL",),
    "azure_openai": ("AZURE_OPENAI_ENDPOINT",),
    "databricks": ("DATABRICKS_BASE_URL", "DATABRICKS_HOST", "DATABRICKS_WORKSPACE_URL"),
}
"""Where a provider's requests go when a Model does not say: the first variable that is set."""

EMBEDDED = "the embedded llama.cpp"
PLACEHOLDER_KEY = "none"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# OpenAI's reasoning models refuse any temperature but their own.
_FIXED_TEMPERATURE = re.compile(r"o\d|gpt-5(?!.*chat)")


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
    """Where requests go, told by the Model, else by the environment; fit to be shown and kept.

    Raises:
        UsageError: the address in the environment is none, or holds a user name or key.
    """
    if model.provider == "local":
        return EMBEDDED
    if model.base_url is not None:
        return _plain(model.base_url)
    for name in _ADDRESSES.get(model.provider, ()):
        address = os.environ.get(name)
        if address:
            if model.provider == "openai":
                check_url(address, name)
            return _plain(address)
    return f"https://{OPENAI_HOST}/v1" if model.provider == "openai" else model.provider


def _plain(address: str) -> str:
    """``address`` without what may be a key, and the same with and without a slash at its end."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=host, query="", fragment="").geturl().rstrip("/")


def served_as(model: Model) -> tuple[str, str]:
    """Server and model, by which a profile is known for this Model's; of a model in a file by what
    is in it, and the context it is loaded with.

    Raises:
        UsageError: there is no such file.
    """
    if model.provider != "local":
        return address_of(model), model.model
    context = dict(model.extra).get("n_ctx", CONTEXT)
    file = file_identity(model)["ends_sha256"][:16]
    return EMBEDDED, f"{Path(model.model).name} ({file}, n_ctx {context})"


def has_profile(model: Model) -> bool:
    """Whether ``model`` has a profile, and it is about this server and model: in a chain, all have
    the same one."""
    profile = model.profile
    if profile is None or model.is_regex or model.client is not None:
        return False
    return served_as(model) == (profile.base_url, profile.asked)


def identity_of(model: Model) -> dict[str, Any]:
    """What tells models apart that may answer differently; ready for JSON, and without keys.

    Further parameters may hold keys (headers): of these only a hash. A model in a file is told by
    what is in the file, a chain by its models, a cascade by them and when it sends on.
    """
    if model.is_regex:
        return {"model": model.name}
    if model.is_cascade:
        stages = [identity_of(stage) for stage in model.stages]
        told = _sha256(model.calibration)
        return {
            "model": model.name,
            "cascade": stages,
            "doubt": model.doubt,
            "calibration_sha256": told,
        }
    if model.is_chain:
        return {"model": model.name, "chain": [identity_of(part) for part in model.parts]}
    own = model.client
    where: dict[str, Any]
    if own is not None:
        name = getattr(own, "__qualname__", type(own).__qualname__)
        where = {"client": f"{getattr(own, '__module__', '')}.{name}"}
    elif model.provider == "local":
        where = {"file": file_identity(model)}
    else:
        where = {"base_url": address_of(model)}
    profile = model.profile if has_profile(model) else None
    extra = json.dumps(model.extra_parameters(), sort_keys=True, default=repr)
    return {
        "model": "local" if "file" in where else model.address,
        **({"extraction": "select"} if model.selects else {}),
        **where,
        "mode": model.mode,
        "temperature": model.temperature,
        "max_tokens": model.max_tokens,
        "extra_sha256": hashlib.sha256(extra.encode()).hexdigest() if model.extra else None,
        **({"profile": profile.deciding()} if profile is not None else {}),
    }


def _sha256(path: str | None) -> str | None:
    if path is None:
        return None
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def request_parameters(model: Model, host: str = "") -> dict[str, Any]:
    """Parameters of a request to ``host``; where a Model says None, the server's default holds."""
    at_openai = host == OPENAI_HOST
    limit = "max_completion_tokens" if at_openai else "max_tokens"
    parameters = {limit: model.answer_limit, "temperature": model.temperature}
    if at_openai and _FIXED_TEMPERATURE.match(model.model):
        del parameters["temperature"]
    given = {name: value for name, value in parameters.items() if value is not None}
    extra = model.extra_parameters()
    if model.provider == "local":
        extra.pop("n_ctx", None)  # said when the server was started
    return {**given, **extra}

"""Which model answers, and how to reach it: a value, no client."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from communique.errors import UsageError

__all__ = ["Mode", "Model"]

Mode = Literal["json_schema", "tools", "json", "md_json"]
"""How the answer is constrained: by the server's grammar, a forced tool call, JSON mode, or the
prompt alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    base_url: str | None = None
    """Address of an OpenAI-compatible server, such as ``http://127.0.0.1:8000/v1``."""
    mode: Mode = "json_schema"
    temperature: float | None = 0.0
    max_tokens: int | None = 8192
    """Limit of the answer, in tokens."""
    timeout: float = 120.0
    """Seconds one request may take."""
    extra: tuple[tuple[str, Any], ...] = field(default=())
    """Further parameters of the request, passed on as they are."""


@dataclass(frozen=True, slots=True)
class Model(_Settings):
    """A model by its name: ``regex``, or an instructor provider string such as ``openai/qwen3``.

    Keys are never part of a Model: they come from the environment (``OPENAI_API_KEY``).
    """

    name: str

    def __post_init__(self) -> None:
        provider, slash, model = self.name.partition("/")
        if self.name != "regex" and not (provider and slash and model):
            raise UsageError(
                f"unknown model {self.name!r}: use 'regex', or PROVIDER/MODEL such as "
                "'openai/gpt-5-mini' (any OpenAI-compatible server with base_url)"
            )
        if self.base_url is not None and not self.base_url.startswith(("http://", "https://")):
            raise UsageError(f"base_url {self.base_url!r} does not begin with http:// or https://")

    @property
    def provider(self) -> str:
        """The part before the first slash (``regex`` itself for the offline extractor)."""
        return self.name.partition("/")[0]

    @property
    def model(self) -> str:
        """The part after the first slash: the name the server knows."""
        return self.name.partition("/")[2]

    @property
    def is_regex(self) -> bool:
        return self.name == "regex"

    def parameters(self) -> dict[str, Any]:
        """What identifies an attempt beside the name: everything that can change an answer."""
        return {
            "base_url": self.base_url,
            "mode": self.mode,
            "temperature": self.temperature,
            "max_tokens": self.max_tokens,
            "extra": dict(self.extra),
        }

    @classmethod
    def of(cls, model: str | Model, *, base_url: str | None = None) -> Model:
        """``model`` as a Model; ``base_url`` replaces its own where given."""
        chosen = model if isinstance(model, Model) else cls(model)
        return chosen if base_url is None else replace(chosen, base_url=base_url)

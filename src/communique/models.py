"""Which model answers, and how to reach it: a value, no client."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args
from urllib.parse import SplitResult, urlsplit

from communique.errors import UsageError
from communique.profiles import Profile

__all__ = ["SELECT", "Mode", "Model", "check_url"]

Mode = Literal["auto", "json_schema", "tools", "json", "md_json"]
"""How the answer is constrained: by the server's grammar, a forced tool call, JSON mode, or the
prompt alone; ``auto``: by the grammar, and by the prompt alone where the server refuses that."""


SECONDS = 120.0
LOCAL_SECONDS = 900.0
"""What a request may take, where the Model does not say."""
SELECT = "select:"
"""What stands before the name of a model that is to choose among what is marked in the article,
instead of copying from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    base_url: str | None = None
    """Address of an OpenAI-compatible server, such as ``http://127.0.0.1:8000/v1``."""
    mode: Mode = "auto"
    """How the answer is constrained: ``auto``, ``json_schema`` (the server's grammar), ``tools``,
    ``json`` or ``md_json`` (the prompt alone). ``auto`` is what the profile says, else the grammar,
    and the prompt alone where the server refuses that."""
    temperature: float | None = 0.0
    """None leaves it to the server."""
    max_tokens: int | None = 8192
    """Limit of the answer, in tokens."""
    timeout: float | None = None
    """Seconds one request may take; None for 120, and 900 for a model in a file, which this machine
    computes itself."""
    extra: Mapping[str, Any] | tuple[tuple[str, Any], ...] = field(default=(), repr=False)
    """Further parameters of the request, passed on as they are: a dict, kept as sorted pairs, and
    not shown, since headers may hold keys. Of a ``local/`` model ``n_ctx`` is the context, in
    tokens, that it is loaded with."""
    doubt: float = 0.5
    """Of a cascade: how many errors may be expected in the offline extractor's record of an article
    before the model is asked; ``evals cascade`` shows what others cost."""
    calibration: str | None = None
    """Of a cascade: the file that tells these errors (``evals calibrate``), or the packaged."""
    profile: Profile | None = field(default=None, repr=False)
    """What the server does, as ``communique doctor`` found out (``profiles.load_profile``): decides
    ``mode`` where that is ``auto``, and how much is asked at once."""
    client: Callable[[Any], Any] | None = None
    """A client of your own (``communique.llm.client.Client``): called with the Model, it gives one.
    Its name tells it from others where a run goes on."""


@dataclass(frozen=True, slots=True)
class Model(_Settings):
    """A model by its name: ``regex``, an instructor provider string such as ``openai/qwen3``, or
    ``local/PATH`` for a GGUF file, which an embedded llama.cpp serves.

    Several names with commas between them are a chain: where one ends without a record, the next
    is asked, each with these settings. ``regex>NAME`` is a cascade: the offline extractor reads
    each article, and NAME, a model or a chain, those on which it is in doubt. (The path of a file
    in a chain holds no comma, and none holds ``>``.)

    ``select:`` before a name (``select:openai/qwen3``) lets that model choose among what is marked
    in the article; the name keeps it, so that records and tables tell both ways apart.

    Keys are never part of a Model: they come from the environment (``OPENAI_API_KEY``).

    Raises:
        UsageError: a part of it cannot be meant: an address that is none, an unknown mode.
    """

    name: str

    def __post_init__(self) -> None:
        _check_name(self.name)
        if self.base_url is not None and self.provider == "local" and not self.is_chain:
            raise UsageError(f"model {self.name!r} is served by communique: leave out the address")
        if self.base_url is not None:
            check_url(self.base_url, "base_url")
        if self.mode not in get_args(Mode):
            raise UsageError(f"unknown mode {self.mode!r}: use {', '.join(get_args(Mode))}")
        if self.timeout is not None:
            _check_number("timeout", self.timeout, least=0.001)
        _check_number("doubt", self.doubt, least=0)
        if self.temperature is not None:
            _check_number("temperature", self.temperature, least=0)
        if self.max_tokens is not None:
            _check_number("max_tokens", self.max_tokens, least=1)
        if self.client is not None and not callable(self.client):
            raise UsageError(
                f"client is a {type(self.client).__name__}: give a class, or a function, that "
                "makes a client of the Model"
            )
        if self.profile is not None and not isinstance(self.profile, Profile):
            raise UsageError(
                f"profile is a {type(self.profile).__name__}: give what "
                "communique.profiles.load_profile(path) reads"
            )
        object.__setattr__(self, "extra", _pairs(self.extra))

    @property
    def time_limit(self) -> float:
        """Seconds one request may take."""
        if self.timeout is not None:
            return self.timeout
        return LOCAL_SECONDS if self.provider == "local" else SECONDS

    def __hash__(self) -> int:
        # Values of ``extra`` (headers) may be dicts, which have no hash: its names will do.
        return hash((self.name, self.base_url, self.mode, self.temperature, *dict(self.extra)))

    @property
    def provider(self) -> str:
        """The part before the first slash (``regex`` itself for the offline extractor)."""
        return self.address.partition("/")[0]

    @property
    def model(self) -> str:
        """The part after the first slash: the name the server knows."""
        return self.address.partition("/")[2]

    @property
    def address(self) -> str:
        """PROVIDER/MODEL, without what is before it."""
        return self.name.removeprefix(SELECT)

    @property
    def selects(self) -> bool:
        """Whether it chooses among what is marked in the article; of one that is no chain."""
        return self.name.startswith(SELECT)

    @property
    def asked_mode(self) -> Mode:
        """``mode``; where that is ``auto``, the one of the profile, if it tells one."""
        told = self.profile.mode if self.profile is not None else None
        return told if self.mode == "auto" and told is not None else self.mode

    @property
    def answer_limit(self) -> int | None:
        """``max_tokens``, or what the profile says that the server grants where that is less."""
        granted = self.profile.max_tokens if self.profile is not None else None
        if granted is None or self.max_tokens is None:
            return self.max_tokens
        return min(granted, self.max_tokens)

    @property
    def is_regex(self) -> bool:
        return self.name == "regex"

    @property
    def is_chain(self) -> bool:
        return "," in self.name and not self.is_cascade

    @property
    def is_cascade(self) -> bool:
        return ">" in self.name

    @property
    def stages(self) -> tuple[Model, Model]:
        """Of a cascade: who reads every article, and who reads the doubtful ones."""
        first, _, then = self.name.partition(">")
        return self._named(first), self._named(then)

    @property
    def parts(self) -> tuple[Model, ...]:
        """The models to ask, one after the other; of one that is neither chain nor cascade itself,
        of a cascade all that may be asked."""
        if self.is_cascade:
            first, then = self.stages
            return (first, *then.parts)
        return tuple(map(self._named, self.name.split(","))) if self.is_chain else (self,)

    def _named(self, name: str) -> Model:
        """The model of that name, or those, with these settings."""
        elsewhere = any(map(_is_elsewhere, name.split(",")))
        return replace(self, name=name.strip(), base_url=self.base_url if elsewhere else None)

    @property
    def takes_address(self) -> bool:
        """Whether any of it is asked over a network, at an address that may be given."""
        return any(map(_is_elsewhere, self.name.replace(">", ",").split(",")))

    def extra_parameters(self) -> dict[str, Any]:
        """``extra`` as a dict, the caller's own copy."""
        return deepcopy(dict(self.extra))

    @classmethod
    def of(
        cls, model: str | Model, *, base_url: str | None = None, max_tokens: int | None = None
    ) -> Model:
        """``model`` as a Model; ``base_url`` and ``max_tokens`` replace its own where given."""
        chosen = model if isinstance(model, Model) else cls(model)
        if base_url is not None:
            chosen = replace(chosen, base_url=base_url)
        return chosen if max_tokens is None else replace(chosen, max_tokens=max_tokens)


def check_url(url: str, what: str) -> SplitResult:
    """The parts of ``url``, an address that requests can be sent to; ``what`` names its place.

    Raises:
        UsageError: it is none, or holds a user name, key or query.
    """
    hint = "write it as http://127.0.0.1:8000/v1"
    if not isinstance(url, str):
        raise UsageError(f"{what} is a {type(url).__name__}, not a str: {hint}")
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"{what} {_shown(url)!r} does not begin with http:// or https://")
    try:
        parts = urlsplit(url)
        secret = parts.username is not None or parts.password is not None
        host, _ = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError as error:
        raise UsageError(f"{what} {_shown(url)!r} is no address ({error}): {hint}") from error
    if secret:
        raise UsageError(f"{what} holds a user name or key: put the key into OPENAI_API_KEY")
    if parts.query or parts.fragment:
        raise UsageError(
            f"{what} goes on after {parts._replace(query='', fragment='').geturl()!r}: "
            "an address ends before '?' and '#', and a key belongs into OPENAI_API_KEY"
        )
    if not host or any(char.isspace() or not char.isprintable() for char in url):
        raise UsageError(f"{what} {url!r} is no address (a blank in it, or no host): {hint}")
    return parts


def _shown(url: str) -> str:
    """``url`` without what may be a user name and key."""
    scheme, slashes, rest = url.rpartition("://")
    return f"{scheme}{slashes}{rest.rpartition('@')[2]}".partition("?")[0]


def _is_elsewhere(name: str) -> bool:
    bare = name.strip().removeprefix(SELECT)
    return bare != "regex" and not bare.startswith("local/")


def _check_name(name: object) -> None:
    if not isinstance(name, str):
        raise UsageError(
            f"the model is a {type(name).__name__}: give a name such as 'regex' or "
            "'openai/gpt-5-mini', or a Model"
        )
    first, cascade, then = name.partition(">")
    if cascade and (first.strip() != "regex" or ">" in then):
        raise UsageError(
            f"unknown model {name!r}: a cascade is 'regex>MODEL', the offline extractor and then "
            "one model or chain for the articles on which it is in doubt"
        )
    for one in name.replace(">", ",").split(","):
        bare = one.strip().removeprefix(SELECT)
        provider, slash, model = bare.partition("/")
        meant = bool(provider and slash and model) and not bare.startswith(SELECT)
        if one.strip() != "regex" and not meant:
            where = f" in {name!r}" if "," in name or cascade else ""
            raise UsageError(
                f"unknown model {one.strip()!r}{where}: use 'regex', PROVIDER/MODEL such as "
                "'openai/gpt-5-mini' (any OpenAI-compatible server with base_url), local/PATH of "
                "a GGUF file, several of these with commas between them, or 'regex>MODEL'"
            )


def _check_number(name: str, value: object, *, least: float) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise UsageError(f"{name} is {value!r}, not a number")
    if value < least:
        raise UsageError(f"{name} is {value!r}: it must be at least {least:g}")


def _pairs(extra: object) -> tuple[tuple[str, Any], ...]:
    """``extra`` in one order and no longer the caller's to change."""
    wrong = "extra holds further parameters by name: give a dict such as {'seed': 7}"
    try:
        pairs = dict(extra)  # type: ignore[call-overload]
    except (TypeError, ValueError) as error:
        raise UsageError(f"{wrong}, not a {type(extra).__name__}") from error
    if not all(isinstance(name, str) for name in pairs):
        raise UsageError(wrong)
    return tuple(sorted(deepcopy(pairs).items(), key=lambda pair: pair[0]))

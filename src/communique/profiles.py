"""What a model's server was found to do, as a value and as a file.

``communique doctor`` finds it out; a ``Model`` that has it is asked in the way its server enforces
and within its limits, and a run keeps it. It holds no key, no article and no path.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from communique.errors import OutputError, UsageError

__all__ = ["SCHEMA", "Finding", "Profile", "Verdict", "load_profile"]

SCHEMA = 1
"""Of the file; raised when a key changes its meaning."""

MOST_BYTES = 1_000_000

Verdict = Literal["ok", "ignored", "unsupported", "unknown"]
"""Done; accepted and not done; refused or not there; not to be told from what was answered."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one probe found out."""

    name: str
    verdict: Verdict
    evidence: str
    """What was asked and what came, or why that tells nothing."""
    meaning: str
    """What that means for records."""
    advice: str = ""
    """What to do about it; empty where there is nothing to be done."""
    essential: bool = False
    """Whether records get wrong or poor where this is not ``ok``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a server does with the requests for one model.

    Raises:
        UsageError: a limit in it is none.
    """

    base_url: str
    """Where it was asked, as ``llm.access.served_as`` says it; with ``asked`` its key."""
    asked: str
    """The model's name, as it was asked for."""
    model: str
    """The model's name, as it answered."""
    mode: Literal["json_schema", "md_json"] | None
    """How answers are to be asked for; None where that could not be told."""
    context: int | None
    """Tokens that the server reads; None where no prompt sent was too long for it."""
    tokens_per_word: float | None
    """Its tokens for each of ``llm.window.fewest_tokens``; None where it does not count."""
    max_tokens: int | None
    """Tokens an answer may have, where it refuses as many as were asked for."""
    parallel: int | None
    """How many requests at a time it answers sooner than one after another."""
    findings: tuple[Finding, ...]
    requests: int
    input_tokens: int | None
    output_tokens: int | None
    """What finding out took; None where the server does not count."""
    communique: str
    """The version that asked."""
    schema: int = SCHEMA

    def __post_init__(self) -> None:
        for name in ("context", "tokens_per_word", "max_tokens", "parallel"):
            limit = getattr(self, name)
            if limit is not None and not limit > 0:
                raise UsageError(f"a profile's {name} is {limit}: it must be more than 0")

    def deciding(self) -> dict[str, Any]:
        """What of it decides what is asked, and so the answers; ready for JSON."""
        return {
            "mode": self.mode,
            "context": self.context,
            "tokens_per_word": self.tokens_per_word,
            "max_tokens": self.max_tokens,
        }

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)

    @property
    def file_name(self) -> str:
        """Of its file among those of other servers and models."""
        return f"profile-{profile_slug(self.base_url, self.asked)}.json"

    def write(self, path: Path) -> None:
        """Write to ``path``, for its owner's eyes alone; what is there is replaced as a whole.

        Raises:
            OutputError: it cannot be written.
        """
        text = json.dumps(self.as_dict(), ensure_ascii=False, indent=1) + "\n"
        draft = path.with_name(path.name + ".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Made anew: a link that someone put there is not followed.
            draft.unlink(missing_ok=True)
            descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.replace(draft, path)
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror}") from error


def load_profile(path: Path) -> Profile:
    """The profile that ``Profile.write`` wrote to ``path``.

    Raises:
        UsageError: it cannot be read, or is no profile of this version.
    """
    hint = "write one with 'communique doctor … -o FILE'"
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); {hint}") from error
    try:
        found = json.loads(raw) if len(raw) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, Mapping) or "schema" not in found:
        raise UsageError(f"{path} is no profile of a server; {hint}")
    if found["schema"] != SCHEMA:
        raise UsageError(f"{path} is a profile of another version: ask the server again; {hint}")
    return _profile_of(found, path)


def _profile_of(found: Mapping[str, Any], path: Path) -> Profile:
    # Loaded when a profile is read: importing pydantic takes longer than all the rest.
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Profile).validate_python(found)
    except (ValidationError, UsageError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"msg": error.message}
        where = ".".join(map(str, first.get("loc", ())))
        raise UsageError(f"{path}: no profile of a server: {where} {first['msg']}") from error


def profile_slug(base_url: str, asked: str) -> str:
    """A part of a file name for a server and model: no more of the name than files may have."""
    digest = hashlib.sha256(f"{base_url}\n{asked}".encode()).hexdigest()[:8]
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', asked)[:60]}-{digest}"

"""What a run was made with: versions, the state of the sources, the machine; ready for JSON."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from communique.models import Model
from communique.project import packaged_root

__all__ = ["environment", "file_sha256", "how_asked", "scorer_sha256"]

PACKAGES = ("communique", "instructor", "numpy", "openai", "pydantic", "scipy")

SCORER_SOURCES = ("scoring/*.py", "gold/records.py", "values.py")
"""What decides a score, in the package."""

SCHEMA_SCORER_SOURCES = (*SCORER_SOURCES, "schema_scoring/*.py", "comparators/*.py", "record.py")
"""The same where a caller's own model is scored."""

SOURCES = ("src", "prompts")
"""What of a checkout a run is made of; anything else that was changed there changes no result."""


def environment() -> dict[str, Any]:
    """Versions and machine; ``revision`` is None for an installed package."""
    return {
        "revision": _revision(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: _version(name) for name in PACKAGES},
    }


def how_asked(model: Model, root: Path | None = None) -> Mapping[str, Any]:
    """What else decides the answers of ``model``: hashes, for comparing, and profiles.

    ``fingerprint`` is the whole of it (model, server, parameters, prompt, schema, version), under
    which ``attempts/`` keeps its answers; ``schema_sha256`` is None where none is asked for;
    ``profiles`` is what was known of its servers, where anything was.
    """
    from communique.choosing import asked_schema_sha256, make_extractor, profiles_of

    extractor = make_extractor(model, root=root)
    profiles = [profile.as_dict() for profile in profiles_of(model)]
    return {
        "fingerprint": hashlib.sha256(extractor.fingerprint().encode()).hexdigest(),
        "schema_sha256": asked_schema_sha256(model),
        **({"profiles": profiles} if profiles else {}),
    }


@cache
def scorer_sha256(sources: tuple[str, ...] = SCORER_SOURCES) -> str:
    """Of the sources of the scorer: another one may score the same records otherwise."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(found for pattern in sources for found in package.glob(pattern)):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


def file_sha256(path: Path) -> str:
    """Of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _revision() -> dict[str, Any] | None:
    """The commit of the checkout that the package runs from, and whether ``SOURCES`` differ."""
    root = packaged_root()
    if not (root / ".git").exists():
        return None
    commit = _git(root, "rev-parse", "HEAD")
    changed = _git(root, "status", "--porcelain", "--", *SOURCES)
    if commit is None or changed is None:
        return None
    return {"commit": commit, "dirty": bool(changed)}


def _git(root: Path, *arguments: str) -> str | None:
    """What git says, None where it cannot be asked."""
    try:
        done = subprocess.run(  # noqa: S603 - constants
            ["git", "-C", str(root), *arguments],  # noqa: S607 - the user's own git
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None

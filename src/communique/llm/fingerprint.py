"""What tells one extractor from another that may answer differently, as a hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from communique import __version__
from communique.llm.access import identity_of
from communique.llm.prompts import Prompt
from communique.llm.strict import AnswerSchema
from communique.models import Model

__all__ = ["fingerprint_of"]


def fingerprint_of(model: Model, prompt: Prompt, schema: AnswerSchema, **more: Any) -> str:
    """A hash, so that no parameter (an address, a header) can be read back from it.

    ``more`` is whatever else decides the answer, ready for JSON.
    """
    identity = {
        **identity_of(model),
        "prompt": prompt.sha256,
        "schema": schema.sha256,
        "version": __version__,
        **more,
    }
    canonical = json.dumps(identity, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()

"""Where in the text a claimed quote stands, or that it stands nowhere."""

from __future__ import annotations

from communique.grounding.lexicon import negates
from communique.grounding.nearest import Nearest, nearest
from communique.grounding.places import occurrences
from communique.grounding.quotes import Grounding, ground

__all__ = ["Grounding", "Nearest", "ground", "nearest", "negates", "occurrences"]

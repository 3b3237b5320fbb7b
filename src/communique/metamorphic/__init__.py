"""Metamorphic checks: a text is changed in a known way, and the record must change exactly so.

They need no labels. What is checked is consistency, not truth: where the record of the original is
wrong, that of the changed text must be wrong in the same way.
"""

from __future__ import annotations

from communique.metamorphic.checking import Outcome, check
from communique.metamorphic.families import FAMILIES, variants_of
from communique.metamorphic.variants import Variant

__all__ = ["FAMILIES", "Outcome", "Variant", "check", "variants_of"]

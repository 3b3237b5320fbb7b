"""Values of any Pydantic model scored against gold, leaf by leaf.

A model's types become shapes (``shapes``), a value a tree of leaves (``trees``); two trees are
compared (``matching``) into decisions, and these counted.
"""

from communique.schema_scoring.counts import SchemaScore
from communique.schema_scoring.fields import comparators_of
from communique.schema_scoring.values import RecordScore, score_values

__all__ = ["RecordScore", "SchemaScore", "comparators_of", "score_values"]

"""When a predicted value counts as the gold's: declared on a field, or chosen by its type.

A comparator is a frozen value beside the type (``Annotated[str, Compare.name()]``). It is no part
of the JSON schema, so a model that is asked for the field sees nothing of it.
"""

from communique.comparators.compare import Compare

__all__ = ["Compare"]

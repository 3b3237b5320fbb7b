"""What each model of a run cost, and what a cascade saved of its second stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from communique.cli.tally import spent

if TYPE_CHECKING:
    from communique.models import Model
    from communique.records import Usage

__all__ = ["cost_lines"]


def cost_lines(costs: Mapping[Model, Usage]) -> Iterator[str]:
    """A line for each model that sent requests, or would have (a cascade that sent nothing on)."""
    alone = {model.name: usage for model, usage in costs.items()}
    for model, usage in costs.items():
        told = spent(usage).removeprefix("; ") or ("no request" if model.is_cascade else "")
        if told:
            yield f"{model.name}: {told}{_saved(model, usage, alone)}"


def _saved(model: Model, usage: Usage, alone: Mapping[str, Usage]) -> str:
    """Beside its second stage by itself, where the same run asked that too."""
    whole = alone.get(model.stages[1].name) if model.is_cascade else None
    if whole is None or not whole.requests:
        return ""
    share = 1 - usage.requests / whole.requests
    return f"; {share:.0%} of the requests of {model.stages[1].name} saved"

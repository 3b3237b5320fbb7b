"""The items of the gold by who found them. It describes; items of one document are no sample."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

__all__ = ["FoundBy", "found_by"]


@dataclass(frozen=True, slots=True)
class FoundBy:
    both: int
    only_a: int
    only_b: int
    neither: int

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def found_by(pairs: Iterable[tuple[bool, bool]]) -> FoundBy:
    """Count gold items, each given as whether ``a`` and whether ``b`` found it."""
    cells = list(pairs)
    return FoundBy(
        both=cells.count((True, True)),
        only_a=cells.count((True, False)),
        only_b=cells.count((False, True)),
        neither=cells.count((False, False)),
    )

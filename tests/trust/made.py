"""Records beside their gold, by numbers given here."""

from __future__ import annotations

from communique.trust.fitting import Judged

__all__ = ["judged"]


def judged(name: str, *items: tuple[float, bool], missed: int = 0, cues: float = 0) -> Judged:
    told = tuple(({"a": a}, right) for a, right in items)
    return Judged(
        name,
        {"content": told, "attributed": told},
        {"content": len(items), "attributed": len(items)},
        {"rejected cue": cues},
        missed,
    )

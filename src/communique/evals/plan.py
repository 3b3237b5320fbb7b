"""What one run is asked to do."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.evals.drafts import number_of, refuse
from communique.evals.suites import Suite
from communique.gold.records import GoldDocument
from communique.models import Model

__all__ = ["Labeled", "Plan", "make_plan", "slug_of"]


def slug_of(number: int, name: str) -> str:
    """A file name for the model at that place, from 1, in a run: ``01-regex``."""
    return f"{number:02}-{re.sub(r'[^A-Za-z0-9._-]+', '-', name)}"


class Labeled(ABC):
    """What plans of suites with labels have alike."""

    __slots__ = ()
    models: tuple[Model, ...]
    repeats: int
    gold: Sequence[object]

    @property
    def readings(self) -> int:
        """How many documents are read in all."""
        return len(self.gold) * self.repeats * len(self.models)

    def slug(self, model: Model) -> str:
        """A file name for a model of this plan, unique in it: ``01-regex``."""
        return slug_of(self.models.index(model) + 1, model.name)

    def identity(self) -> dict[str, Any]:
        """What makes two runs the same run; ready for JSON."""
        from communique.choosing import identity_of

        return {**self.outline(), "models": [identity_of(model) for model in self.models]}

    @abstractmethod
    def outline(self) -> dict[str, Any]:
        """The identity without the models; ready for JSON."""


@dataclass(frozen=True, slots=True)
class Plan(Labeled):
    suite: Suite
    models: tuple[Model, ...]
    repeats: int
    """How often each model reads each document."""
    limit: int | None
    """Only the first so many documents of the gold, None for all."""
    gold: tuple[GoldDocument, ...]
    """The documents to read, ``limit`` applied."""
    gold_sha256: str
    """Of all of the gold, see ``GoldData``."""
    root: Path | None = None
    """The project folder that was named; its prompts are used. No part of the identity."""

    @property
    def drafts(self) -> int:
        """How many of the documents have labels that no person went through."""
        return number_of(self.gold)

    def outline(self) -> dict[str, Any]:
        """The identity without the models; ready for JSON."""
        from communique import __version__

        return {
            "suite": self.suite.model_dump(mode="json"),
            "gold_sha256": self.gold_sha256,
            "documents": len(self.gold),
            "limit": self.limit,
            "repeats": self.repeats,
            "communique": __version__,
            **({"drafts": self.drafts} if self.drafts else {}),
        }


def make_plan(
    suite: Suite,
    models: Iterable[Model],
    *,
    repeats: int | None = None,
    limit: int | None = None,
    root: Path | None = None,
    drafts: bool = False,
) -> Plan:
    """The plan of a run; without ``repeats`` as many as the suite says. A model named twice runs
    once.

    Raises:
        UsageError: the gold is missing, empty, or holds a document twice; it has drafts, and
            ``drafts`` does not say that these may be measured on.
        GoldError: the gold file is wrong.
    """
    gold = suite.load_gold(root)
    if not drafts:
        refuse(gold.documents[:limit], suite.gold)
    return Plan(
        suite=suite,
        models=tuple(dict.fromkeys(models)),
        repeats=suite.repeats if repeats is None else repeats,
        limit=limit,
        gold=gold.documents[:limit],
        gold_sha256=gold.sha256,
        root=root,
    )

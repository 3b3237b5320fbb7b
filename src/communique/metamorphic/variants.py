"""A changed text, and what its change does to the values of a record."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from communique.metamorphic.rewriting import Edit, Rewriting, edited
from communique.records import Document

__all__ = ["Change", "Variant", "drawn", "same"]

T = TypeVar("T")


def same(value: str) -> str:
    return value


@dataclass(frozen=True, slots=True)
class Change:
    """A text rewritten, and how values that repeat its words, or follow from them, change."""

    detail: str
    """What was done, for people: ``Ann Lee → Bo Rae``."""
    rewriting: Rewriting
    words: Callable[[str], str] = same
    """Names, titles, organisations and places."""
    countries: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Country codes; those that are not there stay."""
    date: Callable[[str], str] = same
    """Dates of meetings, and of publication."""
    gone: tuple[str, ...] = ()
    """Names that the old text had and the new one has not."""

    @classmethod
    def by(
        cls,
        text: str,
        find: Callable[[str], Iterable[Edit]],
        detail: str,
        countries: Mapping[str, str] | None = None,
        gone: tuple[str, ...] = (),
    ) -> Change:
        """The change that makes the edits that ``find`` names, in the text and in its values."""
        return cls(
            detail=detail,
            rewriting=edited(text, find(text)),
            words=lambda value: edited(value, find(value)).new,
            countries=MappingProxyType(countries or {}),
            gone=gone,
        )


@dataclass(frozen=True, slots=True)
class Variant:
    family: str
    """Which kind of change: one of ``FAMILIES``."""
    number: int
    """Which of that kind for its document, from 1."""
    source: Document
    change: Change

    @property
    def id(self) -> str:
        return f"{self.family}/{self.number} @ {self.source.id}"

    @property
    def document(self) -> Document:
        """The changed document, under the variant's id."""
        published = self.source.published
        return Document(
            id=self.id,
            text=self.change.rewriting.new,
            published=None if published is None else self.change.date(published),
        )


def drawn(items: Sequence[T], most: int, seed: str) -> list[T]:
    """At most so many of ``items``, in their order; always the same ones for the same seed."""
    if len(items) <= most:
        return list(items)
    chance = random.Random(seed)  # noqa: S311 - for variety, not for secrets
    return [items[i] for i in sorted(chance.sample(range(len(items)), most))]

"""A corpus against labels that say which articles tell of one meeting, and who is one person.

A line of labels is an article: ``{"document_id": …, "meetings": [LABEL, …], "people": {NAME:
LABEL}}``, a label for each meeting of its record, in the record's order, and for the names among
its participants. The same label means the same meeting, or person; labels have no other meaning.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from communique.corpus.database import Corpus
from communique.corpus.pairs import pair_counts
from communique.documents.bounded import lines_of
from communique.errors import UsageError
from communique.scoring.counts import Counts, Ratio
from communique.values import Value

__all__ = ["LinkLabels", "LinkScores", "read_labels", "score"]


class LinkLabels(Value):
    """The labels of one article."""

    document_id: str
    meetings: tuple[int | str, ...] = ()
    people: dict[str, int | str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkScores:
    """Counts over pairs that are, or should be, one.

    A meeting of a thousand articles has as many pairs as a thousand meetings of thirty; ``whole``
    counts meetings: those of which all articles are together, and no others with them.
    """

    meetings: Counts
    people: Counts
    whole: Ratio

    def as_dict(self) -> dict[str, Any]:
        """Counts and rates."""
        parts = {"meetings": self.meetings, "people": self.people, "whole": self.whole}
        return {name: part.as_dict() for name, part in parts.items()}


def read_labels(path: Path) -> Iterator[LinkLabels]:
    """The labels of a file, line by line.

    Raises:
        UsageError: it cannot be read, or a line of it is none; with its number.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(lines_of(file), 1):
                try:
                    yield LinkLabels.model_validate(json.loads(line or b""))
                except (ValueError, RecursionError) as error:
                    message = "longer than a line may be" if line is None else _first(error)
                    raise UsageError(f"{path}:{number}: no link labels: {message}") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def score(corpus: Corpus, labels: Iterator[LinkLabels]) -> LinkScores:
    """How the corpus groups what the labels group; what has no label is left out.

    A meeting or name that the records of a labeled article lack stands by itself: each pair of it
    that should be one is a miss.

    Raises:
        UsageError: the corpus lacks an article of the labels.
    """
    query = (
        "SELECT document_id, item, number FROM links JOIN articles USING (article)"
        " WHERE link_to = 'meeting'"
    )
    meetings = {(name, item): number for name, item, number in corpus.rows(query)}
    query = (
        "SELECT document_id, value, person FROM claims JOIN articles USING (article)"
        " WHERE field = 'attended'"
    )
    people = {(name, who): number for name, who, number in corpus.rows(query)}
    true_meetings: dict[tuple[str, str], Hashable] = {}
    true_people: dict[tuple[str, str], Hashable] = {}
    articles = {name for (name,) in corpus.rows("SELECT document_id FROM articles")}
    for one in labels:
        if one.document_id not in articles:
            raise UsageError(f"the corpus has no article {one.document_id!r}, as the labels have")
        for nth, label in enumerate(one.meetings):
            true_meetings[one.document_id, f"meetings[{nth}]"] = label
        for name, label in one.people.items():
            true_people[one.document_id, name] = label
    return LinkScores(
        pair_counts(true_meetings, meetings),
        pair_counts(true_people, people),
        _whole(true_meetings, meetings),
    )


def _whole(truth: dict[tuple[str, str], Hashable], found: dict[tuple[str, str], int]) -> Ratio:
    groups: dict[Hashable, set[int | None]] = defaultdict(set)
    labels: dict[int | None, set[Hashable]] = defaultdict(set)
    for item, label in truth.items():
        groups[label].add(found.get(item))
        labels[found.get(item)].add(label)
    return Ratio.of(
        [
            len(parts) == 1 and None not in parts and len(labels[next(iter(parts))]) == 1
            for parts in groups.values()
        ]
    )


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, found['loc']))}: {found['msg']}"
    return str(error)

"""The network of who met whom: the most met people, where each stands, the strongest ties."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from communique.corpus import Corpus

__all__ = ["PEOPLE", "Network", "read_network"]

PEOPLE = 60
"""How many a drawing shows at most: with more, nobody finds anyone."""
_CLEAR = 100
"""So many ties can be told apart."""
_TIES = 3
"""Of more, of each person the strongest are drawn; a tie drawn from either end is drawn."""
_WIDTH, _HEIGHT = 1000.0, 560.0
_MARGIN = 50.0


@dataclass(frozen=True, slots=True)
class Network:
    """What is drawn; places from 0 to ``width`` and ``height``, y downwards."""

    width: float = _WIDTH
    height: float = _HEIGHT
    people: list[int] = field(default_factory=list)
    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    meetings: list[int] = field(default_factory=list)
    """How many each person attended."""
    ties: list[tuple[int, int, int]] = field(default_factory=list)
    """Two people and how many meetings they share; all of these, drawn or not."""
    drawn: list[bool] = field(default_factory=list)
    """Of each tie whether it is among the strongest."""


def read_network(corpus: Corpus, most: int = PEOPLE) -> Network:
    """The ``most`` people who attended most meetings with others, and their ties.

    The layout is Kamada and Kawai's, in which people stand as far apart as their ties are weak.
    """
    attended: dict[int, list[int]] = defaultdict(list)
    query = (
        "SELECT DISTINCT meeting, person FROM findings"
        " WHERE field = 'attended' AND person IS NOT NULL ORDER BY meeting, person"
    )
    for meeting, person in corpus.rows(query):
        attended[meeting].append(person)
    counts = Counter(p for people in attended.values() if len(people) > 1 for p in people)
    people = [p for p, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most]]
    if not people:
        return Network()
    shown = frozenset(people)
    together: Counter[tuple[int, int]] = Counter()
    for group in attended.values():
        together.update(combinations([p for p in group if p in shown], 2))
    ties = sorted(((a, b, n) for (a, b), n in together.items()), key=lambda t: (-t[2], t[0], t[1]))
    strong = set(ties) if len(ties) <= _CLEAR else _strongest(ties)
    places = _layout(people, [tie for tie in ties if tie in strong])
    return Network(
        people=people,
        x=[places[p][0] for p in people],
        y=[places[p][1] for p in people],
        meetings=[counts[p] for p in people],
        ties=ties,
        drawn=[tie in strong for tie in ties],
    )


def _strongest(ties: list[tuple[int, int, int]]) -> set[tuple[int, int, int]]:
    """The first of ``ties``, which come strongest first, from either end."""
    taken: Counter[int] = Counter()
    strong: set[tuple[int, int, int]] = set()
    for tie in ties:
        if taken[tie[0]] < _TIES or taken[tie[1]] < _TIES:
            strong.add(tie)
            taken.update(tie[:2])
    return strong


def _layout(people: list[int], ties: list[tuple[int, int, int]]) -> dict[int, tuple[float, float]]:
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(people)
    graph.add_weighted_edges_from((a, b, 1 / math.sqrt(n)) for a, b, n in ties)
    raw = nx.kamada_kawai_layout(graph, dist=_distances(graph))
    xs, ys = zip(*raw.values(), strict=True)
    return {
        person: (_fitted(x, xs, _WIDTH, 2 * _MARGIN), _fitted(y, ys, _HEIGHT, _MARGIN))
        for person, (x, y) in raw.items()
    }


def _distances(graph: Any) -> dict[int, dict[int, float]]:
    """How far all are from each other by their ties; those without a way between them a little
    farther than any that have one."""
    import networkx as nx

    found = dict(nx.all_pairs_dijkstra_path_length(graph))
    apart = 1.2 * max((d for lengths in found.values() for d in lengths.values()), default=0) or 1.0
    return {one: {other: found[one].get(other, apart) for other in graph} for one in graph}


def _fitted(value: float, values: tuple[float, ...], size: float, margin: float) -> float:
    low, high = min(values), max(values)
    if high == low:
        return size / 2
    return round(margin + (float(value) - low) / (high - low) * (size - 2 * margin), 1)

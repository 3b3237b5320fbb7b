"""Two trees compared: which item of a list is which, and what is right of each leaf.

Items of a list of models are candidates when they agree in all key fields, also in not having
them; where neither has any, when at least half of the gold item's leaves are right. Scalars are
candidates when their comparator says right. Of the candidates the one-to-one assignment with the
most right leaves is taken, then with the most pairs, then with the most similar leaves: the order
in which items came changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from communique.comparators.base import Around, Compared
from communique.schema_scoring.decisions import ItemDecision, LeafDecision, Place
from communique.schema_scoring.trees import (
    Fields,
    Items,
    Leaf,
    Node,
    content_of,
    key_leaves,
    leaves_of,
)
from communique.scoring.pairing import Candidate, best_pairs

__all__ = ["Comparison", "Matcher"]

_Keys = dict[str, Leaf]
"""The key fields of an item, by their paths."""

PAIR, SIMILARITY = 1e-3, 1e-6
"""Weights of a pair, and of one wholly similar, beside 1 for a right leaf."""


@dataclass(slots=True)
class Comparison:
    """Every decision so far; ``similarity`` is the sum over the compared leaves."""

    leaves: list[LeafDecision] = field(default_factory=list)
    items: list[ItemDecision] = field(default_factory=list)
    similarity: float = 0.0

    @property
    def right(self) -> int:
        return sum(decision.verdict == "right" for decision in self.leaves)

    @property
    def of_gold(self) -> int:
        return sum(decision.gold is not None for decision in self.leaves)

    def __iadd__(self, other: Comparison) -> Comparison:
        self.leaves += other.leaves
        self.items += other.items
        self.similarity += other.similarity
        return self


class Matcher:
    """Compares trees of one document; ``around`` tells of a field what else bears on it."""

    def __init__(self, around: Callable[[str], Around]) -> None:
        self._around = around

    def compare(self, gold: Node | None, predicted: Node | None) -> Comparison:
        """Everything below two nodes that are paired already, or below one that has no partner."""
        if isinstance(gold, Leaf) and isinstance(predicted, Leaf):
            return self._leaf(gold, predicted)
        if isinstance(gold, Fields) and isinstance(predicted, Fields):
            found = Comparison()
            for name in dict.fromkeys((*gold.children, *predicted.children)):
                found += self.compare(gold.children.get(name), predicted.children.get(name))
            return found
        if isinstance(gold, Items) and isinstance(predicted, Items):
            return self._items(gold, predicted)
        found = _alone(
            gold, None, "not predicted" if predicted is None else "given as another type"
        )
        found += _alone(None, predicted, "the gold has none" if gold is None else "another type")
        return found

    def _leaf(self, gold: Leaf, predicted: Leaf) -> Comparison:
        compared = self._asked(gold, predicted)
        decision = LeafDecision(
            gold.path,
            "right" if compared.right else "wrong",
            _place(gold),
            _place(predicted),
            gold.comparator.name,
            compared.why,
        )
        return Comparison([decision], similarity=compared.similarity)

    def _asked(self, gold: Leaf, predicted: Leaf) -> Compared:
        return gold.comparator.compare(gold.said, predicted.said, self._around(gold.path))

    def _items(self, gold: Items, predicted: Items) -> Comparison:
        compared: dict[tuple[int, int], Comparison] = {}
        candidates: list[Candidate] = []
        gold_order, predicted_order = _order(gold), _order(predicted)
        gold_keys, predicted_keys = _keys(gold), _keys(predicted)
        for row, i in enumerate(gold_order):
            for column, j in enumerate(predicted_order):
                if not self._agree(gold_keys[i], predicted_keys[j]):
                    continue
                found = self._match(
                    gold.children[i], predicted.children[j], keyed=bool(gold_keys[i])
                )
                if found is not None:
                    compared[i, j] = found
                    candidates.append((row, column, _weight(found)))
        pairs = {gold_order[r]: predicted_order[c] for r, c in best_pairs(candidates)}
        result = Comparison()
        for i, ours in enumerate(gold.children):
            if i not in pairs:
                result += _alone(ours, None, "no predicted item is this one", gold.path)
                continue
            found, theirs = compared[i, pairs[i]], predicted.children[pairs[i]]
            result.items += _matched(ours, theirs, gold.path, found)
            result += found
        taken = set(pairs.values())
        for j, theirs in enumerate(predicted.children):
            if j not in taken:
                result += _alone(None, theirs, "no gold item is this one", gold.path)
        return result

    def _agree(self, ours: _Keys, theirs: _Keys) -> bool:
        """Whether two items have the same key fields, and all of them right."""
        return ours.keys() == theirs.keys() and all(
            self._asked(leaf, theirs[path]).right for path, leaf in ours.items()
        )

    def _match(self, gold: Node, predicted: Node, *, keyed: bool) -> Comparison | None:
        """The two compared, if they may be one item; ``keyed``: their keys say that they may."""
        found = self.compare(gold, predicted)
        if isinstance(gold, Leaf) and isinstance(predicted, Leaf):
            return found if found.right else None
        if keyed or not found.leaves:
            return found
        return found if found.right and 2 * found.right >= found.of_gold else None


def _keys(items: Items) -> list[_Keys]:
    return [{leaf.path: leaf for leaf in key_leaves(item)} for item in items.children]


def _order(items: Items) -> list[int]:
    """Positions by content, so that ties are not decided by the order in which items came."""
    return sorted(range(len(items.children)), key=lambda i: content_of(items.children[i]))


def _weight(found: Comparison) -> float:
    similar = found.similarity / len(found.leaves) if found.leaves else 0.0
    return found.right + PAIR + SIMILARITY * similar


def _alone(gold: Node | None, predicted: Node | None, why: str, item: str = "") -> Comparison:
    """The leaves of a side without partner; with ``item``, the path of items, one of them."""
    found = Comparison()
    for leaf in leaves_of(gold):
        name = leaf.comparator.name
        found.leaves.append(LeafDecision(leaf.path, "missed", _place(leaf), None, name, why))
    for leaf in leaves_of(predicted):
        name = leaf.comparator.name
        found.leaves.append(LeafDecision(leaf.path, "false alarm", None, _place(leaf), name, why))
    found.items += _items_alone(gold, predicted, item, why)
    return found


def _items_alone(
    gold: Node | None, predicted: Node | None, path: str, why: str
) -> list[ItemDecision]:
    """A decision on each item of a list of models in a side without partner, itself included."""
    node = predicted if gold is None else gold
    found: list[ItemDecision] = []
    if isinstance(node, Fields):
        if path and gold is not None:
            found.append(ItemDecision(path, "missed", node.pointer, None, why))
        elif path:
            found.append(ItemDecision(path, "false alarm", None, node.pointer, why))
        inside = [(child, "") for child in node.children.values()]
    elif isinstance(node, Items):
        inside = [(child, node.path) for child in node.children]
    else:
        return found
    for child, its_path in inside:
        ours, theirs = (None, child) if gold is None else (child, None)
        found += _items_alone(ours, theirs, its_path, why)
    return found


def _matched(gold: Node, predicted: Node, path: str, found: Comparison) -> list[ItemDecision]:
    if not (isinstance(gold, Fields) and isinstance(predicted, Fields)):
        return []
    keyed = any(True for _ in key_leaves(gold))
    why = f"{found.right} of {found.of_gold} leaves right" + (", keys agree" if keyed else "")
    return [ItemDecision(path, "matched", gold.pointer, predicted.pointer, why)]


def _place(leaf: Leaf) -> Place:
    return Place(leaf.pointer, leaf.said.value)

"""Two lists of one kind after pairing: who is matched with whom, what came second, and what each
item is called.

Indices are those of the lists sorted by content: no order in which items came changes a score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.scoring.decisions import Decision, Item, Side, SideName, reference
from communique.scoring.pairing import Candidate, best_losers

__all__ = ["Matches"]


@dataclass(frozen=True, slots=True)
class Matches:
    item: Item
    gold: Sequence[Side]
    predicted: Sequence[Side]
    of_gold: Mapping[int, int]
    """Gold index -> its match."""
    of_predicted: Mapping[int, int]
    second_of_gold: Mapping[int, int]
    """Gold index -> the best prediction that is not its match."""
    second_of_predicted: Mapping[int, int]

    @classmethod
    def among(
        cls,
        item: Item,
        gold: Sequence[Side],
        predicted: Sequence[Side],
        *,
        pairs: Mapping[int, int],
        rivals: Iterable[Candidate],
    ) -> Matches:
        """``pairs`` with what came second among ``rivals``."""
        matches = {j: i for i, j in pairs.items()}
        return cls(item, gold, predicted, pairs, matches, *best_losers(rivals, pairs))

    @property
    def left(self) -> list[int]:
        """Predictions that are matched with nothing."""
        return [j for j in range(len(self.predicted)) if j not in self.of_predicted]

    def decided(
        self, on_gold: Callable[[int], Decision], on_left: Callable[[int], Decision]
    ) -> tuple[Decision, ...]:
        """A decision on each gold, then on each prediction that is ``left``, both in the order in
        which they came."""
        gold = sorted(range(len(self.gold)), key=lambda i: self.gold[i].index)
        left = sorted(self.left, key=lambda j: self.predicted[j].index)
        return (*map(on_gold, gold), *map(on_left, left))

    def side(self, side: SideName, index: int) -> Side:
        return (self.gold if side == "gold" else self.predicted)[index]

    def name(self, side: SideName, index: int) -> str:
        """What people call it: by its place in the list as it came."""
        return reference(self.item, side, self.side(side, index).index)

    def why_not(self, side: SideName, i: int, j: int) -> str:
        """Why the gold i and the predicted j, which could be one, were not matched; told of the
        one on that ``side``."""
        if side == "predicted" and j in self.of_predicted:
            return f"it is matched with {self.name('gold', self.of_predicted[j])}"
        if side == "gold" and i in self.of_gold:
            return f"it is matched with {self.name('predicted', self.of_gold[i])}"
        return "the match makes the greater total"

"""What was decided about each participant: its class, why, and what came second."""

from __future__ import annotations

from collections.abc import Sequence

from communique.gold.records import GoldParticipant
from communique.records import Participant
from communique.scoring.decisions import (
    Decision,
    ErrorClass,
    RunnerUp,
    Side,
    SideName,
    first_place,
    reference,
)
from communique.scoring.likeness import attribute_checks, candidates, is_same_name
from communique.scoring.names import is_group, person_key
from communique.scoring.page import Page
from communique.scoring.pairing import best_losers, best_pairs, sort_key

__all__ = ["FREE_GROUPS", "decide"]

FREE_GROUPS = 3
"""Predicted groups a document, matched ones included, that cannot be false alarms."""

_LEFT: dict[ErrorClass, str] = {
    "excused": f"a group of people; up to {FREE_GROUPS} a document go free",
    "duplicate": "names again who was found",
    "fabricated": "the text has other words at all of its mentions",
    "boilerplate": "mentioned only in what the gold marks as no part of the article",
    "spurious": "no gold asks for it",
}


def decide(
    gold: Sequence[GoldParticipant], predicted: Sequence[Participant], page: Page
) -> tuple[Decision, ...]:
    """A decision on each gold participant in order, then on each prediction that is left."""
    deciding = _Deciding(gold, predicted, page)
    in_order = sorted(range(len(gold)), key=deciding.gold_order.__getitem__)
    left = sorted(deciding.left, key=deciding.predicted_order.__getitem__)
    return (*map(deciding.on_gold, in_order), *map(deciding.on_left, left))


class _Deciding:
    """Indices are those of the lists sorted by content: no order of the lists changes a score."""

    def __init__(
        self, gold: Sequence[GoldParticipant], predicted: Sequence[Participant], page: Page
    ) -> None:
        self.gold_order = sorted(range(len(gold)), key=lambda i: _gold_key(gold[i]))
        self.predicted_order = sorted(range(len(predicted)), key=lambda j: _key(predicted[j]))
        self.gold = [gold[i] for i in self.gold_order]
        self.predicted = [predicted[j] for j in self.predicted_order]
        self.page = page
        found = candidates(self.gold, self.predicted)
        self.weights = {(i, j): weight for i, j, weight in found}
        self.pairs = dict(best_pairs(found))
        self.matches = {j: i for i, j in self.pairs.items()}
        self.second_of_gold, self.second_of_predicted = best_losers(found, self.pairs)
        self.left = [j for j in range(len(predicted)) if j not in self.matches]
        self.free = self._free_groups()
        self.bearers = _by_surname(self.gold)
        self.predicted_bearers = _by_surname(self.predicted)

    def _free_groups(self) -> frozenset[int]:
        groups = {j for j, p in enumerate(self.predicted) if is_group(p.name)}
        quota = max(0, FREE_GROUPS - len(groups & self.matches.keys()))
        return frozenset([j for j in self.left if j in groups][:quota])

    def on_gold(self, i: int) -> Decision:
        gold = self.gold[i]
        if i not in self.pairs:
            return Decision(
                "participant",
                "excused" if gold.optional else "missed",
                gold=self._gold(i),
                error_class="excused" if gold.optional else "missed",
                why="no prediction was matched with it",
                runners_up=tuple(self._second_predicted(i)),
            )
        j = self.pairs[i]
        same = is_same_name(gold, self.predicted[j])
        names = "the names are the same" if same else "one name may stand for the other"
        return Decision(
            "participant",
            "excused" if gold.optional else "matched",
            gold=self._gold(i),
            predicted=self._predicted(j),
            checks=attribute_checks(gold, self.predicted[j]),
            error_class="excused" if gold.optional else "correct",
            why=f"{names}; the gold does not count (optional)" if gold.optional else names,
            weight=self.weights[i, j],
            runners_up=(*self._second_predicted(i), *self._second_gold(j)),
        )

    def on_left(self, j: int) -> Decision:
        """On a prediction that is matched with nothing."""
        found = self._class_of_left(j)
        return Decision(
            "participant",
            "excused" if found == "excused" else "false alarm",
            predicted=self._predicted(j),
            error_class=found,
            why=_LEFT[found],
            runners_up=tuple(self._second_gold(j)),
        )

    def _class_of_left(self, j: int) -> ErrorClass:
        mentions = self.predicted[j].mentions
        if j in self.free:
            return "excused"
        if not any(map(self.page.holds, mentions)):
            return "fabricated"
        # Whoever may be someone of the gold and was left has lost to another prediction.
        if j in self.second_of_predicted:
            return "duplicate"
        return "boilerplate" if self.page.rejects(mentions) else "spurious"

    def _second_predicted(self, i: int) -> list[RunnerUp]:
        if i in self.second_of_gold:
            j = self.second_of_gold[i]
            return [self._runner_up("predicted", self._predicted(j), i, j)]
        alike = self.predicted_bearers.get(_surname(self.gold[i]), -1)
        if alike in (-1, self.pairs.get(i)):
            return []
        return [self._runner_up("predicted", self._predicted(alike), i, alike)]

    def _second_gold(self, j: int) -> list[RunnerUp]:
        if j in self.second_of_predicted:
            i = self.second_of_predicted[j]
            return [self._runner_up("gold", self._gold(i), i, j)]
        alike = self.bearers.get(_surname(self.predicted[j]), -1)
        if alike in (-1, self.matches.get(j)):
            return []
        return [self._runner_up("gold", self._gold(alike), alike, j)]

    def _runner_up(self, side: SideName, item: Side, i: int, j: int) -> RunnerUp:
        weight = self.weights.get((i, j))
        if weight is None:
            return RunnerUp(side, item, why="the surname is the same, what is before it is not")
        why = "the match makes the greater total"
        if side == "predicted" and j in self.matches:
            why = f"it is matched with {self._gold_name(self.matches[j])}"
        elif side == "gold" and i in self.pairs:
            why = f"it is matched with {self._predicted_name(self.pairs[i])}"
        return RunnerUp(side, item, why=why, weight=weight)

    def _gold_name(self, i: int) -> str:
        return reference("participant", "gold", self.gold_order[i])

    def _predicted_name(self, j: int) -> str:
        return reference("participant", "predicted", self.predicted_order[j])

    def _gold(self, i: int) -> Side:
        return _side(self.gold_order[i], self.gold[i])

    def _predicted(self, j: int) -> Side:
        return _side(self.predicted_order[j], self.predicted[j])


def _side(index: int, p: Participant | GoldParticipant) -> Side:
    return Side(index, p.name, first_place(p.mentions))


def _surname(p: Participant | GoldParticipant) -> str:
    return (person_key(p.name) or ("",))[-1]


def _by_surname(people: Sequence[Participant | GoldParticipant]) -> dict[str, int]:
    """The first with each surname."""
    return {_surname(p): index for index, p in reversed(list(enumerate(people)))}


def _key(p: Participant | GoldParticipant) -> tuple[object, ...]:
    places = tuple((span.start, span.end) for span in p.mentions)
    return sort_key(p.name, p.country, p.organization, p.title, places)


def _gold_key(g: GoldParticipant) -> tuple[object, ...]:
    return (*_key(g), *sort_key(g.optional, tuple(sorted(g.aliases))))

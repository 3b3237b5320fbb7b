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
)
from communique.scoring.likeness import attribute_checks, candidates, is_same_name
from communique.scoring.matches import Matches
from communique.scoring.names import is_group, person_key
from communique.scoring.page import Page
from communique.scoring.pairing import best_pairs, copies, sort_key

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
    return deciding.matches.decided(deciding.on_gold, deciding.on_left)


class _Deciding:
    """Indices are those of the lists sorted by content: no order of the lists changes a score."""

    def __init__(
        self, gold: Sequence[GoldParticipant], predicted: Sequence[Participant], page: Page
    ) -> None:
        gold_order = sorted(range(len(gold)), key=lambda i: _gold_key(gold[i]))
        predicted_order = sorted(range(len(predicted)), key=lambda j: _key(predicted[j]))
        self.gold = [gold[i] for i in gold_order]
        self.predicted = [predicted[j] for j in predicted_order]
        self.page = page
        found = candidates(self.gold, self.predicted)
        again = copies(map(_key, self.gold), map(_key, self.predicted))
        self.weights = {(i, j): weight for i, j, weight in found}
        self.matches = Matches.among(
            "participant",
            [_side(i, gold[i]) for i in gold_order],
            [_side(j, predicted[j]) for j in predicted_order],
            pairs=dict(best_pairs(found, again)),
            rivals=found,
        )
        self.free = self._free_groups()
        self.bearers = _by_surname(self.gold)
        self.predicted_bearers = _by_surname(self.predicted)

    def _free_groups(self) -> frozenset[int]:
        groups = {j for j, p in enumerate(self.predicted) if is_group(p.name)}
        quota = max(0, FREE_GROUPS - len(groups & self.matches.of_predicted.keys()))
        return frozenset([j for j in self.matches.left if j in groups][:quota])

    def on_gold(self, i: int) -> Decision:
        gold = self.gold[i]
        if i not in self.matches.of_gold:
            return Decision(
                "participant",
                "excused" if gold.optional else "missed",
                gold=self.matches.gold[i],
                error_class="excused" if gold.optional else "missed",
                why="no prediction was matched with it",
                runners_up=tuple(self._second_predicted(i)),
            )
        j = self.matches.of_gold[i]
        same = is_same_name(gold, self.predicted[j])
        names = "the names are the same" if same else "one name may stand for the other"
        return Decision(
            "participant",
            "excused" if gold.optional else "matched",
            gold=self.matches.gold[i],
            predicted=self.matches.predicted[j],
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
            predicted=self.matches.predicted[j],
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
        if j in self.matches.second_of_predicted:
            return "duplicate"
        return "boilerplate" if self.page.rejects(mentions) else "spurious"

    def _second_predicted(self, i: int) -> list[RunnerUp]:
        alike = self.predicted_bearers.get(_surname(self.gold[i]), -1)
        j = self.matches.second_of_gold.get(i, alike)
        if j in (-1, self.matches.of_gold.get(i)):
            return []
        return [self._runner_up("predicted", i, j)]

    def _second_gold(self, j: int) -> list[RunnerUp]:
        alike = self.bearers.get(_surname(self.predicted[j]), -1)
        i = self.matches.second_of_predicted.get(j, alike)
        if i in (-1, self.matches.of_predicted.get(j)):
            return []
        return [self._runner_up("gold", i, j)]

    def _runner_up(self, side: SideName, i: int, j: int) -> RunnerUp:
        item = self.matches.side(side, i if side == "gold" else j)
        weight = self.weights.get((i, j))
        if weight is None:
            return RunnerUp(side, item, why="the surname is the same, what is before it is not")
        return RunnerUp(side, item, why=self.matches.why_not(side, i, j), weight=weight)


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

"""What was decided about each meeting: its class, why, and what came second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from communique.gold.records import GoldMeeting
from communique.records import Meeting
from communique.scoring.decisions import (
    Check,
    Decision,
    ErrorClass,
    RunnerUp,
    Side,
    SideName,
    first_place,
)
from communique.scoring.matches import Matches
from communique.scoring.occasions import candidates, meeting_checks, people, same_organizer
from communique.scoring.page import Page
from communique.scoring.pairing import SortKey, best_pairs, copies, sort_key

__all__ = ["decide"]

_WRONG: dict[str, ErrorClass] = {
    "date": "wrong_date",
    "kind": "wrong_kind",
    "organizer": "wrong_organizer",
}
_LEFT: dict[ErrorClass, str] = {
    "fabricated": "the text has other words at all of its evidence",
    "split": "some participants of a gold meeting of which another prediction has others",
    "duplicate": "tells again of a meeting that was found",
    "boilerplate": "its evidence stands in what the gold marks as no part of the article",
    "spurious": "no gold asks for it",
}


def decide(
    gold: Sequence[GoldMeeting], predicted: Sequence[Meeting], page: Page
) -> tuple[Decision, ...]:
    """A decision on each gold meeting in order, then on each prediction that is left."""
    deciding = _Deciding(gold, predicted, page)
    return deciding.matches.decided(deciding.on_gold, deciding.on_left)


class _Deciding:
    """Indices are those of the lists sorted by content: no order of the lists changes a score."""

    def __init__(
        self, gold: Sequence[GoldMeeting], predicted: Sequence[Meeting], page: Page
    ) -> None:
        gold_order = sorted(range(len(gold)), key=lambda i: _key(gold[i]))
        predicted_order = sorted(range(len(predicted)), key=lambda j: _key(predicted[j]))
        self.gold = [gold[i] for i in gold_order]
        self.predicted = [predicted[j] for j in predicted_order]
        self.gold_people = list(map(people, self.gold))
        self.predicted_people = list(map(people, self.predicted))
        self.page = page
        found = candidates(self.gold, self.predicted)
        again = copies(map(_told, self.gold), map(_told, self.predicted))
        self.weights = {(i, j): weight for i, j, weight in found}
        self.matches = Matches.among(
            "meeting",
            [_side(i, gold[i]) for i in gold_order],
            [_side(j, predicted[j]) for j in predicted_order],
            pairs=dict(best_pairs(found, again)),
            rivals=found,
        )
        self.left_classes, self.split = self._classes_of_left()
        self.merged, self.merging = self._merged()

    def _classes_of_left(self) -> tuple[dict[int, ErrorClass], set[int]]:
        """The class of each prediction that is left, and the gold meetings that are split."""
        rivals: defaultdict[int, list[int]] = defaultdict(list)
        for i, j in self.weights:
            if i in self.matches.of_gold and j not in self.matches.of_predicted:
                rivals[j].append(i)
        classes: dict[int, ErrorClass] = {}
        split: set[int] = set()
        for j in self.matches.left:
            meeting = self.predicted[j]
            whole = next((i for i in rivals[j] if self._are_parts(i, j)), None)
            if not any(map(self.page.holds, meeting.evidence)):
                classes[j] = "fabricated"
            elif whole is not None:
                classes[j] = "split"
                split.add(whole)
            elif any(self._is_again(self.matches.of_gold[i], j) for i in rivals[j]):
                classes[j] = "duplicate"
            else:
                in_article = not self.page.rejects(meeting.evidence)
                classes[j] = "spurious" if in_article else "boilerplate"
        return classes, split

    def _are_parts(self, i: int, j: int) -> bool:
        """The match of the gold i and the prediction j each have some of its participants."""
        whole = self.gold_people[i]
        one = self.predicted_people[self.matches.of_gold[i]] & whole
        other = self.predicted_people[j] & whole
        return bool(one and other) and one.isdisjoint(other)

    def _is_again(self, j: int, k: int) -> bool:
        """The prediction k says what j says, and of nobody else."""
        found, other = self.predicted[j], self.predicted[k]
        ours, theirs = self.predicted_people[j], self.predicted_people[k]
        return (
            (found.date, found.kind) == (other.date, other.kind)
            and same_organizer(found.organizer, other.organizer)
            and not (ours and theirs and ours.isdisjoint(theirs))
        )

    def _merged(self) -> tuple[set[int], set[int]]:
        """Gold meetings predicted as one with another, and the predictions that did it."""
        merged: set[int] = set()
        merging: set[int] = set()
        for i, j in self.weights:
            match = self.matches.of_predicted.get(j)
            if i in self.matches.of_gold or match is None or match in self.split:
                continue
            ours, other = self.gold_people[i], self.gold_people[match]
            joined = self.predicted_people[j]
            most = 2 * len(ours & joined) >= len(ours)
            if most and (ours - other) & joined and (other - ours) & joined:
                merged |= {i, match}
                merging.add(j)
        return merged, merging

    def on_gold(self, i: int) -> Decision:
        gold = self.gold[i]
        if i not in self.matches.of_gold:
            merged = i in self.merged
            why = "no prediction was matched with it"
            return Decision(
                "meeting",
                "missed",
                gold=self.matches.gold[i],
                checks=meeting_checks(gold, None),
                error_class="merge" if merged else "missed",
                why=f"{why}; one has its participants beside those of another" if merged else why,
                runners_up=tuple(self._second_predicted(i)),
            )
        j = self.matches.of_gold[i]
        checks = meeting_checks(gold, self.predicted[j])
        agreeing = [c.field for c in checks if c.right and c.gold]
        return Decision(
            "meeting",
            "matched",
            gold=self.matches.gold[i],
            predicted=self.matches.predicted[j],
            checks=checks,
            error_class=self._class_of_pair(i, j, checks),
            why=f"they agree in {', '.join(agreeing)}",
            weight=self.weights[i, j],
            runners_up=(*self._second_predicted(i), *self._second_gold(j)),
        )

    def _class_of_pair(self, i: int, j: int, checks: tuple[Check, ...]) -> ErrorClass:
        if i in self.split:
            return "split"
        if j in self.merging:
            return "merge"
        wrong = next((c.field for c in checks if not c.right), None)
        return "correct" if wrong is None else _WRONG[wrong]

    def on_left(self, j: int) -> Decision:
        """On a prediction that is matched with nothing."""
        found = self.left_classes[j]
        return Decision(
            "meeting",
            "false alarm",
            predicted=self.matches.predicted[j],
            error_class=found,
            why=_LEFT[found],
            runners_up=tuple(self._second_gold(j)),
        )

    def _second_predicted(self, i: int) -> list[RunnerUp]:
        j = self.matches.second_of_gold.get(i)
        return [] if j is None else [self._runner_up("predicted", i, j)]

    def _second_gold(self, j: int) -> list[RunnerUp]:
        i = self.matches.second_of_predicted.get(j)
        return [] if i is None else [self._runner_up("gold", i, j)]

    def _runner_up(self, side: SideName, i: int, j: int) -> RunnerUp:
        item = self.matches.side(side, i if side == "gold" else j)
        why = self.matches.why_not(side, i, j)
        return RunnerUp(side, item, why=why, weight=self.weights[i, j])


def _side(index: int, m: GoldMeeting | Meeting) -> Side:
    known = [m.kind, m.date, m.place, m.organizer and f"organized by {m.organizer}"]
    return Side(index, ", ".join(part for part in known if part), first_place(m.evidence))


def _told(m: GoldMeeting | Meeting) -> SortKey:
    """What is said of it: by another sentence it is the same meeting."""
    return sort_key(m.date, m.kind, m.organizer, m.place, tuple(sorted(m.participants)))


def _key(m: GoldMeeting | Meeting) -> SortKey:
    places = tuple((span.start, span.end) for span in m.evidence)
    return (*_told(m), *sort_key(places))

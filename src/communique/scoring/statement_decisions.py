"""What was decided about each statement: its class, why, and what came second."""

from __future__ import annotations

from communique.gold.records import GoldStatement
from communique.records import Statement
from communique.scoring.contents import GATE, THRESHOLDS, Alignment, speaker_right
from communique.scoring.decisions import (
    Check,
    Decision,
    ErrorClass,
    RunnerUp,
    Side,
    SideName,
)
from communique.scoring.fragments import Contents, relate
from communique.scoring.matches import Matches
from communique.scoring.overlap import iou, reaches
from communique.scoring.page import Page

__all__ = ["decide"]

_MATCHED: dict[ErrorClass, str] = {
    "correct": "the same letters and digits, speaker and kind right",
    "wrong_speaker": "the content is found, its speaker is not right",
    "wrong_kind": "content and speaker are right, the kind is not",
    "boundary": "the content is found, but does not begin and end as the gold's",
    "excused": "the gold statement does not count (core is false)",
}
_RELATED: dict[tuple[ErrorClass, str], str] = {
    ("split", "predicted"): "predicted in pieces: ",
    ("split", "gold"): "a piece of ",
    ("merge", "predicted"): "predicted as one with other gold: ",
    ("merge", "gold"): "holds several of the gold: ",
    ("duplicate", "gold"): "says again what was found: ",
    ("boundary", "predicted"): "the nearest prediction shares too little: ",
    ("boundary", "gold"): "shares too little with the gold that is nearest: ",
}
_UNSUPPORTED: dict[ErrorClass, str] = {
    "fabricated": "the text has other words at its offsets",
    "boilerplate": "stands in what the gold marks as no part of the article",
    "spurious": "no gold asks for it",
}


def decide(alignment: Alignment[Statement], page: Page) -> tuple[Decision, ...]:
    """A decision on each gold statement in order, then on each prediction that is left."""
    deciding = _Deciding(alignment, page)
    return deciding.matches.decided(deciding.on_gold, deciding.on_left)


class _Deciding:
    def __init__(self, alignment: Alignment[Statement], page: Page) -> None:
        self.alignment = alignment
        self.page = page
        self.pairs = alignment.pairs[GATE]
        self.matches = Matches.among(
            "statement",
            list(map(_side, alignment.gold_order, alignment.gold)),
            list(map(_side, alignment.predicted_order, alignment.predicted)),
            pairs={i: j for i, (j, _) in self.pairs.items()},
            rivals=[(i, j, self._overlap(i, j)) for i, j, _ in alignment.links],
        )
        self.of_gold, self.of_predicted = relate(self._contents())

    def _contents(self) -> Contents:
        """Exact matches are settled, and so is what does not count or stands nowhere."""
        gold, predicted = self.alignment.gold, self.alignment.predicted
        settled = {
            (i, j)
            for i, (j, overlap) in self.pairs.items()
            if reaches(overlap, 1.0) or not gold[i].core
        }
        lone = {
            j
            for j, p in enumerate(predicted)
            if j not in self.matches.of_predicted and (p.nested or not self.page.holds(p.content))
        }
        return Contents(
            self.alignment.gold_ranges,
            self.alignment.predicted_ranges,
            self.alignment.links,
            self.matches.of_gold,
            settled_gold=frozenset(i for i, _ in settled),
            settled_predicted=frozenset(lone | {j for _, j in settled}),
        )

    def on_gold(self, i: int) -> Decision:
        if i not in self.pairs:
            return self._on_unmatched(i)
        gold = self.alignment.gold[i]
        j, overlap = self.pairs[i]
        predicted = self.alignment.predicted[j]
        checks = _checks(gold, predicted)
        related = self.of_gold.get(i) or self.of_predicted.get(j)
        found = _class_of_pair(gold, checks, overlap)
        if related and gold.core:
            found = related.error_class
        return Decision(
            "statement",
            "matched" if gold.core else "excused",
            self.matches.gold[i],
            self.matches.predicted[j],
            overlap,
            checks,
            error_class=found,
            why=f"{self._relation(i, j) or _MATCHED[found]}; they overlap by {_gate()} or more",
            weight=self.alignment.weight(i, j),
            runners_up=(*self._second_predicted(i), *self._second_gold(j)),
        )

    def _on_unmatched(self, i: int) -> Decision:
        counts = self.alignment.gold[i].core
        related = self.of_gold.get(i)
        nearest = "" if i in self.matches.second_of_gold else ": none shares a letter with it"
        return Decision(
            "statement",
            "missed" if counts else "excused",
            gold=self.matches.gold[i],
            error_class="excused" if not counts else related.error_class if related else "missed",
            why=self._relation(i, None) or f"no prediction was matched with it{nearest}",
            runners_up=tuple(self._second_predicted(i)),
        )

    def on_left(self, j: int) -> Decision:
        """On a prediction that is matched with nothing."""
        predicted = self.alignment.predicted[j]
        related = self.of_predicted.get(j)
        found: ErrorClass
        if predicted.nested:
            found, why = "excused", "an inner statement, which no gold asks for"
        elif not self.page.holds(predicted.content):
            found, why = "fabricated", _UNSUPPORTED["fabricated"]
        elif related is not None:
            found, why = related.error_class, self._relation(None, j)
        else:
            found = "boilerplate" if self.page.rejects([predicted.content]) else "spurious"
            why = _UNSUPPORTED[found]
        return Decision(
            "statement",
            "excused" if predicted.nested else "false alarm",
            predicted=self.matches.predicted[j],
            error_class=found,
            why=why,
            runners_up=tuple(self._second_gold(j)),
        )

    def _relation(self, i: int | None, j: int | None) -> str:
        """What the relation of the gold i, or else of the predicted j, is, in words."""
        side: SideName
        if i is not None and (related := self.of_gold.get(i)):
            side = "predicted"
        elif j is not None and (related := self.of_predicted.get(j)):
            side = "gold"
        else:
            return ""
        names = ", ".join(self.matches.name(side, other) for other in related.others)
        return _RELATED[related.error_class, side] + names

    def _second_predicted(self, i: int) -> list[RunnerUp]:
        j = self.matches.second_of_gold.get(i)
        return [] if j is None else [self._runner_up("predicted", i, j)]

    def _second_gold(self, j: int) -> list[RunnerUp]:
        i = self.matches.second_of_predicted.get(j)
        return [] if i is None else [self._runner_up("gold", i, j)]

    def _runner_up(self, side: SideName, i: int, j: int) -> RunnerUp:
        overlap = self._overlap(i, j)
        passes = reaches(overlap, THRESHOLDS[GATE])
        below = f"they overlap by less than {_gate()}"
        return RunnerUp(
            side,
            self.matches.side(side, i if side == "gold" else j),
            why=self.matches.why_not(side, i, j) if passes else below,
            overlap=overlap,
            weight=self.alignment.weight(i, j) if passes else None,
        )

    def _overlap(self, i: int, j: int) -> float:
        return iou(self.alignment.gold_ranges[i], self.alignment.predicted_ranges[j])


def _side(index: int, s: Statement | GoldStatement) -> Side:
    return Side(index, s.content.text, (s.content.start, s.content.end))


def _gate() -> str:
    return f"{THRESHOLDS[GATE]:g}"


def _class_of_pair(gold: GoldStatement, checks: tuple[Check, Check], overlap: float) -> ErrorClass:
    speaker, kind = checks
    if not gold.core:
        return "excused"
    if not speaker.right:
        return "wrong_speaker"
    if not kind.right:
        return "wrong_kind"
    return "correct" if reaches(overlap, 1.0) else "boundary"


def _checks(gold: GoldStatement, predicted: Statement) -> tuple[Check, Check]:
    wanted = gold.speaker
    if wanted is None and gold.speaker_mention is not None:
        wanted = gold.speaker_mention.text
    return (
        Check("speaker", wanted, predicted.speaker, speaker_right(gold, predicted)),
        Check("kind", gold.kind, predicted.kind, gold.kind is None or gold.kind == predicted.kind),
    )

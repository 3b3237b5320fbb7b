"""What can be known of a record's items without gold: agreement, the rule behind it, its form.

Of the offline extractor's own records the rule that made an item speaks; of a model's, whether the
rules found the item too, by which rule, and with the same speaker.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from communique.crosscheck import Mark, cross_check
from communique.crosscheck.marks import RULES
from communique.records import Document, Participant, Readout, Span, Statement
from communique.rules import Explanation, Reason, explain

__all__ = ["Described", "Signals", "describe"]

Signals = Mapping[str, float]
"""Numbers by name; what is not in it is 0."""

_SEEN = {"cue", "trigger", "participant"}
"""Candidates whose rejection may be a mistake; boilerplate is not among them."""

_QUOTATION = re.compile(r"[“\"][^“”\"]{12,2000}[”\"]")
"""Long enough to be more than a name or a word in quotation marks."""


@dataclass(frozen=True, slots=True)
class Described:
    """A record by numbers."""

    participants: tuple[Signals, ...]
    """One for each, in the record's order."""
    statements: tuple[Signals, ...]
    document: Signals
    """Of the text: what in it the offline extractor looked at and made nothing of."""
    marks: tuple[Mark, ...] = ()
    """Of a model's record: beside the offline extractor's."""


def describe(readout: Readout) -> Described:
    """The signals of a record, made by any extractor; its text is read offline for them."""
    explanation = explain(Document(id=readout.document_id, text=readout.text))
    own = readout.extractor.model == RULES
    marks = () if own else cross_check(readout, explanation.readout).marks
    known = {mark.path: mark for mark in marks if mark.path is not None}
    rules = _rules(explanation)

    def beside(path: str) -> dict[str, float]:
        mark = known.get(path)
        place = path if own else mark and mark.places[1]
        told = {f"rule:{rules[place]}": 1.0} if place in rules else {}
        if mark is not None:
            told["found by the rules"] = float(place is not None)
            told["speaker agrees"] = float(mark.speaker_agrees is True)
            told["speaker differs"] = float(mark.speaker_agrees is False)
        return told

    met = {name for meeting in readout.meetings for name in meeting.participants}
    return Described(
        participants=tuple(
            {**_of_participant(p, met), **beside(f"participants[{i}]")}
            for i, p in enumerate(readout.participants)
        ),
        statements=tuple(
            {**_of_statement(s), **beside(f"statements[{i}]")}
            for i, s in enumerate(readout.statements)
        ),
        document=_of_document(explanation),
        marks=marks,
    )


def _of_participant(participant: Participant, met: Iterable[str]) -> dict[str, float]:
    return {
        "mentions": math.log(len(participant.mentions)),
        "title": float(participant.title is not None),
        "country": float(participant.country is not None),
        "organization": float(participant.organization is not None),
        "one word": float(len(participant.name.split()) == 1),
        "in a meeting": float(participant.name in met),
    }


def _of_statement(statement: Statement) -> dict[str, float]:
    mention, speaker = statement.speaker_mention, statement.speaker
    resolved = mention is not None and speaker is not None and speaker not in mention.text
    return {
        "direct": float(statement.kind == "direct"),
        "mixed": float(statement.kind == "mixed"),
        "cue": float(statement.cue is not None),
        "speaker": float(speaker is not None),
        "speaker resolved": float(resolved),
        "nested": float(statement.nested),
        "words": math.log(1 + len(statement.content.text.split())),
    }


def _rules(explanation: Explanation) -> dict[str | None, str]:
    """The rule behind each participant and statement of the offline extractor, by path."""
    found = {r.path: r.rule for r in explanation.made if r.what == "statement"}
    sides = [reason for reason in explanation.made if reason.what == "participant"]
    for i, participant in enumerate(explanation.readout.participants):
        rule = _rule_of(participant, sides)
        if rule is not None:
            found[f"participants[{i}]"] = rule
    return found


def _rule_of(participant: Participant, sides: Iterable[Reason]) -> str | None:
    return next(
        (side.rule for side in sides if any(_touch(side.span, m) for m in participant.mentions)),
        None,
    )


def _touch(a: Span, b: Span) -> bool:
    return min(a.end, b.end) > max(a.start, b.start)


def _of_document(explanation: Explanation) -> dict[str, float]:
    """Counts of what was seen and not taken up, and of the words."""
    readout = explanation.readout
    rejected = Counter(
        f"rejected {r.what}: {r.rule}" for r in explanation.rejected if r.what in _SEEN
    )
    contents = [statement.content for statement in readout.statements]
    quotations = [Span.of(readout.text, *q.span()) for q in _QUOTATION.finditer(readout.text)]
    return {
        "hundred words": len(readout.text.split()) / 100,
        "no participant": float(not readout.participants),
        "no statement": float(not readout.statements),
        "quotation of nobody": float(_apart(quotations, contents)),
        **{name: float(n) for name, n in rejected.items()},
    }


def _apart(spans: Iterable[Span], others: Iterable[Span]) -> int:
    """How many of ``spans`` touch none of ``others``; both in any order."""
    starts = sorted((other.start, other.end) for other in others)
    reach: list[int] = []  # how far any of the first so many goes
    for _, end in starts:
        reach.append(max(end, reach[-1]) if reach else end)
    return sum(
        not (before := bisect_left(starts, (span.end, 0))) or reach[before - 1] <= span.start
        for span in spans
    )

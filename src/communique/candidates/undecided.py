"""Which candidates a record leaves alone."""

from __future__ import annotations

from communique.candidates.enumeration import candidates_in
from communique.candidates.values import Candidate
from communique.records import Document, Readout
from communique.rules import Explanation, Reason

__all__ = ["explain_choice"]

_WHAT = {
    "m": "mention",
    "a": "title",
    "c": "statement",
    "k": "cue",
    "t": "trigger",
    "d": "date",
}
"""What the sorts of candidates are called among the reasons."""


def explain_choice(document: Document, readout: Readout) -> Explanation:
    """The record of ``document`` with what was chosen for it, and the candidates left undecided.

    Undecided is what stands in no item of the record, be it that the model left it alone or that
    the proof refused it (then ``issues`` says so).
    """
    chosen = [
        Reason("participant", "chosen", p.mentions[0], f"participants[{i}]")
        for i, p in enumerate(readout.participants)
    ]
    chosen += [
        Reason("meeting", "chosen", m.evidence[0], f"meetings[{i}]")
        for i, m in enumerate(readout.meetings)
    ]
    chosen += [
        Reason("statement", "chosen", s.content, f"statements[{i}]")
        for i, s in enumerate(readout.statements)
    ]
    left = _left_alone(document, readout)
    undecided = [Reason(_WHAT[one.kind], "undecided", one.span) for one in left]
    return Explanation(readout, tuple(chosen), tuple(undecided))


def _left_alone(document: Document, readout: Readout) -> list[Candidate]:
    """In text order; a word of meeting is taken where its sentence is a meeting's evidence."""
    candidates = candidates_in(document)
    spans = [span for _, span in readout.spans()]
    reports = {(span.start, span.end) for one in readout.meetings for span in one.evidence}
    left = [
        one
        for one in candidates.untouched(spans)
        if one.sentence is None or (one.sentence.start, one.sentence.end) not in reports
    ]
    return sorted(left, key=lambda one: (one.span.start, one.span.end))

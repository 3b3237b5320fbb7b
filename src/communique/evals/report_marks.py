"""Gold against predicted in the text of one document: what is lit, and as what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.evals.folder import Reading
from communique.evals.report_names import class_name
from communique.pages.article import Mark
from communique.records import Readout
from communique.scoring.decisions import Decision
from communique.values import Span

__all__ = ["marks"]


def marks(reading: Reading, named: Sequence[tuple[str, Decision]]) -> Iterator[Mark]:
    """The marks of all decisions: layer ``gold`` or ``given``, of a wrong speaker's mentions
    ``voice-gold`` and ``voice-given``, with the class as variant; ``flag`` is where the letters of
    an error stand, once each."""
    for span in reading.gold.boilerplate:
        yield Mark(span.start, span.end, "clutter", ())
    for name, decision in named:
        variant = f"c-{class_name(decision.error_class)}"
        places = [*_places(reading, decision)]
        for layer, (start, end) in places:
            yield Mark(start, end, layer, (name,), variant)
        if places and decision.error_class not in {"correct", "excused"}:
            first = min(start for layer, (start, _) in places if layer in {"gold", "given"})
            yield Mark(first, first + 1, "flag", (name,), f"f-{class_name(decision.error_class)}")


def _places(reading: Reading, decision: Decision) -> Iterator[tuple[str, tuple[int, int]]]:
    """Layer and range of each; of a participant with an error all mentions, else one."""
    is_wrong = decision.error_class not in {"correct", "excused"}
    record = reading.result if isinstance(reading.result, Readout) else None
    for layer, side, items in (
        ("gold", decision.gold, reading.gold),
        ("given", decision.predicted, record),
    ):
        if side is None or side.span is None:
            continue
        yield layer, side.span
        if items is None or not is_wrong:
            continue
        others: tuple[Span, ...] = ()
        if decision.item == "participant":
            others = items.participants[side.index].mentions
        elif decision.item == "statement" and decision.error_class == "wrong_speaker":
            mention = items.statements[side.index].speaker_mention
            others = () if mention is None else (mention,)
        for span in others:
            if (span.start, span.end) != side.span:
                of_speaker = decision.item == "statement"
                yield (f"voice-{layer}" if of_speaker else layer), (span.start, span.end)

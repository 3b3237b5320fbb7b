"""Agreement of annotators as plain lines and as JSON, with intervals where they say something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from communique.cli.console import counted
from communique.scoring.agreement import Agreement, DocumentAgreement
from communique.scoring.alpha import Alpha
from communique.scoring.annotator_pairs import PairCounts
from communique.scoring.counts import Counts
from communique.scoring.disagreements import CLASSES, Difference
from communique.statistics.intervals import Interval, f1_interval

__all__ = ["agreement_json", "agreement_lines"]

_COUNTS = {
    "participants": "participants, F1",
    "meetings": "meetings, F1",
    "statements": "statements, F1 at overlap .5",
    "statements_exact": "statements, F1 exact",
}
_COLUMNS = ("partic.", "meetings", "statem.", "exact", "kind a.", "speaker a.")


def agreement_lines(found: Agreement) -> Iterator[str]:
    """Rates with their counts, then by pair and by document, then what differs, by class."""
    two = len(found.annotators) == 2
    by = "both" if two else "two or more"
    yield f"documents labeled by {by}: {len(found.documents)}"
    for name, label in _COUNTS.items():
        yield f"  {label:<30}{_f1(_of(found.counts, name))}{_shown(_interval(found, name))}"
    yield f"  {'kind, alpha':<30}{_alpha(found.kind)}"
    yield f"  {'speaker, alpha':<30}{_alpha(found.speaker)}"
    if not two:
        pairs = [(" ".join(p.names), p.counts, p.kind, p.speaker) for p in found.pairs()]
        yield from _table("pairs of annotators", pairs)
    if len(found.documents) > 1:
        documents = [(d.document_id, d.counts, d.kind, d.speaker) for d in found.documents]
        yield from _table("documents", documents)
    for name, alone in found.alone.items():
        if alone:
            yield f"labeled by {name} alone: {counted(len(alone), 'document')}"
    classes = Counter(difference.what for difference in found.differences)
    counts = ", ".join(f"{classes[what]} {what}" for what in CLASSES if classes[what])
    yield f"{counted(len(found.differences), 'difference')}{': ' if counts else ''}{counts}"
    if two:
        yield from (_difference(difference) for difference in found.differences)


def agreement_json(found: Agreement) -> dict[str, Any]:
    """Counts with their rates, ready for JSON."""
    return {
        "annotators": list(found.annotators),
        **_json_of(found.counts, found.kind, found.speaker),
        "intervals": {
            name: None if interval is None else interval.as_dict()
            for name in _COUNTS
            for interval in [_interval(found, name)]
        },
        "pairs": [
            {
                "annotators": list(pair.names),
                "documents": pair.documents,
                **_json_of(pair.counts, pair.kind, pair.speaker),
            }
            for pair in found.pairs()
        ],
        "documents": [_document_json(document) for document in found.documents],
        "alone": {name: list(alone) for name, alone in found.alone.items()},
        "differences": [
            {
                "document_id": difference.document_id,
                "what": difference.what,
                "values": dict(difference.values),
                "at": None if difference.at is None else difference.at.model_dump(mode="json"),
            }
            for difference in found.differences
        ],
    }


def _document_json(document: DocumentAgreement) -> dict[str, Any]:
    return {
        "document_id": document.document_id,
        "annotators": list(document.annotators),
        **_json_of(document.counts, document.kind, document.speaker),
    }


def _json_of(counts: PairCounts, kind: Alpha, speaker: Alpha) -> dict[str, Any]:
    return {**counts.as_dict(), "kind": kind.as_dict(), "speaker": speaker.as_dict()}


def _of(counts: PairCounts, name: str) -> Counts:
    found: Counts = getattr(counts, name)
    return found


def _interval(found: Agreement, name: str) -> Interval | None:
    """The 95 % interval of F1 over documents; an item that all pairs compare is one item."""
    ratios = [_of(document.counts, name).twice_right_of_both for document in found.documents]
    return f1_interval(ratios, repeats=max(len(document.pairs) for document in found.documents))


def _table(head: str, rows: Sequence[tuple[str, PairCounts, Alpha, Alpha]]) -> Iterator[str]:
    width = max(len(head), *(len(name) for name, *_ in rows)) + 2
    yield head.ljust(width) + "".join(f"{column:>11}" for column in _COLUMNS)
    for name, counts, kind, speaker in rows:
        rates = [*(_of(counts, key).f1 for key in _COUNTS), kind.value, speaker.value]
        yield name.ljust(width) + "".join(f"{_rate(rate):>11}" for rate in rates)


def _rate(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.3f}"


def _f1(counts: Counts) -> str:
    ratio = counts.twice_right_of_both
    return f"{_rate(counts.f1)} ({ratio.numerator}/{ratio.denominator})"


def _shown(interval: Interval | None) -> str:
    return "" if interval is None else f" [{interval.low:.3f}, {interval.high:.3f}]"


def _alpha(alpha: Alpha) -> str:
    return f"{_rate(alpha.value)} (equal: {alpha.equal.numerator}/{alpha.equal.denominator})"


def _difference(difference: Difference) -> str:
    values = " | ".join(value or "-" for value in difference.values.values())
    return f"{difference.document_id}: {difference.what}: {values}"

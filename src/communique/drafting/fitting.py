"""What of a record a source file can say: quotes are whole words, values have single blanks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from communique.gold.quoting import Quoter
from communique.records import Meeting, Participant, Readout, Statement
from communique.text.spacing import squeezed
from communique.values import Span, place

__all__ = ["Fitting", "written"]

Item = TypeVar("Item", Participant, Meeting)


def written(value: str) -> str:
    """A value as a source has it."""
    return squeezed(value)


class Fitting:
    """Makes records of one text fit; ``left_out`` has a sentence on each item that does not."""

    def __init__(self, quoter: Quoter) -> None:
        self._quoter = quoter
        self.left_out: list[str] = []

    def record(self, readout: Readout) -> Readout:
        """``readout`` without what no source can say."""
        by = readout.extractor.model
        people = [self._participant(p, by) for p in readout.participants]
        known = {p.name for p in people if p is not None}
        meetings = [self._meeting(m, known, by) for m in readout.meetings]
        statements = [self._statement(s, by) for s in readout.statements]
        return readout.model_copy(
            update={
                "participants": tuple(p for p in people if p is not None),
                "meetings": tuple(m for m in meetings if m is not None),
                "statements": tuple(s for s in statements if s is not None),
            }
        )

    def _participant(self, p: Participant, by: str) -> Participant | None:
        mentions = apart(self._fit(p.mentions))
        if not mentions:
            self._tell(by, f"participant {p.name!r}", p.mentions[0])
            return None
        changed = self._proven(p, p.evidence, ("title", "country", "organization"))
        return p.model_copy(update={"name": written(p.name), "mentions": mentions, **changed})

    def _meeting(self, m: Meeting, known: set[str], by: str) -> Meeting | None:
        evidence = self._fit(m.evidence)
        if not evidence:
            self._tell(by, f"meeting ({m.kind})", m.evidence[0])
            return None
        changed = self._proven(
            m, m.field_evidence, ("date", "place", "organizer"), "field_evidence"
        )
        names = dict.fromkeys(written(name) for name in m.participants)
        return m.model_copy(
            update={
                "evidence": tuple(sorted(set(evidence), key=place)),
                "participants": tuple(name for name in names if name in known),
                **changed,
            }
        )

    def _statement(self, s: Statement, by: str) -> Statement | None:
        if not self._fits(s.content):
            self._tell(by, "statement", s.content)
            return None
        mention, cue = s.speaker_mention, s.cue
        if mention is None or s.speaker is None or not self._fits(mention):
            speaker, mention = None, None
        else:
            speaker = self._speaker(s.speaker, mention)
        return s.model_copy(
            update={
                "speaker": speaker,
                "speaker_mention": mention,
                "cue": cue if cue is not None and self._fits(cue) else None,
            }
        )

    def _speaker(self, name: str, mention: Span) -> str:
        """The name, or where the text does not have all of it as words, the words that stand for
        the speaker."""
        parts = [written(part) for part in name.split(";")]
        whole = all(part and self._quoter.passage.find(part) for part in parts)
        return "; ".join(parts) if whole else written(mention.text)

    def _proven(
        self,
        item: Item,
        evidence: Mapping[Any, Iterable[Span]],
        fields: tuple[str, ...],
        key: str = "evidence",
    ) -> dict[str, Any]:
        """The values of ``fields`` that have words left, and the words."""
        found: dict[str, Any] = {}
        proofs: dict[str, tuple[Span, ...]] = {}
        for field in fields:
            value = getattr(item, field)
            spans = tuple(sorted(set(self._fit(evidence.get(field, ()))), key=place))
            found[field] = written(value) if value is not None and spans else None
            if found[field]:
                proofs[field] = spans
        return {**found, key: proofs}

    def _fit(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        return tuple(span for span in spans if self._fits(span))

    def _fits(self, span: Span) -> bool:
        return self._quoter.can_say(span)

    def _tell(self, by: str, what: str, span: Span) -> None:
        where = self._quoter.passage.line(span.start)
        self.left_out.append(
            f"{by}: {what} left out: {span.text[:60]!r} (text line {where}) is not whole words"
        )


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """``spans`` in text order, without those that overlap a longer one."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start - span.end, span.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=place))

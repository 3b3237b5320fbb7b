"""Gold and predicted records made for tests: by hand, and by damaging gold."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from typing import Any

from communique.gold.records import GoldDocument, GoldParticipant, GoldStatement
from communique.records import ExtractorInfo, Issue, Meeting, Participant, Readout, Span, Statement

INFO = ExtractorInfo(model="made", version="0")
ITEMS = {
    "participants": Participant,
    "meetings": Meeting,
    "statements": Statement,
    "issues": Issue,
}


def span(text: str, quote: str, nth: int = 0) -> Span:
    """The ``nth`` place of ``quote`` in ``text``."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return Span.of(text, start, start + len(quote))


def gold_statement(text: str, quote: str, speaker: str | None = None, **more: Any) -> GoldStatement:
    """A gold statement whose speaker, where given, stands in the text under that name."""
    mention = None if speaker is None else span(text, speaker)
    more = {"kind": "direct", "speaker_mention": mention, **more}
    return GoldStatement(content=span(text, quote), speaker=speaker, **more)


def statement(text: str, quote: str, speaker: str | None = None, **more: Any) -> Statement:
    """The same as a prediction."""
    mention = None if speaker is None else span(text, speaker)
    more = {"kind": "direct", "speaker_mention": mention, **more}
    return Statement(content=span(text, quote), speaker=speaker, **more)


def gold_document(text: str, **more: Any) -> GoldDocument:
    """Gold with the id "d" unless another is given."""
    return GoldDocument.model_validate({"document_id": "d", "text": text, **more})


def readout(text: str, document_id: str = "d", **lists: Iterable[Any]) -> Readout:
    """A record with these items, be they right or wrong: a scorer must not count on the proof."""
    items: dict[str, tuple[Any, ...]] = {
        name: tuple(ITEMS[name].model_validate(item) for item in given)
        for name, given in lists.items()
    }
    return Readout(text=text, document_id=document_id, extractor=INFO).model_copy(update=items)


def person(text: str, name: str, at: str | None = None, **fields: str) -> Participant:
    """A predicted participant, mentioned at the first ``at`` (default: the name) in the text."""
    place = span(text, at or name)
    return Participant.model_validate(
        {
            "name": name,
            "mentions": (place,),
            **fields,
            "evidence": dict.fromkeys(fields, (place,)),
        }
    )


def seeded(seed: int) -> random.Random:
    """A repeatable source of chance."""
    return random.Random(seed)


def perfect(gold: GoldDocument) -> Readout:
    """The record that says exactly what the gold says."""
    start = Span.of(gold.text, 0, 1) if gold.text else None
    fields = ("title", "country", "organization")
    return readout(
        gold.text,
        document_id=gold.document_id,
        participants=[
            {
                "name": p.name,
                **{field: getattr(p, field) for field in fields},
                "mentions": p.mentions or (start,),
                "evidence": dict.fromkeys(fields, (start,)),
            }
            for p in gold.participants
        ],
        statements=[_predicted(s) for s in gold.statements],
        meetings=[
            {
                "kind": m.kind,
                "date": m.date,
                "place": m.place,
                "organizer": m.organizer,
                "participants": m.participants,
                "evidence": m.evidence or (start,),
                "field_evidence": dict.fromkeys(
                    ("date", "place", "organizer"), m.evidence[:1] or (start,)
                ),
            }
            for m in gold.meetings
        ],
    )


def damaged(gold: GoldDocument, rng: random.Random) -> Readout:
    """A record as a fair extractor might give: gold dropped, shifted, merged, doubled, swapped."""
    whole = perfect(gold)
    statements = list(_damaged_statements(whole, rng))
    statements += rng.sample(statements, len(statements) // 12)
    rng.shuffle(statements)
    participants = list(_damaged_people(whole, rng))
    participants += rng.sample(participants, len(participants) // 6)
    kinds = ("call", "summit", "other")
    meetings = [
        m.model_copy(
            update={
                "kind": rng.choice((m.kind, m.kind, *kinds)),
                "date": rng.choice((m.date, m.date, "1999-01-01", None)),
                "organizer": rng.choice((m.organizer, None)),
            }
        )
        for m in whole.meetings
        if rng.random() < 0.8
    ]
    return readout(
        gold.text,
        document_id=gold.document_id,
        statements=statements,
        participants=participants,
        meetings=meetings,
    )


def _predicted(s: GoldStatement) -> dict[str, Any]:
    spoken = s.speaker is not None and s.speaker_mention is not None
    return {
        "content": s.content,
        "kind": s.kind or "indirect",
        "nested": s.nested,
        "speaker": s.speaker if spoken else None,
        "speaker_mention": s.speaker_mention if spoken else None,
    }


def _damaged_statements(whole: Readout, rng: random.Random) -> Iterable[Statement]:
    text = whole.text
    speakers = [(s.speaker, s.speaker_mention) for s in whole.statements] or [(None, None)]
    for s in whole.statements:
        if rng.random() < 0.15:
            continue
        start, end = s.content.start, s.content.end
        if rng.random() < 0.4:
            start = min(max(0, start + rng.randint(-30, 30)), len(text) - 1)
            end = min(len(text), max(start + 1, end + rng.randint(-30, 30)))
        if rng.random() < 0.1:
            end = min(len(text), end + (end - start))
        name, mention = (s.speaker, s.speaker_mention)
        if rng.random() < 0.2:
            name, mention = rng.choice([*speakers, (None, None)])
        elif mention is not None and rng.random() < 0.2:
            name, mention = name, Span.of(text, *_elsewhere(text, rng))
        yield Statement(
            content=Span.of(text, start, max(end, start + 1)),
            kind=rng.choice((s.kind, s.kind, s.kind, "indirect")),
            nested=rng.random() < 0.05,
            speaker=name,
            speaker_mention=mention,
        )
    for _ in range(len(whole.statements) // 8):
        yield Statement(content=Span.of(text, *_elsewhere(text, rng)), kind="indirect")


def _elsewhere(text: str, rng: random.Random) -> tuple[int, int]:
    start = rng.randrange(max(1, len(text) - 60))
    return start, min(len(text), start + rng.randint(5, 60))


def _damaged_people(whole: Readout, rng: random.Random) -> Iterable[Participant]:
    for p in whole.participants:
        draw = rng.random()
        if draw < 0.1:
            continue
        words = p.name.split()
        name = {
            1: words[-1],
            2: f"{words[0][0]}. {words[-1]}",
            3: f"President {p.name}",
            4: f"{words[0]} Nobody",
            5: f"The {p.name}",
        }.get(int(draw * 15), p.name)
        country = rng.choice((p.country, p.country, "AQ"))
        title = p.title and rng.choice((p.title, " ".join(p.title.split()[:1])))
        yield p.model_copy(update={"name": name, "country": country, "title": title})
    for name in ("Foreign ministers of the region", "Other leaders", "Local officials"):
        if whole.text and rng.random() < 0.2:
            yield Participant(name=name, mentions=(Span.of(whole.text, 0, 1),))
    known = {word for p in whole.participants for word in p.name.split()}
    found = re.findall(r"\b[A-Z]\w+ [A-Z]\w+", whole.text)
    capitalised = [name for name in found if not known & set(name.split())]
    for name in rng.sample(capitalised, min(2, len(capitalised))):
        yield person(whole.text, name)


def flat_gold(line: dict[str, Any]) -> GoldDocument:
    """A line of a corpus that gives offsets beside each text (no spans) as gold."""
    text = line["text"]

    def place(s: dict[str, Any]) -> Span | None:
        if s.get("speaker_start") is None:
            return None
        return Span.of(text, s["speaker_start"], s["speaker_end"])

    return GoldDocument.model_validate(
        {
            "document_id": line["id"],
            "text": text,
            "participants": [
                GoldParticipant.model_validate(p) for p in line.get("participants", [])
            ],
            "meetings": [
                {**m, "participants": m.get("participants") or ()} for m in line.get("meetings", [])
            ],
            "statements": [
                GoldStatement(
                    content=Span.of(text, s["start"], s["end"]),
                    kind=s.get("kind"),
                    speaker=s.get("speaker_name") or s.get("speaker_text"),
                    speaker_mention=place(s),
                    core=s.get("core", True),
                )
                for s in line["statements"]
            ],
        }
    )

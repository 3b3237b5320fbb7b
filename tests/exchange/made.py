"""Documents of every sort: odd characters, spans that overlap, nest and repeat, gold's own keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from communique.exchange.formats import format_of
from communique.exchange.importing import import_files
from communique.exchange.items import Labeled
from communique.exchange.losses import Losses
from communique.exchange.saving import check, export
from communique.exchange.texts import Texts
from communique.gold.records import (
    GoldDocument,
    GoldMeeting,
    GoldParticipant,
    GoldStatement,
    gold_line,
)
from communique.outputs.target import Target
from communique.records import (
    ExtractorInfo,
    Failure,
    Issue,
    Meeting,
    Participant,
    Readout,
    Span,
    Statement,
    text_sha256,
)

ROOT = Path(__file__).parents[2]
PIECES = (
    "Ada", "Vex", "she", "said", "met", "“so”", "é", "e\u0301", "ñ", "😀", "👩‍🚀", "שלום", "مرحبا",
    "\u202eabc\u202c", "=1+1", "@x", "-", "'", '"', ",", "\\", "&", "<b>", "\ufeff",
    " ", " ", " ", "\u00a0", "\n", "\r\n", "\t", "\u2028", "\x0b",
)  # fmt: skip
INFO = ExtractorInfo(model="first,second", version="1", prompt_sha256="ab")
NAMES = st.text("ab/.😀 é%#", min_size=1, max_size=8).filter(str.strip)

texts = st.lists(st.sampled_from(PIECES), min_size=4, max_size=30).map("".join).filter(str.strip)


def spans(text: str, *, edges: bool) -> st.SearchStrategy[Span]:
    """Spans with something in them; without white space at their ends, where ``edges`` is False."""

    def taken(a: int, b: int) -> Span | None:
        start, end = min(a, b), max(a, b) + 1
        words = text[start:end]
        if not edges:
            start, end = end - len(words.lstrip()), start + len(words.rstrip())
        return Span.of(text, start, end) if text[start:end].strip() else None

    at = st.integers(0, len(text) - 1)
    first = next(i for i, char in enumerate(text) if not char.isspace())
    sure = Span.of(text, first, first + 1)
    return st.builds(taken, at, at).map(lambda span: span or sure)


def some(strategy: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, min_size=least, max_size=3, unique=True).map(tuple)


words = st.text("abé😀=+@' \u00a0", max_size=6)
issues = some(
    st.builds(
        Issue,
        code=st.just("odd"),
        message=words,
        path=st.none() | words,
        value=st.none() | st.just({"a": [1, "é", None]}) | words,
    )
)


def proven(draw: st.DrawFn, span: Any, *fields: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values of some of ``fields`` in their order, and what proves them."""
    chosen = [field for field in fields if draw(st.booleans())]
    special = {"country": st.sampled_from(["NO", "XK"]), "date": st.just("XXXX-01-24")}
    values = {f: draw(special.get(f, words)) for f in chosen}
    return values, {f: draw(some(span, 1)) for f in chosen}


def in_order(proofs: dict[str, Any], evidence: tuple[Span, ...]) -> dict[str, Any]:
    """What proves the fields of a meeting, in the order of its evidence, as in every record."""
    return {field: tuple(sorted(spans, key=evidence.index)) for field, spans in proofs.items()}


@st.composite
def records(draw: st.DrawFn, *, edges: bool = True) -> Readout:
    text = draw(texts)
    span = spans(text, edges=edges)
    participants = []
    for mentions in draw(st.lists(some(span, 1), max_size=3)):
        values, proofs = proven(draw, span, "title", "country", "organization")
        participants.append(
            Participant(name=mentions[0].text, mentions=mentions, evidence=proofs, **values)
        )
    meetings = []
    for evidence in draw(st.lists(some(span, 1), max_size=2)):
        values, proofs = proven(draw, st.sampled_from(evidence), "date", "place")
        proofs = in_order(proofs, evidence)
        names = tuple(draw(st.permutations([p.name for p in participants])))
        meetings.append(
            Meeting(
                kind=draw(st.sampled_from(["call", "other"])),
                participants=names,
                evidence=evidence,
                field_evidence=proofs,
                **values,
            )
        )
    statements = []
    for content in draw(st.lists(span, max_size=4)):
        mention = draw(st.none() | span)
        statements.append(
            Statement(
                content=content,
                kind=draw(st.sampled_from(["direct", "mixed", "indirect"])),
                nested=draw(st.booleans()),
                speaker=mention and mention.text,
                speaker_mention=mention,
                cue=draw(st.none() | span),
            )
        )
    return Readout(
        text=text,
        document_id=draw(NAMES),
        extractor=INFO,
        participants=tuple(participants),
        meetings=tuple(meetings),
        statements=tuple(statements),
        issues=draw(issues),
    )


@st.composite
def golds(draw: st.DrawFn, *, edges: bool = True, placed: bool = False) -> GoldDocument:
    """Gold; without items that stand nowhere in the text, where all are to be ``placed``."""
    text = draw(texts)
    span = spans(text, edges=edges)
    least = int(placed)
    participants = []
    for mentions in draw(st.lists(some(span, least), max_size=3)):
        values, proofs = proven(draw, span, "title", "country", "organization")
        name = draw(words)
        participants.append(
            GoldParticipant(
                name=name,
                mentions=mentions,
                evidence=proofs,
                aliases=draw(some(words)),
                optional=draw(st.booleans()),
                **values,
            )
        )
    meetings = []
    for evidence in draw(st.lists(some(span, least), max_size=2)):
        proofs = {}
        if evidence:
            _, proofs = proven(draw, st.sampled_from(evidence), "kind", "date", "organizer")
            proofs = in_order(proofs, evidence)
        names = [p.name for p in participants] + ([] if placed else ["a stranger"])
        meetings.append(
            GoldMeeting(
                kind="summit",
                organizer=draw(st.none() | words),
                participants=tuple(draw(st.permutations(names))),
                evidence=evidence,
                field_evidence=proofs,
            )
        )
    statements = [
        GoldStatement(
            content=content,
            kind=draw(st.sampled_from([None, "direct"])),
            nested=draw(st.booleans()),
            speaker=draw(st.none() | words),
            speaker_mention=draw(st.none() | span),
            cue=draw(st.none() | span),
            core=draw(st.booleans()),
        )
        for content in draw(st.lists(span, max_size=4))
    ]
    items = ("participants", "meetings", "statements")
    return GoldDocument(
        document_id=draw(NAMES),
        text=text,
        text_sha256=text_sha256(text),
        extractor=draw(st.sampled_from([None, INFO])),
        participants=tuple(participants),
        meetings=tuple(meetings),
        statements=tuple(statements),
        issues=draw(issues),
        boilerplate=draw(some(span)),
        published=draw(st.sampled_from([None, "2031-05-06"])),
        status=draw(st.sampled_from(["draft", "labeled", "adjudicated"])),
        phenomenon=draw(st.sampled_from([None, "cue-after"])),
        scores=draw(st.sampled_from([None, items])),
    )


def exported(
    documents: Sequence[Labeled], name: str, out: Path, losses: Losses | None = None
) -> Path:
    target = Target(out, "jsonl", overwrite=True)
    check(target, format_of(name))
    assert export(documents, target, format_of(name), losses or Losses()) == len(documents)
    return out


def imported(name: str, *paths: Path, texts: Path | None = None) -> list[Labeled | Failure]:
    return list(import_files(paths, format_of(name), texts and Texts([str(texts)])))


def texts_of(documents: Sequence[Labeled], path: Path) -> Path:
    """The texts of ``documents`` as a file for --texts."""
    lines = (
        GoldDocument(document_id=d.document_id, text=d.text, text_sha256=text_sha256(d.text))
        for d in documents
    )
    path.write_text("".join(gold_line(line) + "\n" for line in lines), "utf-8", newline="")
    return path


def there_and_back(document: Labeled, name: str, folder: Path) -> Labeled | Failure:
    """``document`` after a trip through a format; equal types dump alike, key for key."""
    out = folder / "out"
    format_of(name).write([document], out, Losses())
    (back,) = imported(name, out, texts=texts_of([document], folder / "texts.jsonl"))
    return back

"""Gold documents of every sort that a source can say: odd characters, words that repeat."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from communique.gold.passage import Passage
from communique.gold.records import (
    GoldDocument,
    GoldEvent,
    GoldMeeting,
    GoldParticipant,
    GoldStatement,
)
from communique.gold.resolve import FORMAT
from communique.records import Issue, Span, text_sha256
from communique.text.spacing import single_spaced
from communique.values import place

WORDS = (
    "Ada", "Ada", "Vex", "she", "said", "said", "met", "“so”", "é", "e\u0301a", "😀", "👩‍🚀",
    "שלום", "مرحبا", "null", "~", "No", "2031", "2031-05-06", "true", "=", "<<", "- a", "a: b",
    "#c", "'", '"q"', "[x", "{y}", "&z", "*w", "!t", "%", "@", "`", "|", ">", "?", ",", "\\n",
    "\x07",
)  # fmt: skip
BLANKS = (" ", " ", " ", "\u00a0", "\n", "\r\n", "\t", "\u2028", "\n\n")

texts = (
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BLANKS)), min_size=3, max_size=25)
    .map(lambda pairs: "".join(word + blank for word, blank in pairs))
    .filter(lambda text: bool(spans_of(text)))
)  # fmt: skip
names = st.sampled_from([single_spaced(word) for word in WORDS])


def spans_of(text: str) -> list[Span]:
    """Up to four words that stand in ``text`` as a quote can say them."""
    passage = Passage.of(text)
    tokens = passage.single.split(" ")
    quotes = {" ".join(tokens[i : i + n]) for i in range(len(tokens)) for n in (1, 2, 4)}
    places = {place for quote in quotes for place in passage.find(quote)}
    return [Span.of(text, *place) for place in sorted(places)]


def _some(strategy: st.SearchStrategy[Any], least: int = 0, most: int = 3) -> Any:
    return st.lists(strategy, min_size=least, max_size=most, unique=True)


@st.composite
def documents(draw: st.DrawFn) -> GoldDocument:
    """A document as ``resolve`` makes it: spans and statements in text order."""
    text = draw(texts)
    span = st.sampled_from(spans_of(text))
    drafted = {"found_by": _some(names, most=2).map(tuple), "undecided": st.booleans()}

    def ordered(least: int = 1) -> st.SearchStrategy[tuple[Span, ...]]:
        return _some(span, least).map(lambda found: tuple(sorted(found, key=place)))

    def proven(*fields: str) -> tuple[dict[str, Any], dict[str, tuple[Span, ...]]]:
        chosen = [field for field in fields if draw(st.booleans())]
        values = {"country": st.just("NO"), "date": st.sampled_from(["XXXX-01-24", "2031"])}
        return (
            {field: draw(values.get(field, names)) for field in chosen},
            {field: draw(ordered()) for field in chosen},
        )

    def participant(name: str) -> GoldParticipant:
        values, evidence = proven("title", "country", "organization")
        rest = {key: draw(value) for key, value in drafted.items()}
        mentions, optional = draw(ordered()), draw(st.booleans())
        return GoldParticipant(
            name=name, mentions=mentions, evidence=evidence, optional=optional, **values, **rest
        )

    def meeting() -> GoldMeeting:
        values, proofs = proven("date", "place", "organizer")
        whole = {*draw(ordered()), *(each for found in proofs.values() for each in found)}
        return GoldMeeting(
            kind=draw(st.sampled_from(["call", "video call", "other"])),
            participants=tuple(draw(st.permutations(everyone)))[: draw(st.integers(0, 3))],
            evidence=tuple(sorted(whole, key=place)),
            field_evidence=proofs,
            **values,
            **{key: draw(value) for key, value in drafted.items()},
        )

    def statement(content: Span) -> GoldStatement:
        speaks = draw(st.none() | names)
        nested = draw(st.booleans())
        return GoldStatement(
            content=content,
            kind=draw(st.sampled_from(["direct", "mixed", "indirect"])),
            nested=nested,
            speaker=speaks,
            speaker_mention=None if speaks is None else draw(span),
            cue=draw(st.none() | span),
            core=draw(st.booleans()) and not nested,
            **{key: draw(value) for key, value in drafted.items()},
        )

    people = tuple(participant(name) for name in draw(_some(names)))
    everyone = [p.name for p in people]
    meetings = tuple(meeting() for _ in range(draw(st.integers(0, 2))))
    return GoldDocument(
        document_id="made",
        text_sha256=text_sha256(text),
        extractor=FORMAT,
        participants=people,
        meetings=meetings,
        statements=tuple(statement(content) for content in draw(ordered(0))),
        issues=tuple(_issues(meetings)),
        boilerplate=draw(ordered(0)),
        published=draw(st.none() | st.just("2031-05-06")),
        status="draft",
        history=tuple(draw(_some(_events(), most=2))),
        text=text,
    )


def _issues(meetings: tuple[GoldMeeting, ...]) -> list[Issue]:
    return [
        Issue(
            code="date_year_unknown",
            message="the text gives the day, nothing tells the year",
            path=f"meetings[{i}].date",
            value=single_spaced(meeting.field_evidence["date"][0].text),
        )
        for i, meeting in enumerate(meetings)
        if meeting.date == "XXXX-01-24"
    ]


def _events() -> st.SearchStrategy[GoldEvent]:
    return st.builds(
        GoldEvent,
        role=st.sampled_from(["annotator", "reviewer", "program"]),
        by=names,
        when=st.just("2031-05-06T09:30:00Z"),
        made_from=_some(names).map(tuple),
    )

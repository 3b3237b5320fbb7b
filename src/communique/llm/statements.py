"""A statement of an answer, proven by the article."""

from __future__ import annotations

import re
from collections.abc import Collection

from communique.grounding import negates
from communique.llm.people import full_name
from communique.llm.proof import Article, Doubt, Proven, edited
from communique.llm.schema import StatementAnswer
from communique.records import Span, Statement

__all__ = ["prove_statement"]

PARAGRAPH_BREAK = re.compile(r"\s*\n[ \t\r]*\n\s*")


def prove_statement(
    article: Article, claim: StatementAnswer, people: Collection[str], taken: set[tuple[int, int]]
) -> tuple[Proven[Statement], ...] | Doubt:
    """The statement at the place of the text that is meant; a Doubt when it stands nowhere.

    There are several when the model left something out in between ("A … B"), or took several
    paragraphs of a quotation as one. Cue and speaker must stand in one sentence with the content.
    ``people`` are the names of the record; ``taken`` holds the places of statements already proven,
    and this one's is added to it.
    """
    contents, doubts = _contents(article, claim, taken)
    if not contents:
        return doubts[0]
    for content in contents:
        taken.add((content.start, content.end))
    return tuple(
        _attributed(article, claim, people, content, doubts if content is contents[0] else ())
        for content in contents
    )


def _contents(
    article: Article, claim: StatementAnswer, taken: set[tuple[int, int]]
) -> tuple[tuple[Span, ...], tuple[Doubt, ...]]:
    """Where the content stands, with what is to be said about it; no place, and why."""
    missing = Doubt("unsupported", f"the text does not contain {claim.content!r}")
    doubts: tuple[Doubt, ...] = ()
    if article.find(claim.content):
        beside = [quote for quote in (claim.cue, claim.speaker_mention) if quote is not None]
        # Of several places the one with cue and speaker nearest is meant.
        ranked = article.ranked(claim.content, *beside)
        found = tuple(span for span in ranked if (span.start, span.end) not in taken)[:1]
    else:
        grounding = article.tolerated(claim.content, direct=claim.kind == "direct")
        if not grounding.spans:
            return (), (missing,)
        found = tuple(span for span in grounding.spans if (span.start, span.end) not in taken)
        doubts = edited("content", claim.content, grounding)
    if not found:
        return (), (Doubt("duplicate", "this statement was given before"),)
    if claim.kind == "indirect" and (denial := _denied(article.text, found[0])):
        message = f"the text has {denial!r} right before {claim.content!r}"
        return (), (Doubt("unsupported", message),)
    found = tuple(part for span in found for part in _paragraphs(article, span))
    if any(map(article.quotations.runs_on, found)):
        message = "goes on after the end of a sentence: no one reporting word holds for all of it"
        return (), (Doubt("unsupported", message),)
    return found, doubts


def _paragraphs(article: Article, span: Span) -> list[Span]:
    """``span`` in parts: a quotation that runs over paragraphs is a statement in each."""
    if "\n" not in span.text:
        return [span]
    breaks = list(PARAGRAPH_BREAK.finditer(article.text, span.start, span.end))
    if not all(article.quotations.holds(found.end()) for found in breaks):
        return [span]
    starts = [span.start, *(found.end() for found in breaks)]
    ends = [*(found.start() for found in breaks), span.end]
    return [Span.of(article.text, *part) for part in zip(starts, ends, strict=True)]


def _denied(text: str, content: Span) -> str | None:
    """The negation whose scope a content was cut out of: "not" before "support the plan"."""
    before = text[max(0, content.start - 20) : content.start].split()
    return before[-1] if before and text[content.start].isalnum() and negates(before[-1]) else None


def _attributed(
    article: Article,
    claim: StatementAnswer,
    people: Collection[str],
    content: Span,
    doubts: tuple[Doubt, ...],
) -> Proven[Statement]:
    kind = article.quotations.kind(content, claim.kind)
    if kind != claim.kind:
        message = f"by its quotation marks the content is {kind}"
        doubts += (Doubt("corrected", message, "kind", claim.kind),)
    cue = None
    if claim.cue is not None:
        cue = article.in_sentence(claim.cue, content, outside=content)
        if cue is None:
            doubts += (_missing(article, "cue", claim.cue, claim.cue, "the content"),)
    speaker = _speaker(article, claim, people, content, cue)
    if isinstance(speaker, Doubt):
        doubts += (speaker,)
        speaker = None
    statement = Statement(
        content=content,
        kind=kind,
        nested=claim.nested,
        speaker=speaker[0] if speaker else None,
        speaker_mention=speaker[1] if speaker else None,
        cue=cue,
    )
    return Proven(statement, content.start, doubts)


def _speaker(
    article: Article,
    claim: StatementAnswer,
    people: Collection[str],
    content: Span,
    cue: Span | None,
) -> tuple[str, Span] | Doubt | None:
    """The speaker's name and the words that stand for it; both must be in the text."""
    if claim.speaker is None:
        return None
    quote = claim.speaker_mention or claim.speaker
    named = [article.find(one)[:1] for one in claim.speaker.split("; ")]
    if not all(named):
        return _missing(article, "speaker", claim.speaker, claim.speaker, "")
    # The cue stands beside its subject; the content may lie between other speakers.
    mention = article.in_sentence(quote, cue or content, outside=content)
    if mention is None:
        beside = "the cue" if cue else "the content"
        return _missing(article, "speaker", claim.speaker, quote, beside)
    name = "; ".join(full_name(one.text, people) for places in named for one in places)
    other = _someone_else(mention.text, name, people)
    if other is not None:
        message = f"{mention.text!r} names {other}, not {name}"
        return Doubt("unsupported", message, "speaker", claim.speaker)
    return name, mention


def _someone_else(mention: str, speaker: str, people: Collection[str]) -> str | None:
    """The participant whom ``mention`` names although the speaker is said to be another."""
    words = _words(mention)
    if words & _words(speaker):
        return None
    if speaker in people:
        return next((name for name in people if name.split()[-1].casefold() in words), None)
    # "Marchetti and Okonjo" may stand for a group, "Marchetti" alone may not.
    return next((name for name in people if words <= _words(name)), None)


def _words(text: str) -> set[str]:
    bare = text.casefold().replace("’s", " ").replace("'s", " ")
    return {word.strip(".,'’\"") for word in bare.split()}


def _missing(article: Article, field: str, value: str, quote: str, beside: str) -> Doubt:
    message = f"the text does not contain {quote!r} outside the statement"
    if article.find(quote):
        message = f"the text has {quote!r}, but not in one sentence with {beside}"
    return Doubt("unsupported", message, field, value)

"""A statement of an answer, proven by the article."""

from __future__ import annotations

from collections.abc import Collection

from communique.llm.people import full_name
from communique.llm.proof import Article, Doubt, Proven
from communique.llm.schema import StatementAnswer
from communique.records import Span, Statement

__all__ = ["prove_statement"]


def prove_statement(
    article: Article, claim: StatementAnswer, people: Collection[str], taken: set[tuple[int, int]]
) -> Proven[Statement] | Doubt:
    """The statement at the place of the text that is meant; a Doubt when it stands nowhere.

    Cue and speaker are looked for beside the content. ``people`` are the names of the record;
    ``taken`` holds the places of statements already proven, and this one's is added to it.
    """
    if not article.find(claim.content):
        return Doubt("unsupported", f"the text does not contain {claim.content!r}")
    beside = [quote for quote in (claim.cue, claim.speaker_mention) if quote is not None]
    # Of several places the one with cue and speaker nearest is meant.
    ranked = article.ranked(claim.content, *beside)
    content = next((span for span in ranked if (span.start, span.end) not in taken), None)
    if content is None:
        return Doubt("duplicate", "this statement was given before")
    taken.add((content.start, content.end))
    doubts: list[Doubt] = []
    cue = None
    if claim.cue is not None:
        cue = article.nearest(claim.cue, content, outside=content)
        if cue is None:
            doubts.append(_missing("cue", claim.cue))
    speaker = _speaker(article, claim, people, content, cue)
    if isinstance(speaker, Doubt):
        doubts.append(speaker)
        speaker = None
    statement = Statement(
        content=content,
        kind=claim.kind,
        nested=claim.nested,
        speaker=speaker[0] if speaker else None,
        speaker_mention=speaker[1] if speaker else None,
        cue=cue,
    )
    return Proven(statement, content.start, tuple(doubts))


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
    if not article.find(claim.speaker):
        return _missing("speaker", claim.speaker)
    quote = claim.speaker_mention or claim.speaker
    # The cue stands beside its subject; the content may lie between other speakers.
    mention = article.nearest(quote, cue or content, outside=content)
    if mention is None:
        return _missing("speaker", claim.speaker, quote)
    name = full_name(article.find(claim.speaker)[0].text, people)
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


def _missing(field: str, value: str, quote: str | None = None) -> Doubt:
    message = f"the text does not contain {quote or value!r} outside the statement"
    return Doubt("unsupported", message, field, value)

"""One claim of a draft against the sources: which of four it is, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from communique.grounding import Nearest
from communique.records import Span
from communique.verification.claims import Claim
from communique.verification.frames import taken_over
from communique.verification.naming import Voice, names_nobody
from communique.verification.report import Finding, SourcePlace
from communique.verification.voices import Source
from communique.verification.wording import Place, bare, closest, places

__all__ = ["findings_of"]

VERY_MUCH_ALIKE = 0.9
"""Share of words alike from which reported words around a quotation are a source's."""

_NOT_NAMED = "the words are there, but nothing near them names {}"
_THAT = re.compile(r"that\s+", re.IGNORECASE)
"""What a writer puts before a clause: the source may have the clause without it."""


def findings_of(claim: Claim, sources: Sequence[Source]) -> Iterator[Finding]:
    """The findings of one claim: one, or one for each quotation inside words that are reported.

    Reported words are a draft's own as a rule; what it puts in quotation marks is not.
    """
    whole = _checked(claim, sources)
    if whole.verdict == "not_in_sources" and claim.frames:
        parts = [replace(claim, span=span, quoted=True) for span in claim.quotations]
        findings = [_checked(part, sources) for part in parts]
    else:
        findings = [whole]
    if claim.sentence is not None and (claim.quoted or claim.frames):
        findings[0] = _in_its_sentence(findings[0], claim.sentence, sources)
    yield from findings


def _in_its_sentence(finding: Finding, sentence: Span, sources: Sequence[Source]) -> Finding:
    """``finding``, or that of the ``sentence`` around its words if that was changed."""
    place = finding.source
    if finding.verdict != "verbatim" or place is None:
        return finding
    source = next(source for source in sources if source.document.id == place.document_id)
    passage = taken_over(sentence, source, place.span)
    if passage is None:
        return finding
    changes = {
        "span": sentence,
        "verdict": "altered",
        "source": SourcePlace(document_id=source.document.id, span=passage.span),
        "diff": passage.diff,
        "message": "the quoted words are there, but the source has others around them",
    }
    return finding.model_copy(update=changes)


def _checked(claim: Claim, sources: Sequence[Source]) -> Finding:
    words = bare(claim.span.text)
    if not claim.quoted:
        words = _THAT.sub("", words, count=1) if _THAT.match(words) else words
    found = places(words, sources, direct=claim.quoted)
    if found:
        return _attributed(claim, found)
    near = closest(words, sources, direct=claim.quoted)
    if near is None or (claim.frames and _is_own(near[1])):
        what = "these words" if claim.quoted else "this, in these or similar words"
        return Finding(
            span=claim.span,
            verdict="not_in_sources",
            speaker=claim.speaker,
            message=f"no source has {what}",
        )
    source, passage = near
    voices = source.voices_at(passage.span)
    message = "the source has other words here"
    if _is_somebody_else(claim, source, passage.span):
        message += f", and they are by {_names(voices)}"
    return Finding(
        span=claim.span,
        verdict="altered",
        speaker=claim.speaker,
        source=SourcePlace(document_id=source.document.id, span=passage.span),
        diff=passage.diff,
        said_by=_names(voices),
        message=message,
    )


def _is_own(passage: Nearest) -> bool:
    """Whether words around a quotation are the draft's own, not a source's that were altered."""
    return passage.similarity < VERY_MUCH_ALIKE and not passage.turns


def _attributed(claim: Claim, found: Sequence[Place]) -> Finding:
    """Verbatim, if at any of the places the speaker is, or may be, whom the draft names."""
    for place in found:
        if not _is_somebody_else(claim, place.source, place.spans[0]):
            return _finding(claim, place)
    finding = _finding(claim, found[0])
    by = finding.said_by
    message = f"the words are there, but by {by}" if by else _NOT_NAMED.format(claim.speaker)
    return finding.model_copy(update={"verdict": "wrong_speaker", "message": message})


def _finding(claim: Claim, place: Place) -> Finding:
    source, span = place.source, place.spans[0]
    voices = source.voices_at(span)
    message = "the source has these words"
    if claim.speaker is not None and not voices:
        message += "; it does not tell who speaks"
    elif claim.speaker is None:
        message += "; the draft does not tell who speaks"
    return Finding(
        span=claim.span,
        verdict="verbatim",
        speaker=claim.speaker,
        source=SourcePlace(document_id=source.document.id, span=span),
        said_by=_names(voices),
        message=message,
    )


def _is_somebody_else(claim: Claim, source: Source, span: Span) -> bool:
    """Whether none of those whom the draft names, or may mean, may be heard at ``span``."""
    if claim.speaker is None or names_nobody(claim.speaker):
        return False
    named = claim.speaker.split("; ")
    if claim.called is not None:
        named.append(claim.called)
    if any(source.may_be_heard(name, span) for name in named):
        return False
    if claim.speaker.islower() and not source.names(claim.speaker):
        return False  # "the veteran": the source does not tell who that is
    return not (claim.around and source.is_named_in(claim.around, span))


def _names(voices: Sequence[Voice]) -> str | None:
    return "; ".join(dict.fromkeys(voice.name for voice in voices)) or None

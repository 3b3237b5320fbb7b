"""A corpus as text for people: its meetings, one of them whole, two side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from communique.corpus.comparing import Attendance, Comparison, named, the_meeting
from communique.corpus.database import Corpus
from communique.corpus.findings import value_key
from communique.corpus.scoring import LinkScores
from communique.corpus.values import Field, Finding, Meeting, Saying, Verdict

__all__ = ["comparison_lines", "meeting_line", "meeting_lines", "meetings_lines", "score_lines"]

SHOWN = 6
"""Participants in a line."""

NAMED = 3
"""Outlets in a line."""

Claimed = tuple[Field, int | str]
"""What is claimed: of people who, else which value."""

_HEADS: dict[Verdict, str] = {
    "agreed": "all sources agree",
    "partly": "several sources, the others silent",
    "single": "a single source",
    "disputed": "sources contradict each other",
}


def meetings_lines(corpus: Corpus) -> Iterator[str]:
    """A line a meeting, by date."""
    for one in corpus.meetings():
        yield meeting_line(corpus, one)


def meeting_line(corpus: Corpus, one: Meeting) -> str:
    """Number, date, kind, place, how well attested, and who was there, best attested first."""
    there = [finding for finding in corpus.findings(one.number) if finding.field == "attended"]
    names = [finding.value for finding in islice(there, SHOWN)]
    more = f" and {len(there) - SHOWN} more" if len(there) > SHOWN else ""
    place = f", {one.place}" if one.place else ""
    articles = f"{len(one.articles)} articles" if len(one.articles) > 1 else "1 article"
    if one.sources < len(one.articles):
        articles += f", {one.sources} source{'s' * (one.sources != 1)}"
    who = ", ".join(names) or "nobody named"
    return f"{one.number}  {one.date or 'no date'}  {one.kind}{place} ({articles}): {who}{more}"


def meeting_lines(corpus: Corpus, number: int) -> Iterator[str]:
    """One meeting: what its sources agree on, what they dispute, what one alone says.

    Raises:
        UsageError: there is no such meeting.
    """
    yield meeting_line(corpus, the_meeting(corpus, number))
    findings = corpus.findings(number)
    sayings = corpus.sayings(number)
    away = named(corpus, number, "absent")
    said_by, claimed_by = _outlets_of_sayings(corpus, number), _outlets_of_claims(corpus, number)
    for verdict, head in _HEADS.items():
        found = [one for one in findings if one.verdict == verdict]
        said = [one for one in sayings if one.verdict == verdict]
        if found or said:
            yield f"{head}:"
        yield from (
            _away(away[one.person])
            if one.field == "absent" and one.person in away
            else f"  {one.field}: {one.value}{_by(claimed_by[_claimed(one)], one)}"
            for one in found
        )
        yield from (
            f"  said by {one.speaker}: {one.text}{_by(said_by[one.number], one)}" for one in said
        )
    variants = corpus.variants(number)
    if variants:
        yield "reported differently:"
    speakers = {one.number: one.speaker for one in sayings}
    yield from (f"  {speakers[one.saying]} ({one.about}): {one.difference}" for one in variants)


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """Who was new, missing, at both; each with an article's words."""
    one, other = comparison.one, comparison.other
    yield f"meeting {one.number}: {one.date or 'no date'}, {one.kind}"
    yield f"meeting {other.number}: {other.date or 'no date'}, {other.kind}"
    yield from _people(f"new in {other.number}", comparison.new)
    yield from _people(f"not named in {other.number}", comparison.missing)
    for meeting, away in zip((one, other), comparison.absent, strict=True):
        if away:
            yield f"stayed away from {meeting.number} ({len(away)}):"
            yield from map(_away, away)
    yield f"at both ({len(comparison.both)}): " + (
        ", ".join(person.name for person in comparison.both) or "nobody"
    )


def score_lines(scores: LinkScores) -> Iterator[str]:
    """Precision and recall over pairs, with their counts."""
    for name, counts in (("meetings", scores.meetings), ("people", scores.people)):
        rates = ", ".join(
            f"{rate} {'undefined' if value is None else f'{value:.3f}'}"
            for rate, value in (("precision", counts.precision), ("recall", counts.recall))
        )
        yield (
            f"{name}: {rates} over pairs ({counts.tp:,} right, {counts.fp:,} wrongly together, "
            f"{counts.fn:,} wrongly apart)"
        )
    yield f"meetings whole and pure: {scores.whole.numerator:,} of {scores.whole.denominator:,}"


def _people(head: str, people: Iterable[Attendance]) -> Iterator[str]:
    found = list(people)
    yield f"{head} ({len(found)}):" + ("" if found else " nobody")
    for one in found:
        if one.proof is None:
            yield f"  {one.name}: no words given ({one.document_id})"
            continue
        at = f"{one.document_id} {one.proof.start}-{one.proof.end}"
        yield f"  {one.name}: “{one.proof.quote}” ({at})"


def _away(one: Attendance) -> str:
    """Who stayed away, and in which words an article says so."""
    words = "" if one.proof is None else f": “{one.proof.quote}”"
    more = f" and {one.articles - 1} more" if one.articles > 1 else ""
    return f"  {one.name} stayed away, says {one.document_id}{more}{words}"


def _by(outlets: Iterable[str], one: Finding | Saying) -> str:
    """Who says it, where not all do: "(Herald)"; else of how many articles it is."""
    who = list(dict.fromkeys(outlets))
    if one.verdict == "agreed" or not who:
        return f" ({one.articles} articles)"
    more = f" and {len(who) - NAMED} more" if len(who) > NAMED else ""
    return f" ({', '.join(who[:NAMED])}{more})"


def _claimed(one: Finding) -> Claimed:
    return one.field, one.person or value_key(one.field, one.value)


def _outlets_of_claims(corpus: Corpus, meeting: int) -> Mapping[Claimed, list[str]]:
    """Who claims what of it; articles of no known outlet by their ids."""
    outlets: dict[Claimed, list[str]] = defaultdict(list)
    query = (
        "SELECT field, value, person, coalesce(outlet, document_id) FROM claims"
        " JOIN articles USING (article) WHERE meeting = ? ORDER BY article"
    )
    for field, value, person, outlet in corpus.rows(query, meeting):
        outlets[field, person or value_key(field, value)].append(outlet)
    return outlets


def _outlets_of_sayings(corpus: Corpus, meeting: int) -> Mapping[int, list[str]]:
    outlets: dict[int, list[str]] = defaultdict(list)
    query = (
        "SELECT saying, coalesce(outlet, document_id) FROM statements"
        " JOIN articles USING (article) JOIN sayings USING (saying)"
        " WHERE sayings.meeting = ? ORDER BY article"
    )
    for saying, outlet in corpus.rows(query, meeting):
        outlets[saying].append(outlet)
    return outlets

"""Why two things of a corpus are one, and why two meetings of it are not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from communique.corpus.circumstances import is_aside, parties
from communique.corpus.comparing import the_meeting
from communique.corpus.database import Corpus
from communique.corpus.findings import place_words
from communique.corpus.linking import as_one
from communique.corpus.occasions import Occasion, Told, fit
from communique.corpus.ordering import usual_day
from communique.corpus.values import Link
from communique.errors import UsageError
from communique.scoring.names import words_key
from communique.values import Span, is_day

__all__ = [
    "explain_apart",
    "explain_article",
    "explain_meeting",
    "explain_person",
    "number_of_person",
]

SHOWN = 6
"""People of one name that are told."""


def explain_meeting(corpus: Corpus, number: int) -> Iterator[str]:
    """Why each article's meeting is of this one, and by which words someone stayed away.

    Raises:
        UsageError: there is no such meeting.
    """
    the_meeting(corpus, number)
    for link in corpus.links("meeting", number):
        article = corpus.article(link.article or 0)
        yield f"{article.document_id if article else '?'} {link.item}: {_why(link)}"
    query = "SELECT * FROM absences WHERE meeting = ? ORDER BY document_id, span_start"
    for row in corpus.rows(query, number):
        at = f"{row['document_id']} {row['span_start']}-{row['span_end']}"
        yield f"{row['name']} stayed away, by the words of {at}: “{row['quote']}”"


def explain_person(corpus: Corpus, number: int) -> Iterator[str]:
    """Why each form of the name is this person's.

    Raises:
        UsageError: there is no such person.
    """
    person = corpus.person(number)
    if person is None:
        raise UsageError(f"no person {number}: the table people lists them")
    joined = {link.item: link for link in corpus.links("person", number)}
    for form in person.names:
        link = joined.get(form.name)
        why = "the same words and country" if link is None else _why(link)
        yield f"{form.name} ({form.articles} article{'s' * (form.articles != 1)}): {why}"


def number_of_person(corpus: Corpus, given: str) -> int:
    """The person of a number, or of a name in any of its forms, whole or in part.

    Raises:
        UsageError: there is none of this name, or several are.
    """
    if given.isascii() and given.isdigit() and len(given) < 16:
        return int(given)
    words = words_key(given)
    named: dict[int, str] = {}
    partly: dict[int, str] = {}
    query = (
        "SELECT person, people.name, names.name FROM names JOIN people USING (person) ORDER BY 1"
    )
    for number, name, form in corpus.rows(query):
        known = words_key(form)
        if words and known == words:
            named[number] = name
        if words and set(words) <= set(known):
            partly[number] = name
    found = named or partly
    if not found:
        raise UsageError(f"no person {given!r}: the table people lists them")
    if len(found) > 1:
        some = ", ".join(f"{number} {name}" for number, name in islice(found.items(), SHOWN))
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise UsageError(f"{given!r} is several people: {some}{more}; give the number")
    return next(iter(found))


def explain_article(corpus: Corpus, document_id: str) -> Iterator[str]:
    """Of which near-duplicates the article is, and to which meetings it was put, and why.

    Raises:
        UsageError: there is no such article.
    """
    article = corpus.article_named(document_id)
    if article is None:
        raise UsageError(f"no article {document_id!r} in this corpus")
    if article.outlet is not None:
        yield f"outlet {article.outlet}: all that it published is one source"
    found = corpus.rows("SELECT * FROM links WHERE article = ? ORDER BY rowid", article.number)
    for link in (Link(*row) for row in found):
        if link.to == "source":
            first = corpus.article(link.number)
            yield f"source {first.document_id if first else '?'}: {_why(link)}"
        else:
            yield f"{link.item} is meeting {link.number}: {_why(link)}"


def explain_apart(corpus: Corpus, one: int, other: int) -> str:
    """Why two meetings were not made one, by the same rules that link.

    Raises:
        UsageError: there is no such meeting.
    """
    first, second = _occasion(corpus, one), _occasion(corpus, other)
    days = usual_day(first), usual_day(second)
    if first.articles & second.articles:
        return "an article tells of both, and tells them apart"
    why = fit(as_one(first), second)
    if not why.fits:
        return f"{why.rule}: {why.reason}"
    if None in days:
        return f"{why.reason}; but a day is missing, and others fit as well, or too little is told"
    apart = abs((days[0] or 0) - (days[1] or 0))
    if apart > 1:
        return f"date: {why.reason}, but {apart} days apart"
    sources = sorted((first.sources, second.sources))
    return (
        f"date: {why.reason}, but each day is attested by itself ({sources[0]} and {sources[1]} "
        f"source{'s' * (sources[1] != 1)})"
        if apart
        else f"{why.reason}: another meeting fitted better"
    )


def _why(link: Link) -> str:
    score = "" if link.score is None else f" ({link.score:.2f})"
    return f"{link.rule}: {link.reason}{score}"


def _occasion(corpus: Corpus, number: int) -> Occasion:
    """The meeting as the rules see it: what each article tells of it."""
    the_meeting(corpus, number)
    occasion = Occasion()
    groups = {row["person"] for row in corpus.rows("SELECT person FROM people WHERE role='group'")}
    claims = corpus.claims(number)
    for article in sorted({claim.article for claim in claims}):
        said = [claim for claim in claims if claim.article == article]
        value = {claim.field: claim for claim in said}
        told = value["date"].value if "date" in value else None
        day = date.fromisoformat(told).toordinal() if told and is_day(told) else None
        place = place_words(value["place"].value) if "place" in value else None
        host = value["organizer"].person if "organizer" in value else None
        who = {c.person for c in said if c.field == "attended" and c.person not in groups}
        people = frozenset(person for person in who if person is not None)
        of = corpus.article(article)
        assert of is not None  # noqa: S101 - a foreign key
        kind = value["kind"]
        spans = [Span.of(of.text, proof.start, proof.end) for proof in kind.proofs]
        about = Told(
            article, 0, of.original, None, day, told, kind.value, place, host, people,
            parties(of.text, spans), is_aside(of.text, kind.value, spans),
        )  # fmt: skip
        occasion.add(about, None)
    return occasion

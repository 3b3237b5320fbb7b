"""What a corpus holds, as frozen values: the same things as the tables of its file (``tables``).

Records of many articles, joined: who met whom, when, and what each article says of it. Everything
that an article says is a ``Claim`` or a ``Statement`` and has its ``Proof``: the article, the span,
the quote. What is made of several articles (``Finding``, ``Saying``) says of how many, and every
joining is a ``Link`` with its rule and its reason.

Numbers count from 1 and are the keys of the tables. They are the same for the same articles,
whatever their order, but not from one corpus to another.

*Articles* and *sources* are counted apart: near-duplicate articles (a report and its reprints) are
one source, and so are the articles of one outlet, where outlets are known; a reprint is of its
original's source. Only sources can agree with each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "About",
    "Article",
    "Claim",
    "Field",
    "Finding",
    "Link",
    "Meeting",
    "Name",
    "Person",
    "Proof",
    "Role",
    "Saying",
    "Statement",
    "Title",
    "Variant",
    "Verdict",
]

Field = Literal["date", "kind", "place", "organizer", "attended", "absent"]
"""What an article may claim of a meeting. ``absent``: that someone stayed away, which its record
cannot say: it is found in the text (``absences``)."""

Verdict = Literal["agreed", "partly", "single", "disputed"]
"""How far the sources of a meeting agree on something said of it.

``agreed``: every source that tells of the field says it, and these are two or more; of attendance,
absence and sayings: every source of the meeting, two or more. ``disputed``: it is also said what
cannot be true as well (another day, a call and a meeting in person, another organizer, that someone
who attended stayed away; of sayings: the same words but for a negation, a condition, a number, a
day or a name). ``single``: one source says it, and it is not disputed. ``partly``:
several say it, others are silent. That a source does not name someone is silence, not
contradiction: lists in articles are often partial.
"""

About = Literal["negation", "condition", "number", "day", "name", "word"]
"""In what two sayings differ; of all that apply the first."""

Role = Literal["participant", "speaker", "group"]
"""``participant``: some article has this person among its participants. ``speaker``: only ever
named as the speaker of statements; may be an organisation. ``group``: people named only together
("foreign ministers")."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Where an article says something: code points, half-open; ``quote`` stands there."""

    article: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its text as read; offsets of every proof count in it."""

    number: int
    document_id: str
    text: str
    text_sha256: str
    published: str | None
    """ISO 8601 day, where it is known."""
    outlet: str | None
    """Who published it, where that is known."""
    source: int
    """The number of the first article of its source."""
    original: int
    """The number of the first article of its near-duplicates; its own where it has none before."""
    likeness: float
    """Estimated Jaccard similarity of its shingles to those of the original; 1 of itself."""
    model: str | None
    """Which extractor made the record; None of gold that does not say."""
    version: str | None


@dataclass(frozen=True, slots=True)
class Name:
    """A form in which articles write a person's name, and in how many of them."""

    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Title:
    """What an article says of who someone is: title, country, organization; None: it is silent.

    ``date`` is the day of the meeting that the article tells of, else its day of publication; in
    the order of these, a person's titles are their titles over time.
    """

    number: int
    person: int
    article: int
    date: str | None
    title: str | None
    country: str | None
    organization: str | None
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone under all the names that were found to be theirs."""

    number: int
    name: str
    """The form that most articles have, of those with more than a surname."""
    country: str | None
    """ISO 3166-1 alpha-2; of several, the one that most articles have."""
    role: Role
    articles: int
    names: tuple[Name, ...]
    """Most frequent first."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one article says of a meeting, with proof.

    ``value`` is the date, kind or place as in the record, or the name as the article has it; of
    organizer, attendance and absence ``person`` is who that is, None where the name could not be
    linked.
    """

    number: int
    meeting: int
    article: int
    field: Field
    value: str
    person: int | None
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the articles of a meeting say in one field, equal claims made one."""

    meeting: int
    field: Field
    value: str
    """The date, kind or place; of people their name."""
    person: int | None
    articles: int
    sources: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting, of however many articles; in each field what most sources say."""

    number: int
    date: str | None
    """ISO 8601 day, month or year, or EDTF ``XXXX-01-24``; None where no article tells it."""
    kind: str
    place: str | None
    organizer: int | None
    """The person's number."""
    participants: tuple[int, ...]
    """Everyone whom some article names, by number; the findings tell how many do."""
    articles: tuple[int, ...]
    sources: int


@dataclass(frozen=True, slots=True)
class Saying:
    """The same words of the same speaker about one meeting, in however many articles."""

    number: int
    meeting: int
    person: int | None
    speaker: str
    text: str
    """The shortest form, which is what all of them say."""
    articles: int
    sources: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Variant:
    """Two sayings of one speaker at one meeting, from different sources, that differ in a few
    words: the same words, reported differently."""

    saying: int
    other: int
    about: About
    difference: str
    """The one beside the other, as wdiff writes it: ``We will [-sell-]{+not sell+} the lake``."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of one article.

    ``meeting`` is the one that the article reports it with: its only one, or of several the one
    that stands before it in its paragraph or list; None where there is none or it cannot be told.
    """

    number: int
    article: int
    meeting: int | None
    person: int | None
    """The speaker; None of collectives ("Leaders") and where the article names none."""
    saying: int | None
    speaker: str | None
    kind: str
    nested: bool
    content: Proof
    speaker_mention: Proof | None
    cue: Proof | None


@dataclass(frozen=True, slots=True)
class Link:
    """Why something was joined to a person, a meeting or a source.

    Of a ``person``, ``item`` is a form of the name, ``article`` None; of a ``meeting`` it is the
    place of the article's meeting in its record (``meetings[0]``); of a ``source`` the article's
    ``document_id``. ``score`` is what the rule measured, from 0 to 1; None where it only compares.
    """

    to: Literal["person", "meeting", "source"]
    number: int
    article: int | None
    item: str
    rule: str
    reason: str
    score: float | None

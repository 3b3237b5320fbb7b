"""Who speaks at a place of a source, as far as the source tells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from communique.grounding import ground
from communique.records import Document, Span
from communique.rules import Reading, take_in
from communique.rules.grammar import PREPOSITIONS
from communique.rules.people import Person
from communique.rules.speakers import Speaker
from communique.scoring.speakers import speaker_names_agree
from communique.verification.located import Located, shared
from communique.verification.naming import (
    Voice,
    is_a_body,
    is_named_in,
    is_of,
    name_words,
    names_nobody,
)
from communique.verification.unmarked import Unmarked

__all__ = ["Source"]

PARAGRAPHS_BEFORE = 3
"""How far back a name may stand to whom words may belong that nothing else is tied to."""

HALF = 0.5
"""Share of the shorter of two spans that they have in common when they are the same words."""

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z])")


class Source:
    """A source read by the rules, asked who speaks where."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._voices: dict[int, Voice] = {}

    @cached_property
    def _reading(self) -> Reading:
        return take_in(self.document)

    @cached_property
    def unmarked(self) -> Unmarked:
        """Its text without the marks of its quotations."""
        return Unmarked.of(self.document.text)

    @cached_property
    def _contents(self) -> Located[Voice]:
        return Located(
            (self._reading.article.span(found.content), self._voice_of(found.speaker))
            for found in self._reading.statements
            if found.speaker is not None
        )

    @cached_property
    def _mentioned(self) -> Located[Person]:
        article, people = self._reading.article, self._reading.people
        return Located(
            (article.span((mention.first, mention.stop)), person)
            for block in article.blocks
            for mention in block.mentions
            if (person := people.of(mention)) is not None
        )

    @cached_property
    def _named(self) -> Located[Voice]:
        return Located(
            (at, self._voice(person)) for at, person in self._mentioned if person.is_person
        )

    def voices_at(self, span: Span) -> list[Voice]:
        """Who may be speaking at ``span``: of a chain ("A said that B told C") everyone.

        Where no rule finds an attribution, whoever the sentence names outside of the span, else
        whoever speaks last before it and first after it in its paragraph; nobody where that is
        nobody, or a document.
        """
        found = _saying(self._contents, span)
        voices = found or [replace(voice, sure=False) for voice in self._beside(span)]
        return [] if any(names_nobody(voice.name) for voice in voices) else voices

    @cached_property
    def _rivals(self) -> Located[Voice]:
        """For contents by "he" or "she", the persons of the sentence before: any may be meant."""
        article = self._reading.article
        sentences = [
            sentence
            for block in article.blocks
            for sentence in block.sentences
            if not sentence.inside_quotation
        ]
        rivals = []
        for found in self._reading.statements:
            if found.speaker is None or found.speaker.mention[1] - found.speaker.mention[0] > 1:
                continue
            if article.words(found.speaker.mention).casefold() not in {"he", "she"}:
                continue
            at = bisect_right(sentences, found.speaker.mention[0], key=lambda s: s.first) - 1
            before = article.span((sentences[max(at - 1, 0)].first, found.speaker.mention[1]))
            content = article.span(found.content)
            rivals += [
                (content, self._voice(person))
                for place, person in self._mentioned.meeting(before)
                if not self._is_beside_the_point(place)
            ]
        return Located(rivals)

    def _is_beside_the_point(self, place: Span) -> bool:
        """Whether one named at ``place`` is hardly meant by the next "he": after a preposition or
        a participle ("with Lee", "accompanying Lee"), or as an owner ("Lee's")."""
        text = self.document.text
        before = text[max(0, place.start - 20) : place.start].split()
        word = before[-1].casefold() if before else ""
        owns = text[place.end : place.end + 2] in {"'s", "’s"}
        return owns or word in PREPOSITIONS or word.endswith("ing")

    def _rivals_at(self, span: Span) -> list[Voice]:
        return _saying(self._rivals, span)

    def may_be_heard(self, speaker: str, span: Span) -> bool:
        """Whether the words at ``span`` may be those of ``speaker``, for all the source tells.

        Where it tells who speaks by an office or a body alone ("the agency"), a body named beside
        it may be meant; where it only makes it likely, anyone named there may be.
        """
        voices = self.voices_at(span)
        if is_of(speaker, [*voices, *self._rivals_at(span)]):
            return True
        if not any(voice.sure for voice in voices):
            return self._names_near(speaker, span)
        unnamed = any(voice.name.islower() and " " not in voice.name for voice in voices)
        return unnamed and not self._is_a_person(speaker) and self._names_near(speaker, span)

    def is_named_in(self, words: str, span: Span) -> bool:
        """Whether ``words`` name one who may be speaking at ``span``, or is named near it where
        nobody surely is; True where nobody is named at all."""
        voices = [*self.voices_at(span), *self._rivals_at(span)]
        if not any(voice.sure for voice in voices):
            voices += self._near(span)
        return not voices or is_named_in(words, voices)

    def names(self, speaker: str) -> bool:
        """Whether the source tells of anyone whom ``speaker`` may mean."""
        return is_of(speaker, {voice for at in (self._named, self._contents) for _, voice in at})

    def _is_a_person(self, speaker: str) -> bool:
        return any(
            person.is_person and speaker_names_agree(speaker, person.name)
            for person in self._reading.people.persons
        )

    def _names_near(self, speaker: str, span: Span) -> bool:
        """Whether ``speaker`` is named in or near the paragraph of ``span``, outside of it."""
        text, near = self.document.text, self._neighbourhood(span)
        around = f"{text[near.start : span.start]}\n{text[span.end : near.end]}"
        return bool(ground(around, speaker, direct=True).spans) or is_of(speaker, self._near(span))

    def _near(self, span: Span) -> list[Voice]:
        """Those named near ``span``, outside of it."""
        mentioned = self._mentioned.meeting(self._neighbourhood(span))
        return [self._voice(person) for place, person in mentioned if not shared(place, span)]

    def _neighbourhood(self, span: Span) -> Span:
        text = self.document.text
        start, end = self.paragraph(span)
        for _ in range(PARAGRAPHS_BEFORE):
            start = text.rfind("\n", 0, len(text[:start].rstrip())) + 1
        end = len(text) if (line := text.find("\n", end + 2)) < 0 else line
        return Span.of(text, start, end)

    def _beside(self, span: Span) -> Iterator[Voice]:
        start, end = self.paragraph(span)
        sentence = _sentence(self.document.text, span, start, end)
        named = [
            voice
            for place, voice in self._named.meeting(Span.of(self.document.text, *sentence))
            if not shared(place, span)
        ]
        if named:
            yield from named
            return
        here = self._contents.meeting(Span.of(self.document.text, start, end))
        before = [voice for content, voice in here if content.end <= span.start]
        after = [voice for content, voice in here if span.end <= content.start]
        yield from before[-1:]
        yield from after[:1]

    def paragraph(self, span: Span) -> tuple[int, int]:
        """Where the line of text around ``span`` starts and ends."""
        text = self.document.text
        end = text.find("\n", span.end)
        return text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end

    def _voice_of(self, speaker: Speaker) -> Voice:
        if speaker.person is None:
            return Voice(speaker.name, sure=is_a_body(speaker.name))
        voice = self._voice(speaker.person)
        called = self._reading.article.words(speaker.mention)
        if called in voice.aliases:
            return voice
        return replace(voice, aliases=(*voice.aliases, called))

    def _voice(self, person: Person) -> Voice:
        known = self._voices.get(id(person))
        if known is None:
            article = self._reading.article
            aliases = dict.fromkeys(
                article.words((mention.first, mention.stop)) for mention in person.mentions
            )
            offices = frozenset(
                word for head in person.heads for word in name_words(head.replace("-", " "))
            )
            known = Voice(person.name, tuple(aliases), offices, is_person=True)
            self._voices[id(person)] = known
        return known


def _saying(contents: Located[Voice], span: Span) -> list[Voice]:
    """Whose contents are the words at ``span``, or most of them, or hold them."""
    return [voice for content, voice in contents.meeting(span) if shared(content, span) >= HALF]


def _sentence(text: str, span: Span, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around ``span`` starts and ends in the paragraph ``[start, end)``."""
    before = [match.end() for match in _SENTENCE_END.finditer(text, start, span.start + 1)]
    after = _SENTENCE_END.search(text, span.end, end)
    return before[-1] if before else start, after.start() if after else end

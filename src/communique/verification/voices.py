"""Who speaks at a place of a source, as far as the source tells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from communique.countries import codes_in, lookup
from communique.grounding import ground
from communique.records import Document, Span
from communique.rules import Reading, lexicon, take_in
from communique.rules.people import Person
from communique.rules.speakers import Speaker
from communique.scoring.names import words_key
from communique.scoring.speakers import speaker_names_agree

__all__ = ["PRONOUNS", "Source", "Voice", "is_of", "names_nobody"]

PARAGRAPHS_BEFORE = 3
"""How far back a name may stand to whom words may belong that nothing else is tied to."""

HALF = 0.5
"""Share of the shorter of two spans that they have in common when they are the same words."""

_ARTICLES = frozenset({"the", "a", "an", "of", "for", "s"})
PRONOUNS = frozenset("he she they it we i you who".split())
_SYNONYMS = {
    "premier": "prime minister",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
}
"""Offices that reports call by either word."""
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z])")


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker by name, with the other words that the source has for the same."""

    name: str
    aliases: tuple[str, ...] = ()
    """Titles with the name or alone, as the source has them."""
    offices: frozenset[str] = frozenset()
    """Heads of the titles, small letters, singular: "minister"."""
    sure: bool = True
    """A reporting word ties the words to this person or body; else it is the likeliest of several.
    What is known neither as a person nor as a body may not speak at all."""
    is_person: bool = False


def is_of(speaker: str, voices: Iterable[Voice]) -> bool:
    """Whether ``speaker``, as a draft names one, may be one of ``voices``.

    By name, by acronym ("MFA"), or by the office: "the Irish prime minister" may be Ann Lee. Not by
    the country or body alone, for which others speak too.
    """
    return any(_may_be(speaker, voice) for voice in voices)


def names_nobody(speaker: str) -> bool:
    """Whether a speaker is given by a pronoun, or is a document: it may be anybody's."""
    words = set(words_key(speaker))
    return words <= PRONOUNS or bool(words & lexicon.word_set("documents.txt"))


def _may_be(speaker: str, voice: Voice) -> bool:
    if speaker_names_agree(speaker, voice.name) or _abbreviates(speaker, voice.name):
        return True
    words = _words(speaker)
    if words == _words(voice.name):
        return True
    return bool(words & voice.offices) and any(words <= _words(alias) for alias in voice.aliases)


def _is_a_body(name: str) -> bool:
    """Whether ``name`` is that of a group or institution, not of an office someone holds."""
    if words_key(name)[-1:] and words_key(name)[-1] in lexicon.offices():
        return False
    return bool(set(words_key(name)) & _bodies()) or name.casefold() in _organizations()


@cache
def _organizations() -> frozenset[str]:
    return frozenset(name.casefold() for name in lexicon.organizations())


@cache
def _bodies() -> frozenset[str]:
    """Words for groups and institutions, as the rules have them."""
    return lexicon.word_set("collectives.txt") | lexicon.word_set("institution_words.txt")


def _words(name: str) -> frozenset[str]:
    """The words of a name; of its countries the codes, "Indian" and "of India" alike."""
    name = " ".join(_SYNONYMS.get(word.casefold(), word) for word in name.split())
    whole = lookup(name.removeprefix("the ").removeprefix("The "))
    if whole is not None:
        return frozenset({whole.code})
    codes = codes_in(name)
    known = {word for word in name.split() if codes_in(word)}
    words = words_key(" ".join(word for word in name.split() if word not in known))
    return frozenset([*words, *codes]) - _ARTICLES


def _abbreviates(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    initials = "".join(word[0] for word in long.split() if word[0].isupper())
    return len(short) > 1 and short.isupper() and initials.endswith(short)


class Source:
    """A source read by the rules, asked who speaks where."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def _reading(self) -> Reading:
        return take_in(self.document)

    @cached_property
    def _contents(self) -> list[tuple[Span, Voice]]:
        return [
            (self._reading.article.span(found.content), self._voice_of(found.speaker))
            for found in self._reading.statements
            if found.speaker is not None
        ]

    @cached_property
    def _named(self) -> list[tuple[Span, Voice]]:
        article, people = self._reading.article, self._reading.people
        return [
            (article.span((mention.first, mention.stop)), self._voice(person))
            for block in article.blocks
            for mention in block.mentions
            if (person := people.of(mention)) is not None and person.is_person
        ]

    def voices_at(self, span: Span) -> list[Voice]:
        """Who may be speaking at ``span``: of a chain ("A said that B told C") everyone.

        Where no rule finds an attribution, whoever the sentence names outside of the span, else
        whoever speaks last before it and first after it in its paragraph; nobody where that is
        nobody, or a document.
        """
        found = [voice for content, voice in self._contents if _shared(content, span) >= HALF]
        voices = found or [replace(voice, sure=False) for voice in self._beside(span)]
        return [] if any(names_nobody(voice.name) for voice in voices) else voices

    @cached_property
    def _rivals(self) -> list[tuple[Span, Voice]]:
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
                (content, voice)
                for place, voice in self._named
                if before.start <= place.start < before.end
            ]
        return rivals

    def may_be_heard(self, speaker: str, span: Span) -> bool:
        """Whether the words at ``span`` may be those of ``speaker``, for all the source tells.

        Where it tells who speaks by an office or a body alone ("the agency"), a body named beside
        it may be meant; where it only makes it likely, anyone named there may be.
        """
        voices = self.voices_at(span)
        rivals = [voice for content, voice in self._rivals if _shared(content, span) >= HALF]
        if is_of(speaker, [*voices, *rivals]):
            return True
        if not any(voice.sure for voice in voices):
            return self._names_near(speaker, span)
        unnamed = any(voice.name.islower() and " " not in voice.name for voice in voices)
        return unnamed and not self._is_a_person(speaker) and self._names_near(speaker, span)

    def is_named_in(self, words: str, span: Span) -> bool:
        """Whether ``words`` name one who may be speaking at ``span``; True where nobody surely is.

        A person is named by the surname, anything else by the whole name.
        """
        voices = self.voices_at(span)
        if not any(voice.sure for voice in voices):
            return True
        said = words_key(words)
        return any(
            _stands_in(key, said)
            for voice in voices
            for name in (voice.name, *voice.aliases)
            if (key := words_key(name)[-1:] if voice.is_person else words_key(name))
            and not set(key) <= PRONOUNS
        )

    def names(self, speaker: str) -> bool:
        """Whether the source tells of anyone whom ``speaker`` may mean."""
        voices = (voice for _, voice in [*self._named, *self._contents])
        return is_of(speaker, voices)

    def _is_a_person(self, speaker: str) -> bool:
        return any(
            person.is_person and speaker_names_agree(speaker, person.name)
            for person in self._reading.people.persons
        )

    def _names_near(self, speaker: str, span: Span) -> bool:
        """Whether ``speaker`` is named in or near the paragraph of ``span``, outside of it."""
        text = self.document.text
        start, end = self.paragraph(span)
        for _ in range(PARAGRAPHS_BEFORE):
            start = text.rfind("\n", 0, len(text[:start].rstrip())) + 1
        end = len(text) if (line := text.find("\n", end + 2)) < 0 else line
        around = f"{text[start : span.start]}\n{text[span.end : end]}"
        return bool(ground(around, speaker, direct=True).spans) or any(
            start <= place.start < end and _shared(place, span) == 0 and is_of(speaker, [voice])
            for place, voice in self._named
        )

    def _beside(self, span: Span) -> Iterator[Voice]:
        start, end = self.paragraph(span)
        sentence = _sentence(self.document.text, span, start, end)
        named = [
            voice
            for place, voice in self._named
            if sentence[0] <= place.start < sentence[1] and _shared(place, span) == 0
        ]
        if named:
            yield from named
            return
        before = [voice for content, voice in self._contents if start <= content.end <= span.start]
        after = [voice for content, voice in self._contents if span.end <= content.start < end]
        yield from before[-1:]
        yield from after[:1]

    def paragraph(self, span: Span) -> tuple[int, int]:
        """Where the line of text around ``span`` starts and ends."""
        text = self.document.text
        end = text.find("\n", span.end)
        return text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end

    def _voice_of(self, speaker: Speaker) -> Voice:
        if speaker.person is None:
            return Voice(speaker.name, sure=_is_a_body(speaker.name))
        voice = self._voice(speaker.person)
        called = self._reading.article.words(speaker.mention)
        return replace(voice, aliases=(*voice.aliases, called))

    def _voice(self, person: Person) -> Voice:
        article = self._reading.article
        aliases = dict.fromkeys(
            article.words((mention.first, mention.stop)) for mention in person.mentions
        )
        offices = frozenset(
            word for head in person.heads for word in _words(head.replace("-", " "))
        )
        return Voice(person.name, tuple(aliases), offices, is_person=True)


def _stands_in(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def _sentence(text: str, span: Span, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around ``span`` starts and ends in the paragraph ``[start, end)``."""
    before = [match.end() for match in _SENTENCE_END.finditer(text, start, span.start + 1)]
    after = _SENTENCE_END.search(text, span.end, end)
    return before[-1] if before else start, after.start() if after else end


def _shared(a: Span, b: Span) -> float:
    """Share of the shorter span that lies in the other, 0 to 1."""
    common = min(a.end, b.end) - max(a.start, b.start)
    return max(0, common) / min(a.end - a.start, b.end - b.start)

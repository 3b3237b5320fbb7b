"""Speakers: from the words that stand for a speaker to the name the text gives."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from communique.rules import lexicon
from communique.rules.article import Article
from communique.rules.grammar import PREPOSITIONS
from communique.rules.mentions import Mention
from communique.rules.people import People, Person
from communique.rules.sentences import Chunk, Sentence
from communique.rules.tokens import Range

__all__ = ["Resolver", "Speaker"]


class Speaker(NamedTuple):
    """A resolved speaker: the name, the tokens that stand for it, the person if it is one."""

    name: str
    mention: Range
    person: Person | None = None
    plural: bool = False


_HE = frozenset({"he", "she"})
_LONGEST_OPENER = 60
"""Chunks of a participle and what belongs to it before the main clause."""

_NO_SPEAKERS = frozenset(
    "day week month year morning evening night time almost more most less when last next".split()
)
"""Words of a phrase that names a time or a degree: the speaker is the one before."""


class Resolver:
    """Resolves subjects in the order of the text; remembers who spoke and who is in focus."""

    def __init__(self, article: Article, people: People) -> None:
        self._article = article
        self._people = people
        self._tokens = article.tokens
        self._mentions = sorted(m for block in article.blocks for m in block.mentions)
        self._person: Person | None = None
        self._group: Speaker | None = None
        self._institution: Speaker | None = None
        self._document_of: Speaker | None = None
        self._forms: dict[str, str] = {}
        self.last: Speaker | None = None

    def enter(self, sentence: Sentence) -> None:
        """Take note of who a sentence is about: its first person, if it stands as a subject.

        A pronoun as the subject leaves it with whom it was about before, and so does one who comes
        after a preposition ("The senator spoke to Lee").
        """
        before = ""
        for chunk in _main_clause(sentence)[:12]:
            if chunk.word in _HE:
                return
            person = self._people.of(chunk.mention) if before not in PREPOSITIONS else None
            before = chunk.word
            if person is not None and (person.is_person or len(person.mentions) > 1):
                self._person = person
                return
            if chunk.tag in "Q;:" or chunk.word in {"that", "which", "who"}:
                return

    def resolve(self, subject: Range) -> Speaker | None:
        """Who the tokens ``subject`` stand for; None when the text does not tell."""
        found = self._resolve(subject)
        if found is not None:
            self._remember(found)
        return found

    def heard_statement(self, speaker: Speaker, around: Range) -> None:
        """After "X said in a statement", "the statement" is X's."""
        words = {token.lower for token in self._tokens[around[0] : around[1]]}
        if words & lexicon.word_set("documents.txt"):
            self._document_of = speaker

    def _remember(self, found: Speaker) -> None:
        self.last = found
        if found.person is not None:
            self._person = found.person
        elif found.plural:
            self._group = found
        else:
            self._institution = found

    def _resolve(self, subject: Range) -> Speaker | None:
        words = [token.lower for token in self._tokens[subject[0] : subject[1]]]
        if len(words) == 1 and words[0] in _HE | {"i"}:
            person = self._person or self._nearest_person(subject[0])
            return Speaker(person.name, subject, person) if person else None
        if words[0] in {"they", "both", "we"} and len(words) <= 2:
            return self._as(self._group, subject)
        if words == ["it"]:
            return self._as(self._institution or self._group, subject)
        document = self._document(subject, words)
        if document is not None:
            return document
        inside = self._inside(subject)
        persons = self._persons(inside)
        if persons:
            return self._of_persons(persons, subject)
        if not inside and _NO_SPEAKERS & set(words):
            return self._as(self.last, subject)
        return self._as_named(subject, words, inside)

    def _nearest_person(self, token: int) -> Person | None:
        """The person named last before ``token``."""
        at = bisect_left(self._mentions, (token,)) - 1
        while at >= 0:
            person = self._people.of(self._mentions[at])
            if person is not None:
                return person
            at -= 1
        return None

    def _inside(self, subject: Range) -> list[Mention]:
        """The mentions within the tokens ``subject``."""
        at = bisect_left(self._mentions, (subject[0],))
        found = []
        while at < len(self._mentions) and self._mentions[at].stop <= subject[1]:
            found.append(self._mentions[at])
            at += 1
        return found

    @staticmethod
    def _as(found: Speaker | None, subject: Range) -> Speaker | None:
        return None if found is None else found._replace(mention=subject)

    def _persons(self, inside: list[Mention]) -> list[tuple[Mention, Person]]:
        found: list[tuple[Mention, Person]] = []
        for mention in inside:
            person = self._people.of(mention)
            if person is not None and not any(person is p for _, p in found):
                # "Lee's office", "the government of …", "a spokesman for …": the person only
                # owns what speaks.
                after = mention.stop
                owns = after < len(self._tokens) and self._tokens[after].kind == "s"
                belongs = mention.first > 0 and self._tokens[mention.first - 1].lower in {
                    "of",
                    "for",
                }
                if not owns and not belongs:
                    found.append((mention, person))
        return found

    def _of_persons(self, persons: list[tuple[Mention, Person]], subject: Range) -> Speaker | None:
        first, person = persons[0]
        person.is_person = True
        others = [p for m, p in persons[1:] if self._joined(first, m)]
        if others:
            for other in others:
                other.is_person = True
            names = "; ".join(p.name for p in [person, *others])
            return Speaker(names, subject, None, plural=True)
        return Speaker(person.name, self._mention_tokens(first, subject), person)

    @staticmethod
    def _mention_tokens(mention: Mention, subject: Range) -> Range:
        return (min(subject[0], mention.first), mention.stop)

    def _joined(self, first: Mention, other: Mention) -> bool:
        """ "X and Y": nothing but commas, "and" and mentions stands between."""
        between = self._tokens[first.stop : other.first]
        return all(t.lower in {"and", ",", "&", "the", "mr", "mr.", "president"} for t in between)

    def _document(self, subject: Range, words: list[str]) -> Speaker | None:
        """ "the statement", "a readout from X", "a White House statement": who issued it."""
        documents = lexicon.word_set("documents.txt")
        at = next((i for i, word in enumerate(words[:6]) if word in documents), None)
        if at is None:
            return None
        for mention in self._inside(subject):
            if mention.kind in {"organization", "person", "country", "office"}:
                person = self._people.of(mention)
                name = person.name if person else self._name(mention)
                return Speaker(name, subject, person)
        if words[:1] != ["a"] or self._document_of is not None:
            owner = self._document_of or self._institution
            if owner is not None:
                return owner._replace(mention=subject)
        return Speaker(self._form(self._plain(subject)), subject)

    def _name(self, mention: Mention) -> str:
        whole = (mention.first, mention.stop)
        return self._form(self._article.words(mention.name if mention.has_name else whole))

    def _as_named(self, subject: Range, words: list[str], inside: list[Mention]) -> Speaker:
        end = subject[1]
        collective = any(word in lexicon.word_set("collectives.txt") for word in words)
        name = self._plain((subject[0], end))
        if not collective and inside and words[0] not in {"a", "an", "one", "some"}:
            # "Ministry officials" stays; "the NATO" is NATO.
            only = inside[0]
            if only.first - subject[0] <= 1 and only.stop == end and only.has_name:
                name = self._article.words(only.name)
        return Speaker(self._form(name), subject, None, plural=collective)

    def _plain(self, tokens: Range) -> str:
        """The words without an opening article."""
        first = tokens[0]
        if self._tokens[first].lower in {"the", "a", "an"} and tokens[1] - first > 1:
            first += 1
        return self._article.words((first, tokens[1]))

    def _form(self, name: str) -> str:
        """The first form in which the text names this speaker ("Leaders", then "the leaders")."""
        return self._forms.setdefault(name.casefold(), name)


def _main_clause(sentence: Sentence) -> tuple[Chunk, ...]:
    """``sentence`` after its opener: "Accompanying the president …, Lee said" is about Lee."""
    chunks = sentence.chunks
    if not chunks[0].word.endswith("ing"):
        return chunks
    for i, chunk in enumerate(chunks[:_LONGEST_OPENER]):
        following = chunks[i + 1 : i + 2]
        if chunk.tag in {",", "-"} and following and following[0].mention is not None:
            return chunks[i + 1 :]
    return chunks

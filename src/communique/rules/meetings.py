"""Meetings: sentences that report one, who took part, when, where, convened by whom.

A participant is decided by the meeting's grammar: the subject of "met", the ones after "with", the
list after "included"; not by position. Who is only mentioned (behind "about", as the owner of
something, as a spokesperson) is none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from communique.records import MeetingKind
from communique.rules import lexicon
from communique.rules.article import Article
from communique.rules.dates import Anchor, DateFound, dates_in
from communique.rules.grammar import AUXILIARIES, BE, MODALS, is_adverbial
from communique.rules.lexicon import VerbForm
from communique.rules.people import People, Person
from communique.rules.sentences import Block, Chunk, Sentence

__all__ = ["Occasion", "Side", "find_occasions"]

Range = tuple[int, int]


class Side(NamedTuple):
    """A participant: a person, else a country or organisation as named."""

    person: Person | None
    tokens: Range
    rule: str


class Occasion(NamedTuple):
    """A meeting as reported by one or more sentences."""

    kind: MeetingKind
    sides: tuple[Side, ...]
    organizer: Side | None
    date: DateFound | None
    place: Range | None
    evidence: tuple[Range, ...]
    kind_named: bool
    definite: bool
    """Refers back ("the call", "the meeting") rather than introducing an occasion."""


@cache
def _nouns() -> dict[str, str]:
    return {
        fields[0]: fields[2] if len(fields) > 2 else ""
        for fields in lexicon.lines("meeting_words.tsv")
    }


@cache
def _noun_index() -> lexicon.PhraseIndex:
    return lexicon.phrases(iter(_nouns()))


class _MeetingVerb(NamedTuple):
    lemma: str
    sort: str
    kind: str


@cache
def _verbs() -> dict[str, tuple[_MeetingVerb, str]]:
    """Inflected form → verb and form."""
    found: dict[str, tuple[_MeetingVerb, str]] = {}
    for lemma, sort, *rest in lexicon.lines("meeting_verbs.tsv"):
        kind = rest[0] if rest else ""
        irregular = rest[1].split(",") if len(rest) > 1 else []
        verb = _MeetingVerb(lemma, sort, kind)
        for word, form in lexicon.inflect(lemma, irregular):
            found.setdefault(word, (verb, form))
    return found


class _Trigger(NamedTuple):
    """What makes a sentence report a meeting; ``at`` and ``stop`` are chunk numbers."""

    at: int
    stop: int
    sort: str
    kind: str
    form: str = "past"


_FUTURE = frozenset(
    "will would shall may might could can should to plans planned plan scheduled due expected set "
    "upcoming forthcoming next tomorrow invited invitation propose proposed proposes urged wants "
    "want hopes hope seeks ahead".split()
)
_PAST_IN_PASSING = re.compile(
    r"\b(?:last (?:year|month)|earlier this (?:year|month)|years? ago|months? ago|previously|"
    r"in (?:19|20)\d\d|had (?:met|spoken|held|hosted|attended))\b"
)
_ABOUT = frozenset("about over regarding concerning under against like unlike".split())


def find_occasions(article: Article, people: People) -> list[Occasion]:
    """The meetings the article reports as held, in the order they are reported."""
    occasions: list[Occasion] = []
    for number, block in enumerate(article.blocks):
        if block.is_heading and number > 0:
            continue
        for sentence in block.sentences:
            found = _occasion_in(article, people, block, sentence)
            if found is None:
                continue
            if article.tokens[sentence.stop - 1].text == ":":
                found = found._replace(
                    sides=(*found.sides, *_listed(article, people, number + 1))
                )
            _add(occasions, found)
    return [o for o in occasions if o.sides and not _is_only_heading(article, o)]


def _is_only_heading(article: Article, occasion: Occasion) -> bool:
    first = article.blocks[0]
    return first.is_heading and all(r[1] <= first.stop for r in occasion.evidence)


def _occasion_in(
    article: Article, people: People, block: Block, sentence: Sentence
) -> Occasion | None:
    chunks = sentence.chunks
    triggers = _triggers(article, chunks)
    triggers = [t for t in triggers if not _is_unreal(article, chunks, t)]
    if not triggers:
        return None
    text = article.document.text[
        article.tokens[sentence.first].start : article.tokens[sentence.stop - 1].end
    ]
    if _PAST_IN_PASSING.search(text):
        return None
    verbal = [t for t in triggers if t.sort != "noun"]
    sides = _sides(article, people, chunks, triggers)
    organizer = _organizer(article, people, chunks, triggers)
    if organizer is not None and not any(s.person is organizer.person for s in sides):
        sides = [organizer, *sides]
    kind, named = _kind(article, chunks, triggers, sides)
    dates = [
        d
        for d in dates_in(
            article.document.text,
            article.tokens[sentence.first].start,
            article.tokens[sentence.stop - 1].end,
        )
        if not d.future
    ]
    date = _date_of(article, dates, chunks, triggers)
    definite = _is_definite(article, chunks, triggers)
    if not sides and not definite:
        return None
    if not verbal and not definite and len(sides) < 2:
        return None
    return Occasion(
        kind,
        tuple(sides),
        organizer,
        date,
        _place(article, chunks, triggers),
        ((sentence.first, sentence.stop),),
        named,
        definite,
    )


# --- triggers -------------------------------------------------------------------------------


def _triggers(article: Article, chunks: tuple[Chunk, ...]) -> list[_Trigger]:
    found: list[_Trigger] = []
    words = [article.tokens[c.first].lower if c.tag not in "QP" else "\0" for c in chunks]
    i = 0
    while i < len(chunks):
        length = _noun_index().longest_at(words, i) if words[i] != "\0" else 0
        if length:
            phrase = " ".join(words[i : i + length])
            if not (phrase in {"call", "calls"} and _is_verb(chunks, i)):
                found.append(_Trigger(i, i + length, "noun", _nouns()[phrase]))
                i += length
                continue
        verb = _verbs().get(words[i])
        if verb is not None and chunks[i].tag in "wM":
            trigger = _verb_trigger(chunks, words, i, *verb)
            if trigger is not None:
                found.append(trigger)
        i += 1
    nouns = [t for t in found if t.sort == "noun"]
    return [t for t in found if t.sort not in {"attend", "hold", "host", "include"} or _governs(chunks, t, nouns)]


def _governs(chunks: tuple[Chunk, ...], verb: _Trigger, nouns: list[_Trigger]) -> bool:
    """"Held", "attended" … count only with an occasion in their clause."""
    if verb.sort == "include":
        return any(n.at < verb.at for n in nouns)
    if verb.sort == "attend" and not nouns:
        return any(c.tag == "x" or (c.mention and c.mention.kind == "organization") for c in chunks[verb.stop : verb.stop + 8]) and chunks[verb.at].word in {"attended", "joined", "attending", "participated"}
    return any(abs(n.at - verb.at) <= 14 for n in nouns)


def _verb_trigger(
    chunks: tuple[Chunk, ...], words: list[str], i: int, verb: _MeetingVerb, form: str
) -> _Trigger | None:
    before = chunks[i - 1] if i else None
    if before is not None and (before.tag in "DSA" or before.word == "to"):
        return None
    after = words[i + 1] if i + 1 < len(words) else ""
    if verb.lemma == "take" and words[i + 1 : i + 3] != ["part", "in"]:
        return None
    if verb.lemma == "sit" and after != "down":
        return None
    if verb.lemma in {"speak", "talk", "confer", "converse", "consult", "huddle", "discuss", "sit"}:
        window = words[i + 1 : i + 9]
        if not ({"with", "to"} & set(window) or "phone" in window):
            return None
        if verb.lemma == "speak" and after not in {"with", "to", "by", "on", "today", "\0"}:
            if "with" not in window:
                return None
    if verb.lemma in {"welcome", "receive", "visit", "meet"} and form != "ing":
        if after not in {"with", "\0", "his", "her", "the", "on", "in", "today", "at", "by"} and (
            i + 1 < len(chunks) and chunks[i + 1].tag not in "PDdH"
        ):
            return None
    if verb.lemma in {"welcome", "receive", "visit"}:
        person = i + 1 < len(chunks) and chunks[i + 1].mention is not None and (
            chunks[i + 1].mention.kind == "person"
        )
        if not person:
            return None
    kind = verb.kind
    if verb.lemma in {"speak", "talk"} and "phone" not in words and "telephone" not in words:
        kind = "call" if verb.lemma == "speak" else ""
    return _Trigger(i, i + 1, verb.sort, kind, form)


def _is_verb(chunks: tuple[Chunk, ...], i: int) -> bool:
    before = chunks[i - 1] if i else None
    return before is not None and (before.tag == "P" or before.word in {"to", "he", "she", "they"})


def _is_unreal(article: Article, chunks: tuple[Chunk, ...], trigger: _Trigger) -> bool:
    """Planned, proposed or denied: a modal, "to", "next" or a negation leads up to it."""
    start = max(0, trigger.at - 7)
    window = []
    for k in range(trigger.at - 1, start - 1, -1):
        if chunks[k].tag in ".;:Q" or chunks[k].word in {"that", "and", "who"}:
            break
        window.append(chunks[k].word)
    if {"not", "never", "didn't"} & set(window[:3]):
        return True
    if trigger.sort == "noun":
        return bool({"next", "upcoming", "forthcoming", "planned", "proposed", "further", "future", "series"} & set(window[:3]))
    return bool(_FUTURE & set(window[:4])) or (
        trigger.form == "base" and bool({"to", *MODALS} & set(window))
    )


# --- sides ----------------------------------------------------------------------------------


def _sides(
    article: Article, people: People, chunks: tuple[Chunk, ...], triggers: list[_Trigger]
) -> list[Side]:
    first, last = triggers[0], triggers[-1]
    sides: list[Side] = []
    for i, chunk in enumerate(chunks):
        if chunk.mention is None:
            continue
        person = people.of(chunk.mention)
        if person is None or any(s.person is person for s in sides):
            continue
        if not (person.is_person or _in_role(chunks, i, triggers)):
            continue
        if _is_aside(article, chunks, i, first, last):
            continue
        sides.append(Side(person, (chunk.first, chunk.stop), "meeting_grammar"))
    if not sides or _lists_countries(article, chunks, triggers):
        sides += _countries(article, chunks, triggers, sides)
    return sides


def _in_role(chunks: tuple[Chunk, ...], i: int, triggers: list[_Trigger]) -> bool:
    """A bare name right before a meeting verb, or after "with", is a person."""
    before = chunks[i - 1].word if i else ""
    return before in {"with", "met", "and"} or any(
        t.sort != "noun" and 0 < t.at - i <= 3 for t in triggers
    )


def _is_aside(
    article: Article, chunks: tuple[Chunk, ...], i: int, first: _Trigger, last: _Trigger
) -> bool:
    """Named in the sentence, but not taking part."""
    mention = chunks[i].mention
    assert mention is not None
    before = chunks[i - 1] if i else None
    if before is not None and before.tag == "D" and i > 1:
        before = chunks[i - 2]
    after = chunks[i + 1] if i + 1 < len(chunks) else None
    if after is not None and after.tag == "S":
        # "Biden's call with Johnson" takes part; "Assad's government" does not.
        follows = chunks[i + 2] if i + 2 < len(chunks) else None
        near = any(0 < t - i <= 4 for t in (first.at, last.at))
        return not near or follows is None
    if before is not None and before.word in _ABOUT:
        return True
    if mention.in_place:
        return True
    if mention.kind == "office" and not mention.has_name and before is not None and before.tag == "o":
        return True
    # "…, Nuland said": the one who tells.
    telling = {"said", "says", "told", "added", "according", "noted", "reported", "wrote"}
    near = {c.word for c in chunks[max(0, i - 2) : i + 3]}
    if near & telling and not (first.at <= i <= last.stop) and i > last.stop:
        return True
    # In a later clause: after "who", "which", "because" … of another matter.
    for k in range(last.stop, i):
        if chunks[k].word in {"who", "whom", "which", "because", "after", "before", "when"}:
            return True
    return False


def _lists_countries(
    article: Article, chunks: tuple[Chunk, ...], triggers: list[_Trigger]
) -> bool:
    words = {c.word for c in chunks}
    return bool(
        words & {"nations", "countries", "delegations", "representatives", "members", "states", "from"}
    ) and any(t.sort in {"attend", "include"} for t in triggers)


def _countries(
    article: Article,
    chunks: tuple[Chunk, ...],
    triggers: list[_Trigger],
    sides: list[Side],
) -> list[Side]:
    """Countries as sides, where a list of them takes part and no person is named for them."""
    found = [
        Side(None, chunk.mention.name, "country_takes_part")
        for i, chunk in enumerate(chunks)
        if chunk.mention is not None
        and chunk.mention.kind == "country"
        and not (i + 1 < len(chunks) and chunks[i + 1].tag == "S")
        and not (i and chunks[i - 1].word in {"in", "at", "to", "against", "on", "with"} and sides)
    ]
    return found if len(found) >= 3 else []


def _listed(article: Article, people: People, start: int) -> list[Side]:
    """Persons of the list that follows a sentence ending in a colon: one a paragraph."""
    sides = []
    for block in article.blocks[start:]:
        text = article.document.text[block.paragraph.start : block.paragraph.end]
        persons = [p for m in block.mentions if (p := people.of(m)) is not None]
        if len(text) > 160 or not persons:
            break
        mention = next(m for m in block.mentions if people.of(m) is persons[0])
        sides.append(Side(persons[0], (mention.first, mention.stop), "listed_after_colon"))
    return sides


def _organizer(
    article: Article, people: People, chunks: tuple[Chunk, ...], triggers: list[_Trigger]
) -> Side | None:
    """"organized by X", "hosted by X"; "X hosted / convened a meeting"."""
    for trigger in triggers:
        if trigger.sort != "host" or chunks[trigger.at].word in {"chaired", "co-chaired", "chair"}:
            continue
        k = trigger.stop
        passive = k < len(chunks) and chunks[k].word == "by"
        if passive:
            places = range(k + 1, min(k + 4, len(chunks)))
        else:
            places = range(trigger.at - 1, max(-1, trigger.at - 6), -1)
        for m in places:
            person = people.of(chunks[m].mention)
            if person is not None:
                return Side(person, (chunks[m].first, chunks[m].stop), "organizer")
            if chunks[m].tag in ",;" and not passive:
                break
    return None


# --- kind, date, place ----------------------------------------------------------------------


def _kind(
    article: Article, chunks: tuple[Chunk, ...], triggers: list[_Trigger], sides: list[Side]
) -> tuple[MeetingKind, bool]:
    words = {article.tokens[c.first].lower for c in chunks if c.tag not in "QP"}
    text = " ".join(article.tokens[c.first].lower for c in chunks if c.tag not in "QP")
    if re.search(r"\b(?:virtual(?:ly)?|via video|by video|video.?link|videoconferenc\w*|video.conferenc\w*|online)\b", text):
        return "video call", True
    order = ["video call", "call", "summit", "bilateral meeting", "multilateral meeting", "other"]
    named = sorted((t.kind for t in triggers if t.kind), key=order.index)
    if {"phone", "telephone"} & words:
        return "call", True
    if named:
        return named[0], True  # type: ignore[return-value]
    return ("bilateral meeting" if len(sides) <= 2 else "multilateral meeting"), False


def _date_of(
    article: Article, dates: list[DateFound], chunks: tuple[Chunk, ...], triggers: list[_Trigger]
) -> DateFound | None:
    """The date nearest to what reports the meeting; a dateline before the first verb is none."""
    if not dates:
        return None
    at = article.tokens[chunks[triggers[0].at].first].start
    dateline = next((c for c in chunks[:14] if c.tag in ":-" and c.first > chunks[0].first), None)
    if dateline is not None:
        limit = article.tokens[dateline.first].start
        body = [d for d in dates if d.start > limit]
        if body or at > limit:
            dates = body or []
    return min(dates, key=lambda d: abs(d.start - at), default=None)


def _place(
    article: Article, chunks: tuple[Chunk, ...], triggers: list[_Trigger]
) -> Range | None:
    """"… in Geneva" right after the occasion or its verb."""
    for trigger in triggers:
        for k in range(trigger.stop, min(trigger.stop + 3, len(chunks) - 1)):
            if chunks[k].word == "in" and chunks[k + 1].mention is not None:
                mention = chunks[k + 1].mention
                if mention.kind in {"name", "country", "organization"} and mention.has_name:
                    return mention.name
            if not (chunks[k].tag == "d" or is_adverbial(chunks[k]) or chunks[k].word == "held"):
                break
    return None


def _is_definite(
    article: Article, chunks: tuple[Chunk, ...], triggers: list[_Trigger]
) -> bool:
    for trigger in triggers:
        if trigger.sort == "noun" and trigger.at > 0:
            before = chunks[trigger.at - 1]
            if before.tag == "D" and before.word in {"the", "this", "their", "his", "her"}:
                return True
    return False


# --- one meeting, several sentences ---------------------------------------------------------


def _add(occasions: list[Occasion], found: Occasion) -> None:
    """Join ``found`` to the occasion it speaks of, or put it as a new one."""
    for i in range(len(occasions) - 1, -1, -1):
        if _same(occasions[i], found):
            occasions[i] = _joined(occasions[i], found)
            return
    if found.sides:
        occasions.append(found)


def _same(a: Occasion, b: Occasion) -> bool:
    mine = {id(s.person) for s in a.sides if s.person}
    yours = {id(s.person) for s in b.sides if s.person}
    if a.date and b.date and a.date[2:] != b.date[2:] and not b.definite:
        return False
    if b.definite:
        return True
    return len(mine & yours) >= 2 or yours <= mine


def _joined(a: Occasion, b: Occasion) -> Occasion:
    sides = list(a.sides)
    for side in b.sides:
        if not any(s.person is side.person and s.person is not None for s in sides):
            sides.append(side)
    kind, named = (a.kind, True) if a.kind_named else (b.kind, b.kind_named)
    if not named:
        kind = "bilateral meeting" if len(sides) <= 2 else "multilateral meeting"
    return Occasion(
        kind,
        tuple(sides),
        a.organizer or b.organizer,
        a.date or b.date,
        a.place or b.place,
        (*a.evidence, *b.evidence),
        named,
        a.definite,
    )

"""Triggers: the words by which a sentence reports a meeting as held.

A trigger is an occasion's noun ("call", "summit") or a verb of meeting ("met", "attended").
Planned, proposed and denied ones are none, nor is a word that only looks like one.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from communique.rules import lexicon
from communique.rules.grammar import MODALS
from communique.rules.sentences import Chunk
from communique.rules.tokens import Token

__all__ = ["Trigger", "find_triggers", "judge_triggers", "names_occasion"]

Chunks = tuple[Chunk, ...]


class Trigger(NamedTuple):
    """What makes a sentence report a meeting; ``at`` and ``stop`` are chunk numbers."""

    at: int
    stop: int
    sort: str
    """``noun``, or the class of the verb (see ``meeting_verbs.tsv``)."""
    kind: str
    """The kind of meeting it names, ``""`` for none."""
    word: str

    @property
    def is_noun(self) -> bool:
        return self.sort == "noun"


class _MeetingVerb(NamedTuple):
    lemma: str
    sort: str
    kind: str
    form: str


@cache
def _nouns() -> dict[str, str]:
    return {
        fields[0]: fields[2] if len(fields) > 2 else ""
        for fields in lexicon.lines("meeting_words.tsv")
    }


@cache
def _noun_index() -> lexicon.PhraseIndex:
    return lexicon.phrases(iter(_nouns()))


@cache
def _verbs() -> dict[str, _MeetingVerb]:
    """Inflected form → verb."""
    found: dict[str, _MeetingVerb] = {}
    for lemma, sort, *rest in lexicon.lines("meeting_verbs.tsv"):
        kind = rest[0] if rest else ""
        irregular = rest[1].split(",") if len(rest) > 1 else []
        for word, form in lexicon.inflect(lemma, irregular):
            found.setdefault(word, _MeetingVerb(lemma, sort, kind, form))
    return found


_RELATIVE = frozenset({"who", "whom", "which"})
_NEEDS_OCCASION = frozenset({"attend", "hold", "host", "include"})
_WITHOUT_OBJECT = frozenset({"attended", "participated", "took"})
"""They speak of an occasion already told of where none follows."""
_UNREAL_NEAR_NOUN = frozenset(
    "next upcoming forthcoming planned proposed further future series possible potential such any "
    "regular more no".split()
)
_UNREAL_BEFORE_VERB = MODALS | frozenset(
    "to plans planned plan scheduled due expected upcoming tomorrow propose proposed wants want "
    "hopes hope seeks not never didn't doesn't if".split()
)
_PUT_OFF = frozenset(
    "forward tomorrow postpone postponed postponing cancel cancelled canceled scheduled planned "
    "slated".split()
)
_UNREAL_AFTER = frozenset({"tomorrow", "next", "later"})


def find_triggers(chunks: Chunks, tokens: list[Token]) -> tuple[Trigger, ...]:
    """The triggers of a sentence that report a meeting as held, from the left."""
    return tuple(t for t, rejected in judge_triggers(chunks, tokens) if rejected is None)


def judge_triggers(chunks: Chunks, tokens: list[Token]) -> list[tuple[Trigger, str | None]]:
    """Each word or verb of meeting in the sentence, with the rule that rejects it, if one does."""
    words = [tokens[c.first].lower if c.tag not in "QP" else "\0" for c in chunks]
    if _trigger_words().isdisjoint(words):
        return []
    found: list[Trigger] = []
    i = 0
    while i < len(chunks):
        trigger = _noun_at(chunks, words, i) or _verb_at(chunks, words, i)
        if trigger is not None:
            found.append(trigger)
            i = trigger.stop
        else:
            i += 1
    judged = {t: "planned_or_denied" for t in found if _is_unreal(chunks, words, t)}
    real = [t for t in found if t not in judged]
    if real:  # "met X, who had met Y": the relative clause is of another meeting
        first = real[0].at
        relative = next(
            (
                k
                for k in range(first, len(words))
                if words[k] in _RELATIVE or (words[k] == "when" and _is_after_date(chunks, k))
            ),
            len(words),
        )
        judged |= {t: "relative_clause" for t in real if t.at > relative}
        real = [t for t in real if t.at <= relative]
    nouns = [t for t in real if t.is_noun]
    for trigger in real:
        if trigger.sort in _NEEDS_OCCASION and not _has_occasion(chunks, words, trigger, nouns):
            judged[trigger] = "no_occasion_in_its_clause"
    return [(t, judged.get(t)) for t in found]


def _is_after_date(chunks: Chunks, k: int) -> bool:
    """ "their first since March 2030, when they met": of that date."""
    return k > 1 and chunks[k - 1].tag == "," and chunks[k - 2].tag in "d#"


@cache
def _trigger_words() -> frozenset[str]:
    """First words of all triggers: a sentence without one needs no closer look."""
    return frozenset({"present", "attendance", *_verbs(), *(noun.split()[0] for noun in _nouns())})


def names_occasion(words: list[str]) -> bool:
    """Whether one of the small-letter ``words`` begins an occasion's noun."""
    return any(_noun_index().longest_at(words, i) for i in range(len(words)))


def _noun_at(chunks: Chunks, words: list[str], i: int) -> Trigger | None:
    if words[i] == "\0" or chunks[i].tag not in "wxNM":
        return None
    length = _noun_index().longest_at(words, i)
    if not length:
        return None
    phrase = " ".join(words[i : i + length])
    before = chunks[i - 1] if i else None
    if phrase in {"call", "calls"}:
        after = words[i + length] if i + length < len(words) else ""
        verb = before is None or before.tag == "P" or before.word in {"to", "he", "she", "they"}
        if verb or after in {"for", "on"}:
            return None
    if phrase in {"conference", "session", "audience"} and words[i - 1 : i] in (
        ["news"],
        ["press"],
    ):
        return None
    return Trigger(i, i + length, "noun", _nouns()[phrase], phrase)


def _verb_at(chunks: Chunks, words: list[str], i: int) -> Trigger | None:
    if words[i] == "present" and i and chunks[i - 1].word in {"was", "were", "also"}:
        return Trigger(i, i + 1, "present", "", "present")
    if words[i] == "attendance" and i and chunks[i - 1].word == "in":
        return Trigger(i, i + 1, "present", "", "attendance")
    verb = _verbs().get(words[i])
    if verb is None or chunks[i].tag not in "wM":
        return None
    before = chunks[i - 1] if i else None
    if before is not None and (before.tag in "DSA" or before.word == "to"):
        return None
    if not _COMPLETED.get(verb.lemma, _always)(chunks, words, i, verb):
        return None
    kind = verb.kind
    if verb.lemma in {"speak", "talk"} and verb.form != "ing":
        kind = "call"
    stop = i + 2 if verb.lemma == "take" else i + 1
    return Trigger(i, stop, verb.sort, kind, words[i])


# --- what completes a verb of meeting ---------------------------------------------------------


def _always(chunks: Chunks, words: list[str], i: int, verb: _MeetingVerb) -> bool:
    return True


def _takes_part(chunks: Chunks, words: list[str], i: int, verb: _MeetingVerb) -> bool:
    return words[i + 1 : i + 2] == ["part"]


def _sits_down(chunks: Chunks, words: list[str], i: int, verb: _MeetingVerb) -> bool:
    return words[i + 1 : i + 2] == ["down"]


_DURATIONS = frozenset("minute minutes hour hours half".split())
_NO_SIDES = frozenset({"reporters", "journalists", "parliament", "media"})


def _to_someone(chunks: Chunks, words: list[str], i: int, verb: _MeetingVerb) -> bool:
    """ "spoke on Friday with X", "spoke for an hour to X", "spoke by phone": not "spoke about"."""
    k, stop = i + 1, min(i + 7, len(words))
    while k < stop:
        if words[k] in {"phone", "telephone"}:
            return True
        if words[k] in {"with", "to"}:
            return k + 1 < len(chunks) and chunks[k + 1].word not in _NO_SIDES
        lasted = [m for m in range(k, min(k + 7, len(words))) if words[m] in _DURATIONS]
        if words[k] == "for" and lasted:
            k = lasted[-1]
            stop = min(k + 7, len(words))
        elif words[k] in {"about", "of", "in", "at", "for", "out", "that"} or chunks[k].tag in ",.":
            return False
        k += 1
    return False


def _a_person(chunks: Chunks, words: list[str], i: int, verb: _MeetingVerb) -> bool:
    """ "received President X", "visited Prime Minister Y": a titled person, not a statement."""
    return _person_from(chunks, i + 1)


def _person_from(chunks: Chunks, k: int) -> bool:
    """Whether a titled person stands at ``k``, or after a determiner ("Her Excellency …")."""
    if k < len(chunks) and chunks[k].tag == "D":
        k += 1
    mention = chunks[k].mention if k < len(chunks) else None
    return mention is not None and mention.kind == "person"


def _calls_on(chunks: Chunks, words: list[str], i: int, verb: _MeetingVerb) -> bool:
    """ "called on President X": a visit, unless something is asked of him ("… to act")."""
    if words[i + 1 : i + 2] != ["on"] or not _person_from(chunks, i + 2):
        return False
    return "to" not in words[i + 3 : i + 6]


def _with_a_person(chunks: Chunks, words: list[str], i: int, verb: _MeetingVerb) -> bool:
    """ "discussed trade with President X": the sides differ from what was discussed."""
    for k in range(i + 1, min(i + 12, len(chunks) - 1)):
        if words[k] == "with":
            mention = chunks[k + 1].mention
            return mention is not None and mention.kind == "person"
    return False


def _meets(chunks: Chunks, words: list[str], i: int, verb: _MeetingVerb) -> bool:
    """ "met X", "met with", "met on Monday": not "met demands", "meet the target"."""
    if verb.form == "ing" and i and chunks[i - 1].tag in "DSwA" and chunks[i - 1].word != "after":
        return chunks[i - 1].word in {"while", "before", "by"}
    after = chunks[i + 1] if i + 1 < len(chunks) else None
    if after is None or after.tag in ".PdDH,&#":
        return not (after is not None and after.tag == "D" and _no_person_near(chunks, i + 2))
    return words[i + 1] in {
        "with", "on", "in", "at", "today", "here", "for", "by", "separately", "again", "late",
        "earlier", "virtually", "face-to-face", "privately", "behind", "to", "during", "top",
    }  # fmt: skip


def _no_person_near(chunks: Chunks, start: int) -> bool:
    near = chunks[start : start + 5]
    near = near[: next((n for n, c in enumerate(near) if c.tag == "o"), len(near))]
    return not any(c.tag in "PTWK" or c.word in lexicon.word_set("collectives.txt") for c in near)


_COMPLETED = {
    "call": _calls_on,
    "take": _takes_part,
    "sit": _sits_down,
    "speak": _to_someone,
    "talk": _to_someone,
    "confer": _to_someone,
    "converse": _to_someone,
    "consult": _to_someone,
    "huddle": _always,
    "discuss": _with_a_person,
    "receive": _a_person,
    "welcome": _a_person,
    "visit": _a_person,
    "phone": _a_person,
    "telephone": _a_person,
    "meet": _meets,
}


# --- real or not ------------------------------------------------------------------------------


def _is_unreal(chunks: Chunks, words: list[str], trigger: Trigger) -> bool:
    """Planned, proposed or denied: what leads up to the trigger, or "next", "later this" after."""
    window: list[str] = []
    for k in range(trigger.at - 1, max(-1, trigger.at - 9), -1):
        if chunks[k].tag in ".;:Q" or words[k] in {"that", "who"}:
            break
        if chunks[k].tag != "d":  # the month of May is no modal
            window.append(words[k])
    if trigger.is_noun:
        near = [word for word in window if word not in "\0()"]
        if _UNREAL_NEAR_NOUN & set(near[:3]) or "to" in window[1:2]:
            return True
        after = words[trigger.stop : trigger.stop + 5]
        return "later" in after[:3] or bool(_PUT_OFF & {*near, *after})
    if window[:1] and {"is", "are"} & set(window[:2]):
        return True  # "is chaired by": a standing body, no occasion
    return bool(_UNREAL_BEFORE_VERB & set(window[:3])) or bool(
        _UNREAL_AFTER & set(words[trigger.stop : trigger.stop + 2])
    )


def _is_named_occasion(chunk: Chunk) -> bool:
    """ "the Northern Ferry Conference": a name that reads as an organisation's."""
    mention = chunk.mention
    return mention is not None and mention.kind == "organization" and chunk.tail in _nouns()


def _has_occasion(chunks: Chunks, words: list[str], verb: Trigger, nouns: list[Trigger]) -> bool:
    """ "held", "attended" … count only with an occasion in their clause."""
    if verb.sort == "include":
        return any(n.at < verb.at <= n.stop + 10 for n in nouns)
    if verb.word in {"have", "has", "had", "having"}:
        # "had talks", "the talks she had with X": not "the talks have stalled".
        follows = words[verb.stop : verb.stop + 7]
        return follows[:1] == ["with"] or names_occasion(follows)
    if any(abs(n.at - verb.at) <= 14 for n in nouns):
        return True
    if any(_is_named_occasion(c) for c in chunks[verb.stop : verb.stop + 5]):
        return True
    after = chunks[verb.stop : verb.stop + 3]
    if verb.word in _WITHOUT_OBJECT and (not after or after[0].tag in ".,"):
        return True  # "President X attended."
    if verb.sort == "attend" and any(c.tag == ":" or c.word in {"were", "by"} for c in after):
        return True  # "The following leaders took part:", "those who attended were", "joined by"
    if verb.sort == "host" and not any(c.word == "by" for c in after):
        return any(c.mention is not None and c.mention.kind == "person" for c in after)
    named = chunks[verb.stop : verb.stop + 8]
    return (
        verb.sort == "attend"
        and verb.word in {"attended", "joined", "participated"}
        and any(
            c.tag == "x" or (c.mention is not None and c.mention.kind == "organization")
            for c in named
        )
    )

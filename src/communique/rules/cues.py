"""Reporting cues: verbs that report, and who their subject is.

All positions here are chunk numbers within one sentence.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from communique.rules import lexicon
from communique.rules.grammar import (
    AUXILIARIES,
    BE,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    begins_noun_phrase,
    is_adverbial,
    is_finite_verb,
)
from communique.rules.lexicon import ReportingVerb
from communique.rules.sentences import Chunk
from communique.rules.subjects import subject_before
from communique.rules.tokens import Range

__all__ = ["Cue", "find_cues", "judge_cues", "noun_phrase_end"]


class Cue(NamedTuple):
    """A reporting verb in its clause."""

    at: int
    stop: int
    """After the verb and the word that completes it ("made clear")."""
    verb: ReportingVerb
    form: str
    subject: Range | None
    """Chunk range of the subject as it stands, None when it is inherited or missing."""
    clause: int
    """Where the clause of the verb begins."""
    inherits: bool = False
    """Coordinated with an earlier verb, or a participle: takes that verb's subject."""
    inverted: bool = False
    """Verb before subject: "said the minister"."""


# Forms that are as often nouns; they need a subject right before them.
_MORE_OFTEN_NOUNS = frozenset(
    "calls reports claims comments notes demands pledges promises offers requests orders appeals "
    "blames answers counters posts states shares signals stresses praises protests objects voices "
    "thanks points sets makes estimates hints thoughts regrets guarantees recalls remarks reads "
    "lays cautions rebukes recommends estimates questions repeats state label brand question "
    "report claim demand offer order request promise pledge comment call answer note blame praise "
    "object post".split()
)
_FORM_ORDER = {"past": 0, "participle": 1, "third": 2, "ing": 3, "base": 4}
_INVERTING = frozenset(
    "say add note tell state write announce explain continue ask reply respond warn observe read "
    "conclude declare insist argue claim confirm remark report comment assert stress recall "
    "suggest quip tweet".split()
)


_UNNAMED = re.compile(
    r"(?:(?:not to|to not) be (?:\w+ly )?(?:named|identified|quoted)"
    r"|to (?:remain|stay|be) (?:anonymous|unnamed|unidentified)|(?:for )?anonymity)\b"
)
"""Behind "asked", "requested": how the source wants to be cited, nothing that is reported."""
_LONGEST_UNNAMED = 5


def find_cues(chunks: tuple[Chunk, ...]) -> list[Cue]:
    """The cues of a sentence, from the left."""
    return [found for _, found in judge_cues(chunks) if isinstance(found, Cue)]


def judge_cues(chunks: tuple[Chunk, ...]) -> list[tuple[int, Cue | str]]:
    """Each word of the sentence that is a form of a reporting verb: the cue it is, or why not."""
    judged: list[tuple[int, Cue | str]] = []
    known = lexicon.reporting_verbs()
    for i, chunk in enumerate(chunks):
        forms = known.get(chunk.word) if chunk.tag in "wMoT" else None
        if not forms:
            continue
        verdict: Cue | str = "not_a_verb_form"
        for form in sorted(forms, key=lambda f: (f.verb.only is None, _FORM_ORDER[f.form])):
            verdict = _judge(chunks, i, form)
            if isinstance(verdict, Cue):
                break
        judged.append((i, verdict))
    return judged


def _judge(chunks: tuple[Chunk, ...], i: int, form: lexicon.VerbForm) -> Cue | str:
    """The cue at ``i``, or the name of the rule that rejects it."""
    verb = form.verb
    stop = i + 1
    if verb.only is not None:
        if stop >= len(chunks) or chunks[stop].word not in verb.only.split(","):
            return "other_sense_of_the_verb"
        stop += 1
    if _UNNAMED.match(" ".join(chunk.word for chunk in chunks[stop : stop + _LONGEST_UNNAMED])):
        return "wish_not_to_be_named"
    before = _before(chunks, i)
    if form.form == "ing":
        return _participle(chunks, i, stop, verb, before) or "participle_of_no_clause"
    rejected = _not_finite(chunks, i, form, before)
    if rejected is not None:
        return rejected
    inverted = _inverted_subject(chunks, i, stop, form)
    if inverted is not None:
        return Cue(i, stop, verb, form.form, inverted, i, inverted=True)
    subject, clause, inherits = subject_before(chunks, i)
    if subject is None and not inherits:
        return "no_subject"
    if subject is not None and _is_noun(chunks, i, form.form, subject, before):
        return "noun_not_verb"
    if subject is None and chunks[i].word in _MORE_OFTEN_NOUNS:
        return "noun_not_verb"
    return Cue(i, stop, verb, form.form, subject, clause, inherits)


def _is_noun(chunks: tuple[Chunk, ...], i: int, form: str, subject: Range, before: int) -> bool:
    """Whether a form that may be a noun is one here: no plural subject for a base form, a verb in
    the clause already ("she had seen violent blasts"), no subject right before "calls"."""
    went_on = before >= 0 and chunks[before].word == "to"
    if form == "base" and not (went_on or _is_plural(chunks, subject)):
        return True
    if form in {"third", "base"} and not went_on and _has_verb(chunks, subject[1], i):
        return True
    word = chunks[i].word
    return word in _MORE_OFTEN_NOUNS and not _is_surely_subject(chunks, subject, before)


def _has_verb(chunks: tuple[Chunk, ...], start: int, stop: int) -> bool:
    """Whether a finite verb that is no auxiliary stands in ``chunks[start:stop]``."""
    return any(
        is_finite_verb(chunks, k) and chunks[k].word not in AUXILIARIES for k in range(start, stop)
    )


def _before(chunks: tuple[Chunk, ...], i: int) -> int:
    """The chunk before ``i`` that is no adverb, -1 for none."""
    j = i - 1
    while j >= 0 and is_adverbial(chunks[j]) and chunks[j].word not in BE | MODALS:
        j -= 1
    return j


_PRONOMINAL = frozenset("both this that these those two three".split())


_NEGATIONS = frozenset("not never didn't doesn't don't did does do".split())


def _not_finite(
    chunks: tuple[Chunk, ...], i: int, form: lexicon.VerbForm, before: int
) -> str | None:
    """Why the word is no finite verb that reports; None when it may be one."""
    if before >= 0:
        chunk = chunks[before]
        if chunk.tag in "DSA" and chunk.word not in _PRONOMINAL:
            return "noun_not_verb"
        if chunk.word == "to":
            went_on = before >= 2 and chunks[before - 1].word == "on"
            gone = went_on and chunks[before - 2].word in {"went", "goes", "go"}
            return None if gone else "infinitive"
        if chunk.word in MODALS:
            return "planned_or_possible"
        if chunk.word in BE:
            return "passive"
        if chunk.word in PREPOSITIONS:
            return "noun_not_verb"
    elif form.form != "past":
        return "no_subject"
    if {chunk.word for chunk in chunks[before + 1 : i]} & _NEGATIONS:
        return "negated"
    after = chunks[i + 1] if i + 1 < len(chunks) else None
    by = after is not None and after.word == "by" and form.form in {"past", "participle"}
    return "passive" if by else None


def _participle(
    chunks: tuple[Chunk, ...], i: int, stop: int, verb: ReportingVerb, before: int
) -> Cue | None:
    """``saying``, ``adding`` …: after a comma, a quotation, or at the beginning."""
    if before < 0:
        return Cue(i, stop, verb, "ing", None, i, inherits=True)
    chunk = chunks[before]
    if chunk.tag in ",Q-" or chunk.word in {"while", "by", "and", "in", "before", "after", "also"}:
        return Cue(i, stop, verb, "ing", None, i, inherits=True)
    if chunk.word in BE:
        subject, clause, inherits = subject_before(chunks, i)
        return Cue(i, stop, verb, "ing", subject, clause, inherits) if subject else None
    return None


def _inverted_subject(
    chunks: tuple[Chunk, ...], i: int, stop: int, form: lexicon.VerbForm
) -> Range | None:
    """The noun phrase after the verb, where a quotation or a comma stands right before it."""
    if form.verb.lemma not in _INVERTING or (form.form == "base" and form.verb.lemma != "read"):
        return None
    before = i - 1
    while before >= 0 and chunks[before].word in {"also", "further", "later"}:
        before -= 1
    if before < 0 or chunks[before].tag not in "Q,":
        return None
    if stop >= len(chunks) or not begins_noun_phrase(chunks[stop]):
        return None
    if chunks[stop].word in {"that", "this", "there"} or chunks[stop].word in PRONOUNS - {
        "he",
        "she",
        "it",
        "they",
    }:
        return None
    end = noun_phrase_end(chunks, stop)
    if chunks[before].tag == "," and not _may_speak(chunks, stop, end):
        return None
    after = chunks[end] if end < len(chunks) else None
    ends_clause = (
        after is None
        or after.tag in ".,;Q-d(:"
        or after.word in PREPOSITIONS
        or after.word in {"who", "and", "as", "after", "when", "while", "today", "yesterday"}
        or (is_adverbial(after) and after.word not in AUXILIARIES)
    )
    return (stop, end) if ends_clause else None


_SPEAKING_NOUNS = ("collectives.txt", "documents.txt", "institution_words.txt")


def _may_speak(chunks: tuple[Chunk, ...], start: int, end: int) -> bool:
    """Whether a noun phrase names someone who speaks: a mention, "he", a group, a document."""
    for chunk in chunks[start:end]:
        if chunk.tag in "PTWKO" or chunk.word in {"he", "she", "it", "they"}:
            return True
        if any(chunk.tail in lexicon.word_set(name) for name in _SPEAKING_NOUNS):
            return True
    return any(chunk.tag in "Nx" for chunk in chunks[start:end])


def noun_phrase_end(chunks: tuple[Chunk, ...], start: int) -> int:
    """Where the noun phrase that begins at ``start`` ends: before a comma, a verb, an adverbial, a
    date, or a preposition other than "of", "for" and "from"."""
    end = start + 1
    if chunks[start].word in PRONOUNS:
        return end
    while end < len(chunks):
        chunk = chunks[end]
        if chunk.tag in ",.;:Q-d()q":
            break
        if is_adverbial(chunk) or is_finite_verb(chunks, end):
            break
        if chunk.word in PRONOUNS or (chunk.tag == "D" and chunks[end - 1].tag != "o"):
            break  # the next noun phrase
        if chunk.word in PREPOSITIONS and chunk.word not in {"of", "for", "from"}:
            break
        if chunk.word in SUBORDINATORS:
            break
        end += 1
    return end


def _is_plural(chunks: tuple[Chunk, ...], subject: Range) -> bool:
    last = chunks[subject[1] - 1]
    if last.word in {"i", "we", "they", "you", "who", "both", "people", "police", "many", "some"}:
        return True
    if any(chunk.tag == "&" for chunk in chunks[subject[0] : subject[1]]):
        return True
    head = next((c for c in chunks[subject[0] : subject[1]] if c.tag == "o"), None)
    word = last.tail if head is None else chunks[chunks.index(head) - 1].tail
    return word.endswith("s") and not word.endswith("ss")


def _is_surely_subject(chunks: tuple[Chunk, ...], subject: Range | None, before: int) -> bool:
    if subject is None or before < 0:
        return False
    after = next((c for c in chunks[before + 1 :] if not is_adverbial(c)), None)
    verb = chunks.index(after) if after is not None else 0
    if verb + 1 < len(chunks) and (chunks[verb + 1].word == "that" or chunks[verb + 1].tag == "Q"):
        return True  # "the decree states that"
    chunk = chunks[before]
    return chunk.tag == "P" or chunk.word in PRONOUNS | {"which", "statement"} or chunk.tag == "N"

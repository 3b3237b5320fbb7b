"""Who stayed away from a meeting, by the words of an article: "X did not attend the call".

Records say who was there; that someone was not is silence in them. Here it is found in the texts,
by rules (``absence_words``), for people whom the corpus knows by name. What cannot be told is left
out: doubt and denial, another day, a name that may be another subject's ("aides to X did not
attend"), a pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from communique.corpus.absence_words import (
    AFTER,
    BEFORE,
    DOUBT,
    ELLIPSIS,
    INSTEAD,
    NEITHER,
    NOUN,
    OTHER_DAY,
    TAKING_PART,
    TRIGGER,
)
from communique.corpus.known import Known, Named, before_title
from communique.corpus.sentences import sentence_at
from communique.values import Span

__all__ = ["Absence", "absences"]

LONGEST = 1_000
"""Code points of a sentence that is looked at."""

SENTENCES, NAMES = 100, 20
"""How many of an article are looked at, of those with a word of absence; and of names in one."""

_AND = re.compile(r",?\s+(?:and|nor|or|&)\s+$", re.IGNORECASE)
_COMMA = re.compile(r",\s+$")
_APPOSITION = re.compile(r",\s[^,;:.]{1,90},(?=\s)")
_PREPOSITION = re.compile(
    r"\b(?:of|to|for|with|by|from|between|against|under|about|on|in|at|near|behind|than|like|"
    r"including|within|without|towards?|over|among|representing)\s+$",
    re.IGNORECASE,
)
"""Before a name: who stayed away is what stands before it, not who is named."""
_CLAUSE = re.compile(
    r"(?:^|[,;:“\"(—–-]|\b(?:that|but|while|whereas|because|though|although|when|where|both|neither|"
    r"however|only|then))\s*$",
    re.IGNORECASE,
)
"""Before the first of several names: they are the subject together."""
_NEITHER = re.compile(r"\bneither\s+$", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|while|whereas|though|although)\s+$", re.IGNORECASE)
_WHO = re.compile(
    r"(?:,?|,\s(?:a|an|the)\s[^,;:.]{1,90}?|\s+(?:was|were|is)\s+(?:the\s+only|one\s+of|among)\s"
    r"[^,;:.]{1,60}?)\s+(?:who|that)(?=\s)"
)
_OFFICE_HEAD = re.compile(
    r"(?:^|[,;:“\"—]|\b(?:that|but|while|and)\b)\s*(?:(?!(?:for|to|with|from|by|at|in|on)\b)[\w’'-]+"
    r"\s+){0,6}(?!(?:for|to|with|from|by|at|in|on)\b)[\w’'-]+,\s+$",
    re.IGNORECASE,
)
"""Before a name between commas: "the president, NAME, did not"."""


class Absence(NamedTuple):
    """That an article says that someone was not there."""

    person: int
    name: Span
    said: Span
    """From the name to the words that deny, or the other way round."""
    sentence: str
    noun: str | None
    """What was stayed away from, where the words have it: "summit"."""


def absences(text: str, known: Known, participants: Collection[int]) -> Iterator[Absence]:
    """Who was not there, by the sentences of ``text``, each person once a sentence."""
    for start, end in islice(_sentences(text), SENTENCES):
        said = text[start:end]
        names = list(islice(known.in_text(text, start, end, participants), NAMES))
        found: dict[int, Absence] = {}
        for nth in range(len(names)):
            for one, first, last in _told(text, (start, end), names, nth):
                nouns = NOUN.findall(text[first:last])
                about = Span.of(text, one.start, one.end), Span.of(text, first, last)
                absence = Absence(one.person, *about, said, nouns[-1] if nouns else None)
                found.setdefault(one.person, absence)
        yield from found.values()


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences stand that may tell of an absence, and tell it for certain."""
    looked = 0
    for trigger in TRIGGER.finditer(text):
        if trigger.start() < looked:
            continue
        start, looked = sentence_at(text, trigger.start(), looked)
        said = text[start:looked]
        certain = not DOUBT.search(said) and not OTHER_DAY.search(said)
        if len(said) <= LONGEST and certain:
            yield start, looked


def _told(
    text: str, sentence: tuple[int, int], names: Sequence[Named], nth: int
) -> Iterator[tuple[Named, int, int]]:
    """Who is absent by what stands around the name ``names[nth]``, and where that is said."""
    start, end = sentence
    name = names[nth]
    group = _together(text, start, names, nth)
    first = before_title(text, start, group[0].start)
    left = text[start:first]
    following = names[nth + 1].start if nth + 1 < len(names) else end
    cue = _denied(text, name, (following, end), left)
    if cue is not None and not _PREPOSITION.search(left):
        together = AFTER.match(text, name.end, end) and _CLAUSE.search(left)
        for one in group if together else group[-1:]:
            yield one, one.start, cue
    elif _NEITHER.search(left) and (found := NEITHER.match(text, name.end, end)):
        for one in group:
            yield one, start + left.casefold().rindex("neither"), found.end()
    elif (
        _BUT.search(left)
        and TAKING_PART.search(left)
        and (found := ELLIPSIS.match(text, name.end, end))
    ):
        for one in group:
            yield one, one.start, found.end()
    yield from _inverted(text, sentence, name)


def _denied(text: str, name: Named, until: tuple[int, int], left: str) -> int | None:
    """Where the words end that say, after a name, that its bearer was not there.

    ``until`` is where the next name begins, and where the sentence ends.
    """
    following, end = until
    found = (_APPOSITION.match(text, name.end, end), _WHO.match(text, name.end, following))
    gaps = [name.end, *(gap.end() for gap in found if gap is not None)]
    if _OFFICE_HEAD.search(left) and text[name.end : name.end + 1] == ",":
        gaps.append(name.end + 1)
    return next((cue.end() for gap in gaps if (cue := AFTER.match(text, gap, end))), None)


def _inverted(
    text: str, sentence: tuple[int, int], name: Named
) -> Iterator[tuple[Named, int, int]]:
    """Where the denial comes first: "in the absence of NAME"."""
    start, end = sentence
    left = text[start : before_title(text, start, name.start)]
    for words, follows in BEFORE:
        cue = words.search(left)
        after = follows.match(text, name.end, end)
        if cue is not None and after is not None:
            yield name, start + cue.start(), after.end()
            return
    cue = INSTEAD.search(left)
    is_own = text[name.end : name.end + 2] not in ("'s", "’s")
    if cue is not None and is_own:
        yield name, start + cue.start(), name.end


def _together(text: str, start: int, names: Sequence[Named], nth: int) -> list[Named]:
    """The names that are listed with the last of them: "A, B and C"; a comma alone joins none."""
    group = [names[nth]]
    for before in reversed(names[:nth]):
        first = before_title(text, start, group[0].start)
        between = text[before.end : first]
        if not (_AND.fullmatch(between) or (len(group) > 1 and _COMMA.fullmatch(between))):
            break
        group.insert(0, before)
    return group

"""The English of staying away: how a text says that someone was not at a meeting.

Patterns, each for what stands on one side of a name: general facts about reporting, no names. What
was stayed away from must be a meeting, or be left unsaid: "did not attend the dinner" is no absence
from the talks, "did not join the alliance" from the call.
"""

from __future__ import annotations

import re

from communique.text.calendar import MONTH, WEEKDAY

__all__ = [
    "AFTER", "BEFORE", "DOUBT", "ELLIPSIS", "INSTEAD", "NEITHER", "NOUN", "OTHER_DAY",
    "TAKING_PART", "TRIGGER", "is_call", "is_summit",
]  # fmt: skip

_CALL = r"(?:tele|video[- ]?)conference|calls?|conversation"
_NOUNS = (
    rf"{_CALL}|summits?|(?<!press )(?<!news )conference|meetings?|talks|gathering|discussions?|"
    r"consultations|negotiations|session"
)
NOUN = re.compile(rf"\b(?:{_NOUNS})\b", re.IGNORECASE)

_OTHER = (
    r"(?!(?:previous|last|earlier|first|second|third|next|another|other|former|past|press|news|"
    r"opening|closing|final|cabinet|party|board|follow-up|of|on|in|at|and|or|to|for|with|from|by|"
    r"after|before|about|as|but|rest|start|end|beginning|part|most|dinner|lunch)\b)"
)
"""Words before the noun that make it another meeting, or a part of one."""

_GOES_ON = (
    rf"because|due|owing|despite|as|after|since|and|but|although|though|either|today|yesterday|"
    rf"on\s+{WEEKDAY}"
)
_STOP = r"(?:\s*(?:[.,;:!?)”\"—–]|$)|\s-+\s)"
_END = rf"(?={_STOP}|\s+(?:{_GOES_ON})\b)"
"""Where a clause may end: what follows is no object."""
_WHICH = r"(?:the|this|that|these|those|his|her|their|its|both|[\w-]+['’]s|(?-i:[A-Z])[\w’'-]*)"
"""What makes it a certain meeting: "the talks", "Monday's call", "Geneva talks"."""
_MEETING = (
    rf"{_OTHER}{_WHICH}\s+(?:{_OTHER}[\w’'-]+\s+){{0,4}}?(?:{_NOUNS})"
    rf"(?={_STOP}|\s+(?:{_GOES_ON}|on|in|at|with|of|held|hosted|convened|chaired|called|between|himself|"
    rf"herself|over|for|by|was|were|where|when|which|while|{WEEKDAY})\b)"
)

_ATTEND = (
    rf"(?:attend(?:ed)?(?:\s+{_MEETING}|{_END})"
    rf"|(?:(?:take|took|taken)\s+part|participated?)(?:\s+in\s+{_MEETING}|{_END})"
    rf"|join(?:ed)?(?:\s+{_MEETING}|\s+(?:them|the others|the other leaders){_END}|(?={_STOP}))"
    rf"|(?:come|came|show(?:ed|n)?\s+up|turn(?:ed)?\s+up|be\s+present)(?={_STOP}))"
)
_TO = rf"(?:\s+to\s+(?:{_ATTEND}|{_MEETING})|{_END})"
_PRESENT = (
    rf"(?:(?:present|in\s+attendance|there)(?:\s+(?:at|in|for|on)\s+{_MEETING}|{_END})"
    rf"|(?:at|on|part\s+of|included\s+in)\s+{_MEETING}"
    rf"|invited{_TO}"
    r"|among\s+(?:the\s+|those\s+)?(?:\w+\s+){0,3}?(?:participants|attendees|invited|invitees|"
    r"present|attending|taking\s+part)\b"
    rf"|(?:attending|joining)(?:\s+{_MEETING}|{_END})"
    rf"|(?:taking\s+part|participating)(?:\s+in\s+{_MEETING}|{_END}))"
)
_NOT = r"(?:\s+not|n['’]t)"
_DO_NOT = (
    rf"(?:(?:did|does|do|had|has|have|will|would|could|can){_NOT}|won['’]t|cannot|never"
    r"|(?:was|were|is|are)\s+(?:unable|not\s+able)\s+to"
    r"|(?:refused|declined|failed)\s+to|(?:chose|decided|opted)\s+not\s+to)"
)
_BE = r"(?:was|were|is|are|has\s+been|have\s+been|had\s+been|will\s+be|would\s+be)"
_BE_NOT = rf"(?:(?:was|were|is|are){_NOT}|(?:has|have|had|will|would){_NOT}\s+(?:been|be))"
_HOW = r"(?:(?:also|personally|conspicuously|notably|deliberately|himself|herself)\s+)?"
_HAS = r"(?:(?:has|had|have)\s+)?"
_OFFICE = (
    r"(?:minister|ambassador|deputy|envoy|vice[- ]president|secretary|advis[eo]r|delegate|"
    r"chief\s+of\s+staff)"
)

AFTER = re.compile(
    rf"(?:['’]s\s+absence\s+from\s+{_MEETING}|\s+{_HOW}(?:{_DO_NOT}\s+{_HOW}{_ATTEND}|{_BE_NOT}\s+{_HOW}{_PRESENT}"
    rf"|{_BE}\s+{_HOW}(?:absent(?:\s+from\s+{_MEETING}|{_END})|uninvited{_END}"
    rf"|(?:missing|excluded)\s+from\s+{_MEETING}|left\s+out\s+of\s+{_MEETING})"
    rf"|{_HAS}(?:stayed|kept)\s+away(?:\s+from\s+{_MEETING}|{_END})"
    r"|(?:has\s+|had\s+|have\s+)?(?:skipped|missed|boycotted|snubbed|shunned|sat\s+out|pulled\s+out\s+of|"
    rf"withdrew\s+from|dropped\s+out\s+of)\s+{_MEETING}"
    r"|(?:declined|turned\s+down|rejected|refused|spurned)\s+(?:an?|the|his|her|their)\s+"
    rf"invitations?{_TO}"
    rf"|(?:was|were)\s+represented(?:\s+at\s+{_MEETING})?\s+by\s+(?:[\w-]+\s+){{0,3}}?{_OFFICE}\b"
    rf"|{_HAS}sent\s+[^.;:]{{3,120}}?\b(?:instead|in\s+(?:his|her|their)\s+(?:place|stead)|"
    r"to\s+represent\s+(?:him|her)|on\s+(?:his|her)\s+behalf)\b))",
    re.IGNORECASE,
)
"""After the name of who stayed away: "did not attend the call", "sent his deputy instead"."""

NEITHER = re.compile(
    rf"\s+(?:(?:was|were|is|are|will\s+be)\s+{_PRESENT}|(?:will\s+)?{_ATTEND})", re.IGNORECASE
)
"""After "Neither … nor NAME": what they did not do."""

ELLIPSIS = re.compile(rf"\s+(?:did|was|were|had){_NOT}(?=\s*(?:[.,;]|$))", re.IGNORECASE)
"""After "…, but NAME": "did not", of what is said before."""

_WAS = r"(?:was|were)"
_HELD = r"held|place|ahead|began|opened|met|gathered|convened"
BEFORE = tuple(
    (re.compile(rf"\b(?:{words})\s+$", re.IGNORECASE), re.compile(after, re.IGNORECASE))
    for words, after in (
        (rf"(?:absent|missing\s+from\s+{_MEETING})(?:\s+from\s+{_MEETING})?,?\s+{_WAS}", _END),
        (rf"not\s+(?:invited|present|there)(?:\s+(?:to|at)\s+{_MEETING})?\s+{_WAS}", _END),
        (rf"(?:{_NOUNS}|{_HELD})(?:\s+[\w-]+){{0,2}}?\s+without", _END),
        (r"in\s+the\s+absence\s+of", _END),
        (r"absence\s+of", rf"\s+from\s+{_MEETING}"),
        (rf"(?:(?:did|had|has|have|do|does){_NOT}\s+invited?|without\s+inviting)", _TO),
        (
            r"(?:stood|standing|filled|filling|stepped|stepping)\s+in\s+for|deputi[sz](?:ed|ing)\s+for",
            rf"\s+(?:at|in|on)\s+{_MEETING}|{_END}",
        ),
    )
)
"""Before the name, and what must come after it: "in the absence of", "talks were held without"."""

_TOOK_PART = (
    r"\b(?:attended|attending|took\s+part|taken\s+part|taking\s+part|participated|joined|joining|"
    r"(?:was|were)\s+(?:present|there|invited|at|on))\b"
)
TAKING_PART = re.compile(_TOOK_PART, re.IGNORECASE)
INSTEAD = re.compile(
    rf"(?:{_TOOK_PART}(?:\s+(?!and\b)[\w’'-]+){{0,6}}\s+(?:instead|in\s+(?:place|lieu))\s+of"
    rf"|\b(?:all|every\w*|each)\b.{{0,200}}{_TOOK_PART}.{{0,80}}\b(?:except(?:\s+for)?|with\s+the\s+"
    r"exception\s+of)"
    rf"|{_TOOK_PART}(?:\s+(?!and\b)[\w’'-]+){{0,6}},\s+(?:but|though)\s+not)\s+$",
    re.IGNORECASE,
)
"""Before the name: "joined instead of", "all attended except", "took part, but not"."""
TRIGGER = re.compile(
    r"\b(?:not|never|nor|absent|uninvited|absence|missing|without|away|skipped|missed|boycotted|"
    r"snubbed|shunned|sat\s+out|pulled\s+out|withdrew|dropped\s+out|declined|refused|failed|turned\s+"
    r"down|rejected|spurned|unable|cannot|instead|represent\w*|place|stead|behalf|except|exception|"
    r"lieu|left\s+out|excluded|in\s+for|deputi\w+)\b|n['’]t\b",
    re.IGNORECASE,
)
"""What a sentence must have to be looked at."""

DOUBT = re.compile(
    r"\b(?:if|whether|unless|den(?:y|ies|ied|ying)|false(?:ly)?|untrue|not\s+true|no\s+truth|"
    r"rumou?rs?|speculat\w+|reportedly|allegedly|threaten\w*)\b|\?[\"”’)]*\s*$",
    re.IGNORECASE,
)
"""A sentence with one of these states nothing."""

OTHER_DAY = re.compile(
    r"\b(?:last|next|previous|following|past)\s+(?:week|month|year|time|spring|summer|autumn|fall|"
    rf"winter|{MONTH}|(?:\w+\s+)?(?:{_NOUNS}))\b"
    r"|\b(?:ago|previously|in\s+the\s+past|in\s+recent\s+years|since\s+then)\b"
    r"|\b(?:weeks?|months?|years?)\s+(?:earlier|before|later)\b"
    rf"|\b(?:first|second|third|earlier|another)\s+(?:\w+\s+)?(?:{_NOUNS})\b",
    re.IGNORECASE,
)
"""Another occasion is told of, or may be."""


def is_call(noun: str) -> bool:
    return re.fullmatch(_CALL, noun, re.IGNORECASE) is not None


def is_summit(noun: str) -> bool:
    return noun.casefold().startswith("summit")

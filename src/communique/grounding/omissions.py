"""What may be left out between two parts of a text, so that both still say what they said.

Whole sentences may go; from the sentences that the parts stand in only what hangs on their words: a
phrase between commas, one that a preposition begins, words before "and". Not words that deny or
limit, nor who says so, nor the subject of what follows.
"""

from __future__ import annotations

import re

from communique.grounding.lexicon import protection
from communique.grounding.marks import inside_quotation

__all__ = ["may_be_left_out"]

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9]|$)|\n[ \t\r]*\n\s*")
_ABBREVIATED = re.compile(r"(?<![^\W_])(?:[A-Za-z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sen|Rep|Gov|Prof)$")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_QUOTING = re.compile('["“”„«»]')

_TURNING = frozenset("negation modal condition polarity quantifier attribution intention".split())
_AMOUNT = frozenset({"number", "unit"})
_COORDINATING = frozenset("and or but nor yet so while whereas".split())
_RELATIVE = frozenset("who which whom whose".split())
_CLAUSE = _COORDINATING | frozenset(
    """that because since although though when where as if i you he she it we they this these
    those there""".split()
)
_PREPOSITIONS = frozenset(
    """of in on at with from for by to under over between among amid against about during after
    before into through throughout across along near inside outside toward towards upon within
    beside behind beyond like including following""".split()
)
_PREDICATES = frozenset(
    """is are was were be been has have had do does did will would can could may might must shall
    should to""".split()
)
_CONCESSIVE = frozenset("whatever whoever whichever wherever whenever".split())
_PAIRED = (",", "-", "–", "—", "(")


def may_be_left_out(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether the parts at the ranges ``before`` and ``after`` mean the same without what stands
    between them."""
    start = max(word.end() for word in _WORD.finditer(text, *before))
    following = next(_WORD.finditer(text, *after))
    end = following.start()
    if inside_quotation(text, start) != inside_quotation(text, end):
        return False
    between = text[start:end]
    last = text[before[0] : start].split()[-1]
    if inside_quotation(text, start) and _QUOTING.search(between):
        closed = _QUOTING.search(text, end)
        return _one_speaker(between, text[max(0, closed.start() - 1)] if closed else "")
    return _sayable(between, last, following[0])


def _sayable(between: str, last: str, following: str) -> bool:
    ends = [
        end
        for end in _SENTENCE_END.finditer(between)
        if not _ABBREVIATED.search(f"{last}{between[: end.start()]}"[-12:])
    ]
    if ends:
        tail, head = between[: ends[0].start()], between[ends[-1].end() :]
        return not _turns(tail) and not _WORD.search(head)
    return _hangs_on(between, last, following)


def _one_speaker(between: str, closing: str) -> bool:
    """Whether a quotation that ends and begins again goes on in the same person's words.

    It does where its sentence goes on ("…,” she said, “…"), and within the paragraph, unless a
    comma at its end (``closing``) announces another speaker.
    """
    marks = list(_QUOTING.finditer(between))
    if len(marks) != 2 or "\n" in between:
        return False
    said = between[marks[0].end() : marks[1].start()].rstrip()
    tail, head = between[: marks[0].start()], between[marks[1].end() :]
    if _turns(tail) or _turns(head):
        return False
    if said.endswith((".", "!", "?")):
        return closing != "," and not _WORD.search(head)
    return not _WORD.search(tail) and not _WORD.search(head)


def _hangs_on(between: str, last: str, following: str) -> bool:
    words = [word[0] for word in _WORD.finditer(between)]
    if not words:
        return True
    if protection(last.casefold()) & _AMOUNT and protection(words[0].casefold()) & _AMOUNT:
        return False
    lower = [word.casefold() for word in words]
    stripped = between.strip()
    enclosed = stripped.startswith(_PAIRED) and stripped.endswith((*_PAIRED, ")"))
    if enclosed and lower[0] in _CONCESSIVE:
        return not _turns(between, _TURNING - {"attribution"})
    if _turns(between):
        return False
    if enclosed and lower[0] not in _COORDINATING:
        return True
    same_subject = lower[-1] in ("and", "or", "but")
    rest = lower[:-1] if same_subject else lower
    if _CLAUSE & set(rest) or _RELATIVE & set(rest[1:]) or rest[-1:] == ["who"] or ";" in between:
        return False
    if rest[:1] in (["whose"], ["whom"]):
        return False  # the subject of what follows may stand in it: "crews whose ship | left"
    depends = bool(rest) and (rest[0] in _PREPOSITIONS or rest[0] in _RELATIVE)
    if following.casefold() in _PREDICATES and not (same_subject or depends):
        return False
    # What a preposition begins has its subject before it.
    return following.casefold() in _PREPOSITIONS - {"to"} or not _names_somebody([last, *words])


def _names_somebody(words: list[str]) -> bool:
    """Whether a name stands among ``words`` (but the first) that no preposition makes a detail."""
    before = ["", *(word.casefold() for word in words)]
    for i, word in enumerate(words[1:], 1):
        if not word[0].isupper() or words[i - 1][0].isupper():
            continue
        near = {before[i], before[i - 1]} if before[i] in ("the", "a", "an") else {before[i]}
        if not near & _PREPOSITIONS:
            return True
    return False


def _turns(piece: str, classes: frozenset[str] = _TURNING) -> bool:
    return any(
        protection(word[0].casefold().replace("’", "'")) & classes for word in _WORD.finditer(piece)
    )

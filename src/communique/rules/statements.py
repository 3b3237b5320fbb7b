"""Statements: which content each reporting cue attributes.

A cue's content stands after it (a quotation, a clause, a complement) or before it (a quotation or
a clause that a comma closes). Each rule has a name, which ``Candidate.rule`` keeps.
"""

from __future__ import annotations

from typing import NamedTuple

from communique.rules.boundaries import (
    attribution_start,
    content_end,
    first_content,
    main_subject,
    trimmed_end,
)
from communique.rules.complements import MIN_CLAUSE_CHUNKS, content_after
from communique.rules.cues import Cue, find_cues, noun_phrase_end
from communique.rules.grammar import (
    PREPOSITIONS,
    SUBORDINATORS,
    begins_noun_phrase,
    is_adverbial,
    is_finite_verb,
)
from communique.rules.lookahead import (
    after_phrases,
    has_verb,
    is_clause,
    only_adverbials,
    skip_addressee,
)
from communique.rules.sentences import Chunk, Sentence
from communique.rules.tokens import Range

__all__ = ["Candidate", "candidates_of", "contents_of"]

Chunks = tuple[Chunk, ...]


class Candidate(NamedTuple):
    """A content attributed to a subject; all ranges are half-open token numbers."""

    content: Range
    subject: Range | None
    """None: as the statement before (``inherits``), or not named."""
    cue: Range | None
    rule: str
    inherits: bool = False


def candidates_of(sentence: Sentence) -> list[Candidate]:
    """The attributed contents of one sentence, from the left."""
    chunks = sentence.chunks
    cues = find_cues(chunks)
    found = _according_to(chunks)
    taken_by_according = bool(found)
    subject_before: Range | None = None
    for number, cue in enumerate(cues):
        subject = cue.subject
        if cue.inherits:
            subject = subject_before or main_subject(chunks, cue)
        else:
            subject_before = subject
        later = cues[number + 1 :]
        for content, rule in contents_of(chunks, cue, later):
            if content[1] <= content[0]:
                continue
            if taken_by_according and rule in {"clause_before", "quotation_before"}:
                continue
            found.append(_candidate(chunks, content, subject, cue, rule))
    return found


def _candidate(
    chunks: Chunks, content: Range, subject: Range | None, cue: Cue, rule: str
) -> Candidate:
    return Candidate(
        (chunks[content[0]].first, chunks[content[1] - 1].stop),
        _tokens(chunks, subject),
        (chunks[cue.at].first, chunks[cue.stop - 1].stop),
        rule,
        inherits=subject is None,
    )


def _tokens(chunks: Chunks, found: Range | None) -> Range | None:
    if found is None:
        return None
    return chunks[found[0]].first, chunks[found[1] - 1].stop


# --- contents -------------------------------------------------------------------------------


def contents_of(chunks: Chunks, cue: Cue, later: list[Cue]) -> list[tuple[Range, str]]:
    """The contents of one cue as chunk ranges, with the names of the rules that found them."""
    found: list[tuple[Range, str]] = []
    start = cue.subject[1] if cue.inverted and cue.subject else cue.stop
    after = None if cue.inverted else content_after(chunks, cue, start, later)
    before = _content_before(chunks, cue, start, has_after=after is not None)
    if before is not None and after is not None and _is_apart(chunks, cue, before, after):
        before = None
    if before is None and after is None:
        return _content_around(chunks, cue, start, later)
    if before is not None:
        found.append(before)
        after = after if after and after[1].startswith("quotation") else None
        after = after or _quotation_resumed(chunks, start)
    if after is not None:
        found.append(after)
    return found


def _is_apart(
    chunks: Chunks, cue: Cue, before: tuple[Range, str], after: tuple[Range, str]
) -> bool:
    """Whether a quotation that ends a sentence stands before a cue with content of its own:
    ``"Who pays?" Lee promised that …``, ``"Who pays?" Lee said: "…"``."""
    (start, stop), rule = after
    if before[1] != "quotation_before" or not chunks[before[0][0]].ends_sentence:
        return False
    if rule == "quotation_after":  # not "Why?" he asked, adding: "…"
        return [c.tag for c in chunks[cue.stop : start] if c.tag in ",:"] == [":"]
    if rule == "that_clause":  # not "Why?" he asked that night
        return start + 1 < stop and is_clause(chunks, start + 1, stop)
    if rule != "clause" or not begins_noun_phrase(chunks[start]):
        return False
    if chunks[start].word == "it":  # not "Why?" he said it again
        return start + 1 < stop and is_finite_verb(chunks, start + 1)
    return is_clause(chunks, start, stop)


MIN_PIECE_WORDS = 4
"""A piece of a clause before ", he said," with fewer words is an adverbial."""


def _content_around(
    chunks: Chunks, cue: Cue, start: int, later: list[Cue]
) -> list[tuple[Range, str]]:
    """ "The deal, he said, was done": the pieces before and after the attribution."""
    if cue.subject is None or cue.form == "ing" or not (cue.verb.takes("Q") or cue.verb.takes("A")):
        return []
    k = _after_attribution(chunks, cue, start)
    if k + 2 >= len(chunks) or chunks[k].tag != ",":
        return []
    found = [((k + 1, content_end(chunks, k + 1, cue, later, clause=True)), "clause_around")]
    left = attribution_start(cue) - 1
    if left > 0 and chunks[left].tag == ",":
        first = first_content(chunks, _piece_start(chunks, left), left)
        words = sum(1 for c in chunks[first:left] if c.tag not in ",-")
        if words >= MIN_PIECE_WORDS:
            found.insert(0, ((first, left), "clause_around"))
    return found


def _after_attribution(chunks: Chunks, cue: Cue, start: int) -> int:
    """Past the one told, adverbials and phrases: ", she told The Herald on Monday"."""
    if cue.verb.takes("A") and start < len(chunks):
        start = skip_addressee(chunks, start)
    return after_phrases(chunks, start)


def _piece_start(chunks: Chunks, left: int) -> int:
    """Where the piece before the comma at ``left`` begins: after a semicolon or quotation."""
    k = left - 1
    while k >= 0 and chunks[k].tag not in ";:Q":
        k -= 1
    return k + 1


def _content_before(
    chunks: Chunks, cue: Cue, end: int, *, has_after: bool
) -> tuple[Range, str] | None:
    """``Q, he said`` and ``clause, he said``; inverted too."""
    if cue.form == "ing" or not cue.verb.takes("Q"):
        return None
    left = cue.at if cue.inverted else (cue.subject[0] if cue.subject else None)
    if left is None or left == 0:
        return None
    left -= 1
    while left > 0 and (chunks[left].tag == "d" or is_adverbial(chunks[left])):
        left -= 1
    if chunks[left].tag in ",q":  # a closing mark whose opening one is lost counts too
        left -= 1
        comma = True
    else:
        comma = False
    if left < 0:
        return None
    if chunks[left].tag == "Q":
        return _quotation_before(chunks, left)
    if not comma or has_after or not (cue.verb.takes("T") or cue.verb.takes("B")):
        return None
    if not only_adverbials(chunks, end):
        return None
    start = first_content(chunks, 0, left + 1)
    if _opens_adverbial(chunks, start) and _clause_resumes(chunks, cue, end):
        return None  # "At one point, he said, it rained"
    length = left + 1 - start
    says = cue.verb.lemma == "say" and length > MIN_CLAUSE_CHUNKS
    if length < MIN_CLAUSE_CHUNKS or not (says or has_verb(chunks, start, left + 1)):
        return None
    return (start, left + 1), "clause_before"


def _opens_adverbial(chunks: Chunks, start: int) -> bool:
    word = chunks[start].word
    return word in PREPOSITIONS or word in SUBORDINATORS or chunks[start].tag == "o"


def _clause_resumes(chunks: Chunks, cue: Cue, end: int) -> bool:
    """Whether a comma and a clause follow the attribution that ends at ``end``."""
    k = _after_attribution(chunks, cue, end)
    return k + 2 < len(chunks) and chunks[k].tag == "," and is_clause(chunks, k + 1, len(chunks))


def _quotation_before(chunks: Chunks, quotation: int) -> tuple[Range, str] | None:
    """The quotation, with the words of its clause before it, if any."""
    start = quotation
    k = quotation - 1
    while k >= 0 and chunks[k].tag not in ".;:Q":
        k -= 1
    lead = chunks[k + 1 : quotation]
    words = [c for c in lead if c.tag not in ",&-q" and c.word not in {"but", "and", "yet", "so"}]
    if words and words[0].word.endswith("ing"):
        return None  # "Calling it “a farce”, he said …": the participle's own
    if len(words) >= 2 and lead and lead[-1].tag != ",":
        start = first_content(chunks, k + 1, quotation)
        return (start, quotation + 1), "clause_before"
    return (quotation, quotation + 1), "quotation_before"


def _quotation_resumed(chunks: Chunks, start: int) -> tuple[Range, str] | None:
    """``"A," he said, "B"``: the second part, after a comma or an adverbial."""
    k = start
    while k < len(chunks) and (
        chunks[k].tag in ",d:-#()wAPDNxOCTKWoM" and chunks[k].tag != "." and k - start < 14
    ):
        if chunks[k].tag in ",:" and k + 1 < len(chunks) and chunks[k + 1].tag == "Q":
            return (k + 1, k + 2), "quotation_resumed"
        k += 1
    return None


# --- other constructions --------------------------------------------------------------------


def _according_to(chunks: Chunks) -> list[Candidate]:
    """``According to X, …``, ``…, according to X`` and ``A, according to X, B``."""
    for i in range(len(chunks) - 2):
        if chunks[i].word != "according" or chunks[i + 1].word != "to":
            continue
        if i and chunks[i - 1].word in {"that", "and", "but"}:
            continue  # inside another clause
        source = (i + 2, max(i + 3, min(noun_phrase_end(chunks, i + 2), len(chunks))))
        cue = (chunks[i].first, chunks[i + 1].stop)
        return [
            Candidate(
                (chunks[first].first, chunks[stop - 1].stop),
                _tokens(chunks, source),
                cue,
                "according_to",
            )
            for first, stop in _around_source(chunks, i, source[1])
            if stop > first
        ]
    return []


def _around_source(chunks: Chunks, i: int, source_end: int) -> list[Range]:
    """The clause before "according to" at ``i``, and the one behind its source, if any."""
    opens = all(c.tag in "-,&" or is_adverbial(c) or c.word == "but" for c in chunks[:i])
    comma = next((m for m in range(source_end, len(chunks)) if chunks[m].tag == ","), None)
    behind: list[Range] = []
    if comma is not None and (comma + 2 < len(chunks) or chunks[-1].tag == "Q"):
        behind = [(comma + 1, trimmed_end(chunks, comma + 1, len(chunks)))]
    if opens:
        return behind
    before = (first_content(chunks, 0, i), trimmed_end(chunks, 0, i))
    if comma == source_end and chunks[i - 1].tag == "," and behind:
        return [before, *behind]  # set off by commas on both sides
    return [before]

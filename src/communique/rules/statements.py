"""Statements: which content each reporting cue attributes.

A cue's content stands after it (a quotation, a clause, a complement) or before it (a quotation or
a clause that a comma closes). Each rule has a name, which ``Candidate.rule`` keeps.
"""

from __future__ import annotations

from typing import NamedTuple

from communique.rules.cues import Cue, find_cues, noun_phrase_end
from communique.rules.grammar import (
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    begins_noun_phrase,
    is_adverbial,
    is_finite_verb,
    segments,
)
from communique.rules.sentences import Chunk, Sentence

__all__ = ["Candidate", "candidates_of"]

Range = tuple[int, int]
Chunks = tuple[Chunk, ...]


class Candidate(NamedTuple):
    """A content attributed to a subject; all ranges are half-open token numbers."""

    content: Range
    subject: Range | None
    """None: as the statement before (``inherits``), or not named."""
    cue: Range | None
    rule: str
    inherits: bool = False


MIN_CLAUSE_CHUNKS = 2
"""A clause before ", he said" has at least so many chunks."""


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
            subject = subject_before or _main_subject(chunks, cue)
        else:
            subject_before = subject
        later = cues[number + 1 :]
        for content, rule in _contents(chunks, cue, later):
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


def _contents(chunks: Chunks, cue: Cue, later: list[Cue]) -> list[tuple[Range, str]]:
    """The contents of one cue with the names of the rules that found them."""
    found: list[tuple[Range, str]] = []
    start = cue.subject[1] if cue.inverted and cue.subject else cue.stop
    after = None if cue.inverted else _content_after(chunks, cue, start, later)
    before = _content_before(chunks, cue, start, has_after=after is not None)
    if before is None and after is None:
        return _content_around(chunks, cue, start, later)
    if before is not None:
        found.append(before)
        after = after if after and after[1].startswith("quotation") else None
        after = after or _quotation_resumed(chunks, start)
    if after is not None:
        found.append(after)
    return found


MIN_PIECE_WORDS = 4
"""A piece of a clause before ", he said," with fewer words is an adverbial."""


def _content_around(
    chunks: Chunks, cue: Cue, start: int, later: list[Cue]
) -> list[tuple[Range, str]]:
    """ "The deal, he said, was done": the pieces before and after the attribution."""
    if cue.subject is None or cue.form == "ing" or not cue.verb.takes("Q"):
        return []
    k = _after_phrases(chunks, start)
    if k + 2 >= len(chunks) or chunks[k].tag != ",":
        return []
    found = [((k + 1, _end(chunks, k + 1, cue, later, clause=True)), "clause_around")]
    left = _attribution_start(cue) - 1
    if left > 0 and chunks[left].tag == ",":
        first = _first_content(chunks, _piece_start(chunks, left), left)
        words = sum(1 for c in chunks[first:left] if c.tag not in ",-")
        if words >= MIN_PIECE_WORDS:
            found.insert(0, ((first, left), "clause_around"))
    return found


def _piece_start(chunks: Chunks, left: int) -> int:
    """Where the piece before the comma at ``left`` begins: after a semicolon or quotation."""
    k = left - 1
    while k >= 0 and chunks[k].tag not in ";:Q":
        k -= 1
    return k + 1


def _after_phrases(chunks: Chunks, k: int) -> int:
    """Past adverbials and prepositional phrases ("in his email", "on Monday")."""
    while k < len(chunks):
        m = _skip_adverbials(chunks, k)
        if m < len(chunks) and chunks[m].word in PREPOSITIONS and m + 1 < len(chunks):
            m = noun_phrase_end(chunks, m + 1)
        if m == k:
            return k
        k = m
    return k


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
    if chunks[left].tag == ",":
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
    if not _only_adverbials(chunks, end):
        return None
    start = _first_content(chunks, 0, left + 1)
    if left + 1 - start < MIN_CLAUSE_CHUNKS or not _has_verb(chunks, start, left + 1):
        return None
    return (start, left + 1), "clause_before"


def _quotation_before(chunks: Chunks, quotation: int) -> tuple[Range, str] | None:
    """The quotation, with the words of its clause before it, if any."""
    start = quotation
    k = quotation - 1
    while k >= 0 and chunks[k].tag not in ".;:Q":
        k -= 1
    lead = chunks[k + 1 : quotation]
    words = [c for c in lead if c.tag not in ",&-q" and c.word not in {"but", "and", "yet", "so"}]
    if len(words) >= 2 and lead and lead[-1].tag != ",":
        start = _first_content(chunks, k + 1, quotation)
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


def _content_after(
    chunks: Chunks, cue: Cue, start: int, later: list[Cue]
) -> tuple[Range, str] | None:
    """What follows the cue: quotation, that-clause, clause, complement, infinitive."""
    verb = cue.verb
    k = _skip_adverbials(chunks, start)
    if verb.takes("A") and k < len(chunks):
        k = _skip_addressee(chunks, k)
    quotation = _quotation_ahead(chunks, k)
    if quotation is not None and verb.takes("Q"):
        return _quotation_or_clause(chunks, cue, quotation, later)
    that = _that_ahead(chunks, k)
    if that is not None and (verb.takes("T") or verb.takes("A")):
        return (that, _end(chunks, that, cue, later, clause=True)), "that_clause"
    if k >= len(chunks) or chunks[k].tag in ".,;:)-":
        return None
    return _complement(chunks, cue, k, later)


def _quotation_or_clause(
    chunks: Chunks, cue: Cue, quotation: int, later: list[Cue]
) -> tuple[Range, str]:
    """A quotation alone, or the clause it begins (said "all agree" that it failed)."""
    follows = chunks[quotation + 1] if quotation + 1 < len(chunks) else None
    goes_on = follows is not None and (follows.tag in "wPDNoM&" or follows.word == "that")
    if goes_on and not _ends_closed(chunks[quotation]) and cue.verb.takes("T"):
        return (quotation, _end(chunks, quotation, cue, later, clause=True)), "clause"
    return (quotation, quotation + 1), "quotation_after"


def _ends_closed(chunk: Chunk) -> bool:
    """Whether a quotation's last word is followed by a mark inside it."""
    return chunk.tail in _CLOSED


_CLOSED = frozenset(".,!?…;")


def _complement(chunks: Chunks, cue: Cue, k: int, later: list[Cue]) -> tuple[Range, str] | None:
    verb = cue.verb
    word = chunks[k].word
    if word == "to" and (verb.takes("I") or verb.takes("O")):
        return (k, _end(chunks, k, cue, later)), "infinitive"
    if verb.takes("W") and word in _WH:
        return (k, _end(chunks, k, cue, later, clause=True)), "wh_clause"
    if verb.takes("C"):
        return _naming(chunks, cue, k, later)
    if word in PREPOSITIONS and verb.takes(word) and k + 1 < len(chunks):
        if chunks[k + 1].tag in ".,":
            return None
        return (k + 1, _end(chunks, k + 1, cue, later)), f"complement_{word}"
    if word in PREPOSITIONS or chunks[k].tag == "o":
        return _clause_after_phrase(chunks, cue, k, later)
    end = _end(chunks, k, cue, later)
    if end <= k:
        return None
    if verb.lemma == "say" and end - k >= MIN_CLAUSE_CHUNKS:
        return (k, _end(chunks, k, cue, later, clause=True)), "clause"
    if verb.takes("B") and _is_clause(chunks, k, end):
        return (k, _end(chunks, k, cue, later, clause=True)), "clause"
    if verb.takes("O") and any(c.word == "to" for c in chunks[k + 1 : end]):
        return (k, end), "object_infinitive"
    if verb.takes("N") and (begins_noun_phrase(chunks[k]) or chunks[k].tag == "Q"):
        return (k, end), "noun_complement"
    if chunks[k].tag == "Q" and verb.takes("Q"):
        return (k, end), "quotation_after"
    return None


_PLAIN_ADVERBS = frozenset("also later again today yesterday earlier further however then".split())


def _is_plain_adverb(chunk: Chunk) -> bool:
    """An adverb that belongs to the cue; "both", "all", "only" may begin the content."""
    return chunk.word in _PLAIN_ADVERBS or (is_adverbial(chunk) and chunk.word.endswith("ly"))


_DAY_PARTS = frozenset("morning afternoon evening night".split())


def _skip_adverbials(chunks: Chunks, k: int) -> int:
    """Past adverbs, dates and "on Monday", up to what is reported."""
    while k < len(chunks):
        chunk = chunks[k]
        if chunk.tag == "d" or _is_plain_adverb(chunk):
            k += 1
        elif chunk.word == "on" and k + 1 < len(chunks) and chunks[k + 1].tag == "d":
            k += 2
        elif k and chunks[k - 1].tag == "d" and (chunk.tag == "#" or chunk.word in _DAY_PARTS):
            k += 1
        elif chunk.tag == "(":
            closing = next((m for m in range(k, len(chunks)) if chunks[m].tag == ")"), None)
            if closing is None:
                return k
            k = closing + 1
        else:
            return k
    return k


_WH = frozenset("whether if what why how who when where which".split())


def _naming(chunks: Chunks, cue: Cue, k: int, later: list[Cue]) -> tuple[Range, str] | None:
    """ "called it 'a farce'", "called the plan reckless": an object and what it is called."""
    word = chunks[k].word
    if word in PREPOSITIONS:
        if cue.verb.takes(word) and k + 1 < len(chunks) and chunks[k + 1].tag not in ".,":
            return (k + 1, _end(chunks, k + 1, cue, later)), f"complement_{word}"
        return None
    end = _end(chunks, k, cue, later)
    quoted = any(c.tag == "Q" for c in chunks[k:end])
    object_ = word in OBJECT_PRONOUNS | {"this", "that"} or chunks[k].tag in "PD"
    if quoted or (object_ and any(c.tag == "D" for c in chunks[k + 1 : end])):
        return (k, end), "naming"
    return None


def _clause_after_phrase(
    chunks: Chunks, cue: Cue, k: int, later: list[Cue]
) -> tuple[Range, str] | None:
    """ "said in a statement it would go on": a clause after one prepositional phrase."""
    if not cue.verb.takes("B") or k + 1 >= len(chunks):
        return None
    start = _skip_adverbials(chunks, noun_phrase_end(chunks, k + 1))
    if start >= len(chunks) or not begins_noun_phrase(chunks[start]):
        return None
    end = _end(chunks, start, cue, later, clause=True)
    return ((start, end), "clause") if _is_clause(chunks, start, end) else None


def _skip_addressee(chunks: Chunks, k: int) -> int:
    """Past the one told: a mention, an object pronoun, or a short noun phrase."""
    chunk = chunks[k]
    if chunk.word in {"that", "to", "of", "about"} or chunk.tag in "Q,":
        return k
    if chunk.tag == "P" or chunk.word in OBJECT_PRONOUNS:
        return _skip_adverbials(chunks, k + 1)
    if chunk.tag in "DwN":
        if chunk.tag == "D":
            return noun_phrase_end(chunks, k)
        if chunk.word.endswith("s") or chunk.word == "people":
            return _skip_adverbials(chunks, k + 1)
    return k


def _quotation_ahead(chunks: Chunks, k: int) -> int | None:
    """A quotation that only adverbials, prepositional phrases, a comma or a colon lead up to."""
    limit = min(len(chunks), k + 16)
    m = k
    while m < limit:
        chunk = chunks[m]
        if chunk.tag == "Q":
            return m if m == k or chunks[m - 1].tag in ",:" else None
        if (
            chunk.tag in ".;"
            or chunk.word == "that"
            or (is_finite_verb(chunks, m) and chunks[m - 1].tag != "w")
        ):
            return None
        m += 1
    return None


def _that_ahead(chunks: Chunks, k: int) -> int | None:
    """The "that" of a that-clause, after prepositional phrases only."""
    limit = min(len(chunks), k + 14)
    for m in range(k, limit):
        chunk = chunks[m]
        if chunk.word == "that":
            follows = chunks[m + 1] if m + 1 < len(chunks) else None
            if m > k and chunks[m - 1].tag in "wNx" and follows and is_adverbial(follows):
                return None  # a relative clause: "the summit that was held"
            return m
        if chunk.tag in ".;:Q":
            return None
        if m == k and not (
            chunk.word in PREPOSITIONS or chunk.tag in "(,o" or chunk.word in {"here", "it"}
        ):
            return None
        if chunk.tag == "," and m > k:
            follows = chunks[m + 1] if m + 1 < len(chunks) else None
            if follows is None or follows.word != "that":
                return None
    return None


_CLAUSE_OPENERS = frozenset({"there", "if", "when", "while", "although", "as", "after"})


def _is_clause(chunks: Chunks, start: int, end: int) -> bool:
    """Whether ``chunks[start:end]`` has a subject and a finite verb after it."""
    if chunks[start].word in PRONOUNS and end - start > 1:
        return True
    opens = begins_noun_phrase(chunks[start]) or chunks[start].tag == "Q"
    if not opens and chunks[start].word not in _CLAUSE_OPENERS:
        return False
    return any(
        is_finite_verb(chunks, m) or (chunks[m].tag == "w" and _looks_third_person(chunks, m))
        for m in range(start + 1, end)
    )


def _looks_third_person(chunks: Chunks, m: int) -> bool:
    """A small word in -s right after a mention: "NATO stands", "Russia continues"."""
    word = chunks[m].word
    return (
        word.endswith("s")
        and not word.endswith(("ss", "us"))
        and chunks[m - 1].tag == "P"
        and len(word) > 3
    )


def _has_verb(chunks: Chunks, start: int, end: int) -> bool:
    return any(is_finite_verb(chunks, m) for m in range(start, end)) or end - start >= 6


# --- where a content ends -------------------------------------------------------------------


def _opening_participle_end(chunks: Chunks, cue: Cue) -> int:
    """Where the content of a participle that opens the sentence ends: before the comma and the
    subject of the main clause ("Noting the cold, the minister said …")."""
    subject = _main_subject(chunks, cue) if cue.form == "ing" and cue.at <= 1 else None
    if subject is None or subject[0] < cue.stop:
        return len(chunks)
    return subject[0] - 1


def _end(chunks: Chunks, start: int, cue: Cue, later: list[Cue], *, clause: bool = False) -> int:
    """After the last chunk of the content that begins at ``start``.

    It ends at the sentence's end, a semicolon, an attribution set at the end (", he said"), a
    participle cue (", adding that"), or a coordinated cue with the same subject ("and stressed").
    """
    end = min(_hard_end(chunks, start), _opening_participle_end(chunks, cue))
    inner_seen = False
    for other in later:
        if not start < other.at < end:
            continue
        if other.form == "ing":
            if chunks[other.at - 1].tag in ",-Q":
                end = other.at
                break
        elif other.inherits:
            joint = _joint(chunks, start, other.at)
            own = clause and (inner_seen or _own_speaker(chunks, start))
            if joint is not None and not own:
                end = joint
                break
        elif _closes_sentence(chunks, other, start) or _resumes(chunks, cue, other, start):
            end = min(end, _attribution_start(other))
            break
        elif other.subject and other.subject[0] < start and chunks[other.at - 1].tag == ",":
            end = other.at  # "X, who said A, said B"
            break
        else:
            inner_seen = True
    return _trim(chunks, start, end)


_SETTING = frozenset("while although though if when as because after since".split())
_CONTRAST = frozenset("but though although while".split())


def _resumes(chunks: Chunks, cue: Cue, other: Cue, start: int) -> bool:
    """Whether with ``other`` the main clause begins, or another one of the same speaker.

    "While he pledged aid, the minister warned …"; "said A, but she added B".
    """
    left = _attribution_start(other)
    if left - 1 <= start:
        return False
    before = chunks[left - 1]
    opened = cue.clause > 0 and chunks[cue.clause - 1].word in _SETTING and cue.clause <= 2
    if opened and before.tag == ",":
        return True
    again = chunks[left].word in {"he", "she", "they"}
    return again and (before.tag == "&" or before.word in _CONTRAST)


def _hard_end(chunks: Chunks, start: int) -> int:
    """The sentence's end, a semicolon, or "according to"."""
    for m in range(start, len(chunks)):
        if chunks[m].tag == ";" or (chunks[m].tag == "." and m == len(chunks) - 1):
            return m
        if chunks[m].word == "according" and m > start + 1 and chunks[m - 1].tag in ",Q":
            return m
    return len(chunks)


def _joint(chunks: Chunks, start: int, cue: int) -> int | None:
    """The "and" or "but" that joins the cue at ``cue`` to what stands before it."""
    joint = None
    k = cue - 1
    while k > start and (
        is_adverbial(chunks[k]) or chunks[k].tag in "&," or chunks[k].word == "but"
    ):
        if chunks[k].tag == "&" or chunks[k].word == "but":
            joint = k
        k -= 1
    return joint


def _attribution_start(cue: Cue) -> int:
    """Where a cue with its subject begins."""
    if cue.inverted or cue.subject is None:
        return cue.at
    return cue.subject[0]


def _own_speaker(chunks: Chunks, start: int) -> bool:
    """Whether the clause's own subject may speak: then a coordinated cue is its, not ours."""
    k = start + 1 if chunks[start].word == "that" else start
    if k >= len(chunks):
        return False
    chunk = chunks[k]
    return chunk.word in {"he", "she", "they", "we", "both"} or (
        chunk.mention is not None and chunk.mention.kind in {"person", "name", "office"}
    )


def _closes_sentence(chunks: Chunks, cue: Cue, start: int) -> bool:
    """Whether a cue with its subject stands at the sentence's end, after a comma."""
    left = _attribution_start(cue)
    if left - 1 <= start or chunks[left - 1].tag not in ",-Q":
        return False
    after = cue.subject[1] if cue.inverted and cue.subject else cue.stop
    return _only_adverbials(chunks, after)


def _only_adverbials(chunks: Chunks, k: int) -> bool:
    """Whether from ``k`` on only adverbials and prepositional phrases follow, no content."""
    if k >= len(chunks):
        return True
    m = _skip_adverbials(chunks, k)
    if m >= len(chunks) or chunks[m].tag in ".;,-&":
        return True
    return chunks[m].word in (PREPOSITIONS | {"after", "before", "as", "when", "while", "who"})


def _trim(chunks: Chunks, start: int, end: int) -> int:
    while end > start and (
        chunks[end - 1].tag in ",.;:-&" or chunks[end - 1].word in {"and", *_CONTRAST}
    ):
        end -= 1
    return end


def _first_content(chunks: Chunks, start: int, end: int) -> int:
    """The first chunk of a clause's content: an opening conjunction or dateline is left out."""
    k = start
    for m in range(start, min(end, start + 14)):
        # A dateline: "BRUSSELS (AP) — ", "Brussels, March 1 : "
        if (
            chunks[m].tag in "-:"
            and m > start
            and not any(is_finite_verb(chunks, x) for x in range(start, m))
        ):
            k = m + 1
            break
    while k < end and (
        chunks[k].tag in ",&-:" or chunks[k].word in {"but", "yet", "so", "however"}
    ):
        k += 1
    return k


# --- other constructions --------------------------------------------------------------------


def _according_to(chunks: Chunks) -> list[Candidate]:
    """``According to X, …`` and ``…, according to X``."""
    for i in range(len(chunks) - 2):
        if chunks[i].word != "according" or chunks[i + 1].word != "to":
            continue
        if i and chunks[i - 1].word in {"that", "and", "but"}:
            continue  # inside another clause
        source = (i + 2, max(i + 3, min(noun_phrase_end(chunks, i + 2), len(chunks))))
        cue = (chunks[i].first, chunks[i + 1].stop)
        if i == 0 or all(c.tag in "-,&" or is_adverbial(c) or c.word == "but" for c in chunks[:i]):
            comma = next((m for m in range(source[1], len(chunks)) if chunks[m].tag == ","), None)
            if comma is None or comma + 2 >= len(chunks):
                return []
            content = (comma + 1, _trim(chunks, comma + 1, len(chunks)))
        else:
            content = (_first_content(chunks, 0, i), _trim(chunks, 0, i))
        if content[1] - content[0] < 1:
            return []
        tokens = (chunks[content[0]].first, chunks[content[1] - 1].stop)
        return [Candidate(tokens, _tokens(chunks, source), cue, "according_to")]
    return []


def _main_subject(chunks: Chunks, cue: Cue) -> Range | None:
    """The subject of the sentence's main clause, for a participle or a coordinated verb.

    It stands after the participle's clause when that opens the sentence ("Noting X, the minister
    said"), else at the beginning, after opening adverbials.
    """
    parts = segments(chunks, 0, len(chunks))
    if cue.form == "ing" and cue.at <= 1:
        parts = parts[1:]
    elif cue.form == "ing":
        parts = [part for part in parts if part[0] < cue.at]
    for start, stop in parts:
        k = start
        while k < stop and (is_adverbial(chunks[k]) or chunks[k].tag in "&d-"):
            k += 1
        if k < stop and begins_noun_phrase(chunks[k]) and chunks[k].tag != "Q":
            end = min(stop, noun_phrase_end(chunks, k))
            return k, end
    return None

"""Where a content begins and ends within its sentence.

All positions are chunk numbers within one sentence.
"""

from __future__ import annotations

from communique.rules.cues import Cue, noun_phrase_end
from communique.rules.grammar import begins_noun_phrase, is_adverbial, is_finite_verb, segments
from communique.rules.lookahead import only_adverbials
from communique.rules.sentences import Chunk
from communique.rules.tokens import Range

__all__ = ["attribution_start", "content_end", "first_content", "main_subject", "trimmed_end"]

Chunks = tuple[Chunk, ...]


def main_subject(chunks: Chunks, cue: Cue) -> Range | None:
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


def _opening_participle_end(chunks: Chunks, cue: Cue) -> int:
    """Where the content of a participle that opens the sentence ends: before the comma and the
    subject of the main clause ("Noting the cold, the minister said …")."""
    subject = main_subject(chunks, cue) if cue.form == "ing" and cue.at <= 1 else None
    if subject is None or subject[0] < cue.stop:
        return len(chunks)
    return subject[0] - 1


def content_end(
    chunks: Chunks, start: int, cue: Cue, later: list[Cue], *, clause: bool = False
) -> int:
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
            end = min(end, attribution_start(other))
            break
        elif other.subject and other.subject[0] < start and chunks[other.at - 1].tag == ",":
            end = other.at  # "X, who said A, said B"
            break
        else:
            inner_seen = True
    return trimmed_end(chunks, start, end)


_SETTING = frozenset("while although though if when as because after since".split())


_CONTRAST = frozenset("but though although while".split())


def _resumes(chunks: Chunks, cue: Cue, other: Cue, start: int) -> bool:
    """Whether with ``other`` the main clause begins, or another one of the same speaker.

    "While he pledged aid, the minister warned …"; "said A, but she added B".
    """
    left = attribution_start(other)
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


def attribution_start(cue: Cue) -> int:
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
    return chunk.word in {"we", "both"} or (
        chunk.mention is not None and chunk.mention.kind in {"person", "name", "office"}
    )


def _closes_sentence(chunks: Chunks, cue: Cue, start: int) -> bool:
    """Whether a cue with its subject stands at the sentence's end, after a comma."""
    left = attribution_start(cue)
    if left - 1 <= start or chunks[left - 1].tag not in ",-Q":
        return False
    after = cue.subject[1] if cue.inverted and cue.subject else cue.stop
    return only_adverbials(chunks, after)


def trimmed_end(chunks: Chunks, start: int, end: int) -> int:
    while end > start and (
        chunks[end - 1].tag in ",.;:-&" or chunks[end - 1].word in {"and", *_CONTRAST}
    ):
        end -= 1
    return end


def first_content(chunks: Chunks, start: int, end: int) -> int:
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

"""What could be the content of a statement: quotations, clauses around cues, "that" clauses.

Ranges are half-open token numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from communique.candidates.sentences import Cued
from communique.rules.article import Article
from communique.rules.boundaries import attribution_start, first_content, trimmed_end
from communique.rules.cues import Cue
from communique.rules.sentences import Block, Chunk
from communique.rules.statements import candidates_of, contents_of
from communique.rules.tokens import Range

__all__ = ["contents_in"]

Chunks = tuple[Chunk, ...]

MIN_WORDS = 2
"""A clause that no rule finds, of fewer words, says nothing."""


def contents_in(article: Article, block: Block, cued: tuple[Cued, ...]) -> Iterator[Range]:
    """The possible contents of a paragraph, some of them more than once."""
    for quotation in block.quotations:
        yield _trimmed(article, (quotation.first, quotation.stop))
    for found in (_labeled(block), _signed(block)):
        if found is not None:
            yield _trimmed(article, found)
    for one in cued:
        for content in _of_sentence(one):
            first, stop = _trimmed(article, content)
            if any(token.kind == "w" for token in article.tokens[first:stop]):
                yield first, stop


def _of_sentence(cued: Cued) -> Iterator[Range]:
    """The contents that the rules find, and those of cues and clauses that they pass over."""
    chunks = cued.sentence.chunks
    for found in candidates_of(cued.sentence):
        yield found.content
    for number, cue in enumerate(cued.cues):
        later = list(cued.cues[number + 1 :])
        contents = [c for c, _ in contents_of(chunks, cue, later)]
        contents += _passed_over(chunks, cue, found=bool(contents))
        for content in contents:
            yield from _with_shorter(chunks, content)
    for clause in (*_that_clauses(chunks), *_held_by(chunks)):
        yield from _with_shorter(chunks, clause)


def _with_shorter(chunks: Chunks, content: Range) -> Iterator[Range]:
    """A content as tokens, and without what the writer may have put behind it: ", which …"."""
    first, stop = content
    if stop <= first:
        return
    yield chunks[first].first, chunks[stop - 1].stop
    for at in range(first + 1, stop - 1):
        if chunks[at].tag == "," and _is_afterthought(chunks[at + 1]):
            yield chunks[first].first, chunks[at - 1].stop
            return


def _is_afterthought(chunk: Chunk) -> bool:
    opens = chunk.word in {
        "which",
        "who",
        "whose",
        "while",
        "something",
        "including",
        "as",
        "though",
    }
    return opens or (chunk.tag == "w" and chunk.word.endswith("ing"))


def _passed_over(chunks: Chunks, cue: Cue, *, found: bool) -> Iterator[Range]:
    """Beside a cue: all behind it where a comma sets it off or nothing was ``found``, an
    infinitive after it, and all before it where it closes its sentence."""
    end = trimmed_end(chunks, cue.stop, len(chunks))
    set_off = cue.stop < len(chunks) and chunks[cue.stop].tag == ","
    start = cue.stop + set_off
    if (set_off or not found) and end - start >= MIN_WORDS:
        yield start, end
    to = next((k for k in range(cue.stop, end) if chunks[k].word == "to"), None)
    if to is not None and end - to >= MIN_WORDS:
        yield to, end
    left = attribution_start(cue)
    first = first_content(chunks, 0, left)
    before = trimmed_end(chunks, first, left)
    if left and chunks[left - 1].tag in ",-Qq" and before - first >= MIN_WORDS:
        yield first, before


def _that_clauses(chunks: Chunks) -> Iterator[Range]:
    """ "that …" up to the sentence's end, whatever word stands before it."""
    for at, chunk in enumerate(chunks):
        if chunk.word == "that" and at:
            end = trimmed_end(chunks, at, len(chunks))
            if end - at > MIN_WORDS:
                yield at, end


def _held_by(chunks: Chunks) -> Iterator[Range]:
    """ "For Ann Lee, it was late.", "In her view, it was late.": what is said to be held."""
    if not chunks or chunks[0].word not in {"for", "in"}:
        return
    comma = next((k for k, chunk in enumerate(chunks) if chunk.tag == ","), len(chunks))
    opening = chunks[1:comma]
    named = chunks[0].word == "for" and opening and opening[0].tag == "P"
    if named or any(chunk.word in {"view", "opinion", "words"} for chunk in opening):
        last = max(k for k in range(len(chunks)) if k <= comma or chunks[k].tag == ",")
        for at in dict.fromkeys((comma, last)):
            end = trimmed_end(chunks, at, len(chunks))
            if end - at > MIN_WORDS:
                yield at + 1, end


def _labeled(block: Block) -> Range | None:
    """What follows a name and a colon at the beginning of a paragraph: "Ann Lee: We go on."."""
    chunks = block.sentences[0].chunks if block.sentences else ()
    if len(chunks) < 3 or chunks[0].tag != "P" or chunks[1].tag != ":":
        return None
    return chunks[2].first, block.stop


def _signed(block: Block) -> Range | None:
    """What stands before a dash and a name at the end of a paragraph: "We go on. — Ann Lee"."""
    chunks = [chunk for one in block.sentences if not one.inside_quotation for chunk in one.chunks]
    for at in range(len(chunks) - 1, 0, -1):
        if chunks[at].tag == "-" and at + 1 < len(chunks) and chunks[at + 1].tag == "P":
            ends = chunks[at - 1].tag in ".Q" or chunks[at - 1].tail.endswith((".", "!", "?"))
            return (block.first, chunks[at - 1].stop) if ends else None
    return None


def _trimmed(article: Article, content: Range) -> Range:
    """Without sentence punctuation at the end, outside quotation marks."""
    first, stop = content
    if article.tokens[first].kind == "q":
        return first, max(first + 1, stop - (article.tokens[stop - 1].text == ","))
    while stop > first + 1 and article.tokens[stop - 1].text in {".", ",", ";", ":", "—", "–", "-"}:
        stop -= 1
    return first, stop

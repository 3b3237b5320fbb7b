"""How much of a prompt is read, and whether tokens are counted.

Three code words stand in a text of harmless sentences, at its beginning, middle and end; the model
is asked for them. What of the prompt was read is told by the server's count, and by the words that
come back; where a model cannot find words even in a short text, by the count alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.doctor.probe import Bench, Probe, Told
from communique.doctor.reply import Reply, Undecided
from communique.llm.window import TOLERANCE, fewest_tokens_of, says_too_long

__all__ = ["CONTEXT_PROBE", "TOKENS_PROBE"]

CODE_WORDS = ("KESTREL", "MARIGOLD", "TURPENTINE")
_QUESTION = (
    "\n\nThe text above gives three code words. Reply with the three code words and nothing else."
)
_TOWNS = "Quellin Orsk Tarnow Lissen Belgor Vale Harnby Mirrow".split()

SHORT = 400
"""Words of the prompt by which it is judged whether tokens are counted and words found."""

LENGTHS = (2_000, 6_000, 16_000, 40_000, 100_000)
"""Tokens of the longer prompts."""

MOST_PER_WORD = 6.0
"""Tokens that a tokenizer makes of a word, chat template included; more cannot be."""

USUAL_PER_WORD = 1.4

# "maximum context length is 8192 tokens", "the available context size (8192 tokens)"
_LIMIT = re.compile(r"context[ _](?:length|size|window)[^\d]{0,20}(\d[\d,]{2,8})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A prompt of ``words`` (``fewest_tokens_of``), and which code words came back."""

    reply: Reply
    words: int
    found: tuple[str, ...]

    @property
    def all_found(self) -> bool:
        return self.found == CODE_WORDS


def prompt_of(words: int) -> str:
    """A text of about ``words`` words with the code words in it, and the question about them."""
    lines: list[str] = []
    size = 0
    while size < words:
        number = len(lines) + 1
        town = _TOWNS[number * 5 % len(_TOWNS)]
        lines.append(f"Note {number}: the ferry to {town} left with {number * 7 % 90} crates.")
        size += 12
    middle = len(lines) // 2
    first, second, third = (f"A code word is {word}." for word in CODE_WORDS)
    return "\n".join([first, *lines[:middle], second, *lines[middle:], third]) + _QUESTION


async def _read(bench: Bench, words: int) -> Read:
    prompt = prompt_of(words)
    reply = await bench.ask(prompt, 60)
    found = tuple(word for word in CODE_WORDS if word in reply.text.upper())
    return Read(reply, fewest_tokens_of(prompt), found)


async def _ask_tokens(bench: Bench) -> Told:
    """Counts of a prompt and an answer of known size."""
    read = await _read(bench, SHORT)
    reply = read.reply.need_answer()
    bench.finds_words = read.all_found
    if reply.tokens_in is None or reply.tokens_out is None:
        return Told("unsupported", "the reply holds no token counts")
    evidence = f"counts {reply.tokens_in} tokens for a prompt of {read.words} words"
    per_word = reply.tokens_in / read.words
    said = fewest_tokens_of(reply.text)
    if not TOLERANCE <= per_word <= MOST_PER_WORD:
        if not read.all_found and 0.1 < per_word < TOLERANCE:
            raise Undecided(f"{evidence}: it may have been cut")
        return Told("ignored", evidence)
    known = {"tokens_per_word": round(per_word, 3)}
    if reply.tokens_out < TOLERANCE * said:
        return Told("ignored", f"counts {reply.tokens_out} for an answer of {said} words", known)
    return Told("ok", f"{evidence}, {reply.tokens_out} for an answer of {said}", known)


async def _ask_context(bench: Bench) -> Told:
    """Longer and longer prompts, until one is refused or cut, or long enough."""
    per_word = bench.limits.get("tokens_per_word", USUAL_PER_WORD)
    longest: Read | None = None
    for tokens in LENGTHS:
        if tokens > bench.longest:
            break
        try:
            read = await _read(bench, int(tokens / per_word))
        except Undecided as error:
            so_far = "" if longest is None else f"read {_size(longest, per_word):,} tokens; "
            raise Undecided(f"{so_far}a prompt of {tokens:,}: {error}") from None
        told = _judged(bench, read, longest, per_word)
        if told is not None:
            return told
        longest = read
    if longest is None:
        raise Undecided(f"prompts of {LENGTHS[0]:,} tokens were not allowed")
    return Told("ok", f"read a prompt of {_size(longest, per_word):,} tokens{_by(bench)}")


def _judged(bench: Bench, read: Read, longest: Read | None, per_word: float) -> Told | None:
    """What a prompt tells; None where it was read."""
    reply, sent = read.reply, round(read.words * per_word)
    so_far = {} if longest is None else {"context": _size(longest, per_word)}
    if not reply.answered:
        if not says_too_long(reply, reply.said):
            reply.need_answer()
        limit = _LIMIT.search(reply.said)
        named = int(limit[1].replace(",", "")) if limit else 0
        evidence = f"refuses a prompt of {sent:,} tokens: {reply.said}"
        return Told("ok", evidence, {"context": named} if named else so_far)
    counts = bench.verdicts.get("token counts") == "ok" and reply.tokens_in is not None
    if counts and reply.tokens_in is not None and reply.tokens_in < TOLERANCE * sent:
        evidence = f"read {reply.tokens_in:,} of {sent:,} tokens{_lost(bench, read)}"
        return Told("ignored", evidence, {"context": max(1, reply.tokens_in)})
    if read.all_found:
        return None
    if counts:
        if not bench.finds_words:
            return None
        raise Undecided(
            f"it counts all of {sent:,} tokens{_lost(bench, read)}: a weak model, or text that was "
            "cut after it was counted"
        )
    if not bench.finds_words:
        raise Undecided("the server does not count tokens, and the model does not find words")
    return Told("ignored", f"of {sent:,} tokens not all was read{_lost(bench, read)}", so_far)


def _size(read: Read, per_word: float) -> int:
    counted = read.reply.tokens_in
    return round(read.words * per_word) if not counted else max(counted, read.words)


def _lost(bench: Bench, read: Read) -> str:
    if not bench.finds_words:
        return ""
    names = dict(zip(CODE_WORDS, ("beginning", "middle", "end"), strict=True))
    lost = [name for word, name in names.items() if word not in read.found]
    return f", without the code word at its {' and '.join(lost)}" if lost else ""


def _by(bench: Bench) -> str:
    if not bench.finds_words:
        return ", by its own count (the model does not find words even in a short one)"
    return ": the words at its beginning, middle and end came back"


TOKENS_PROBE = Probe("token counts", _ask_tokens)
CONTEXT_PROBE = Probe("context", _ask_context, essential=True)
